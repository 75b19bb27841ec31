/// Inference from samples: scores, intervals, tests of fit, autocorrelation.
///
/// Every function lets NaN through to its result, and every verdict about a result must be written
/// as "magnitude at most the threshold", which NaN fails.
public enum Statistics {
  /// Rounding that a computed value is taken to carry, relative to its size.
  ///
  /// The 64 ulps of `Bounded(rounded:)`; it matters only where values that are equal in exact
  /// arithmetic leave nothing but their rounding.
  private static let rounding = 64 * Double.ulpOfOne

  /// Returns how many standard errors a sample mean lies from its expectation.
  ///
  /// The gap is first shortened by what the expectation does not know (`expectation.error`) and by
  /// the rounding of both numbers; a gap within these scores 0. What remains is divided by the
  /// standard error of the sample. The smallest bias that |z| ≤ t detects is therefore
  /// (t + 4.75) standard errors plus `expectation.error` (see `FalseAlarm`).
  ///
  /// - Returns: The score with the sign of the gap: approximately standard normal for a right
  ///   expectation; ±∞ when the sample does not vary and the gap remains; NaN below two values,
  ///   or when the mean, the variance or the expectation is not finite.
  public static func zScore(
    of moments: RunningMoments, against expectation: Bounded
  ) -> Double {
    let (mean, expected) = (moments.mean, expectation.value)
    let slack = expectation.error + rounding * larger(mean.magnitude, expected.magnitude)
    return score(gap: mean - expected, slack: slack, standardError: moments.standardError)
  }

  /// Returns how many standard errors a sample variance lies from the expected variance.
  ///
  /// The standard error comes from the sample's fourth moment, so the law need not be normal, but
  /// its fourth moment must exist, and the score is as normal as the sample mean of squared
  /// deviations is: heavy tails want many draws (`FalseAlarm.tailFactor`). Not for a law on two
  /// equally likely points, whose squared deviations do not vary: their score is not normal.
  ///
  /// - Returns: As for the mean.
  public static func varianceZScore(
    of moments: RunningMoments, against variance: Bounded
  ) -> Double {
    let (found, expected) = (moments.variance, variance.value)
    // Values moved by at most δ move the variance by at most 2δ·s + δ² (times n/(n−1)).
    let shift = rounding * moments.mean.magnitude
    let moved = 2 * shift * moments.standardDeviation + 2 * shift * shift
    let slack = variance.error + moved + rounding * larger(found, expected.magnitude)
    return score(gap: found - expected, slack: slack, standardError: moments.varianceStandardError)
  }

  /// Shortens a gap by a slack and divides it by a standard error, with the rules for zero and NaN.
  private static func score(gap: Double, slack: Double, standardError: Double) -> Double {
    guard gap.isFinite, slack.isFinite, standardError.isFinite else { return .nan }
    let rest = gap.magnitude - slack
    // An exact 0, not 0/0, when nothing remains; a zero error under a remaining gap gives ±∞.
    return rest > 0 ? (gap < 0 ? -rest : rest) / standardError : 0
  }

  /// The larger of two numbers; NaN when either is.
  private static func larger(_ a: Double, _ b: Double) -> Double {
    a.isNaN || b.isNaN ? .nan : Swift.max(a, b)
  }
}
