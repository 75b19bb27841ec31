import CGSL
import Foundation

extension Statistics {
  /// Returns the confidence interval of a mean by Student's t with *n* − 1 degrees of freedom.
  ///
  /// Exact for normal data, asymptotic otherwise. Both ends are NaN below two values.
  ///
  /// - Parameters:
  ///   - moments: Of the sample.
  ///   - confidence: Probability that the interval covers the mean, inside (0, 1).
  public static func meanInterval(
    _ moments: RunningMoments, confidence: Double = 0.95
  ) -> Interval {
    let tail = tail(of: confidence)
    guard moments.count > 1 else { return Interval(low: .nan, high: .nan) }
    let t = Tails.studentUpperQuantile(tail, degreesOfFreedom: Double(moments.count - 1))
    let reach = t * moments.standardError
    return Interval(low: moments.mean - reach, high: moments.mean + reach)
  }

  /// Returns the confidence interval of a variance from the sample's fourth moment.
  ///
  /// Asymptotic for any law with a fourth moment: the logarithm of the sample variance is taken as
  /// normal with standard error SE(s²)/s² (delta method), so the ends stay positive. A sample that
  /// does not vary has the interval [0, 0]; both ends are NaN below two values.
  ///
  /// - Parameters:
  ///   - moments: Of the sample.
  ///   - confidence: Probability that the interval covers the variance, inside (0, 1).
  public static func varianceInterval(
    _ moments: RunningMoments, confidence: Double = 0.95
  ) -> Interval {
    let z = withoutAborting { gsl_cdf_ugaussian_Qinv(tail(of: confidence)) }
    let variance = moments.variance
    if variance == 0 { return Interval(low: 0, high: 0) }
    let ratio = exp(z * moments.varianceStandardError / variance)
    return Interval(low: variance / ratio, high: variance * ratio)
  }

  /// Returns the confidence interval of the variance of normal data by χ².
  ///
  /// Exact for normal data, wrong for any other however many there are: the fourth moment of the
  /// law enters at first order. Both ends are NaN below two values.
  ///
  /// - Parameters:
  ///   - moments: Of the sample.
  ///   - confidence: Probability that the interval covers the variance, inside (0, 1).
  public static func gaussianVarianceInterval(
    _ moments: RunningMoments, confidence: Double = 0.95
  ) -> Interval {
    let tail = tail(of: confidence)
    guard moments.count > 1 else { return Interval(low: .nan, high: .nan) }
    let degrees = Double(moments.count - 1)
    let sum = moments.variance * degrees
    return Interval(
      low: sum / Tails.chiSquaredUpperQuantile(tail, degreesOfFreedom: degrees),
      high: sum / Tails.chiSquaredLowerQuantile(tail, degreesOfFreedom: degrees))
  }

  /// The probability left on one side of a two-sided interval.
  private static func tail(of confidence: Double) -> Double {
    precondition(
      confidence > 0 && confidence < 1, "confidence must lie inside (0, 1), not \(confidence)")
    return (1 - confidence) / 2
  }
}
