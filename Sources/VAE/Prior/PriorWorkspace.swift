import Distributions
import Networks
import Tensors

/// The memory that one evaluation of a prior works in, made once.
public struct PriorWorkspace<Element: Scalar>: Sendable {
  /// The most examples of an evaluation.
  public let examples: Int
  /// k, example after example, position after position.
  public let codes: IndexBuffer
  /// log p(kᵢ | k₀ … kᵢ₋₁), one row an example, one column a position.
  public let logLikelihoods: Matrix<Element>
  let input: OneHotRows<Element>
  let trace: Perceptron.Trace<Element>

  /// Makes room.
  ///
  /// - Parameters:
  ///   - model: Whose evaluations.
  ///   - examples: The most examples of one.
  ///   - drops: Whether hidden numbers will be left out.
  public init(_ model: CodePrior, examples: Int, drops: Bool = false) {
    let (positions, codes) = (model.architecture.positions, model.architecture.codes)
    self.examples = examples
    self.codes = IndexBuffer(count: examples * positions)
    logLikelihoods = Matrix(rows: examples, columns: positions)
    input = OneHotRows(rows: examples, positions: positions, codes: codes)
    trace = Perceptron.Trace(
      model.network.perceptron, rows: examples, differentiatesInput: false, hasFactors: drops)

  }

  /// Draws which hidden numbers the next passes leave out, if they leave out any.
  public func drop(_ dropout: Dropout, using generator: Philox) {
    for (layer, factors) in trace.factors.enumerated() {
      dropout.fill(
        factors.start, count: factors.count, using: generator.substream(layer))
    }
  }
}
