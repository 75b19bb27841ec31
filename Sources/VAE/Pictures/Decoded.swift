import Datasets
import Distributions
import Foundation
import Networks
import Tensors

/// A model that makes images from latents by a perceptron and a law.
public protocol ImageDecoder: Sendable {
  /// The images.
  var image: ImageShape { get }
  /// Latents → what the law needs.
  var decoder: Perceptron { get }
  /// p(x|z).
  var observation: ObservationModel { get }
}

extension VariationalAutoencoder: ImageDecoder {
  /// The images.
  public var image: ImageShape { architecture.image }
}

extension QuantizedAutoencoder: ImageDecoder {
  /// The images.
  public var image: ImageShape { architecture.image }
}

extension ImageDecoder {
  /// The rows that are decoded together.
  private var decodedTogether: Int { 256 }

  /// E[x|z], one image a row.
  ///
  /// - Parameters:
  ///   - parameters: Of the model.
  ///   - latents: One z a row, shape `[images, latent]`.
  /// - Complexity: One decoder pass.
  public func means(
    _ parameters: Parameters<Float>, ofLatents latents: Matrix<Float>
  ) -> Matrix<Float> {
    let images = Matrix<Float>(rows: latents.rows, columns: image.count)
    decode(parameters, latents) { row, outputs in
      let pixels = images.row(row)
      for index in 0..<images.columns { pixels[index] = mean(outputs, index) }
    }
    return images
  }

  /// Images drawn from p(x|z), one a row.
  ///
  /// - Parameters:
  ///   - parameters: Of the model.
  ///   - latents: One z a row, shape `[images, latent]`.
  ///   - generator: The stream whose sub-stream *i* draws image *i*.
  /// - Returns: NaN where the law of a number is not defined.
  public func draws(
    _ parameters: Parameters<Float>, ofLatents latents: Matrix<Float>, using generator: Philox
  ) -> Matrix<Float> {
    let images = Matrix<Float>(rows: latents.rows, columns: image.count)
    let shared = observation.sharedLogVariance(parameters)
    decode(parameters, latents) { row, outputs in
      var stream = generator.substream(row)
      let pixels = images.row(row)
      for index in 0..<images.columns {
        let mean = mean(outputs, index)
        switch observation.likelihood {
        case .bernoulli:
          let isOn = stream.uniform() <= Double(mean)
          pixels[index] = mean.isFinite ? (isOn ? 1 : 0) : .nan
        case .gaussian, .gaussianLearnedVariance:
          pixels[index] = mean + Float.exp(0.5 * shared) * Float(stream.standardNormal())
        case .gaussianDiagonal:
          let s = outputs[images.columns + index]
          pixels[index] = mean + Float.exp(0.5 * s) * Float(stream.standardNormal())
        }
      }
    }
    return images
  }

  /// The mean of one number from the decoder's outputs.
  func mean(_ outputs: UnsafePointer<Float>, _ index: Int) -> Float {
    observation.likelihood == .bernoulli ? Float.sigmoid(outputs[index]) : outputs[index]
  }

  /// Hands out the decoder's outputs row by row.
  private func decode(
    _ parameters: Parameters<Float>, _ latents: Matrix<Float>,
    _ body: (Int, UnsafePointer<Float>) -> Void
  ) {
    precondition(
      latents.columns == decoder.layers[0].weight.rows,
      "latents of \(latents.columns) numbers for a decoder of \(decoder.layers[0].weight.rows)")
    let together = min(decodedTogether, max(latents.rows, 1))
    let trace = Perceptron.Trace<Float>(decoder, rows: together, differentiatesInput: false)
    var first = 0
    while first < latents.rows {
      let range = first..<min(first + together, latents.rows)
      let outputs = decoder.forward(latents.rows(range), parameters, trace)
      for row in range { body(row, outputs.row(row - first)) }
      first = range.upperBound
    }
  }
}
