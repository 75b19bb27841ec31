import Datasets
import Distributions
import Networks
import Tensors

extension VariationalAutoencoder {
  /// The images, the noise and the terms of an evaluation, so that another program can compute the terms again.
  ///
  /// - Returns: `images`, the numbers that the model saw, a row an image; `noise`, ε of z = μ + σε, row
  ///   image · K + sample; and by image `reconstruction`, `kl`, `elbo` and `log_evidence` in nats.
  /// - Parameters and precondition: As for `evaluate`.
  /// - Complexity: As for `evaluate`; memory for the noise, K · *latent* numbers an image.
  public func evaluationDump(
    _ parameters: Parameters<Float>, on images: ImageSet, _ options: EvaluationOptions
  ) -> TensorFile {
    let terms = importanceTerms(parameters, on: images, options)
    let (count, latent) = (images.count, architecture.latent)
    let noise = Matrix<Float>(rows: count * options.samples, columns: latent)
    let generator = Philox(seed: options.seed).substream("evaluate").substream("noise")
    for image in 0..<count {
      var stream = generator.substream(image)
      stream.fillNormals(
        noise.rows(image * options.samples..<(image + 1) * options.samples).values)
    }
    func column(_ name: String, _ value: (Int) -> Double) -> TensorFile.Tensor {
      TensorFile.Tensor(name, (0..<count).map(value))
    }
    return TensorFile(
      metadata: ["format": "vae-lab evaluation 1", "samples": "\(options.samples)"],
      tensors: [
        column("reconstruction", terms.reconstruction), column("kl", terms.divergence),
        column("elbo", terms.evidenceLowerBound), column("log_evidence", terms.logEvidence),
        TensorFile.Tensor("images", inputs(images, options)), TensorFile.Tensor("noise", noise),
      ])
  }
}
