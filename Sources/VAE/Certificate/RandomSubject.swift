import Datasets
import Distributions
import Networks
import Tensors

extension Parameters where Element == Double {
  /// Draws biases, which begin at 0 in training, uniform in ±½, so that no block is at a special point.
  func drawBiases(_ layers: [Perceptron.Layer], using generator: Philox) {
    for layer in layers {
      var stream = generator.substream(layer.bias.name)
      for place in 0..<layer.bias.count { self[layer.bias].start[place] = stream.uniform() - 0.5 }
    }
  }
}

extension Matrix where Element == Double {
  /// Images of zeros and ones for a Bernoulli decoder, of intensities in (0, 1] for Gaussian ones.
  static func random(
    _ count: Int, _ shape: ImageShape, for likelihood: Likelihood, using generator: Philox
  ) -> Matrix {
    var stream = generator
    let images = Matrix(rows: count, columns: shape.count)
    for place in 0..<images.count {
      let u = stream.uniform()
      images.start[place] = likelihood == .bernoulli ? (u <= 0.5 ? 0 : 1) : u
    }
    return images
  }
}
