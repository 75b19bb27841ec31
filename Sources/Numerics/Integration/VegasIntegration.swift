@preconcurrency import CGSL

/// An integral estimated by random points, with the standard error of the estimate.
public struct VegasEstimate: Sendable, Equatable {
  /// The weighted mean over the iterations.
  public let value: Double
  /// The standard error of `value`: a deviation of the estimator, not a bound.
  public let standardError: Double
  /// The χ² of the iterations against their mean, per degree of freedom: near 1 if they agree.
  ///
  /// Where it is far from 1 the standard error is not to be trusted.
  public let chiSquaredPerDegree: Double
  /// The number of calls of the integrand that the estimate rests on.
  public let calls: Int
}

/// Monte Carlo integration over a box by importance sampling that adapts (Lepage 1978).
///
/// For more dimensions than nested quadrature can reach. The same seed gives the same estimate.
public struct VegasIntegration: Sendable {
  /// The seed of the generator (MT19937).
  public let seed: UInt64
  /// The number of calls in each iteration.
  public let calls: Int
  /// The number of iterations that are averaged.
  public let iterations: Int

  /// Creates an integrator.
  ///
  /// - Precondition: At least two iterations, without which there is no χ², of at least 16 calls.
  public init(seed: UInt64, calls: Int = 20_000, iterations: Int = 8) {
    precondition(iterations >= 2, "too few iterations: \(iterations)")
    precondition(calls >= 16, "too few calls: \(calls)")
    self.seed = seed
    self.calls = calls
    self.iterations = iterations
  }

  /// Returns an estimate of the integral of a function over a box.
  ///
  /// - Parameters:
  ///   - box: The finite range of each variable, shape `[dimension]`.
  ///   - f: The integrand, called with shape `[dimension]`.
  /// - Returns: The estimate after as many iterations again have shaped the grid.
  /// - Throws: `notFinite` with the first such value, or the routine's status.
  /// - Precondition: The box has at least one dimension and finite, non-empty ranges.
  public func integral(
    over box: [ClosedRange<Double>], of f: ([Double]) -> Double
  ) throws(NumericsError) -> VegasEstimate {
    precondition(!box.isEmpty, "a box without dimensions")
    precondition(
      box.allSatisfy { ($0.upperBound - $0.lowerBound).isFinite && $0.lowerBound < $0.upperBound },
      "a range is empty or infinite: \(box)")
    guard let generator = withoutAborting({ gsl_rng_alloc(gsl_rng_mt19937) }),
      let state = gsl_monte_vegas_alloc(box.count)
    else { preconditionFailure("no memory for \(box.count) dimensions") }
    defer {
      gsl_monte_vegas_free(state)
      gsl_rng_free(generator)
    }
    // The generator takes 32 bits of the seed: fold both halves into them.
    gsl_rng_set(generator, UInt(truncatingIfNeeded: (seed ^ (seed >> 32)) & 0xffff_ffff))
    var low = box.map(\.lowerBound)
    var high = box.map(\.upperBound)
    var value = 0.0
    var error = 0.0
    state.pointee.iterations = UInt32(iterations)
    // Stage 0 shapes the grid; stage 1 keeps it and averages afresh.
    for stage in 0...1 {
      state.pointee.stage = Int32(stage)
      let status = try VectorFunction.withFunction(
        f, dimension: box.count, routine: "vegas"
      ) { context in
        var function = gsl_monte_function(f: callVegasIntegrand, dim: box.count, params: context)
        return gsl_monte_vegas_integrate(
          &function, &low, &high, box.count, calls, generator, state, &value, &error)
      }
      try checked("vegas", partial: { nil }, { status })
    }
    return VegasEstimate(
      value: value, standardError: error, chiSquaredPerDegree: gsl_monte_vegas_chisq(state),
      calls: calls * iterations)
  }
}

/// The function that the library calls; its parameter points to a `VectorFunction`.
private let callVegasIntegrand:
  @convention(c) (UnsafeMutablePointer<Double>?, Int, UnsafeMutableRawPointer?) -> Double = {
    point, dimension, parameter in
    VectorFunction.at(parameter).value(
      coordinates: point.unsafelyUnwrapped, stride: 1, count: dimension)
  }
