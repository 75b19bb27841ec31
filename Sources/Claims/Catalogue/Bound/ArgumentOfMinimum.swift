import Numerics

/// Where a function of one variable is lowest, with a bracket as the bound on its error.
enum ArgumentOfMinimum {
  /// No step up to the width of a cell raises the function beyond the errors of its values.
  struct NotBracketed: Error, CustomStringConvertible {
    /// The lowest point found.
    let argument: Double

    var description: String { "the minimum near \(argument) is too flat to be bracketed" }
  }

  /// Returns the argument of the minimum in a range of a function that falls, then rises.
  ///
  /// The search is Brent's. Its result is bracketed afterwards: the error is the least doubled step at which
  /// the function exceeds its value at the result by more than the error bounds of both values, on both sides.
  /// Where the function rises from an end of the range into it, that end is returned with one cell, a 32nd of
  /// the range; the lower end of the two if it does so at both.
  ///
  /// - Throws: What the function throws, `NotBracketed` or `NumericsError`.
  static func of(
    _ f: (Double) throws -> Bounded, in range: ClosedRange<Double>
  ) throws -> Bounded {
    let cell = (range.upperBound - range.lowerBound) / 32
    let (left, right) = (try f(range.lowerBound).value, try f(range.upperBound).value)
    let rises = try left < f(range.lowerBound + cell).value
    let falls = try right < f(range.upperBound - cell).value
    if rises && !(falls && right < left) { return Bounded(range.lowerBound, error: cell) }
    if falls { return Bounded(range.upperBound, error: cell) }
    let argument = try search(f, in: range)
    let lowest = try f(argument)
    func exceeds(_ x: Double) throws -> Bool {
      let there = try f(x)
      return there.value - there.error > lowest.value + lowest.error
    }
    var step = 1e-9 * max(1, argument.magnitude)
    while step < cell {
      if try exceeds(argument - step) && exceeds(argument + step) {
        return Bounded(argument, error: step)
      }
      step *= 2
    }
    throw NotBracketed(argument: argument)
  }

  /// Runs Brent's search on the values, passing on what the function throws.
  private static func search(
    _ f: (Double) throws -> Bounded, in range: ClosedRange<Double>
  ) throws -> Double {
    var failure: (any Error)?
    do {
      return try Minimization.minimum(
        of: { x in
          do { return try f(x).value } catch {
            failure = error
            return .nan
          }
        }, in: range
      ).argument[0]
    } catch {
      throw failure ?? error
    }
  }
}
