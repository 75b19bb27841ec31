import Claims
import Distributions
import Estimators
import Foundation
import Numerics
import Testing

@Suite("Mistakes in importance-weighted gradients")
struct ImportanceMistakeTests {
  private typealias Rule = ImportanceRule<LinearGaussianBound>

  private static let problem = LinearGaussianBound()
  private static let samples = 5
  private static let draws = 40_000

  /// The largest score of the bias over the columns.
  private func bias(_ estimator: some ImportanceEstimator) throws -> Double {
    let gradient = try ImportanceTruth.gradient(
      of: estimator.problem, samples: estimator.samples)
    let measured = try Measurement.run(
      estimator, draws: ImportanceMistakeTests.draws, from: Philox(seed: 11))
    return zip(measured.moments, gradient)
      .map { Statistics.zScore(of: $0, against: $1).magnitude }
      .reduce(0) { $0.isNaN || $1 <= $0 ? $0 : $1 }
  }

  private func rule(
    _ name: String, _ rule: @escaping @Sendable ([Rule.Sample]) -> BoundGradient
  ) -> Rule {
    Rule(ImportanceMistakeTests.problem, samples: ImportanceMistakeTests.samples, name, rule)
  }

  @Test("do not include the right formulas, written out a second time")
  func rightOnesPass() throws {
    let right: [Rule] = [
      rule("iwae") { Rule.sum($0, $0.map(\.share)) { $0.total } },
      rule("dreg") { Rule.sum($0, $0.map { $0.share * $0.share }) { $0.path } },
      rule("vimco") { samples in
        Rule.sum(samples, ImportanceMistakeTests.signals(samples)) { $0.score }
      },
    ]
    let families = ImportanceTruth.entries(
      for: ImportanceMistakeTests.problem, samples: ImportanceMistakeTests.samples)
    for estimator in right {
      #expect(try bias(estimator) <= 5, "\(estimator.contract.name)")
      // The library's own numbers, draw by draw.
      let entry = try #require(families.entry(estimator.contract.name))
      for (one, two) in zip(rows(estimator), rows(entry.estimator)) {
        #expect((one - two).magnitude <= Bounded(rounded: one, magnitude: 100).error)
      }
    }
  }

  /// 100 draws.
  private func rows(_ estimator: any GradientEstimator) -> [Double] {
    var numbers = [Double](repeating: 0, count: 300)
    var generator = Philox(seed: 12)
    numbers.withUnsafeMutableBufferPointer { estimator.fill($0, using: &generator) }
    return numbers
  }

  /// The learning signals of VIMCO, less the shares.
  private static func signals(_ samples: [Rule.Sample]) -> [Double] {
    let all = logSumExp(samples.map(\.logWeight))
    return samples.indices.map { k in
      let others = samples.indices.filter { $0 != k }.map { samples[$0].logWeight }
      let geometric: Double = others.reduce(0, +) / Double(others.count)
      return all - logSumExp(others + [geometric]) - samples[k].share
    }
  }

  @Test("are rejected by the bias")
  func biased() throws {
    let mistakes: [Rule] = [
      // AntixK/PyTorch-VAE PR #53: softmax of the loss, so that the worst sample leads.
      rule("inverted shares") { samples in
        let total = logSumExp(samples.map { -$0.logWeight })
        return Rule.sum(samples, samples.map { exp(-$0.logWeight - total) }) { $0.total }
      },
      // The same: the noise recovered with log σ² where σ belongs.
      rule("noise divided by the log-variance") { samples in
        let law = ImportanceMistakeTests.problem.law
        let ratio = law.standardDeviation / law.logVariance
        return Rule.sum(samples, samples.map(\.share)) { sample in
          let ε = sample.noise * ratio
          let σ = law.standardDeviation
          return LineGradient(
            mean: sample.path.mean - ε / σ,
            deviation: sample.path.mean * sample.noise - (ε * ε - 1) / σ)
        }
      },
      // The same: Σ ŵ log w differentiated through the shares as well.
      rule("shares not detached") { samples in
        let mean: Double = samples.map { $0.share * $0.logWeight }.reduce(0, +)
        let factors = samples.map { $0.share * (1 + $0.logWeight - mean) }
        return Rule.sum(samples, factors) { $0.total }
      },
      rule("shares left out: the gradient of the evidence bound") { samples in
        Rule.sum(samples, samples.map { _ in 1 / Double(samples.count) }) { $0.total }
      },
      rule("explicit term missing") { samples in
        Rule.sum(samples, samples.map(\.share)) { $0.path }
      },
      rule("squared shares with the total derivative") { samples in
        Rule.sum(samples, samples.map { $0.share * $0.share }) { $0.total }
      },
      rule("DReG with the share not squared") { samples in
        Rule.sum(samples, samples.map(\.share)) { $0.path }
      },
      rule("VIMCO with a baseline that includes the current sample") { samples in
        let all = logSumExp(samples.map(\.logWeight))
        let geometric: Double = samples.map(\.logWeight).reduce(0, +) / Double(samples.count)
        let signals = samples.indices.map { k in
          let others = samples.indices.filter { $0 != k }.map { samples[$0].logWeight }
          return all - logSumExp(others + [geometric]) - samples[k].share
        }
        return Rule.sum(samples, signals) { $0.score }
      },
    ]
    for mistake in mistakes {
      let z = try bias(mistake)
      #expect(z >= 12, "\(mistake.contract.name): \(z)")
    }
  }

  @Test("that leave the mean alone are rejected by the variance")
  func variance() throws {
    // No baseline at all, which is unbiased: twice as many samples would not make up for it.
    let plain = rule("score function without baseline") { samples in
      let bound = logMeanExp(samples.map(\.logWeight))
      return Rule.sum(samples, samples.map { bound - $0.share }) { $0.score }
    }
    #expect(try bias(plain) <= 5)
    let vimco = LeaveOneOut(ImportanceMistakeTests.problem, samples: 2)
    let pair = Rule(ImportanceMistakeTests.problem, samples: 2, "without baseline", plain.rule)
    let measured = try Measurement.run(
      pair, draws: ImportanceMistakeTests.draws, from: Philox(seed: 13))
    for (moments, exact) in zip(measured.moments, try ImportanceTruth.moments(of: vimco)).prefix(2)
    {
      let variance = try #require(exact.variance)
      #expect(Statistics.varianceZScore(of: moments, against: variance).magnitude >= 12)
    }
  }
}
