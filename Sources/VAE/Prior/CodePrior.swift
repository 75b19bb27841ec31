import Distributions
import Foundation
import Networks
import Tensors

/// A learned law of an image's codes: log p(k) = Σᵢ log p(kᵢ | k₀ … kᵢ₋₁), every factor from one masked network.
///
/// It takes the place of the uniform law under which a VQ-VAE is trained. A VQ-VAE's posterior is a point mass, so for
/// the codes k that the encoder gives an image x the evidence lower bound is log p(x|z_q) + log p(k) ≤ log p(x), and
/// −log₂ p(k) are the bits of an arithmetic code of k.
public struct CodePrior: TrainableModel {
  /// The shape.
  public let architecture: PriorArchitecture
  /// All parameter blocks.
  public let layout: ParameterLayout
  /// One-hot codes of all positions → logits of all positions.
  public let network: MaskedPerceptron

  /// Lays the parameters out.
  public init(_ architecture: PriorArchitecture) {
    self.architecture = architecture
    var layout = ParameterLayout()
    network = MaskedPerceptron(
      "prior", positions: architecture.positions, numbers: architecture.codes,
      hidden: architecture.hidden,
      activation: architecture.activation, in: &layout)
    self.layout = layout
  }

  /// Draws parameters.
  ///
  /// The first layer's weights are as large as for as many inputs as there are positions: of a position's numbers only
  /// one is not zero.
  ///
  /// - Parameters:
  ///   - initializer: The law of the weights.
  ///   - table: Codes at whose frequencies, position by position, the outputs' biases begin.
  ///   - generator: The stream whose named sub-streams the blocks draw from.
  public func initialParameters<Element: Scalar>(
    _ initializer: Initializer, frequenciesOf table: CodeTable? = nil, using generator: Philox
  ) -> Parameters<Element> {
    let parameters = Parameters<Element>(layout)
    initializer.initialize(network.perceptron, of: parameters, using: generator)
    let layers = network.perceptron.layers
    let scale = Element(Double(architecture.codes).squareRoot())
    for place in layers[0].weight.range { parameters.buffer.start[place] *= scale }
    network.mask(parameters)
    if let table {
      let bias = parameters[layers[layers.count - 1].bias].reshaped(columns: architecture.codes)
      for position in 0..<architecture.positions {
        let counts = table.usage(at: position).counts
        // One more than was counted: a code that is not among these may still come.
        let total = Double(table.count + architecture.codes)
        for (code, count) in counts.enumerated() {
          bias[position, code] = Element(log((count + 1) / total))
        }
      }
    }
    return parameters
  }
}
