import Datasets
import Distributions
import Networks
import Tensors

/// What a VQ-VAE makes of images, one by one.
public struct CodedImages: Sendable {
  /// k, image after image, position after position.
  public var codes: [UInt32]
  /// log p(x|z_q), in nats.
  public var logLikelihoods: [Double]
  /// ‖x − E[x|z_q]‖².
  public var squaredErrors: [Double]
  /// ‖z_e − z_q‖².
  public var distances: [Double]
  /// The numbers that the model saw, one image a row, where they were asked for.
  public var inputs: Matrix<Float>?
  /// E[x|z_q], one image a row, where they were asked for.
  public var means: Matrix<Float>?

  /// From what was found.
  public init(
    codes: [UInt32], logLikelihoods: [Double], squaredErrors: [Double], distances: [Double],
    inputs: Matrix<Float>? = nil, means: Matrix<Float>? = nil
  ) {
    (self.codes, self.logLikelihoods) = (codes, logLikelihoods)
    (self.squaredErrors, self.distances) = (squaredErrors, distances)
    (self.inputs, self.means) = (inputs, means)
  }
}

extension QuantizedAutoencoder {
  /// Encodes, quantises and decodes images, and tells what was lost on the way.
  ///
  /// - Parameters:
  ///   - images: The images, of the model's shape.
  ///   - parameters: The weights.
  ///   - binarization: How pixels are read; drawn from the generator where they are drawn.
  ///   - keepsPictures: Whether inputs and means are kept.
  ///   - threads: How many threads work; the numbers do not depend on it.
  ///   - generator: The stream of pixels.
  ///   - onImages: Told, from any thread, how many images more are done.
  /// - Complexity: One pass through both networks; memory for 100 images a thread, and for the pictures.
  public func coded(
    _ images: ImageSet, _ parameters: Parameters<Float>, binarization: Binarization,
    keepsPictures: Bool = false, threads: Int, using generator: Philox,
    onImages: @Sendable (Int) -> Void = { _ in }
  ) -> CodedImages {
    precondition(
      images.shape == architecture.image,
      "images of \(images.shape) for a model of \(architecture.image)")
    let (count, positions, numbers) = (
      images.count, architecture.positions, architecture.image.count
    )
    let rows = keepsPictures ? count : 0
    let inputs = Matrix<Float>(rows: rows, columns: numbers)
    let means = Matrix<Float>(rows: rows, columns: numbers)
    let table = Matrix<Double>(rows: count, columns: 3)
    let codes = IndexBuffer(count: count * positions)
    eachPiece(of: images, binarization, threads: threads, using: generator) { _, range, workspace in
      _ = bound(count: range.count, parameters, workspace)
      let encodings = workspace.encoder.output(rows: range.count)
      let outputs = workspace.decoder.output(rows: range.count)
      (codes.start + range.lowerBound * positions).update(
        from: workspace.indices.start, count: range.count * positions)
      for (row, image) in range.enumerated() {
        let (pixels, output) = (workspace.images.row(row), outputs.row(row))
        var error = 0.0
        for number in 0..<numbers {
          let mean = mean(output, number)
          let gap = Double(pixels[number]) - Double(mean)
          error += gap * gap
          if keepsPictures {
            (inputs[image, number], means[image, number]) = (pixels[number], mean)
          }
        }
        let (z, e) = (encodings.row(row), workspace.quantized.row(row))
        var distance = 0.0
        for j in 0..<encodings.columns {
          let gap = Double(z[j]) - Double(e[j])
          distance += gap * gap
        }
        table[image, 0] = Double(workspace.logLikelihood.start[row])
        (table[image, 1], table[image, 2]) = (error, distance)
      }
      onImages(range.count)
    }
    func column(_ place: Int) -> [Double] { (0..<count).map { table[$0, place] } }
    return CodedImages(
      codes: Array(codes.values), logLikelihoods: column(0), squaredErrors: column(1),
      distances: column(2), inputs: keepsPictures ? inputs : nil,
      means: keepsPictures ? means : nil)
  }
}
