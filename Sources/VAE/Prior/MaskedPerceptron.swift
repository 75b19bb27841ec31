import Networks
import Tensors

/// A perceptron whose outputs for a position read the inputs of the positions before it, and no others: MADE;
/// Germain, Gregor, Murray and Larochelle (2015).
///
/// Its passes are those of any perceptron. What must not be read has weight zero, exactly: `mask` sets it so at the
/// beginning, and in every gradient, after which an optimiser leaves it so.
public struct MaskedPerceptron: Sendable {
  /// The layers.
  public let perceptron: Perceptron
  private let masks: [AutoregressiveMask]

  /// Declares the blocks `name.i.weight` and `name.i.bias`.
  ///
  /// - Parameters:
  ///   - name: What the blocks' names begin with.
  ///   - positions: In how many groups inputs and outputs stand.
  ///   - numbers: Numbers of a group.
  ///   - hidden: Widths of the hidden layers.
  ///   - activation: Their nonlinearity.
  ///   - layout: Where the blocks are added.
  public init(
    _ name: String, positions: Int, numbers: Int, hidden: [Int], activation: Activation,
    in layout: inout ParameterLayout
  ) {
    let ends = positions * numbers
    perceptron = Perceptron(
      name, widths: [ends] + hidden + [ends], hidden: activation, in: &layout)
    let degrees =
      [AutoregressiveMask.inputs(positions: positions, numbers: numbers)]
      + hidden.map { AutoregressiveMask.hidden(positions: positions, width: $0) }
      + [AutoregressiveMask.outputs(positions: positions, numbers: numbers)]
    masks = zip(degrees, degrees.dropFirst()).map { AutoregressiveMask(from: $0, to: $1) }
  }

  /// Sets the weights that must be zero to zero, or their gradient.
  public func mask<Element: Scalar>(_ parameters: Parameters<Element>) {
    for (layer, mask) in zip(perceptron.layers, masks) {
      mask.apply(to: parameters[layer.weight])
    }
  }
}
