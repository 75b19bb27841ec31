import Datasets
import Foundation

/// What a VQ-VAE is worth on a set of images: what its codes cost and what they leave out.
///
/// The posterior is a point mass at the codes k of an image, so the evidence lower bound is
/// log p(x|z_q) + log p(k) ≤ log p(x), whatever the prior; and −log₂ p(k) are the bits of an arithmetic code of k. Under
/// the uniform prior p(k) = K⁻ᴾ for P positions, these are P log₂ K.
public struct RateDistortion: Sendable, Equatable {
  /// How many images.
  public var images: Int
  /// log p(x|z_q), in nats an image.
  public var reconstruction: Estimate
  /// (x − E[x|z_q])², the mean over the numbers of an image.
  public var squaredError: Estimate
  /// ‖z_e − z_q‖², an image.
  public var quantizationError: Estimate
  /// How often each code of each codebook was chosen.
  public var usage: CodeUsage
  /// P log₂ K, an image.
  public var uniformBits: Double
  /// Σ H₂(kₚ) over the positions, an image: what a code needs that knows how often these images have each code at each
  /// position, and nothing of what the positions have to do with each other.
  public var independentBits: Double
  /// −log₂ p(k) under the learned prior, an image.
  public var learnedBits: Estimate?
  /// The bound on log p(x) under the uniform prior, in nats an image.
  public var uniformBound: Estimate
  /// The bound under the learned prior.
  public var learnedBound: Estimate?

  /// Sums up what was found image by image.
  ///
  /// - Parameters:
  ///   - coded: The images; at least one.
  ///   - architecture: The model's shape.
  ///   - logPrior: log p(k) under the learned prior, in nats, image by image; `nil` if there is none.
  public init(_ coded: CodedImages, _ architecture: QuantizedArchitecture, logPrior: [Double]?) {
    let (n, positions, codes) = (
      coded.logLikelihoods.count, architecture.positions, architecture.codes
    )
    precondition(
      n > 0 && coded.codes.count == n * positions && (logPrior?.count ?? n) == n,
      "\(n) images with \(coded.codes.count) codes and \(logPrior?.count ?? n) priors")
    images = n
    reconstruction = Estimate(count: n) { coded.logLikelihoods[$0] }
    let numbers = Double(architecture.image.count)
    squaredError = Estimate(count: n) { coded.squaredErrors[$0] / numbers }
    quantizationError = Estimate(count: n) { coded.distances[$0] }
    usage = CodeUsage(coded.codes, codes: codes, codebooks: architecture.codebooks)
    let rate = Double(positions) * log(Double(codes))
    uniformBits = rate / log(2)
    independentBits =
      (0..<positions).reduce(0) { sum, position in
        let column = stride(from: position, to: coded.codes.count, by: positions)
        return sum + CodeUsage(column.lazy.map { coded.codes[$0] }, codes: codes).entropy
      } / log(2)
    uniformBound = Estimate(count: n) { coded.logLikelihoods[$0] - rate }
    learnedBits = logPrior.map { prior in Estimate(count: n) { -prior[$0] / log(2) } }
    learnedBound = logPrior.map { prior in
      Estimate(count: n) { coded.logLikelihoods[$0] + prior[$0] }
    }
  }
}

extension RateDistortion: Encodable {
  private enum CodingKeys: String, CodingKey {
    case images, reconstruction
    case reconstructionError = "reconstruction_standard_error"
    case squaredError = "squared_error"
    case quantizationError = "quantization_error"
    case perplexity
    case codes
    case unusedCodes = "unused_codes"
    case uniformBits = "bits_per_image"
    case independentBits = "independent_bits_per_image"
    case learnedBits = "prior_bits_per_image"
    case uniformBound = "elbo"
    case learnedBound = "prior_elbo"
    case counts
  }

  /// Writes the members; `reconstruction` is a mean, its error stands beside it, and `counts` says how often each code
  /// was chosen.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(images, forKey: .images)
    try values.encode(reconstruction.mean, forKey: .reconstruction)
    try values.encode(reconstruction.standardError, forKey: .reconstructionError)
    try values.encode(squaredError, forKey: .squaredError)
    try values.encode(quantizationError, forKey: .quantizationError)
    try values.encode(usage.perplexity, forKey: .perplexity)
    try values.encode(usage.codes, forKey: .codes)
    try values.encode(usage.unused, forKey: .unusedCodes)
    try values.encode(uniformBits, forKey: .uniformBits)
    try values.encode(independentBits, forKey: .independentBits)
    try values.encodeIfPresent(learnedBits, forKey: .learnedBits)
    try values.encode(uniformBound, forKey: .uniformBound)
    try values.encodeIfPresent(learnedBound, forKey: .learnedBound)
    try values.encode(usage.counts.map { Int($0) }, forKey: .counts)
  }
}
