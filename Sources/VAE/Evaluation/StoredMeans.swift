import Datasets
import Distributions
import Foundation
import Networks
import Tensors

/// What a Gaussian model is worth as a code of a fixed length: every latent's mean stored as one of so many levels.
///
/// The KL of the bound is the length of a code only for a coder that gets the bits of its random draws back. What one
/// image takes on a disk is this: latents · log₂ levels bits, as a VQ-VAE's P log₂ K. The levels of each latent
/// are those of Lloyd's quantiser of the means of other images.
public struct StoredMeans: Sendable, Equatable, Codable {
  /// Levels of a latent.
  public var levels: Int
  /// latents · log₂ levels, an image.
  public var bits: Double
  /// log p(x|z) at the stored means, in nats an image.
  public var reconstruction: Estimate
  /// log p(x|z) at the means themselves.
  public var unstored: Estimate

  private enum CodingKeys: String, CodingKey {
    case levels, bits, reconstruction, unstored
  }
}

extension VariationalAutoencoder {
  /// Stores the means of images and decodes what was stored.
  ///
  /// - Parameters:
  ///   - parameters: The weights.
  ///   - images: The images.
  ///   - levels: Levels of a latent, from 1 to 65 536.
  ///   - others: Images to whose means the levels are fitted; at least one.
  ///   - options: How pixels are read, seed and threads.
  /// - Complexity: Two encoder passes and two decoder passes, and Lloyd's k-means in one dimension for every latent.
  public func storedMeans(
    _ parameters: Parameters<Float>, of images: ImageSet, levels: Int, fittedTo others: ImageSet,
    _ options: EvaluationOptions
  ) -> StoredMeans {
    precondition(
      (1...QuantizedArchitecture.codeLimit).contains(levels) && others.count > 0,
      "\(levels) levels fitted to \(others.count) images")
    let inputs = inputs(images, options)
    let means = posteriors(parameters, of: inputs, threads: options.threads).means
    let fitted = posteriors(
      parameters, of: self.inputs(others, options), threads: options.threads
    ).means
    let stored = means.copy()
    let latent = architecture.latent
    let generator = Philox(seed: options.seed).substream("levels")
    inParallel(pieces: latent, threads: options.threads) { j in
      let codes = Matrix<Float>(rows: levels, columns: 1)
      _ = CodebookSeeding(rounds: 20).seed(
        codes, from: fitted.column(j), using: generator.substream(j))
      let nearest = IndexBuffer(count: means.rows)
      NearestCodes<Float>(codes: levels, rows: means.rows)
        .assign(means.column(j), to: codes, into: nearest.start)
      for row in 0..<means.rows { stored[row, j] = codes[Int(nearest.start[row]), 0] }
    }
    return StoredMeans(
      levels: levels, bits: Double(latent) * log2(Double(levels)),
      reconstruction: reconstruction(parameters, at: stored, of: inputs),
      unstored: reconstruction(parameters, at: means, of: inputs))
  }

  /// log p(x|z), row by row.
  private func reconstruction(
    _ parameters: Parameters<Float>, at latents: Matrix<Float>, of inputs: Matrix<Float>
  ) -> Estimate {
    let trace = Perceptron.Trace<Float>(decoder, rows: inputs.rows, differentiatesInput: false)
    let outputs = decoder.forward(latents, parameters, trace)
    let result = Matrix<Float>(rows: inputs.rows, columns: 1)
    observation.logLikelihood(outputs, of: inputs, repeats: 1, parameters, into: result)
    return Estimate(count: inputs.rows) { Double(result.start[$0]) }
  }
}

extension Matrix {
  /// One column, copied.
  fileprivate func column(_ column: Int) -> Matrix {
    Matrix(rows: rows, columns: 1, (0..<rows).map { self[$0, column] })
  }
}
