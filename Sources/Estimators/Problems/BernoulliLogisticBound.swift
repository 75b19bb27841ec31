import Distributions

/// The bound of z ~ N(0, 1), x|z ~ Bernoulli(sigmoid(wz + b)): f(z) = log p(x, z) − log q(z).
///
/// No normal law is the posterior, and the evidence has no closed form.
public struct BernoulliLogisticBound: BoundProblem {
  /// `bernoulli-logistic`.
  public static let name = "bernoulli-logistic"

  /// q(z|x) = N(μ, σ²).
  public let law: Gaussian

  /// w, the slope of the decoder's logit.
  public let weight: Double

  /// b, the offset of the decoder's logit.
  public let bias: Double

  /// x, 0 or 1.
  public let observation: Int

  /// Sets up the problem; by default the ledger's witness W-BL.
  ///
  /// - Precondition: The observation is 0 or 1, and the other numbers are finite.
  public init(
    law: Gaussian = Gaussian(mean: 0.6, standardDeviation: 0.8), weight: Double = 2,
    bias: Double = -0.5, observation: Int = 1
  ) {
    precondition(
      weight.isFinite && bias.isFinite, "the model is not finite: w = \(weight), b = \(bias)")
    precondition(observation == 0 || observation == 1, "a bit is 0 or 1, not \(observation)")
    self.law = law
    self.weight = weight
    self.bias = bias
    self.observation = observation
  }

  /// The logit wz + b with the sign that makes x the likely bit.
  @inlinable func margin(_ z: Double) -> Double {
    let logit = weight * z + bias
    return observation == 1 ? logit : -logit
  }

  /// ∂ log p(x|z)/∂logit = x − sigmoid(wz + b).
  @inlinable func logitScore(_ z: Double) -> Double {
    let miss = sigmoid(-margin(z))
    return observation == 1 ? miss : -miss
  }

  /// log p(x, z) − log q(z).
  @inlinable public func value(_ z: Double) -> Double {
    let ε = (z - law.mean) / law.standardDeviation
    // The constants log √2π of the prior and of q cancel.
    return reconstruction(z) + 0.5 * (ε * ε - z * z) + law.logStandardDeviation
  }

  /// ∂/∂z at fixed parameters of q.
  @inlinable public func slope(_ z: Double) -> Double {
    reconstructionSlope(z) - z - law.logDensitySlope(at: z)
  }

  /// 1/σ² − 1 − w² sigmoid′(wz + b).
  @inlinable public func curvature(_ z: Double) -> Double {
    let margin = margin(z)
    return 1 / law.variance - 1 - weight * weight * sigmoid(margin) * sigmoid(-margin)
  }

  /// log sigmoid(±(wz + b)).
  @inlinable public func reconstruction(_ z: Double) -> Double { logSigmoid(margin(z)) }

  /// w(x − sigmoid(wz + b)).
  @inlinable public func reconstructionSlope(_ z: Double) -> Double { weight * logitScore(z) }

  /// z(x − sigmoid(wz + b)).
  @inlinable public func weightScore(_ z: Double) -> Double { z * logitScore(z) }

  /// (μ, σ − 1/σ).
  public var divergenceGradient: LineGradient { .divergenceFromStandard(law) }
}
