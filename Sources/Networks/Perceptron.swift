import Tensors

/// A multilayer perceptron: y₀ = x, yᵢ₊₁ = fᵢ(yᵢ Wᵢ + bᵢ), row by row.
///
/// The value holds the shape only. Weights come as `Parameters`, what a pass leaves behind stands in a `Trace`,
/// and gradients are written where the caller says: calling twice gives the same.
public struct Perceptron: Sendable {
  /// One affine map and its nonlinearity.
  public struct Layer: Sendable {
    /// W, inputs × outputs.
    public let weight: ParameterLayout.Block
    /// b, one number an output.
    public let bias: ParameterLayout.Block
    /// f.
    public let activation: Activation
  }

  /// The layers, first to last.
  public let layers: [Layer]

  /// Declares the blocks `name.i.weight` and `name.i.bias`.
  ///
  /// - Parameters:
  ///   - name: What the blocks' names begin with.
  ///   - widths: Numbers of an input row, then of every layer's output row.
  ///   - hidden: The nonlinearity of all layers but the last.
  ///   - output: The nonlinearity of the last.
  ///   - layout: Where the blocks are added.
  public init(
    _ name: String, widths: [Int], hidden: Activation, output: Activation = .identity,
    in layout: inout ParameterLayout
  ) {
    precondition(
      widths.count > 1 && widths.allSatisfy { $0 > 0 }, "a perceptron of widths \(widths)")
    layers = (1..<widths.count).map { index in
      Layer(
        weight: layout.add(
          "\(name).\(index - 1).weight", rows: widths[index - 1], columns: widths[index]),
        bias: layout.add("\(name).\(index - 1).bias", rows: 1, columns: widths[index]),
        activation: index == widths.count - 1 ? output : hidden)
    }
  }

  /// What a forward pass leaves for the backward pass, for at most a given number of rows.
  public struct Trace<Element: Scalar>: Sendable {
    /// yᵢ₊₁, layer by layer.
    let outputs: [Matrix<Element>]
    /// ∂loss/∂yᵢ₊₁ of all layers but the last, then by ∂aᵢ₊₁ in its place.
    let gradients: [Matrix<Element>]
    /// ∂loss/∂x, where it is asked for.
    let inputGradient: Matrix<Element>?
    /// m of every layer but the last, where the next one reads y ⊙ m instead of y, as in dropout; for the caller to
    /// fill, ones until then.
    public let factors: [Matrix<Element>]
    /// y ⊙ m.
    private let products: [Matrix<Element>]

    /// Makes room.
    ///
    /// - Parameters:
    ///   - perceptron: Whose passes.
    ///   - rows: The most rows of a pass.
    ///   - differentiatesInput: Whether ∂loss/∂x will be asked for.
    ///   - hasFactors: Whether hidden outputs are multiplied by `factors`.
    public init(
      _ perceptron: Perceptron, rows: Int, differentiatesInput: Bool, hasFactors: Bool = false
    ) {
      outputs = perceptron.layers.map { Matrix(rows: rows, columns: $0.weight.columns) }
      gradients = perceptron.layers.dropLast().map {
        Matrix(rows: rows, columns: $0.weight.columns)
      }
      inputGradient =
        differentiatesInput
        ? Matrix(rows: rows, columns: perceptron.layers[0].weight.rows) : nil
      let hidden = hasFactors ? perceptron.layers.dropLast() : []
      factors = hidden.map { Matrix(rows: rows, columns: $0.weight.columns) }
      products = hidden.map { Matrix(rows: rows, columns: $0.weight.columns) }
      for matrix in factors { matrix.fill(Element(1)) }
    }

    /// What the layer after a hidden one reads.
    fileprivate func passedOn(by layer: Int, rows: Int) -> Matrix<Element> {
      (factors.isEmpty ? outputs : products)[layer].rows(0..<rows)
    }

    /// Sets y ⊙ m.
    fileprivate func multiply(_ layer: Int, rows: Int) {
      guard factors.indices.contains(layer) else { return }
      let product = products[layer].rows(0..<rows)
      product.assign(outputs[layer].rows(0..<rows))
      Element.scale(product.start, by: factors[layer].start, count: product.count)
    }

