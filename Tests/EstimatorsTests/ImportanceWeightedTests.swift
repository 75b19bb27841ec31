import Claims
import Distributions
import Estimators
import Foundation
import Numerics
import Testing

@Suite("Importance-weighted gradients")
struct ImportanceWeightedTests {
  private static let normal = LinearGaussianBound()

  @Test("measure as their exact moments say")
  func sampled() throws {
    func check(_ problem: some BoundProblem, _ samples: Int) throws {
      for entry in ImportanceTruth.entries(for: problem, samples: samples).entries {
        let measured = try Measurement.run(entry.estimator, draws: 50_000, from: Philox(seed: 5))
        for (moments, exact) in zip(measured.moments, try entry.exact()) {
          // Against its own mean where it is biased.
          let z = Statistics.zScore(of: moments, against: exact.mean ?? exact.gradient)
          #expect(z.magnitude <= 5, "\(entry.name), \(samples) samples: mean \(z)")
          guard let variance = exact.variance else { continue }
          let spread = Statistics.varianceZScore(of: moments, against: variance)
          #expect(spread.magnitude <= 5, "\(entry.name), \(samples) samples: variance \(spread)")
        }
      }
    }
    try check(ImportanceWeightedTests.normal, 2)
    try check(BernoulliLogisticBound(), 6)
  }

  @Test(
    "vanish at the exact posterior as DReG and as path derivative, draw by draw, and only these")
  func landing() throws {
    let model = ImportanceWeightedTests.normal
    let landed = LinearGaussianBound(law: model.posterior)
    // Three terms of the slope, each within six deviations, cancel up to their rounding.
    let term = model.weight * (model.observation + 6 * model.weight) / (model.noise * model.noise)
    let δ = 6 * Bounded(rounded: term).error
    for entry in ImportanceTruth.entries(for: landed, samples: 4).entries {
      let measured = try Measurement.run(entry.estimator, draws: 2_000, from: Philox(seed: 6))
      let exact = try entry.exact()
      let vanishes = ["dreg", "stl-iwae"].contains(entry.name)
      for column in 0..<2 {
        #expect(agree(exact[column].gradient, 0))
        #expect((measured.moments[column].variance <= δ * δ) == vanishes, "\(entry.name)")
        guard let variance = exact[column].variance else { continue }
        #expect(agree(variance, 0) == vanishes, "\(entry.name): \(variance)")
      }
      // The model's gradient never vanishes: w is not at its best for this observation.
      #expect(measured.moments[2].variance > 0.1)
    }
  }

  /// A row of the published comparison on the target N(2, 3²): standard deviations of the mean of 10 draws.
  private struct Published: Sendable {
    let law: Gaussian
    let name: String
    let parameter: Int
    let deviation: Double
    /// Half a unit of the last printed digit.
    let printed: Double
  }

