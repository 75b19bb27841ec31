/// Numerical derivatives with a bound on their error.
///
/// Central differences at fourteen steps, each half the one before, are extrapolated to step zero
/// (Richardson). The error holds what extrapolation left over, the rounding of the function values
/// and their noise, which is either given or noticed: a quadrature that is good to 1e-12 can be
/// differentiated as it stands.
public enum Differentiation {
  /// Returns the derivative of a function at a point.
  ///
  /// - Parameters:
  ///   - f: The function; what it throws is passed on.
  ///   - x: The point.
  ///   - step: The longest step. The function should be smooth on its scale, and on that of the
  ///     shortest, which is 8192 times shorter, it may be noisy. Steps that leave the function's
  ///     domain (whose values are not finite) are passed over.
  ///   - noise: A bound on the error of the values of `f` beside rounding, where it is known.
  /// - Returns: The derivative, NaN if no step gave finite values.
  /// - Complexity: 28 calls of `f`.
  public static func derivative<Failure: Error>(
    of f: (Double) throws(Failure) -> Double, at x: Double, step: Double = 0.0625, noise: Double = 0
  ) throws(Failure) -> Bounded {
    var quotients: [Richardson.Quotient] = []
    for pair in steps(at: x, from: step) {
      let high = try f(pair.high)
      let low = try f(pair.low)
      let value = (high - low) / (pair.high - pair.low)
      quotients.append(
        Richardson.Quotient(
          value: value, amplification: 2 / (pair.high - pair.low),
          rounding: rounding(of: max(high.magnitude, low.magnitude), slope: value, at: x)))
    }
    return Richardson.limit(of: quotients, noise: noise)
  }

  /// Returns the derivative of a function whose values carry bounds on their own errors.
  ///
  /// - Parameters:
  ///   - f: The function, for example an integral over its argument's law.
  ///   - x: The point.
  ///   - step: The longest step, as in `derivative(of:at:step:noise:)`.
  /// - Returns: The derivative; its error holds the largest of the bounds as noise.
  /// - Complexity: 28 calls of `f`.
  public static func derivative<Failure: Error>(
    ofBounded f: (Double) throws(Failure) -> Bounded, at x: Double, step: Double = 0.0625
  ) throws(Failure) -> Bounded {
    var quotients: [Richardson.Quotient] = []
    var noise = 0.0
    for pair in steps(at: x, from: step) {
      let high = try f(pair.high)
      let low = try f(pair.low)
      let value = (high.value - low.value) / (pair.high - pair.low)
      if value.isFinite { noise = max(noise, high.error, low.error) }
      quotients.append(
        Richardson.Quotient(
          value: value, amplification: 2 / (pair.high - pair.low),
          rounding: rounding(of: 0, slope: value, at: x)))
    }
    return Richardson.limit(of: quotients, noise: noise)
  }

  /// Returns the second derivative of a function at a point.
  ///
  /// - Parameters:
  ///   - f: The function; what it throws is passed on.
  ///   - x: The point.
  ///   - step: The longest step, as in `derivative(of:at:step:noise:)`.
  ///   - noise: A bound on the error of the values of `f` beside rounding, where it is known.
  /// - Returns: The second derivative, NaN if no step gave finite values.
  /// - Complexity: 29 calls of `f`.
  public static func secondDerivative<Failure: Error>(
    of f: (Double) throws(Failure) -> Double, at x: Double, step: Double = 0.125, noise: Double = 0
  ) throws(Failure) -> Bounded {
    let center = try f(x)
    var quotients: [Richardson.Quotient] = []
    for pair in steps(at: x, from: step) {
      let high = try f(pair.high)
      let low = try f(pair.low)
      let half = 0.5 * (pair.high - pair.low)
      let largest = max(high.magnitude, low.magnitude, center.magnitude)
      quotients.append(
        Richardson.Quotient(
          value: ((high - center) - (center - low)) / (half * half),
          amplification: 4 / (half * half),
          rounding: rounding(of: largest, slope: (high - low) / (2 * half), at: x)))
    }
    return Richardson.limit(of: quotients, noise: noise)
  }

  /// Returns the gradient of a function of several variables.
  ///
  /// - Parameters:
  ///   - f: The function; what it throws is passed on.
  ///   - x: The point, shape `[dimension]`.
  ///   - step: The longest step along each axis, as in `derivative(of:at:step:noise:)`.
  ///   - noise: A bound on the error of the values of `f` beside rounding, where it is known.
  /// - Returns: The partial derivatives, shape `[dimension]`.
  /// - Complexity: 28 calls of `f` per dimension.
  public static func gradient<Failure: Error>(
    of f: ([Double]) throws(Failure) -> Double, at x: [Double], step: Double = 0.0625,
    noise: Double = 0
  ) throws(Failure) -> [Bounded] {
    var point = x
    var partials: [Bounded] = []
    for axis in x.indices {
      partials.append(
        try derivative(
          of: { (coordinate: Double) throws(Failure) -> Double in
            point[axis] = coordinate
            return try f(point)
          }, at: x[axis], step: step, noise: noise))
      point[axis] = x[axis]
    }
    return partials
  }

  /// Returns the points to the left and right of `x`, from the longest step to the shortest.
  private static func steps(at x: Double, from longest: Double) -> [(low: Double, high: Double)] {
    precondition(longest > 0, "the step at \(x) is not positive: \(longest)")
    return (0..<Richardson.levels).map { level in
      let step = longest * Double(sign: .plus, exponent: -level, significand: 1)
      return (x - step, x + step)
    }
  }

  /// Returns what rounding does to function values: of themselves, a few ulps, and of the points.
  private static func rounding(of magnitude: Double, slope: Double, at x: Double) -> Double {
    16 * magnitude * .ulpOfOne + slope.magnitude * x.ulp
  }
}