    /// Turns ∂loss/∂(y ⊙ m) into ∂loss/∂y.
    fileprivate func differentiate(_ layer: Int, _ gradient: Matrix<Element>) {
      guard factors.indices.contains(layer) else { return }
      Element.scale(gradient.start, by: factors[layer].start, count: gradient.count)
    }

    /// The first rows of the output of the last forward pass.
    public func output(rows: Int) -> Matrix<Element> { outputs[outputs.count - 1].rows(0..<rows) }
  }

  /// Computes the output.
  ///
  /// - Parameters:
  ///   - x: One input a row.
  ///   - parameters: The weights.
  ///   - trace: Room for at least as many rows; keeps what `backward` needs.
  /// - Returns: One output a row: a window on the trace.
  public func forward<Element: Scalar>(
    _ x: some InputRows<Element>, _ parameters: Parameters<Element>, _ trace: Trace<Element>
  ) -> Matrix<Element> {
    for (index, layer) in layers.enumerated() {
      let y = trace.outputs[index].rows(0..<x.rows)
      if index == 0 {
        x.product(with: parameters[layer.weight], into: y)
      } else {
        y.setProduct(trace.passedOn(by: index - 1, rows: x.rows), parameters[layer.weight])
      }
      Element.activate(
        layer.activation, y.start, addingToRows: parameters[layer.bias].start, rows: y.rows,
        columns: y.columns)
      trace.multiply(index, rows: x.rows)
    }
    return trace.output(rows: x.rows)
  }

  /// Propagates the gradient of a loss from the output to the weights, and to the input where the trace has
  /// room for it.
  ///
  /// With δ = ∂loss/∂a, a the argument of f: ∂loss/∂W = yᵀδ, ∂loss/∂b = Σ rows of δ, ∂loss/∂y = δWᵀ, and one
  /// layer further down δ = ∂loss/∂y ⊙ f′.
  ///
  /// - Parameters:
  ///   - x: The input of the forward pass.
  ///   - outputGradient: ∂loss/∂output, one row an example; overwritten. It may be the output's own window.
  ///   - parameters: The weights of the forward pass.
  ///   - trace: The trace of the forward pass.
  ///   - gradient: Where the weights' gradients are written; their former values are lost.
  /// - Returns: ∂loss/∂x, a window on the trace, or `nil` where the trace has no room for it.
  @discardableResult
  public func backward<Element: Scalar>(
    _ x: some InputRows<Element>, outputGradient: Matrix<Element>,
    _ parameters: Parameters<Element>,
    _ trace: Trace<Element>, into gradient: Parameters<Element>
  ) -> Matrix<Element>? {
    let rows = x.rows
    var δ = outputGradient
    let last = layers.count - 1
    if layers[last].activation != .identity {
      precondition(
        δ.start != trace.outputs[last].start,
        "the output is needed for the slope and must not be overwritten by its gradient")
      differentiate(layers[last], trace.outputs[last], δ)
    }
    for index in layers.indices.reversed() {
      let layer = layers[index]
      Element.sumRows(
        δ.start, rows: rows, columns: δ.columns, into: gradient[layer.bias].start)
      if index == 0 {
        x.gradient(with: δ, into: gradient[layer.weight])
      } else {
        let y = trace.passedOn(by: index - 1, rows: rows)
        gradient[layer.weight].setProduct(transposed: y, δ)
        let below = trace.gradients[index - 1].rows(0..<rows)
        below.setProduct(δ, transposed: parameters[layer.weight])
        trace.differentiate(index - 1, below)
        differentiate(layers[index - 1], trace.outputs[index - 1], below)
        δ = below
      }
    }
    guard let inputGradient = trace.inputGradient?.rows(0..<rows) else { return nil }
    inputGradient.setProduct(δ, transposed: parameters[layers[0].weight])
    return inputGradient
  }

  private func differentiate<Element: Scalar>(
    _ layer: Layer, _ output: Matrix<Element>, _ gradient: Matrix<Element>
  ) {
    Element.differentiate(
      layer.activation, output: output.start, gradient: gradient.start, count: gradient.count)
  }
}
