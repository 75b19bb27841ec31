import Distributions
import Foundation

/// f(b) = log(1 + r²), r = w·b − t, of D Bernoulli latents: a Cauchy loss, whose interactions are of every order.
public struct SeveralBernoulli: BernoulliProblem {
  /// `bernoulli-several`.
  public static let name = "bernoulli-several"

  /// The largest D: exact answers enumerate 2^D states.
  public static let largestDimension = 12

  /// The log odds of 1, shape `[D]`.
  public let logits: [Double]

  /// θ, shape `[D]`.
  public let probabilities: [Double]

  /// w, shape `[D]`.
  public let weights: [Double]

  /// t.
  public let target: Double

  /// Sets up the problem.
  ///
  /// - Precondition: As many weights as logits, 1 to 12, all finite.
  public init(logits: [Double], weights: [Double], target: Double = 0.45) {
    precondition(
      logits.count == weights.count && (1...Self.largestDimension).contains(logits.count),
      "\(logits.count) logits and \(weights.count) weights")
    precondition(
      (logits + weights + [target]).allSatisfy(\.isFinite), "a logit or weight is not finite")
    self.logits = logits
    probabilities = logits.map(sigmoid)
    self.weights = weights
    self.target = target
  }

  /// Sets up the problem with logits sin(2d + 1) and weights cos d, d = 0, …, D − 1: of both signs, none alike.
  public init(dimension: Int = 4, target: Double = 0.45) {
    self.init(
      logits: (0..<dimension).map { sin(Double(2 * $0 + 1)) },
      weights: (0..<dimension).map { cos(Double($0)) }, target: target)
  }

  @inlinable func residual(_ x: Coordinates) -> Double {
    var total = -target
    for d in 0..<x.count { total += weights[d] * x[d] }
    return total
  }

  /// log(1 + r²).
  @inlinable public func value(_ x: Coordinates) -> Double {
    let r = residual(x)
    return log1p(r * r)
  }

  /// 2r w/(1 + r²).
  @inlinable public func slope(_ x: Coordinates, into slope: Coordinates) {
    let r = residual(x)
    let factor = 2 * r / (1 + r * r)
    for d in 0..<x.count { slope[d] = factor * weights[d] }
  }
}
