import Claims
import Distributions
import Estimators
import Numerics
import Testing

/// Draws in several dimensions against exact moments, with fixed seeds: a score beyond 6 has probability 2e-9.
@Suite("Estimators in several dimensions")
struct VectorEstimatorTests {
  static let quadratic = VectorQuadratic(
    law: DiagonalGaussian(mean: [0.5, -1, 0.2], standardDeviations: [1, 0.5, 1.5]),
    center: [1, 0, 0.25])
  static let names = ["score", "rloo", "pathwise", "measure-coupled"]

  static func measure(_ entry: EstimatorEntry, draws: Int, threads: Int? = 1) throws -> Measurement
  {
    try Measurement.run(
      entry.estimator, draws: draws, from: Philox(seed: 17).substream(entry.name), threads: threads)
  }

  @Test("Gradient and variance of the quadratic are the exact ones", arguments: names)
  func quadraticMoments(_ name: String) throws {
    let entry = try #require(VectorFamily.entries(for: Self.quadratic, samples: 4).entry(name))
    #expect(
      entry.estimator.parameters
        == ["mean-1", "mean-2", "mean-3", "deviation-1", "deviation-2", "deviation-3"])
    let measured = try Self.measure(entry, draws: 200_000)
    let exact = try entry.exact()
    #expect(exact.count == 6)
    for (moments, exact) in zip(measured.moments, exact) {
      #expect(Statistics.zScore(of: moments, against: exact.gradient).magnitude <= 6)
      let variance = try #require(exact.variance)
      #expect(Statistics.varianceZScore(of: moments, against: variance).magnitude <= 6)
      // Half as much variance again is noticed, and so is a gradient off by a twentieth of a deviation.
      #expect(!(Statistics.varianceZScore(of: moments, against: variance * 1.5).magnitude <= 6))
      let off = exact.gradient + 0.05 * moments.standardDeviation
      #expect(!(Statistics.zScore(of: moments, against: off).magnitude <= 6))
    }
  }

  @Test("In one dimension the variances are those of the line, by quadrature")
  func lineVariances() throws {
    let (mean, deviation, center) = (1.25, 0.75, -0.5)
    let line = Quadratic(law: Gaussian(mean: mean, standardDeviation: deviation), center: center)
    let family = VectorFamily.entries(
      for: VectorQuadratic(dimension: 1, mean: mean, deviation: deviation, center: center),
      samples: 2)
    func compare(_ estimator: some NoiseEstimator) throws {
      let exact = try #require(family.entry(estimator.contract.name)).exact()
      for (exact, route) in zip(
        exact,
        [
          try Truth.moments(of: estimator) { $0.mean },
          try Truth.moments(of: estimator) { $0.deviation },
        ])
      {
        let variance = try #require(exact.variance)
        let gap = (variance.value - route.variance.value).magnitude
        #expect(gap <= variance.error + route.variance.error)
        let bias = (exact.gradient.value - route.mean.value).magnitude
        #expect(bias <= exact.gradient.error + route.mean.error)
      }
    }
    try compare(ScoreFunction(line))
    try compare(Pathwise(line))
  }

  @Test("Gradients of logistic regression are those of the quadrature", arguments: names)
  func logisticGradients(_ name: String) throws {
    let problem = LogisticRegression(dimension: 3, examples: 8, mean: 0.3, deviation: 0.5, seed: 4)
    let entry = try #require(VectorFamily.entries(for: problem, samples: 4).entry(name))
    let measured = try Self.measure(entry, draws: 40_000)
    for (moments, exact) in zip(measured.moments, try entry.exact()) {
      #expect(exact.variance == nil)
      #expect(Statistics.zScore(of: moments, against: exact.gradient).magnitude <= 6)
      let off = exact.gradient + 0.05 * moments.standardDeviation
      #expect(!(Statistics.zScore(of: moments, against: off).magnitude <= 6))
    }
  }

  @Test("Slopes are the derivatives of the values")
  func slopes() {
    func check(_ problem: some VectorProblem, at point: [Double]) {
      let numerical = Differentiation.gradient(of: problem.value(at:), at: point)
      for (slope, numerical) in zip(problem.gradient(at: point), numerical) {
        #expect(
          (slope - numerical.value).magnitude
            <= numerical.error + 64 * 0x1p-52 * max(1, slope.magnitude))
      }
    }
    check(Self.quadratic, at: [0.1, -0.7, 2])
    check(LogisticRegression(dimension: 4, seed: 9), at: [0.1, -0.7, 2, -1.5])
  }

  @Test("Bits do not depend on the number of threads", arguments: names)
  func threads(_ name: String) throws {
    let entry = try #require(VectorFamily.entries(for: Self.quadratic, samples: 3).entry(name))
    // Four blocks, the last of them not full, and its last tile neither.
    let one = try Self.measure(entry, draws: 3 * Measurement.block + 777, threads: 1)
    let two = try Self.measure(entry, draws: 3 * Measurement.block + 777, threads: 2)
    #expect(one == two)
    #expect(one.moments[0].count == 3 * Measurement.block + 777)
  }

  @Test("A block has the rows that the tiles have as columns")
  func blockOfTiles() {
    let estimator = VectorPathwise(Self.quadratic)
    let rows = Tile.mostRows + 44
    var generator = Philox(seed: 2)
    var block = [Double](repeating: .nan, count: 6 * rows)
    block.withUnsafeMutableBufferPointer { estimator.fill($0, using: &generator) }
    var other = Philox(seed: 2)
    for (start, length) in [(0, Tile.mostRows), (Tile.mostRows, 44)] {
      Tile.temporary(columns: 6, rows: length) { tile in
        estimator.fill(tile, using: &other)
        for row in 0..<length {
          for column in 0..<6 { #expect(block[(start + row) * 6 + column] == tile[column][row]) }
        }
      }
    }
    #expect(generator == other)
  }

  @Test("One sample leaves none out, and says so")
  func oneSample() {
    let family = VectorFamily.entries(for: Self.quadratic, samples: 1)
    #expect(family.entry("rloo") == nil)
    #expect(family.inapplicable["rloo"] == "it needs 2 samples or more, not 1")
  }
}
