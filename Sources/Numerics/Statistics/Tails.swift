import CGSL

/// Tail probabilities and their inverses, by GSL's distribution functions.
///
/// GSL's own inverses for χ² and beta lose digits or fail for large parameters (χ² with 200 000
/// degrees of freedom in its 5·10⁻¹⁰ tail: 202 844 instead of 203 887), while its distribution
/// functions keep ten digits or more there. So these quantiles are found by bisection of the
/// latter.
enum Tails {
  /// P(|Z| ≥ |z|) for a standard normal Z.
  static func twoSidedNormal(_ z: Double) -> Double {
    2 * withoutAborting { gsl_cdf_ugaussian_Q(z.magnitude) }
  }

  /// The z ≥ 0 with P(|Z| ≥ z) = p; infinite at p = 0, NaN outside [0, 1].
  static func twoSidedNormalQuantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    return p == 0 ? .infinity : Swift.max(0, withoutAborting { gsl_cdf_ugaussian_Qinv(p / 2) })
  }

  /// The t ≥ 0 with P(T ≥ t) = p for Student's law, p ≤ ½.
  static func studentUpperQuantile(_ p: Double, degreesOfFreedom: Double) -> Double {
    decreasingRoot(
      of: { x in withoutAborting { gsl_cdf_tdist_Q(x, degreesOfFreedom) } - p }, above: 0)
  }

  /// The x with P(X ≥ x) = p for the χ² law.
  static func chiSquaredUpperQuantile(_ p: Double, degreesOfFreedom: Double) -> Double {
    decreasingRoot(
      of: { x in withoutAborting { gsl_cdf_chisq_Q(x, degreesOfFreedom) } - p }, above: 0)
  }

  /// The x with P(X ≤ x) = p for the χ² law.
  static func chiSquaredLowerQuantile(_ p: Double, degreesOfFreedom: Double) -> Double {
    decreasingRoot(
      of: { x in p - withoutAborting { gsl_cdf_chisq_P(x, degreesOfFreedom) } }, above: 0)
  }

  /// The x in [0, 1] with P(X ≥ x) = p for the beta law.
  static func betaUpperQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
    bisect(0, 1) { x in withoutAborting { gsl_cdf_beta_Q(x, a, b) } - p }
  }

  /// The x in [0, 1] with P(X ≤ x) = p for the beta law.
  static func betaLowerQuantile(_ p: Double, _ a: Double, _ b: Double) -> Double {
    bisect(0, 1) { x in p - withoutAborting { gsl_cdf_beta_P(x, a, b) } }
  }

  /// The zero of a decreasing function on (`low`, ∞).
  private static func decreasingRoot(
    of f: (Double) -> Double, above low: Double
  ) -> Double {
    var high = low + 1
    while high.isFinite, f(high) > 0 { high *= 2 }
    return bisect(low, high, f)
  }

  /// Halves a bracket of a decreasing function's zero until its ends are neighbours.
  private static func bisect(
    _ low: Double, _ high: Double, _ f: (Double) -> Double
  ) -> Double {
    var (low, high) = (low, high)
    while true {
      let middle = low + (high - low) / 2
      guard low < middle, middle < high else { return middle }
      let value = f(middle)
      if value.isNaN { return .nan }
      if value > 0 { low = middle } else { high = middle }
    }
  }
}
