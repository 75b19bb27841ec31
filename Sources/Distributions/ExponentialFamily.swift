import Foundation

/// A law whose log density is log h(x) + η·T(x) - A(η).
///
/// The gradient of the log-partition A is the mean of the statistics T, and the divergence of two
/// members of the *same* family is the Bregman divergence of A. Two different families, such as
/// Gaussian and exponential, share neither T nor support, and the formula does not apply.
public protocol ExponentialFamily: Distribution {
  /// The natural parameters η, shape `[k]`.
  var naturalParameters: [Double] { get }

  /// The expectation of the statistics, shape `[k]`: the gradient of the log-partition at η.
  var meanParameters: [Double] { get }

  /// Returns the log-partition A(η), in nats.
  ///
  /// - Parameter natural: η, shape `[k]`, in the natural domain of the family.
  static func logPartition(_ natural: [Double]) -> Double

  /// Returns the statistics T(x), shape `[k]`.
  func sufficientStatistics(at value: Value) -> [Double]

  /// Returns log h(x), in nats; -∞ outside the support.
  func logBaseMeasure(at value: Value) -> Double
}

/// Returns KL(q‖p) = A(ηp) - A(ηq) - (ηp - ηq)·∇A(ηq) of two members of one family, in nats.
///
/// - Precondition: Both have the same number of natural parameters.
public func bregmanDivergence<Family: ExponentialFamily>(
  from q: Family, to p: Family
) -> Double {
  let (start, end, means) = (q.naturalParameters, p.naturalParameters, q.meanParameters)
  precondition(start.count == end.count, "\(start.count) and \(end.count) natural parameters")
  var linear = 0.0
  for index in start.indices { linear += weighted(means[index], end[index] - start[index]) }
  return Family.logPartition(end) - Family.logPartition(start) - linear
}

extension Gaussian: ExponentialFamily {
  /// μ/σ² and -1/(2σ²), for the statistics x and x².
  public var naturalParameters: [Double] { [mean / variance, -0.5 / variance] }
  /// μ and μ² + σ².
  public var meanParameters: [Double] { [mean, mean * mean + variance] }
  /// Returns -η₁²/(4η₂) - ½ log(-2η₂).
  public static func logPartition(_ natural: [Double]) -> Double {
    -natural[0] * natural[0] / (4 * natural[1]) - 0.5 * log(-2 * natural[1])
  }
  /// Returns x and x².
  public func sufficientStatistics(at value: Double) -> [Double] { [value, value * value] }
  /// Returns -½ log 2π.
  public func logBaseMeasure(at value: Double) -> Double { -halfLogTwoPi }
}

extension Bernoulli: ExponentialFamily {
  /// The logit, for the statistic x.
  public var naturalParameters: [Double] { [logit] }
  /// The probability of 1.
  public var meanParameters: [Double] { [probability] }
  /// Returns log(1 + exp η).
  public static func logPartition(_ natural: [Double]) -> Double { softplus(natural[0]) }
  /// Returns x.
  public func sufficientStatistics(at value: Int) -> [Double] { [Double(value)] }
  /// Returns 0 on the support.
  public func logBaseMeasure(at value: Int) -> Double {
    value == 0 || value == 1 ? 0 : -.infinity
  }
}

extension Categorical: ExponentialFamily {
  /// The log probabilities, for the indicators of the categories (one more than is needed).
  public var naturalParameters: [Double] { logProbabilities }
  /// The probabilities.
  public var meanParameters: [Double] { probabilities }
  /// Returns log Σ exp η.
  public static func logPartition(_ natural: [Double]) -> Double { logSumExp(natural) }
  /// Returns the indicator of the category.
  public func sufficientStatistics(at value: Int) -> [Double] {
    (0..<count).map { $0 == value ? 1 : 0 }
  }
  /// Returns 0 on the support.
  public func logBaseMeasure(at value: Int) -> Double {
    value >= 0 && value < count ? 0 : -.infinity
  }
}

extension Exponential: ExponentialFamily {
  /// -λ, for the statistic x.
  public var naturalParameters: [Double] { [-rate] }
  /// The mean 1/λ.
  public var meanParameters: [Double] { [mean] }
  /// Returns -log(-η).
  public static func logPartition(_ natural: [Double]) -> Double { -log(-natural[0]) }
  /// Returns x.
  public func sufficientStatistics(at value: Double) -> [Double] { [value] }
  /// Returns 0 on the support.
  public func logBaseMeasure(at value: Double) -> Double { value < 0 ? -.infinity : 0 }
}

extension Poisson: ExponentialFamily {
  /// The logarithm of the mean, for the statistic x.
  public var naturalParameters: [Double] { [logMean] }
  /// The mean.
  public var meanParameters: [Double] { [mean] }
  /// Returns exp η.
  public static func logPartition(_ natural: [Double]) -> Double { exp(natural[0]) }
  /// Returns x.
  public func sufficientStatistics(at value: Int) -> [Double] { [Double(value)] }
  /// Returns -log x! on the support.
  public func logBaseMeasure(at value: Int) -> Double {
    value < 0 ? -.infinity : -logGamma(Double(value) + 1)
  }
}

extension Gamma: ExponentialFamily {
  /// a - 1 and -b, for the statistics log x and x.
  public var naturalParameters: [Double] { [shape - 1, -rate] }
  /// ψ(a) - log b and a/b.
  public var meanParameters: [Double] { [digamma(shape) - log(rate), mean] }
  /// Returns log Γ(η₁ + 1) - (η₁ + 1) log(-η₂).
  public static func logPartition(_ natural: [Double]) -> Double {
    logGamma(natural[0] + 1) - (natural[0] + 1) * log(-natural[1])
  }
  /// Returns log x and x.
  public func sufficientStatistics(at value: Double) -> [Double] { [log(value), value] }
  /// Returns 0 on the support.
  public func logBaseMeasure(at value: Double) -> Double { value > 0 ? 0 : -.infinity }
}
