import Tensors

/// How much each latent dimension is used.
public struct LatentUse: Sendable, Equatable, Codable {
  /// KL(q(zⱼ|x) ‖ p(zⱼ)), the mean over the images, one number a dimension, in nats.
  public var divergences: [Double]
  /// Var(E[zⱼ|x]) over the images, one number a dimension.
  public var meanVariances: [Double]

  /// Var(E[zⱼ|x]) above which a dimension counts as active; Burda, Grosse and Salakhutdinov (2016).
  public static var activityThreshold: Double { 0.01 }

  /// The number of active dimensions.
  public var activeUnits: Int { meanVariances.count { $0 > Self.activityThreshold } }

  private enum CodingKeys: String, CodingKey {
    case divergences = "kl_per_dimension"
    case meanVariances = "variance_of_means"
  }
}

extension PosteriorTable {
  /// How much each dimension is used.
  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  public func latentUse() -> LatentUse {
    var use = LatentUse(divergences: [], meanVariances: [])
    for j in 0..<latent {
      let mean = Estimate(count: count) { means[$0, j].double }
      use.divergences.append(Estimate(count: count) { divergence(of: $0, dimension: j) }.mean)
      var squares = 0.0
      for image in 0..<count {
        let gap = means[image, j].double - mean.mean
        squares += gap * gap
      }
      use.meanVariances.append(squares / Double(max(count - 1, 1)))
    }
    return use
  }
}
