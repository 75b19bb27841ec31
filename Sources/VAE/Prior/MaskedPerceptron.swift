import Networks
import Tensors

/// A perceptron whose outputs for a position read the inputs of the positions before it, and no others: MADE;
/// Germain, Gregor, Murray and Larochelle (2015).
///
/// Its products are those of any perceptron. What must not be read has weight zero, exactly: at the beginning by `mask`,
/// later because its gradient is set to zero.
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

  /// Sets the weights that must be zero to zero.
  public func mask<Element: Scalar>(_ parameters: Parameters<Element>) {
    for (layer, mask) in zip(perceptron.layers, masks) {
      mask.apply(to: parameters[layer.weight])
    }
  }

  /// Computes the output; see `Perceptron`.
  public func forward<Element: Scalar>(
    _ x: some InputRows<Element>, _ parameters: Parameters<Element>,
    _ trace: Perceptron.Trace<Element>
  ) -> Matrix<Element> {
    perceptron.forward(x, parameters, trace)
  }

  /// Propagates the gradient of a loss from the output to the weights that may be other than zero; see `Perceptron`.
  public func backward<Element: Scalar>(
    _ x: some InputRows<Element>, outputGradient: Matrix<Element>,
    _ parameters: Parameters<Element>, _ trace: Perceptron.Trace<Element>,
    into gradient: Parameters<Element>
  ) {
    perceptron.backward(x, outputGradient: outputGradient, parameters, trace, into: gradient)
    mask(gradient)
  }
}
