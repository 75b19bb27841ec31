import Distributions
import Foundation

/// f(x) = (v·x − t)² of one categorical latent with the classes at v = 0, 1/(K−1), …, 1.
public struct CategoricalSquare: CategoricalProblem {
  /// `categorical`.
  public static let name = "categorical"

  /// φ, shape `[K]`.
  public let logits: [Double]

  /// softmax φ, shape `[K]`.
  public let probabilities: [Double]

  /// v, shape `[K]`.
  public let places: [Double]

  /// t.
  public let target: Double

  /// Sets up the problem.
  ///
  /// - Precondition: At least two logits, all finite.
  public init(logits: [Double], target: Double = 0.45) {
    precondition(logits.count >= 2, "\(logits.count) classes")
    precondition((logits + [target]).allSatisfy(\.isFinite), "a logit is not finite: \(logits)")
    self.logits = logits
    probabilities = Categorical(logits: logits).probabilities
    places = logits.indices.map { Double($0) / Double(logits.count - 1) }
    self.target = target
  }

  /// Sets up the problem with the logits sin(2k + 1), k = 0, …, K − 1.
  public init(classes: Int = 4, target: Double = 0.45) {
    self.init(logits: (0..<classes).map { sin(Double(2 * $0 + 1)) }, target: target)
  }

  @inlinable func residual(_ x: Coordinates) -> Double {
    var total = -target
    for k in 0..<x.count { total += places[k] * x[k] }
    return total
  }

  /// (v·x − t)².
  @inlinable public func value(_ x: Coordinates) -> Double {
    let r = residual(x)
    return r * r
  }

  /// 2(v·x − t) v.
  @inlinable public func slope(_ x: Coordinates, into slope: Coordinates) {
    let factor = 2 * residual(x)
    for k in 0..<x.count { slope[k] = factor * places[k] }
  }
}
