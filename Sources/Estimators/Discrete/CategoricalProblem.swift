import Distributions
import Foundation

/// E f(x) for a one-hot x with P(x = e_k) = softmax(φ)_k.
///
/// The relaxation is the concrete (Gumbel-softmax) law: the largest of φ_k + g_k for Gumbel noise g_k becomes
/// softmax((φ + g)/τ). The K logits are not free: their gradient sums to 0.
public protocol CategoricalProblem: DiscreteProblem {}

extension CategoricalProblem {
  /// K.
  public var stateCount: Int { width }

  /// The unit vector of the index.
  @inlinable public func setState(_ index: Int, in x: Coordinates) {
    for k in 0..<x.count { x[k] = k == index ? 1 : 0 }
  }

  /// softmax(φ) at the index.
  public func probability(ofState index: Int) -> Double { probabilities[index] }

  /// One word, compared with the running sum of the probabilities.
  @inlinable public func sample(into x: Coordinates, using generator: inout Philox) {
    let level = generator.uniform()
    var category = 0
    var total = probabilities[0]
    while category < x.count - 1 && total < level {
      category += 1
      total += probabilities[category]
    }
    setState(category, in: x)
  }

  /// The Gumbel quantile −log(−log u).
  @inlinable public func noise(_ uniform: Double) -> Double { -log(-log(uniform)) }

  /// 1 at the largest score.
  @inlinable public func threshold(_ scores: Coordinates, into x: Coordinates) {
    var largest = 0
    for k in 1..<x.count where scores[k] > scores[largest] { largest = k }
    setState(largest, in: x)
  }

  /// softmax(scores/τ).
  @inlinable public func relax(
    _ scores: Coordinates, temperature: Double, into x: Coordinates
  ) {
    var largest = -Double.infinity
    for k in 0..<x.count { largest = max(largest, scores[k]) }
    var total = 0.0
    for k in 0..<x.count {
      x[k] = exp((scores[k] - largest) / temperature)
      total += x[k]
    }
    for k in 0..<x.count { x[k] /= total }
  }

  /// x ∘ (slope − x·slope).
  @inlinable public func pullBack(
    _ slope: Coordinates, at x: Coordinates, into result: Coordinates
  ) {
    var mean = 0.0
    for k in 0..<x.count { mean += x[k] * slope[k] }
    for k in 0..<x.count { result[k] = x[k] * (slope[k] - mean) }
  }
}
