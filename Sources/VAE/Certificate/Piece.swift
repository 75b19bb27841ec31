import Networks
import Tensors

/// A perceptron on the smooth piece of its function that holds a given point: every rectifier keeps the side that it is
/// on there.
///
/// Near the point this is the perceptron itself; further away it goes on smoothly where the perceptron has a kink, so
/// that a difference never straddles one.
struct Piece<Element: Scalar> {
  /// Which rectifiers let their argument through, layer by layer; empty for the other layers.
  typealias Pattern = [[Bool]]

  private let perceptron: Perceptron
  /// The outputs of the last call, layer by layer.
  let outputs: [Matrix<Element>]
  private let pattern: Pattern?

  /// Makes room for a number of rows; without a pattern, rectifiers switch as they do in the perceptron.
  init(_ perceptron: Perceptron, rows: Int, pattern: Pattern?) {
    self.perceptron = perceptron
    self.pattern = pattern
    outputs = perceptron.layers.map { Matrix(rows: rows, columns: $0.weight.columns) }
  }

  /// Computes the output; it is overwritten by the next call.
  func callAsFunction(_ x: Matrix<Element>, _ parameters: Parameters<Element>) -> Matrix<Element> {
    var y = x
    for (index, layer) in perceptron.layers.enumerated() {
      let next = outputs[index]
      next.setProduct(y, parameters[layer.weight])
      let isFrozen = layer.activation == .relu && pattern != nil
      Element.activate(
        isFrozen ? .identity : layer.activation, next.start,
        addingToRows: parameters[layer.bias].start, rows: next.rows, columns: next.columns)
      if isFrozen, let sides = pattern?[index] {
        for place in 0..<next.count where !sides[place] { next.start[place] = .zero }
      }
      y = next
    }
    return y
  }

  /// The sides that the rectifiers were on in the last call.
  var sides: Pattern {
    zip(perceptron.layers, outputs).map { layer, output in
      layer.activation == .relu ? output.values.map { .zero < $0 } : []
    }
  }
}
