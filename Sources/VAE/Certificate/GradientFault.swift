import Networks
import Tensors

/// A gradient made wrong on purpose; a certificate that does not refute it is worth nothing.
public enum GradientFault: String, Sendable, Codable, CaseIterable {
  /// The divergence counts half.
  case halvedDivergence = "half-divergence"
  /// Nothing reaches the encoder's second head.
  case droppedScale = "no-scale-slope"
  /// The largest weight block is written column by column.
  case transposedBlock = "transposed-block"
  /// The encoder's gradient is that of a neighbouring estimator: without the score term, with it, or with weights that
  /// are squared or not.
  case otherEstimator = "other-estimator"
  /// The last image is left out.
  case lostExample = "lost-image"

  /// The wrong gradient; `nil` where the fault would change nothing.
  public func gradient(
    of subject: GradientSubject, _ gradient: Parameters<Double>
  ) -> Parameters<Double>? {
    let objective = subject.objective
    switch self {
    case .halvedDivergence:
      guard objective.beta > 0 else { return nil }
      var other = objective
      other.beta /= 2
      return evaluate(other, subject)
    case .droppedScale:
      let wrong = gradient.copy()
      guard let head = subject.model.encoder.layers.last else { return nil }
      for block in [head.weight, head.bias] {
        let window = wrong[block]
        for row in 0..<window.rows {
          for column in window.columns / 2..<window.columns { window[row, column] = 0 }
        }
      }
      return wrong
    case .transposedBlock:
      let blocks = subject.model.layout.blocks.filter { $0.rows > 1 && $0.columns > 1 }
      guard let block = blocks.max(by: { $0.count < $1.count }) else { return nil }
      let wrong = gradient.copy()
      let (from, to) = (gradient[block], wrong[block])
      for row in 0..<block.rows {
        for column in 0..<block.columns {
          to.start[column * block.rows + row] = from[row, column]
        }
      }
      return wrong
    case .otherEstimator:
      return neighbour(of: objective).map { evaluate($0, subject) }
    case .lostExample:
      guard subject.images.rows > 1 else { return nil }
      return subject.gradient(
        at: subject.parameters, examples: 0..<subject.images.rows - 1, of: objective)
    }
  }

  private func evaluate(
    _ objective: Objective, _ subject: GradientSubject
  ) -> Parameters<Double> {
    subject.gradient(at: subject.parameters, examples: 0..<subject.images.rows, of: objective)
  }

  /// An objective whose gradient differs in the encoder's part only.
  private func neighbour(of objective: Objective) -> Objective? {
    var other = objective
    switch (objective.bound, objective.estimator) {
    case (.elbo, _): other.bound = .sampledELBO
    case (_, .pathwise): other.estimator = .pathDerivative
    case (.sampledELBO, _): other.estimator = .pathwise
    case (.importanceWeighted, .pathDerivative): other.estimator = .pathwise
    case (.importanceWeighted, _):
      other.estimator = .pathDerivative
      // With one sample the weight is 1, squared or not.
      return objective.samples > 1 ? other : nil
    }
    return objective.beta > 0 || objective.estimator == .scoreFunction ? other : nil
  }
}

/// Whether a certificate refutes a wrong gradient, by each of its two main routes.
public struct FaultCheck: Sendable, Equatable, Codable {
  /// What was made wrong.
  public let fault: GradientFault
  /// The largest relative error over all blocks.
  public let maximumRelativeError: Double
  /// The slope of the first-order remainder; 2 for a right gradient.
  public let slope: Double?
  /// Whether the blocks refute it.
  public let isCaughtByBlocks: Bool
  /// Whether the slope refutes it.
  public let isCaughtBySlope: Bool

  private enum CodingKeys: String, CodingKey {
    case fault, slope
    case maximumRelativeError = "maximum_relative_error"
    case isCaughtByBlocks = "is_caught_by_blocks"
    case isCaughtBySlope = "is_caught_by_slope"
  }

  /// Whether both do.
  public var isCaught: Bool { isCaughtByBlocks && isCaughtBySlope }
}
