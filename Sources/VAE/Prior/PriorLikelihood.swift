import Distributions
import Networks
import Tensors

extension CodePrior {
  /// The logits of all positions, one row an example.
  func logits<Element: Scalar>(
    count: Int, _ parameters: Parameters<Element>, _ workspace: PriorWorkspace<Element>
  ) -> Matrix<Element> {
    workspace.input.assign(workspace.codes.start, rows: count)
    return network.perceptron.forward(workspace.input, parameters, workspace.trace)
  }

  /// Evaluates log p of some codes, position by position, into the workspace's `logLikelihoods`.
  ///
  /// - Parameters:
  ///   - count: How many examples; the first rows of the workspace's `codes` are read.
  ///   - parameters: The weights.
  ///   - workspace: Holds the codes; the rest of it is overwritten.
  /// - Returns: The sum, in nats; its divergence is −log p, that of a point mass at the codes from the prior.
  /// - Complexity: One pass through the network; no allocation.
  @discardableResult
  public func logLikelihood<Element: Scalar>(
    count: Int, _ parameters: Parameters<Element>, _ workspace: PriorWorkspace<Element>
  ) -> BoundTerms {
    let logits = logits(count: count, parameters, workspace)
    Element.categoricalLogLikelihood(
      logits: logits.start, targets: workspace.codes.start, rows: count * architecture.positions,
      columns: architecture.codes, into: workspace.logLikelihoods.start)
    return terms(count: count, workspace)
  }

  /// Evaluates −log p of some codes, and its gradient.
  ///
  /// The loss is summed over the examples, times `unit`; parts of a batch add up.
  ///
  /// - Parameters:
  ///   - count: How many examples; the first rows of the workspace's `codes` are read.
  ///   - unit: The share of one example in the loss.
  ///   - parameters: Where the gradient is asked for.
  ///   - workspace: Holds the codes; the rest of it is overwritten.
  ///   - gradient: ∂loss/∂parameters is written here, zero for weights that must be zero.
  /// - Returns: As `logLikelihood`.
  /// - Complexity: One pass through the network and one back; no allocation.
  public func gradient<Element: Scalar>(
    count: Int, unit: Double, _ parameters: Parameters<Element>,
    _ workspace: PriorWorkspace<Element>, into gradient: Parameters<Element>
  ) -> BoundTerms {
    let logits = logits(count: count, parameters, workspace)
    Element.categoricalGradient(
      logits: logits.start, targets: workspace.codes.start, weight: Element(-unit),
      rows: count * architecture.positions, columns: architecture.codes,
      into: workspace.logLikelihoods.start)
    network.perceptron.backward(
      workspace.input, outputGradient: logits, parameters, workspace.trace, into: gradient)
    network.mask(gradient)
    return terms(count: count, workspace)
  }

  private func terms<Element: Scalar>(
    count: Int, _ workspace: PriorWorkspace<Element>
  ) -> BoundTerms {
    var terms = BoundTerms()
    terms.examples = count
    for value in workspace.logLikelihoods.rows(0..<count).values { terms.bound += value.double }
    terms.divergence = -terms.bound
    return terms
  }
}

extension CodePrior {
  /// The examples that are worked on together.
  static var together: Int { 100 }

  /// log p(k) of the codes of every image of a table, in nats.
  ///
  /// −log p(k)/log 2 are the bits of an image's codes.
  ///
  /// - Parameters:
  ///   - table: The codes.
  ///   - parameters: The weights.
  ///   - threads: How many threads work; the numbers do not depend on it.
  /// - Complexity: One pass through the network; memory for 100 images a thread.
  public func logLikelihoods(
    of table: CodeTable, _ parameters: Parameters<Float>, threads: Int
  ) -> [Double] {
    precondition(
      table.positions == architecture.positions && table.codes == architecture.codes,
      "\(table.positions) positions of \(table.codes) codes for a prior over \(architecture.positions) of \(architecture.codes)"
    )
    var result = [Double](repeating: 0, count: table.count)
    let pieces = (table.count + Self.together - 1) / Self.together
    let workers = max(1, min(threads, pieces))
    let workspaces = (0..<workers).map { _ in
      PriorWorkspace<Float>(self, examples: min(Self.together, table.count))
    }
    result.withUnsafeMutableBufferPointer { result in
      nonisolated(unsafe) let result = result
      inParallel(pieces: workers, threads: workers) { worker in
        let workspace = workspaces[worker]
        for index in pieces * worker / workers..<pieces * (worker + 1) / workers {
          let range = index * Self.together..<min((index + 1) * Self.together, table.count)
          table.copy(range, into: workspace.codes.start)
          logLikelihood(count: range.count, parameters, workspace)
          for (row, image) in range.enumerated() {
            for position in 0..<architecture.positions {
              result[image] += Double(workspace.logLikelihoods[row, position])
            }
          }
        }
      }
    }
    return result
  }
}
