import Datasets
import Networks
import Tensors

/// The memory that one evaluation of a bound works in, made once.
public struct Workspace<Element: Scalar>: Sendable {
  /// The most examples of an evaluation.
  public let examples: Int
  /// Samples of z an example.
  public let samples: Int
  /// Images, one a row.
  public let images: Matrix<Element>
  /// ε, row example · samples + sample.
  public let noise: Matrix<Element>
  /// The images as the encoder reads them.
  let input: SparseRows<Element>
  let encoder: Perceptron.Trace<Element>
  let decoder: Perceptron.Trace<Element>
  /// z = μ + σε, rows as the noise.
  let latents: Matrix<Element>
  /// σ, one row an example.
  let deviations: Matrix<Element>
  /// ∂loss/∂[μ | s], one row an example.
  let headGradient: Matrix<Element>
  /// log p(x|z), one number a sample.
  let logLikelihood: Matrix<Element>
  /// log p(z) − log q(z|x), one number a sample.
  let logRatio: Matrix<Element>
  /// ∂loss/∂log w, one number a sample.
  let weights: Matrix<Element>
  /// What multiplies the encoder's part of each sample beyond that.
  let factors: Matrix<Element>

  /// Makes room for a model's evaluations.
  public init(_ model: VariationalAutoencoder, examples: Int, samples: Int) {
    let (rows, latent) = (examples * samples, model.architecture.latent)
    self.examples = examples
    self.samples = samples
    images = Matrix(rows: examples, columns: model.architecture.image.count)
    noise = Matrix(rows: rows, columns: latent)
    input = SparseRows(rows: examples, columns: model.architecture.image.count)
    encoder = Perceptron.Trace(model.encoder, rows: examples, differentiatesInput: false)
    decoder = Perceptron.Trace(model.decoder, rows: rows, differentiatesInput: true)
    latents = Matrix(rows: rows, columns: latent)
    deviations = Matrix(rows: examples, columns: latent)
    headGradient = Matrix(rows: examples, columns: 2 * latent)
    logLikelihood = Matrix(rows: rows, columns: 1)
    logRatio = Matrix(rows: rows, columns: 1)
    weights = Matrix(rows: rows, columns: 1)
    factors = Matrix(rows: rows, columns: 1)
  }
}
