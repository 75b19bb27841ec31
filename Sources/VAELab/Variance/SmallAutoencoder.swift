import Datasets
import Distributions
import Estimators
import Networks
import Tensors
import VAE

/// The VAE behind `vae-encoder`: digits of 7 × 7 pixels, one hidden layer of 8 tanh units each way, one latent, so that
/// every expectation under q(z|x) is an integral over a line.
enum SmallAutoencoder {
  /// Side of the images that 28 × 28 digits are averaged down to.
  static let side = 7

  /// How many digits it is trained on.
  static let digits = 2000

  /// The bound at one image after so many epochs of training.
  ///
  /// - Parameters:
  ///   - image: Which digit, of those to test with.
  ///   - epochs: Passes through the training digits; 0 for the first weights.
  /// - Throws: `TrainingError`, which these settings do not give.
  /// - Complexity: A few milliseconds an epoch, optimised.
  static func bound(image: Int, epochs: Int) throws -> PerceptronBound {
    let images = pooled(BuiltinDigits(count: digits).images)
    let trainer = try Trainer(
      TrainingConfiguration(
        architecture: Architecture(
          image: images.shape, latent: 1, encoder: [8], decoder: [8], activation: .tanh),
        learningRate: .constant(3e-3), initializer: .glorotUniform, batch: 50, epochs: epochs,
        binarization: .threshold, seed: 1), examples: images, threads: 1)
    while !trainer.isFinished { _ = try trainer.step() }

    let digit = pooled(BuiltinDigits(count: image + 1, part: .test).images)
    let x = digit.bytes.suffix(images.shape.count).map { $0 > 127 ? 1.0 : 0.0 }
    let parameters: Parameters<Double> = trainer.parameters.converted()
    let input = Matrix(rows: 1, columns: x.count, x)
    let encoder = trainer.model.encoder
    let head = encoder.forward(
      input, parameters, Perceptron.Trace(encoder, rows: 1, differentiatesInput: false))
    func numbers(_ name: String) -> [Double] { Array(parameters["decoder.\(name)"].values) }
    return PerceptronBound(
      law: Gaussian(mean: head[0, 0], logVariance: head[0, 1]), slopes: numbers("0.weight"),
      offsets: numbers("0.bias"), weights: numbers("1.weight"), biases: numbers("1.bias"),
      image: x)
  }

  /// Means over squares of four by four pixels, brightened so that a threshold leaves strokes.
  private static func pooled(_ images: ImageSet) -> ImageSet {
    let factor = BuiltinDigits.side / side
    var bytes: [UInt8] = []
    bytes.reserveCapacity(images.count * side * side)
    for image in 0..<images.count {
      let first = image * images.shape.count
      for row in 0..<side {
        for column in 0..<side {
          var sum = 0
          for y in 0..<factor {
            let start = first + (row * factor + y) * BuiltinDigits.side + column * factor
            for x in 0..<factor { sum += Int(images.bytes[start + x]) }
          }
          bytes.append(UInt8(min(255, 2 * sum / (factor * factor))))
        }
      }
    }
    return ImageSet(shape: ImageShape(height: side, width: side), bytes: bytes)
  }
}
