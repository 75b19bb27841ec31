import Numerics

/// Where a function of one variable is lowest, with a bracket as the bound on its error.
enum ArgumentOfMinimum {
  /// Returns the argument of the minimum of a unimodal function in a range.
  ///
  /// The search is Brent's. Its result is bracketed afterwards: the error is the least doubled step at which
  /// the function exceeds its value at the result by more than the error bounds of both values, on both sides.
  /// Where the function is lowest at an end of the range, that end is returned with one cell of the range.
  ///
  /// - Throws: What the function throws, or `NumericsError`.
  static func of(
    _ f: (Double) throws -> Bounded, in range: ClosedRange<Double>
  ) throws -> Bounded {
    let cell = (range.upperBound - range.lowerBound) / 32
    for (end, inner) in [
      (range.lowerBound, range.lowerBound + cell), (range.upperBound, range.upperBound - cell),
    ] where try f(end).value < f(inner).value {
      return Bounded(end, error: cell)
    }
    var failure: (any Error)?
    let minimum: Minimum
    do {
      minimum = try Minimization.minimum(
        of: { x in
          do { return try f(x).value } catch {
            failure = error
            return .nan
          }
        }, in: range)
    } catch {
      throw failure ?? error
    }
    let argument = minimum.argument[0]
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
    return Bounded(argument, error: .nan)
  }
}
