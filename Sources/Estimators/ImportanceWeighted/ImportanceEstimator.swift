import Distributions

/// ∂/∂μ and ∂/∂σ of a bound for the law q, and ∂/∂w for the model.
public struct BoundGradient: Sendable, Equatable {
  /// With respect to the location of q.
  public var mean: Double

  /// With respect to the standard deviation of q.
  public var deviation: Double

  /// With respect to the weight of the model.
  public var weight: Double

  /// Puts the three derivatives together.
  @inlinable public init(mean: Double, deviation: Double, weight: Double) {
    self.mean = mean
    self.deviation = deviation
    self.weight = weight
  }
}

/// An estimator of the gradient of the importance-weighted bound L_K = E log (1/K) Σ w_k, with w = p(x, z)/q(z) and
/// K independent z ~ q.
///
/// One draw is a function of K standard normals ε, with z = μ + σε.
public protocol ImportanceEstimator: GradientEstimator {
  /// The kind of bound.
  associatedtype Problem: BoundProblem

  /// What is estimated; its `value` is log w.
  var problem: Problem { get }

  /// K.
  var samples: Int { get }

  /// The gradient that K noises give.
  func gradient(noise: UnsafeBufferPointer<Double>) -> BoundGradient
}

extension ImportanceEstimator {
  /// `mean`, `deviation` and `weight`.
  public var parameters: [String] { ["mean", "deviation", "weight"] }

  /// Fills a block with draws, row by row: shape `[draws, 3]`.
  ///
  /// Behind `any GradientEstimator` the compiler keeps a generic version, five times slower; the tool's own cases are
  /// therefore named.
  @_specialize(where Self == ImportanceWeighted<LinearGaussianBound>)
  @_specialize(where Self == ImportanceWeightedPath<LinearGaussianBound>)
  @_specialize(where Self == DoublyReparameterized<LinearGaussianBound>)
  @_specialize(where Self == LeaveOneOut<LinearGaussianBound>)
  @_specialize(where Self == ReweightedWakeSleep<LinearGaussianBound>)
  @_specialize(where Self == ImportanceWeighted<BernoulliLogisticBound>)
  @_specialize(where Self == ImportanceWeightedPath<BernoulliLogisticBound>)
  @_specialize(where Self == DoublyReparameterized<BernoulliLogisticBound>)
  @_specialize(where Self == LeaveOneOut<BernoulliLogisticBound>)
  @_specialize(where Self == ReweightedWakeSleep<BernoulliLogisticBound>)
  @inlinable public func fill(
    _ block: UnsafeMutableBufferPointer<Double>, using generator: inout Philox
  ) {
    precondition(
      block.count.isMultiple(of: 3), "a block of \(block.count) numbers does not hold whole rows")
    let rows = block.count / 3
    // Noise for as many rows as make about 512 numbers, at least one row.
    let rowsAtOnce = min(rows, max(1, 512 / samples))
    withUnsafeTemporaryAllocation(of: Double.self, capacity: rowsAtOnce * samples) { noise in
      for first in stride(from: 0, to: rows, by: max(1, rowsAtOnce)) {
        let count = min(rowsAtOnce, rows - first)
        generator.fillNormals(UnsafeMutableBufferPointer(rebasing: noise[0..<(count * samples)]))
        for row in 0..<count {
          let own = noise[(row * samples)..<((row + 1) * samples)]
          let gradient = gradient(noise: UnsafeBufferPointer(rebasing: own))
          let place = 3 * (first + row)
          block[place] = gradient.mean
          block[place + 1] = gradient.deviation
          block[place + 2] = gradient.weight
        }
      }
    }
  }
}
