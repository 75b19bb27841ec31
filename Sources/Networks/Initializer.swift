import Distributions
import Tensors

/// How the weights of a layer are drawn before training.
public enum Initializer: String, Sendable, Codable, CaseIterable {
  /// Weights and biases uniform in ±1/√inputs: PyTorch's default for linear layers.
  case uniformFanIn = "uniform-fan-in"
  /// Weights uniform in ±√(6/(inputs + outputs)), biases 0; Glorot and Bengio (2010).
  case glorotUniform = "glorot-uniform"
  /// Weights normal with variance 1/inputs, cut at two deviations, biases 0: Flax's default.
  case lecunNormal = "lecun-normal"
  /// Weights normal with variance 2/inputs, biases 0; He, Zhang, Ren and Sun (2015).
  case heNormal = "he-normal"

  /// Overwrites the weights and the biases of a perceptron, each block from its own sub-stream.
  ///
  /// - Parameters:
  ///   - perceptron: Whose blocks.
  ///   - parameters: Where they are written.
  ///   - heads: How many separate layers the last one stands for, side by side; each has its own number of outputs.
  ///   - generator: The stream whose named sub-streams the blocks draw from.
  public func initialize<Element: Scalar>(
    _ perceptron: Perceptron, of parameters: Parameters<Element>, heads: Int = 1,
    using generator: Philox
  ) {
    for (index, layer) in perceptron.layers.enumerated() {
      let outputs =
        index == perceptron.layers.count - 1 ? layer.weight.columns / heads : layer.weight.columns
      for block in [layer.weight, layer.bias] {
        var stream = generator.substream(block.name)
        for place in 0..<block.count {
          parameters[block].start[place] = Element(
            number(
              isBias: block == layer.bias, inputs: layer.weight.rows, outputs: outputs,
              using: &stream))
        }
      }
    }
  }

  private func number(
    isBias: Bool, inputs: Int, outputs: Int, using stream: inout Philox
  ) -> Double {
    switch self {
    case .uniformFanIn:
      return (2 * stream.uniform() - 1) / Double(inputs).squareRoot()
    case .glorotUniform:
      guard !isBias else { return 0 }
      return (2 * stream.uniform() - 1) * (6 / Double(inputs + outputs)).squareRoot()
    case .lecunNormal:
      guard !isBias else { return 0 }
      // The deviation of a standard normal cut at ±2.
      let deviation = (1 / Double(inputs)).squareRoot() / 0.879_625_661_034_239_8
      while true {
        let ε = stream.standardNormal()
        if ε.magnitude <= 2 { return ε * deviation }
      }
    case .heNormal:
      guard !isBias else { return 0 }
      return stream.standardNormal() * (2 / Double(inputs)).squareRoot()
    }
  }
}
