import Datasets
import Networks
import Tensors

/// What a model makes of images that it encodes and decodes by the means: z = μ(x).
public struct Reconstructions: Sendable {
  /// The numbers that the model saw, one image a row.
  public let inputs: Matrix<Float>
  /// E[x|z = μ(x)], one image a row.
  public let means: Matrix<Float>
  /// The posteriors.
  public let posteriors: PosteriorTable<Float>
  /// log p(x|z = μ(x)) of every image, in nats: not the term of the bound, which averages over q(z|x).
  public let logLikelihoods: [Double]
}

extension VariationalAutoencoder {
  /// The numbers that the model sees of every image, one image a row.
  ///
  /// - Parameters:
  ///   - images: The images.
  ///   - options: Binarisation and seed count.
  /// - Precondition: The images have the model's shape.
  public func inputs(_ images: ImageSet, _ options: EvaluationOptions) -> Matrix<Float> {
    let matrix = Matrix<Float>(rows: images.count, columns: images.shape.count)
    observations(images, options).read(0..<images.count, matrix)
    return matrix
  }

  /// Encodes images and decodes the means.
  ///
  /// - Parameters:
  ///   - parameters: Of the model.
  ///   - images: The images.
  ///   - options: Binarisation, seed and threads count.
  /// - Precondition: The images have the model's shape.
  public func reconstructions(
    _ parameters: Parameters<Float>, of images: ImageSet, _ options: EvaluationOptions
  ) -> Reconstructions {
    let inputs = inputs(images, options)
    let posteriors = posteriors(parameters, of: inputs, threads: options.threads)
    let trace = Perceptron.Trace<Float>(decoder, rows: images.count, differentiatesInput: false)
    let outputs = decoder.forward(posteriors.means, parameters, trace)
    let result = Matrix<Float>(rows: images.count, columns: 1)
    observation.logLikelihood(outputs, of: inputs, repeats: 1, parameters, into: result)
    return Reconstructions(
      inputs: inputs, means: means(parameters, ofLatents: posteriors.means),
      posteriors: posteriors, logLikelihoods: result.values.map(Double.init))
  }
}
