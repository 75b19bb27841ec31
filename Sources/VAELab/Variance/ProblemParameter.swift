import Reporting

/// A parameter of a problem: its name, its default and the values it may take.
struct ProblemParameter: Sendable {
  /// The values that a parameter may take.
  enum Domain: Sendable, Equatable {
    case real
    case positive
    /// Strictly between 0 and 1.
    case probability
    /// A number in a range.
    case between(ClosedRange<Double>)
    /// A whole number in a range.
    case whole(ClosedRange<Int>)

    /// Whether a number is one of them.
    func contains(_ value: Double) -> Bool {
      switch self {
      case .real: value.isFinite
      case .positive: value > 0 && value.isFinite
      case .probability: value > 0 && value < 1
      case .between(let range): range.contains(value)
      case .whole(let range):
        value.rounded() == value && value >= Double(range.lowerBound)
          && value <= Double(range.upperBound)
      }
    }

    /// Whether all of them are whole numbers.
    var isWhole: Bool {
      if case .whole = self { true } else { false }
    }

    /// What an error asks for.
    var expectation: String {
      switch self {
      case .real: "a number"
      case .positive: "a number above 0"
      case .probability: "a number strictly between 0 and 1"
      case .between(let range):
        "a number from \(shortest(range.lowerBound)) to \(shortest(range.upperBound))"
      case .whole(let range):
        "a whole number from \(range.lowerBound) to \(range.upperBound)"
      }
    }
  }

  let name: String
  let defaultValue: Double
  let domain: Domain
  let meaning: String
  /// The values that a map goes through where it is told none.
  let sweep: Sweep.Range?

  /// Declares a parameter.
  init(
    _ name: String, _ defaultValue: Double, _ domain: Domain, _ meaning: String,
    sweep: Sweep.Range? = nil
  ) {
    precondition(domain.contains(defaultValue), "\(name) has a default outside its domain")
    self.name = name
    self.defaultValue = defaultValue
    self.domain = domain
    self.meaning = meaning
    self.sweep = sweep
  }

  /// The mean of the law that is sampled.
  static func mean(_ value: Double) -> ProblemParameter {
    ProblemParameter(
      "mean", value, .real, "μ, the mean of the law",
      sweep: .init(low: -3, high: 3, count: 41, isLogarithmic: false))
  }

  /// The standard deviation of the law that is sampled.
  static func deviation(_ value: Double) -> ProblemParameter {
    ProblemParameter(
      "deviation", value, .positive, "σ, the standard deviation of the law",
      sweep: .init(low: 0.25, high: 4, count: 33, isLogarithmic: true))
  }
}

/// The values of a problem's parameters, all of them.
struct ParameterValues: Sendable, Equatable {
  private var values: [String: Double]

  /// The defaults.
  init(_ parameters: [ProblemParameter]) {
    values = Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.defaultValue) })
  }

  /// The value of a parameter.
  ///
  /// - Precondition: The problem has the parameter.
  subscript(_ name: String) -> Double {
    get {
      guard let value = values[name] else { preconditionFailure("no parameter \(name)") }
      return value
    }
    set { values[name] = newValue }
  }

  /// The value of a parameter that is a whole number.
  func whole(_ name: String) -> Int { Int(self[name]) }

  /// Whether the problem has a parameter.
  func has(_ name: String) -> Bool { values[name] != nil }
}
