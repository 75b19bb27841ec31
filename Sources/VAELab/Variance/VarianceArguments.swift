import Reporting

/// A number of draws: 2 to 10⁹, also written 1e6 or 10^6.
public struct DrawCount: ArgumentValue, Sendable, Equatable, ExpressibleByIntegerLiteral {
  /// The number.
  public let value: Int

  /// Creates a number of draws.
  public init(integerLiteral value: Int) {
    precondition((2...1_000_000_000).contains(value), "\(value) draws")
    self.value = value
  }

  /// Digits, a decimal power or both.
  public init?(argument: String) {
    let number: Double?
    if let power = argument.firstIndex(of: "^"), argument[..<power] == "10",
      let exponent = Int(argument[argument.index(after: power)...]), (0...9).contains(exponent)
    {
      number = (0..<exponent).reduce(1.0) { product, _ in product * 10 }
    } else {
      number = Double(argument)
    }
    guard let number, number.rounded() == number, (2...1e9).contains(number) else { return nil }
    value = Int(number)
  }

  /// What an error asks for.
  public static var expectation: String { "a whole number from 2 to 10^9, such as 1e6" }

  /// The number in digits.
  public var argument: String { "\(value)" }
}

/// A relative error: strictly between 0 and 1.
public struct RelativeError: ArgumentValue, Sendable, Equatable {
  /// The number.
  public let value: Double

  /// A decimal number.
  public init?(argument: String) {
    guard let value = Double(argument), value > 0, value < 1 else { return nil }
    self.value = value
  }

  /// What an error asks for.
  public static var expectation: String { "a number strictly between 0 and 1, such as 0.001" }

  /// The number in digits.
  public var argument: String { NumberFormat.significant(value) }
}

/// How many samples one draw of a multi-sample estimator takes.
public struct SampleCount: ArgumentValue, Sendable, Equatable, ExpressibleByIntegerLiteral {
  /// The number.
  public let value: Int

  /// Creates a number of samples.
  public init(integerLiteral value: Int) {
    precondition((1...4096).contains(value), "\(value) samples")
    self.value = value
  }

  /// Decimal digits.
  public init?(argument: String) {
    guard let value = Int(argument), (1...4096).contains(value) else { return nil }
    self.value = value
  }

  /// What an error asks for.
  public static var expectation: String { "a whole number from 1 to 4096" }

  /// The number in digits.
  public var argument: String { "\(value)" }
}

/// The files beside a command's output: opened before the work, written after it.
struct SideFiles {
  private let csv: AtomicFile?
  private let plot: PlotFile?

  /// Opens them.
  ///
  /// - Throws: `Failure` with status 74 where there is no gnuplot; `OutputError` for a file that cannot
  ///   be written.
  init(csv: String?, plot: String?, command: String) throws {
    self.csv = try csv.map { path throws(OutputError) in try AtomicFile(path: path) }
    do {
      self.plot = try plot.map { path in
        guard let format = PlotFormat(path: path) else { throw Self.wrongEnd(path, command) }
        return try PlotFile(path: path, format: format)
      }
    } catch let error as PlotError {
      throw Failure(.inputOutput, "\(command): \(error)")
    }
  }

  /// Writes them.
  ///
  /// - Throws: `Failure` with status 74 where gnuplot fails; `OutputError` where writing does.
  func write(
    csv text: @autoclosure () -> String, plot picture: @autoclosure () -> Plot, command: String
  )
    throws
  {
    try csv?.commit(text())
    do {
      try plot?.draw(picture())
    } catch let error as PlotError {
      throw Failure(.inputOutput, "\(command): \(error)")
    }
  }

  /// Refuses a picture's name that says no format.
  static func validate(plot: String?, command: String) throws(Failure) {
    guard let plot, PlotFormat(path: plot) == nil else { return }
    throw wrongEnd(plot, command)
  }

  private static func wrongEnd(_ path: String, _ command: String) -> Failure {
    Failure(
      .usage,
      "\(command): '\(path)' does not say what picture to draw: expected a name that ends in "
        + PlotFormat.allCases.map { ".\($0.rawValue)" }.joined(separator: ", "))
  }
}