  @Test("give DReG the larger variance far from the target, as published, and none near it")
  func farFromTheTarget() throws {
    let far = Gaussian(mean: -3, standardDeviation: 1)
    let middle = Gaussian(mean: 1, standardDeviation: 2)
    let near = Gaussian(mean: 2.1, standardDeviation: 2.9)
    let rows = [
      Published(law: far, name: "iwae", parameter: 0, deviation: 0.0302, printed: 5e-5),
      Published(law: far, name: "dreg", parameter: 0, deviation: 0.2015, printed: 5e-5),
      Published(law: far, name: "iwae", parameter: 1, deviation: 0.0776, printed: 5e-5),
      Published(law: far, name: "dreg", parameter: 1, deviation: 0.3633, printed: 5e-5),
      Published(law: middle, name: "iwae", parameter: 0, deviation: 0.0466, printed: 5e-5),
      Published(law: middle, name: "dreg", parameter: 0, deviation: 0.0301, printed: 5e-5),
      Published(law: near, name: "iwae", parameter: 0, deviation: 0.0343, printed: 5e-5),
      Published(law: near, name: "dreg", parameter: 0, deviation: 0.00026, printed: 5e-6),
    ]
    for row in rows {
      let problem = GaussianTarget(
        law: row.law, target: Gaussian(mean: 2, standardDeviation: 3))
      let family = ImportanceTruth.entries(for: problem, samples: 10)
      let entry = try #require(family.entry(row.name))
      let exact = try entry.exact()[row.parameter]
      let variance = try #require(exact.variance)
      // The deviation was log(1 + exp raw), which scales its column by the slope 1 − exp(−σ).
      let scale = row.parameter == 1 ? 1 - exp(-row.law.standardDeviation) : 1
      let deviation = scale * (variance.value / 10).squareRoot()
      // The published ones are sample deviations; five of their standard errors at 10⁴ repetitions of a normal mean.
      let sampling = 5 * deviation / (2 * 1e4).squareRoot()
      #expect(
        (deviation - row.deviation).magnitude <= sampling + row.printed,
        "\(row.name) at \(row.law.mean): \(deviation), published \(row.deviation)")
      let measured = try Measurement.run(entry.estimator, draws: 8_192, from: Philox(seed: 7))
      let moments = measured.moments[row.parameter]
      #expect(Statistics.zScore(of: moments, against: exact.gradient).magnitude <= 5)
      #expect(Statistics.varianceZScore(of: moments, against: variance).magnitude <= 5)
    }
  }

  @Test("lose the signal for q as the samples grow, and gain it for the model and by DReG")
  func signalToNoise() throws {
    /// log₂ SNR(2K)/SNR(K) for K = 1024 and 2048.
    func slopes<E: SelfNormalizedEstimator>(
      _ column: Int, _ estimator: (LinearGaussianBound, Int) -> E
    ) throws -> [Double] {
      let logs = try [1024, 2048, 4096].map { samples in
        let exact = try ImportanceTruth.moments(
          of: estimator(ImportanceWeightedTests.normal, samples))[column]
        let (mean, variance) = (try #require(exact.mean), try #require(exact.variance))
        return log2(mean.value.magnitude) - 0.5 * log2(variance.value)
      }
      return [logs[1] - logs[0], logs[2] - logs[1]]
    }
    for column in 0..<2 {
      try expect(slopes(column) { ImportanceWeighted($0, samples: $1) }, toReach: -0.5)
      try expect(slopes(column) { DoublyReparameterized($0, samples: $1) }, toReach: 0.5)
    }
    try expect(slopes(2) { ImportanceWeighted($0, samples: $1) }, toReach: 0.5)
  }

  /// Local slopes differ from their limit by C/K + O(1/K²): one step of Richardson leaves less than the step.
  private func expect(_ slopes: [Double], toReach limit: Double) throws {
    let step = slopes[1] - slopes[0]
    #expect((slopes[1] + step - limit).magnitude <= step.magnitude, "\(slopes)")
    #expect((slopes[1] - limit).magnitude <= (slopes[0] - limit).magnitude, "\(slopes)")
  }

  @Test("measure the bias of the path derivative, which DReG's squared shares correct")
  func biasOfThePath() throws {
    let problem = ImportanceWeightedTests.normal
    for samples in [2, 5] {
      let path = ImportanceWeightedPath(problem, samples: samples)
      #expect(path.contract.isBiased)
      let exact = try ImportanceTruth.moments(of: path)
      let measured = try Measurement.run(path, draws: 50_000, from: Philox(seed: 9))
      for column in 0..<2 {
        let mean = try #require(exact[column].mean)
        let bias = Statistics.zScore(of: measured.moments[column], against: exact[column].gradient)
        #expect(bias.magnitude >= 12)
        #expect(Statistics.zScore(of: measured.moments[column], against: mean).magnitude <= 5)
      }
    }
  }

  @Test("take the leave-one-out baseline without cancellation when one sample has all the weight")
  func dominantSample() throws {
    // log w spreads over thousands of nats.
    let problem = GaussianTarget(
      law: Gaussian(mean: 3, standardDeviation: 1),
      target: Gaussian(mean: 0, standardDeviation: 0.02))
    let estimator = LeaveOneOut(problem, samples: 5)
    let plain = ImportanceRule(problem, samples: 5, "written out") { samples in
      let all = logSumExp(samples.map(\.logWeight))
      let signals = samples.indices.map { k in
        let others = samples.indices.filter { $0 != k }.map { samples[$0].logWeight }
        let geometric: Double = others.reduce(0, +) / Double(others.count)
        return all - logSumExp(others + [geometric]) - samples[k].share
      }
      return ImportanceRule<GaussianTarget>.sum(samples, signals) { $0.score }
    }
    var generator = Philox(seed: 10)
    for _ in 0..<200 {
      let noise = (0..<5).map { _ in generator.standardNormal() }
      let (left, right) = noise.withUnsafeBufferPointer {
        (estimator.gradient(noise: $0), plain.gradient(noise: $0))
      }
      // Log weights reach 10⁵: their rounding is what the signals may differ by.
      let bound = Bounded(rounded: 1e5 * 5 * 40).error
      #expect((left.mean - right.mean).magnitude <= bound)
      #expect((left.deviation - right.deviation).magnitude <= bound)
    }
  }
}

/// Whether two bounded numbers can be equal; false for NaN.
private func agree(_ a: Bounded, _ b: Bounded) -> Bool {
  (a.value - b.value).magnitude <= a.error + b.error
}
