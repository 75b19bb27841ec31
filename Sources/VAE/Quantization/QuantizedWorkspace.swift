import Datasets
import Networks
import Tensors

/// The memory that one evaluation of a VQ-VAE works in, made once.
public struct QuantizedWorkspace<Element: Scalar>: Sendable {
  /// The most examples of an evaluation.
  public let examples: Int
  /// Images, one a row.
  public let images: Matrix<Element>
  /// k, image after image, position after position.
  public let indices: IndexBuffer
  /// The images as the encoder reads them.
  let input: SparseRows<Element>
  let encoder: Perceptron.Trace<Element>
  let decoder: Perceptron.Trace<Element>
  let nearest: NearestCodes<Element>
  /// What each position of a residual quantiser finds left over, position after position, one image a row.
  let residuals: Matrix<Element>
  /// k in the same order.
  let stages: IndexBuffer
  /// What the decoder reads in the place of a code, in the order of `indices`; `CodeNoise.none` everywhere unless drawn.
  let replacements: IndexBuffer
  /// z_q, one image a row.
  let quantized: Matrix<Element>
  /// ∂loss/∂z_e, one image a row.
  let encodingGradient: Matrix<Element>
  /// log p(x|z_q), one number an image.
  let logLikelihood: Matrix<Element>
  /// ∂loss/∂log p, one number an image.
  let weights: Matrix<Element>

  /// Makes room.
  ///
  /// - Parameters:
  ///   - model: Whose evaluations.
  ///   - examples: The most images of one.
  ///   - trains: Whether gradients will be asked for.
  public init(_ model: QuantizedAutoencoder, examples: Int, trains: Bool = true) {
    let architecture = model.architecture
    self.examples = examples
    images = Matrix(rows: examples, columns: architecture.image.count)
    indices = IndexBuffer(count: examples * architecture.positions)
    input = SparseRows(rows: examples, columns: architecture.image.count)
    encoder = Perceptron.Trace(model.encoder, rows: examples, differentiatesInput: false)
    decoder = Perceptron.Trace(model.decoder, rows: examples, differentiatesInput: trains)
    nearest = NearestCodes(
      codes: architecture.codes, rows: examples * architecture.positions)
    let leftOver = architecture.quantizer == .residual ? examples * architecture.positions : 0
    residuals = Matrix(rows: leftOver, columns: architecture.dimension)
    stages = IndexBuffer(count: leftOver)
    replacements = IndexBuffer(count: examples * architecture.positions)
    replacements.values.update(repeating: CodeNoise.none)
    quantized = Matrix(rows: examples, columns: architecture.latent)
    encodingGradient = Matrix(rows: trains ? examples : 0, columns: architecture.latent)
    logLikelihood = Matrix(rows: examples, columns: 1)
    weights = Matrix(rows: examples, columns: 1)
  }
}

/// Indices of codes at a fixed place in memory.
public final class IndexBuffer: @unchecked Sendable {
  /// The first index.
  public let start: UnsafeMutablePointer<UInt32>
  /// How many there are.
  public let count: Int

  /// Creates zeros.
  public init(count: Int) {
    self.count = count
    start = .allocate(capacity: max(count, 1))
    start.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { start.deallocate() }

  /// The indices in order.
  public var values: UnsafeMutableBufferPointer<UInt32> {
    UnsafeMutableBufferPointer(start: start, count: count)
  }
}
