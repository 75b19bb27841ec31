import Distributions

/// Bayesian logistic regression: f(z) = Σ log s(y_i x_i·z) + log N(z; 0, I), the joint log density of labels and weights.
///
/// E f under q is the bound on the evidence less the entropy of q, whose gradient (0 in μ, 1/σ in σ) needs no estimator.
public struct LogisticRegression: VectorProblem {
  /// `logistic-regression`.
  public static let name = "logistic-regression"

  /// q(z) = N(μ, diag σ²).
  public let law: DiagonalGaussian

  /// x, row by row: shape `[examples, D]`.
  public let features: [Double]

  /// y, −1 or 1: shape `[examples]`.
  public let labels: [Double]

  /// Sets up the problem.
  ///
  /// - Precondition: The shapes agree.
  public init(law: DiagonalGaussian, features: [Double], labels: [Double]) {
    precondition(
      features.count == labels.count * law.dimension,
      "\(features.count) features for \(labels.count) examples in \(law.dimension) dimensions")
    self.law = law
    self.features = features
    self.labels = labels
  }

  /// Sets up the problem on data drawn from the model itself.
  ///
  /// The features are standard normals over √D, so that x·w has the same spread in any dimension; the weights are
  /// standard normal; a label is 1 with probability s(x·w). Coordinate d of everything comes from a sub-stream of d.
  ///
  /// - Parameters:
  ///   - dimension: D, the number of weights.
  ///   - examples: How many examples.
  ///   - mean: μ of every coordinate.
  ///   - deviation: σ of every coordinate.
  ///   - seed: The seed of the data.
  public init(
    dimension: Int, examples: Int = 32, mean: Double = 0, deviation: Double = 0.5, seed: UInt64 = 0
  ) {
    let root = Philox(seed: seed).substream("logistic-regression")
    var features = [Double](repeating: 0, count: examples * dimension)
    var activations = [Double](repeating: 0, count: examples)
    let scale = 1 / Double(dimension).squareRoot()
    for column in 0..<dimension {
      var stream = root.substream(column)
      let weight = stream.standardNormal()
      for example in 0..<examples {
        let x = scale * stream.standardNormal()
        features[example * dimension + column] = x
        activations[example] += x * weight
      }
    }
    var coin = root.substream("labels")
    self.init(
      law: DiagonalGaussian(
        mean: [Double](repeating: mean, count: dimension),
        standardDeviations: [Double](repeating: deviation, count: dimension)),
      features: features,
      labels: activations.map { coin.uniform() <= sigmoid($0) ? 1 : -1 })
  }

  /// Σ log s(y_i x_i·z) − ½ Σ (z_d² + log 2π).
  public func evaluate(_ points: Tile, values: UnsafeMutablePointer<Double>) {
    let rows = points.rows
    values.update(repeating: 0, count: rows)
    for column in 0..<dimension {
      let z = points[column]
      let normal = Gaussian.standard
      for row in 0..<rows { values[row] += normal.logDensity(at: z[row]) }
    }
    Tile.temporary(columns: 1, rows: rows) { memory in
      for (example, label) in labels.enumerated() {
        activate(memory.base, example: example, at: points)
        for row in 0..<rows { values[row] += logSigmoid(label * memory.base[row]) }
      }
    }
  }

  /// Σ s(−y_i x_i·z) y_i x_i − z.
  public func differentiate(_ points: Tile, slopes: Tile) {
    let rows = points.rows
    for number in slopes.numbers.indices { slopes.numbers[number] = -points.numbers[number] }
    Tile.temporary(columns: 1, rows: rows) { memory in
      for (example, label) in labels.enumerated() {
        activate(memory.base, example: example, at: points)
        for row in 0..<rows { memory.base[row] = label * sigmoid(-label * memory.base[row]) }
        for column in 0..<dimension {
          let x = features[example * dimension + column]
          let slope = slopes[column]
          for row in 0..<rows { slope[row] += memory.base[row] * x }
        }
      }
    }
  }

  /// Sets the activations x_i·z of one example.
  private func activate(
    _ activations: UnsafeMutablePointer<Double>, example: Int, at points: Tile
  ) {
    activations.update(repeating: 0, count: points.rows)
    for column in 0..<dimension {
      let x = features[example * dimension + column]
      let z = points[column]
      for row in 0..<points.rows { activations[row] += x * z[row] }
    }
  }
}
