import Distributions
import Foundation

/// E f(b) for independent bits b_d ~ Bernoulli(sigmoid φ_d).
///
/// The relaxation is the binary concrete law: b_d = 1[φ_d + l_d > 0] for logistic noise l_d becomes
/// sigmoid((φ_d + l_d)/τ).
public protocol BernoulliProblem: DiscreteProblem {}

extension BernoulliProblem {
  /// 2^D.
  public var stateCount: Int { 1 << width }

  /// Bit d of the index is b_d.
  @inlinable public func setState(_ index: Int, in x: Coordinates) {
    for d in 0..<x.count { x[d] = Double((index >> d) & 1) }
  }

  /// ∏ θ_d^{b_d} (1 − θ_d)^{1 − b_d}.
  public func probability(ofState index: Int) -> Double {
    var product = 1.0
    for d in 0..<width { product *= sigmoid((index >> d) & 1 == 1 ? logits[d] : -logits[d]) }
    return product
  }

  /// One word a bit.
  @inlinable public func sample(into x: Coordinates, using generator: inout Philox) {
    for d in 0..<x.count { x[d] = generator.uniform() <= probabilities[d] ? 1 : 0 }
  }

  /// The logistic quantile log u/(1 − u).
  @inlinable public func noise(_ uniform: Double) -> Double { log(uniform / (1 - uniform)) }

  /// 1 where a score is positive.
  @inlinable public func threshold(_ scores: Coordinates, into x: Coordinates) {
    for d in 0..<x.count { x[d] = scores[d] > 0 ? 1 : 0 }
  }

  /// sigmoid(score/τ).
  @inlinable public func relax(
    _ scores: Coordinates, temperature: Double, into x: Coordinates
  ) {
    for d in 0..<x.count { x[d] = sigmoid(scores[d] / temperature) }
  }

  /// x(1 − x) ∘ slope.
  @inlinable public func pullBack(
    _ slope: Coordinates, at x: Coordinates, into result: Coordinates
  ) {
    for d in 0..<x.count { result[d] = x[d] * (1 - x[d]) * slope[d] }
  }
}
