/// The decoder's law p(x|z), named as on the command line and in checkpoints.
public enum Likelihood: Sendable, Equatable {
  /// Independent Bernoulli numbers, the decoder emits their logits: `bernoulli`.
  case bernoulli
  /// Independent Gaussians of one fixed variance, the decoder emits their means: `gaussian:0.25`.
  case gaussian(variance: Double)
  /// The same with one variance that is learned as its logarithm: `gaussian-learned`.
  case gaussianLearnedVariance
  /// Independent Gaussians, the decoder emits a mean and a log-variance each: `gaussian-diagonal`.
  case gaussianDiagonal

  /// Numbers that the decoder emits for every number of an image.
  public var outputsPerNumber: Int { self == .gaussianDiagonal ? 2 : 1 }
}

extension Likelihood: RawRepresentable, Codable {
  /// Reads a name.
  public init?(rawValue: String) {
    switch rawValue {
    case "bernoulli": self = .bernoulli
    case "gaussian-learned": self = .gaussianLearnedVariance
    case "gaussian-diagonal": self = .gaussianDiagonal
    default:
      let parts = rawValue.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0] == "gaussian", let variance = Double(parts[1]),
        variance > 0, variance.isFinite
      else { return nil }
      self = .gaussian(variance: variance)
    }
  }

  /// The name.
  public var rawValue: String {
    switch self {
    case .bernoulli: "bernoulli"
    case .gaussian(let variance): "gaussian:\(variance)"
    case .gaussianLearnedVariance: "gaussian-learned"
    case .gaussianDiagonal: "gaussian-diagonal"
    }
  }
}
