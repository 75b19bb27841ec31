import CGSL
import Foundation

/// The arithmetic of a suite's errors: how often it rejects what is right, what it can detect.
public enum FalseAlarm {
  /// Returns the probability that a standard normal score exceeds a threshold in magnitude.
  ///
  /// - Returns: P(|Z| > `threshold`), to full relative precision however small.
  public static func twoSidedTail(beyond threshold: Double) -> Double {
    Tails.twoSidedNormal(threshold)
  }

  /// Returns the probability that a Student-t score exceeds a threshold in magnitude.
  ///
  /// That is the tail of `Statistics.zScore` for normal data, with *n* − 1 degrees of freedom.
  public static func twoSidedTail(
    beyond threshold: Double, degreesOfFreedom: Int
  ) -> Double {
    precondition(degreesOfFreedom > 0, "Student's law with \(degreesOfFreedom) degrees of freedom")
    return 2 * withoutAborting { gsl_cdf_tdist_Q(threshold.magnitude, Double(degreesOfFreedom)) }
  }

  /// Returns the threshold on |z| that a right statement exceeds with the given probability.
  ///
  /// - Parameter probability: Two-sided tail, in (0, 1].
  public static func threshold(exceededWith probability: Double) -> Double {
    precondition(
      probability > 0 && probability <= 1, "tail probability \(probability) outside (0, 1]")
    return Tails.twoSidedNormalQuantile(probability)
  }

  /// Returns the threshold on |z| that keeps a whole suite's false-alarm probability.
  ///
  /// By the union bound, so the checks may depend on each other in any way.
  ///
  /// - Parameters:
  ///   - total: Probability that any check of a right suite fails, in (0, 1].
  ///   - checks: Number of scores compared with the threshold, at least one.
  public static func threshold(keeping total: Double, checks: Int) -> Double {
    precondition(checks > 0, "a suite of \(checks) checks")
    return threshold(exceededWith: total / Double(checks))
  }

  /// Returns an upper bound on the probability that any of several checks fails.
  ///
  /// - Returns: The sum of the probabilities, at most 1: holds however the checks depend on each
  ///   other (Bonferroni).
  public static func unionBound(_ probability: Double, checks: Int) -> Double {
    bounded(probability * Double(checks))
  }

  /// Returns an upper bound on the probability that any of several different checks fails.
  public static func unionBound(_ probabilities: some Sequence<Double>) -> Double {
    bounded(probabilities.reduce(0, +))
  }

  /// Returns the probability that at least one of several independent checks fails.
  public static func anyOf(independentChecks checks: Int, each probability: Double) -> Double {
    -expm1(Double(checks) * log1p(-probability))
  }

  /// Returns the smallest bias, in standard errors, that a z-check detects almost surely.
  ///
  /// A score shifted by δ fails |z| ≤ t with probability 1 − `missRate` when δ = t + z(missRate);
  /// the other side's tail, which only helps, is left out.
  ///
  /// - Parameters:
  ///   - threshold: The check's bound on |z|.
  ///   - missRate: Probability of not noticing such a bias, 1 minus the power.
  /// - Returns: A multiple of the standard error: times σ/√n for a mean.
  public static func detectableDiscrepancy(
    threshold: Double, missRate: Double = 1e-6
  ) -> Double {
    precondition(missRate > 0 && missRate < 1, "miss rate \(missRate) outside (0, 1)")
    return threshold + withoutAborting { gsl_cdf_ugaussian_Qinv(missRate) }
  }

  /// Which standard error a sample mean was divided by.
  public enum Scale: Sendable {
    /// The law's own standard deviation over √n.
    case exact
    /// The sample's standard deviation over √n, as `Statistics.zScore` does.
    case estimated
  }

  /// Returns by which factor skewness changes the tail of a sample mean's score, to first order.
  ///
  /// The tail beyond z > 0 is above z, beyond z < 0 below it. By Edgeworth's expansion the factor
  /// is 1 + γ(z² − 1)h/(6√n) with the law's standard deviation and 1 − γ(2z² + 1)h/(6√n) with the
  /// sample's, γ the skewness (negated for z < 0) and h = φ(z)/Q(z), about |z|. The sign differs:
  /// a sample that misses the long tail underestimates its own error.
  ///
  /// - Returns: Far from 1, or negative, it says that first order is not enough and more draws are
  ///   needed. The tails on both sides together change by a second-order amount only.
  public static func tailFactor(
    beyond z: Double, skewness: Double, count: Int, scale: Scale
  ) -> Double {
    precondition(count > 0, "a mean of \(count) values")
    let side = z < 0 ? -skewness : skewness
    let hazard = withoutAborting { gsl_sf_hazard(z.magnitude) }
    let slope =
      switch scale {
      case .exact: z * z - 1
      case .estimated: -(2 * z * z + 1)
      }
    return 1 + side * slope * hazard / (6 * Double(count).squareRoot())
  }

  /// Returns the exact confidence interval of a rate from a count of occurrences.
  ///
  /// Clopper and Pearson (1934): covers the rate with at least the stated confidence.
  ///
  /// - Precondition: 0 ≤ `occurrences` ≤ `trials`, one trial at least, confidence inside (0, 1).
  public static func rateInterval(
    occurrences: Int, trials: Int, confidence: Double = 0.95
  ) -> Interval {
    checkCount(occurrences, trials)
    precondition(
      confidence > 0 && confidence < 1, "confidence must lie inside (0, 1), not \(confidence)")
    let tail = (1 - confidence) / 2
    let (k, n) = (Double(occurrences), Double(trials))
    return Interval(
      low: occurrences == 0 ? 0 : Tails.betaLowerQuantile(tail, k, n - k + 1),
      high: occurrences == trials ? 1 : Tails.betaUpperQuantile(tail, k + 1, n - k))
  }

  /// Returns the probability of at least this many occurrences at a promised rate.
  ///
  /// Small values mean that the measured rate contradicts the promise.
  ///
  /// - Precondition: 0 ≤ `occurrences` ≤ `trials`, one trial at least, the rate inside [0, 1].
  public static func probability(ofAtLeast occurrences: Int, trials: Int, rate: Double) -> Double {
    checkCount(occurrences, trials)
    precondition(rate >= 0 && rate <= 1, "rate \(rate) outside [0, 1]")
    if occurrences == 0 { return 1 }
    return withoutAborting {
      gsl_cdf_beta_P(rate, Double(occurrences), Double(trials - occurrences + 1))
    }
  }

  private static func checkCount(_ occurrences: Int, _ trials: Int) {
    precondition(
      trials > 0 && occurrences >= 0 && occurrences <= trials,
      "\(occurrences) occurrences in \(trials) trials")
  }

  /// A probability's upper bound, cut at 1; NaN stays NaN.
  private static func bounded(_ p: Double) -> Double { p > 1 ? 1 : p }
}
