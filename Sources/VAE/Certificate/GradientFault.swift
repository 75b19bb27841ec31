import Networks
import Tensors

/// A gradient made wrong on purpose; a certificate that does not refute it is worth nothing.
public enum GradientFault: String, Sendable, Codable, CaseIterable {
  /// The divergence counts half.
  case halvedDivergence = "half-divergence"
  /// Nothing reaches the encoder's second head.
  case droppedScale = "no-scale-slope"
  /// The largest weight block that has a gradient is written column by column.
  case transposedBlock = "transposed-block"
  /// The encoder's gradient is that of a neighbouring estimator: without the score term, with it, or with weights that
  /// are squared or not.
  case otherEstimator = "other-estimator"
  /// The last image is left out.
  case lostExample = "lost-image"
  /// β stands on the codebook loss, the codebook's weight on the commitment loss.
  case swappedCommitment = "beta-on-codebook"
  /// The codebook loss moves the encoder too.
  case freeCodebookLoss = "free-codebook-loss"
  /// The commitment loss moves the code too.
  case freeCommitment = "free-commitment"
  /// The reconstruction moves the code beside the encoder.
  case freeReconstruction = "free-reconstruction"
  /// The reconstruction moves the code instead of the encoder: a backward pass through the table of codes.
  case reconstructionToCode = "reconstruction-to-code"
  /// The reconstruction's gradient ends at the quantiser: the encoder gets nothing of it.
  case noStraightThrough = "no-straight-through"
  /// What the reconstruction hands to the encoder is the decoder's slope at z_e, not at the code that it read.
  case slopeAtEncoding = "slope-at-encoding"
  /// What a residual quantiser leaves over hands its gradient on to the codes that were taken off.
  case freeResidual = "free-residual"
  /// The derivative of a squared distance lacks its 2.
  case lostFactor = "lost-factor-2"

  /// The wrong gradient; `nil` where the fault would change nothing.
  public func gradient(
    of subject: some CertifiableGradient, _ gradient: Parameters<Double>
  ) -> Parameters<Double>? {
    let wrong: Parameters<Double>?
    switch self {
    case .transposedBlock:
      wrong = transposed(gradient)
    case .lostExample:
      guard subject.examples > 1 else { return nil }
      wrong = subject.gradient(at: subject.parameters, examples: 0..<subject.examples - 1)
    default:
      wrong = subject.gradient(madeWrongBy: self, gradient)
    }
    let right = subject.gradient(at: subject.parameters)
    guard let wrong, !wrong.values.elementsEqual(right.values) else { return nil }
    return wrong
  }

  private func transposed(_ gradient: Parameters<Double>) -> Parameters<Double>? {
    let blocks = gradient.layout.blocks.filter { block in
      block.rows > 1 && block.columns > 1 && gradient[block].values.contains { $0 != 0 }
    }
    guard let block = blocks.max(by: { $0.count < $1.count }) else { return nil }
    let wrong = gradient.copy()
    let (from, to) = (gradient[block], wrong[block])
    for row in 0..<block.rows {
      for column in 0..<block.columns {
        to.start[column * block.rows + row] = from[row, column]
      }
    }
    return wrong
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
