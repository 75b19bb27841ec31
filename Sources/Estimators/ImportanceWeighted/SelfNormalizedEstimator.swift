import Distributions
import Foundation

/// An importance-weighted estimator of the form Σ ŵ_k^p a(ε_k) for q and Σ ŵ_k ∂ log p(x, z_k)/∂w for the model, in
/// which ŵ_k = w_k / Σ w_j.
///
/// Every estimator of this form has an exact mean and variance for any K: see `ImportanceTruth`.
public protocol SelfNormalizedEstimator: ImportanceEstimator {
  /// p, the power of the weight in the gradient of q: 1 or 2.
  static var power: Int { get }

  /// a(ε), what one sample contributes to the gradient of q.
  func direction(noise: Double) -> LineGradient
}

extension SelfNormalizedEstimator {
  /// The weighted sums, in one pass and without overflow.
  ///
  /// Where no weight is positive and finite the result is not a number.
  @inlinable public func gradient(noise: UnsafeBufferPointer<Double>) -> BoundGradient {
    let law = problem.law
    var largest = -Double.infinity
    var total = 0.0
    var sum = BoundGradient(mean: 0, deviation: 0, weight: 0)
    for ε in noise {
      let z = law.mean + law.standardDeviation * ε
      let logWeight = problem.value(z)
      var relative = 1.0
      if logWeight > largest {
        // All weights are kept relative to the largest so far.
        let shrink = exp(largest - logWeight)
        let power = Self.power == 1 ? shrink : shrink * shrink
        largest = logWeight
        total *= shrink
        sum.mean *= power
        sum.deviation *= power
        sum.weight *= shrink
      } else {
        relative = exp(logWeight - largest)
      }
      let power = Self.power == 1 ? relative : relative * relative
      let direction = direction(noise: ε)
      total += relative
      sum.mean += power * direction.mean
      sum.deviation += power * direction.deviation
      sum.weight += relative * problem.weightScore(z)
    }
    let norm = Self.power == 1 ? total : total * total
    return BoundGradient(
      mean: sum.mean / norm, deviation: sum.deviation / norm, weight: sum.weight / total)
  }
}
