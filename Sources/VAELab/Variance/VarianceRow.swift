import Claims
import Estimators
import Numerics

/// What `variance-report` measured.
package struct VarianceDocument: Encodable, Sendable {
  /// The problem with all its parameters, as on the command line.
  let problem: String
  let seed: UInt64
  /// Draws of each estimator.
  let draws: Int
  let rows: [VarianceRow]

  /// Puts a report together and compares the costs.
  package init(problem: String, seed: UInt64, draws: Int, rows: [VarianceRow]) {
    (self.problem, self.seed, self.draws) = (problem, seed, draws)
    self.rows = rows.withEfficiency()
  }

  /// Whether no unbiased estimator contradicts its exact gradient or its exact variance.
  package var holds: Bool { !rows.contains(where: \.isContradicted) }
}

/// One estimator's derivative in one parameter: measured, and beside it what is exact.
package struct VarianceRow: Encodable, Sendable {
  let estimator, parameter: String
  /// The mean of the draws.
  let gradient: Double
  let exactGradient: Double
  /// Standard errors between the two.
  let biasZ: Double
  /// The variance of one draw.
  let variance: Double
  /// The 99 % interval of the variance.
  let varianceLow, varianceHigh: Double
  /// `nil` where there is no exact route.
  let exactVariance, varianceZ: Double?
  /// |gradient| over the standard deviation of one draw.
  let snr: Double
  /// Evaluations of f that one draw costs.
  let evaluations: Double
  /// Processor time of one draw.
  let nanoseconds: Double
  /// Variance × time over the least of all unbiased estimators of the same number that vary.
  var efficiency: Double
  let biased: Bool
  /// The exact mean of one draw minus the gradient, where a route to it exists.
  let exactBias: Double?
  /// The standard error of the variance over the variance.
  let relativeError: Double

  private enum CodingKeys: String, CodingKey {
    case estimator, parameter, gradient
    case exactGradient = "exact_gradient"
    case biasZ = "bias_z"
    case variance
    case varianceLow = "variance_low"
    case varianceHigh = "variance_high"
    case exactVariance = "exact_variance"
    case varianceZ = "variance_z"
    case snr, evaluations, nanoseconds, efficiency, biased
  }

  /// The threshold of a contradiction, in standard errors.
  static let threshold = 5.0

  /// Confidence of the variance's interval.
  static let confidence = 0.99

  /// Puts a row together.
  ///
  /// - Parameter scale: What the column is multiplied by: σ for a derivative in log σ.
  package init(
    entry: EstimatorEntry, parameter: String, scale: Double, moments: RunningMoments,
    exact: ExactMoments, nanoseconds: Double
  ) {
    let contract = entry.estimator.contract
    let interval = Statistics.varianceInterval(moments, confidence: Self.confidence)
    estimator = entry.name
    self.parameter = parameter
    gradient = scale * moments.mean
    exactGradient = scale * exact.gradient.value
    biasZ = Statistics.zScore(of: moments, against: exact.gradient)
    variance = scale * scale * moments.variance
    varianceLow = scale * scale * interval.low
    varianceHigh = scale * scale * interval.high
    exactVariance = exact.variance.map { scale * scale * $0.value }
    varianceZ = exact.variance.map { Statistics.varianceZScore(of: moments, against: $0) }
    snr = moments.mean.magnitude / moments.standardDeviation
    evaluations = contract.evaluations
    self.nanoseconds = nanoseconds
    efficiency = .nan
    biased = contract.isBiased
    exactBias = exact.mean.map { scale * ($0.value - exact.gradient.value) }
    isConstant = !Self.varies(moments)
    relativeError = Self.relativeError(moments)
  }

  /// Whether the draws are all the same up to rounding.
  let isConstant: Bool

  /// Whether draws spread by more than the rounding of their mean.
  private static func varies(_ moments: RunningMoments) -> Bool {
    let rounding = 64 * Double.ulpOfOne * moments.mean.magnitude
    return !(moments.standardDeviation <= rounding)
  }

  /// The standard error of the variance over the variance; 0 where nothing varies.
  static func relativeError(_ moments: RunningMoments) -> Double {
    varies(moments) ? moments.varianceStandardError / moments.variance : 0
  }

  /// Whether two rows have the same parameter and, up to the quadrature's error, the same exact gradient.
  func estimatesTheSame(as other: VarianceRow) -> Bool {
    let gap = (exactGradient - other.exactGradient).magnitude
    let size = max(exactGradient.magnitude, other.exactGradient.magnitude)
    return parameter == other.parameter && gap <= 1e-8 * size + 1e-10
  }

  /// Variance × time of one draw.
  var costOfPrecision: Double { variance * nanoseconds }

  /// Whether the estimator promises no bias and the numbers say otherwise; NaN counts as otherwise.
  var isContradicted: Bool {
    guard !biased else { return false }
    let varianceHolds = varianceZ.map { $0.magnitude <= Self.threshold } ?? true
    return !(biasZ.magnitude <= Self.threshold && varianceHolds)
  }

  /// Writes every key, `null` where there is no exact variance.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(estimator, forKey: .estimator)
    try container.encode(parameter, forKey: .parameter)
    try container.encode(gradient, forKey: .gradient)
    try container.encode(exactGradient, forKey: .exactGradient)
    try container.encode(biasZ, forKey: .biasZ)
    try container.encode(variance, forKey: .variance)
    try container.encode(varianceLow, forKey: .varianceLow)
    try container.encode(varianceHigh, forKey: .varianceHigh)
    try container.encode(exactVariance, forKey: .exactVariance)
    try container.encode(varianceZ, forKey: .varianceZ)
    try container.encode(snr, forKey: .snr)
    try container.encode(evaluations, forKey: .evaluations)
    try container.encode(nanoseconds, forKey: .nanoseconds)
    try container.encode(efficiency, forKey: .efficiency)
    try container.encode(biased, forKey: .biased)
  }
}

extension [VarianceRow] {
  /// The rows with their efficiency, parameter by parameter.
  ///
  /// An estimator that does not vary costs nothing for any precision: its figure is 0, and the others
  /// are compared among themselves.
  func withEfficiency() -> [VarianceRow] {
    sections.flatMap { section in
      let best = section.filter { !$0.biased && !$0.isConstant }.map(\.costOfPrecision).min()
      return section.map { row in
        var row = row
        row.efficiency = row.isConstant ? 0 : row.costOfPrecision / (best ?? row.costOfPrecision)
        return row
      }
    }
  }

  /// The rows that estimate the same number, in order of appearance: one parameter of one objective.
  ///
  /// Multi-sample bounds have gradients of their own; figures are comparable within a section only.
  var sections: [[VarianceRow]] {
    var sections: [[VarianceRow]] = []
    for row in self {
      if let index = sections.firstIndex(where: { $0[0].estimatesTheSame(as: row) }) {
        sections[index].append(row)
      } else {
        sections.append([row])
      }
    }
    return sections
  }
}
