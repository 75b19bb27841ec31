import Datasets
import VAE

/// What a reader has to know about likelihoods of pixels.
enum PixelNotes {
  /// The notes on images read in a way under a law.
  static func all(
    _ likelihood: Likelihood, _ binarization: Binarization, _ images: ImageSet
  ) -> [String] {
    var notes: [String] = []
    let isBinary = images.withBytes { $0.allSatisfy { $0 == 0 || $0 == 255 } }
    if likelihood != .bernoulli {
      notes.append(
        "log p(x) is the logarithm of a density of intensities from 0 to 1; bits of a grey level are 7.99 more a number"
      )
    } else if binarization == .none, !isBinary {
      notes.append(
        "a Bernoulli model on grey levels: the numbers are cross-entropies, no log-likelihoods; --binarization gives some"
      )
    }
    if binarization == .stochastic, !isBinary {
      notes.append("the pixels were drawn once from the grey levels, by the seed")
    }
    return notes
  }
}

extension Binarization {
  /// What a report's line of the images says of their pixels.
  var remark: String {
    switch self {
    case .none: ""
    case .threshold: ", pixels by threshold"
    case .stochastic: ", pixels drawn"
    }
  }
}
