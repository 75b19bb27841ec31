import Distributions

/// f(b) = (b − t)² of one Bernoulli(θ) latent: the toy on which estimators for discrete latents are compared.
///
/// The gradient in the logit is θ(1 − θ)(1 − 2t).
public struct SingleBernoulli: BernoulliProblem {
  /// `bernoulli`.
  public static let name = "bernoulli"

  /// The log odds of 1, shape `[1]`.
  public let logits: [Double]

  /// θ, shape `[1]`.
  public let probabilities: [Double]

  /// t.
  public let target: Double

  /// Sets up the problem.
  ///
  /// - Precondition: θ lies in (0, 1).
  public init(probability: Double = 0.5, target: Double = 0.45) {
    precondition(
      probability > 0 && probability < 1, "the probability is not in (0, 1): \(probability)")
    logits = [logit(probability)]
    probabilities = [probability]
    self.target = target
  }

  /// (b − t)².
  @inlinable public func value(_ x: Coordinates) -> Double {
    (x[0] - target) * (x[0] - target)
  }

  /// 2(b − t).
  @inlinable public func slope(_ x: Coordinates, into slope: Coordinates) {
    slope[0] = 2 * (x[0] - target)
  }
}
