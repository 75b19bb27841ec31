import Claims
import Reporting

/// A problem that estimators can be compared on, before its parameters have values.
struct ProblemKind: Sendable {
  let name: String
  /// One line with the formula.
  let summary: String
  let parameters: [ProblemParameter]
  /// How many draws an estimator gets in about a second in all.
  let draws: Int
  /// The estimators bound to the problem with its parameters and so many samples a draw.
  let family: @Sendable (ParameterValues, _ samples: Int) throws -> EstimatorFamily

  /// Declares a problem.
  init(
    _ name: String, _ summary: String, _ parameters: [ProblemParameter], draws: Int = 1_000_000,
    family: @escaping @Sendable (ParameterValues, _ samples: Int) throws -> EstimatorFamily
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.draws = draws
    self.family = family
  }
}

/// A problem with the values of its parameters.
struct ProblemSelection: Sendable {
  let kind: ProblemKind
  private(set) var values: ParameterValues

  /// A problem with its defaults.
  init(_ kind: ProblemKind) {
    self.kind = kind
    values = ParameterValues(kind.parameters)
  }

  /// Reads `NAME` or `NAME:parameter=value,…`.
  ///
  /// - Throws: `Failure` with status 64 that names what is wrong and the nearest valid name.
  init(_ text: String, for command: String) throws(Failure) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    guard let kind = ProblemRegistry.problems.first(where: { $0.name == name }) else {
      throw unknown("problem", name, among: ProblemRegistry.problems.map(\.name), command)
    }
    self.init(kind)
    guard parts.count > 1 else { return }
    for assignment in parts[1].split(separator: ",", omittingEmptySubsequences: false) {
      let sides = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, let value = Double(sides[1]) else {
        throw Failure(
          .usage,
          "\(command): '\(assignment)' in --problem sets nothing: expected "
            + "\(kind.parameters.first?.name ?? "parameter")=NUMBER")
      }
      try set(String(sides[0]), to: value, for: command)
    }
  }

  /// Gives a parameter a value.
  ///
  /// - Throws: `Failure` with status 64 if there is no such parameter or the value is out of range.
  mutating func set(_ name: String, to value: Double, for command: String) throws(Failure) {
    let parameter = try parameter(name, for: command)
    guard parameter.domain.contains(value) else {
      throw Failure(
        .usage,
        "\(command): \(name)=\(NumberFormat.significant(value)) is out of range for "
          + "\(kind.name): expected \(parameter.domain.expectation)")
    }
    values[name] = value
  }

  /// The declaration of a parameter.
  ///
  /// - Throws: `Failure` with status 64 if there is none of the name.
  func parameter(_ name: String, for command: String) throws(Failure) -> ProblemParameter {
    guard let parameter = kind.parameters.first(where: { $0.name == name }) else {
      throw unknown("parameter", name, of: kind.name, among: kind.parameters.map(\.name), command)
    }
    return parameter
  }

  /// The problem as it is written on the command line, every value included.
  var description: String { description(without: []) }

  /// The problem with some parameters left open.
  func description(without names: [String]) -> String {
    let values = kind.parameters.filter { !names.contains($0.name) }
      .map { "\($0.name)=\(shortest(self.values[$0.name]))" }
    return values.isEmpty ? kind.name : kind.name + ":" + values.joined(separator: ",")
  }

  /// σ, by which a derivative in σ is multiplied to become one in log σ; `nil` where there is none.
  var deviation: Double? { values.has("deviation") ? values["deviation"] : nil }

  /// The estimators bound to the problem.
  ///
  /// - Throws: What the exact quantities that some of them hold could not be computed for.
  func family(samples: Int) throws -> EstimatorFamily { try kind.family(values, samples) }
}

/// The fewest digits that read back as the same number, without a fraction where there is none.
func shortest(_ value: Double) -> String {
  value.rounded() == value && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
}

/// The line for a name that is not known, with the nearest that is.
func unknown(
  _ what: String, _ name: String, of owner: String? = nil, among names: [String], _ command: String
) -> Failure {
  let place = owner.map { " of \($0)" } ?? ""
  let suggestion =
    Suggestion.nearest(to: name, among: names).map { "; did you mean '\($0)'?" }
    ?? (what == "parameter" ? ": it has none" : "")
  return Failure(
    .usage,
    "\(command): unknown \(what) '\(name)'\(place)\(suggestion) (see 'vae-lab variance-report --list')"
  )
}
