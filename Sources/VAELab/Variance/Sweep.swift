import Foundation
import Reporting

/// The values that a parameter goes through: `k=0.1:10:100:log`, or `k` for a range of its own.
public struct Sweep: ArgumentValue, Sendable, Equatable {
  /// Ends, number and spacing of the values.
  struct Range: Sendable, Equatable {
    var low, high: Double
    var count: Int
    /// Whether neighbours have the same ratio instead of the same difference.
    var isLogarithmic: Bool
  }

  /// The parameter.
  let name: String
  /// Its values; `nil` where the parameter's own range is meant.
  let range: Range?

  /// How many values there are where no count is given.
  static let usualCount = 41

  /// A sweep with a range.
  init(name: String, range: Range?) {
    self.name = name
    self.range = range
  }

  /// Reads `name`, `name=low:high`, `name=low:high:count` or `name=low:high:count:log`.
  public init?(argument: String) {
    let sides = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = sides.first.map(String.init), !name.isEmpty else { return nil }
    guard sides.count == 2 else {
      self.init(name: name, range: nil)
      return
    }
    var parts = sides[1].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let isLogarithmic = parts.last == "log"
    if isLogarithmic { parts.removeLast() }
    guard (2...3).contains(parts.count), let low = Double(parts[0]), let high = Double(parts[1]),
      low.isFinite, high.isFinite, low < high, !isLogarithmic || low > 0
    else { return nil }
    guard let count = parts.count == 3 ? Int(parts[2]) : Self.usualCount, (2...1000).contains(count)
    else {
      return nil
    }
    self.init(
      name: name,
      range: Range(low: low, high: high, count: count, isLogarithmic: isLogarithmic))
  }

  /// What an error asks for.
  public static var expectation: String {
    "name=low:high:count with low < high and a count from 2 to 1000, ':log' behind it for equal ratios"
  }

  /// The sweep as it is written.
  public var argument: String { range.map { "\(name)=\($0.description)" } ?? name }
}

extension Sweep.Range: CustomStringConvertible {
  var description: String {
    "\(shortest(low)):\(shortest(high)):\(count)\(isLogarithmic ? ":log" : "")"
  }

  /// The value at a place between 0 (the low end) and 1 (the high end).
  func value(at place: Double) -> Double {
    if place <= 0 { return low }
    if place >= 1 { return high }
    return isLogarithmic
      ? exp(log(low) + place * (log(high) - log(low))) : low + place * (high - low)
  }

  /// The places of the values, rising.
  var places: [Double] { (0..<count).map { Double($0) / Double(count - 1) } }

  /// The values, rising.
  var values: [Double] { places.map(value) }
}

/// A sweep over a parameter of a problem: the range is known and its values are admitted.
struct SweepAxis: Sendable {
  let name: String
  let range: Sweep.Range

  /// Resolves a sweep on a problem.
  ///
  /// - Throws: `Failure` with status 64 if the problem has no such parameter, the parameter no range of
  ///   its own where none is given, or an end is out of its domain.
  init(_ sweep: Sweep, of problem: ProblemSelection, for command: String) throws(Failure) {
    let parameter = try problem.parameter(sweep.name, for: command)
    guard let range = sweep.range ?? parameter.sweep else {
      throw Failure(
        .usage,
        "\(command): '\(sweep.name)' of \(problem.kind.name) has no range of its own: write "
          + "--over \(sweep.name)=low:high:count")
    }
    var trial = problem
    for value in [range.low, range.high] { try trial.set(sweep.name, to: value, for: command) }
    name = sweep.name
    self.range = range
  }
}
