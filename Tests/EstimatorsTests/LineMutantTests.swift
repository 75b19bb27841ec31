import Claims
import Distributions
import Estimators
import Numerics
import Testing

/// Faults that were shipped or are a student's, under the name of the estimator that each is a fault of.
@Suite("Mutants on the line")
struct LineMutantTests {
  static let problem = Quadratic(law: Gaussian(mean: 1, standardDeviation: 1), center: 0)

  /// A mutant, drawn from the noise by a closure.
  struct Mutant: LineEstimator {
    let contract: Contract
    let gradient: @Sendable (inout Philox) -> LineGradient

    init(
      _ name: String, _ summary: String,
      _ gradient: @escaping @Sendable (inout Philox) -> LineGradient
    ) {
      contract = Contract(name, summary)
      self.gradient = gradient
    }

    func draw(using generator: inout Philox) -> LineGradient { gradient(&generator) }
  }

  /// Those that differ from the gradient in their mean.
  static let biased: [Mutant] = [
    Mutant("score", "ε² for ε² − 1 in the score of σ") { generator in
      let ε = generator.standardNormal()
      let f = problem.value(1 + ε)
      return LineGradient(mean: f * ε, deviation: f * ε * ε)
    },
    Mutant("rloo", "the draw's own value in its baseline") { generator in
      let noises = (0..<4).map { _ in generator.standardNormal() }
      let mean = noises.reduce(into: 0.0) { $0 += problem.value(1 + $1) * 0.25 }
      var total = LineGradient(mean: 0, deviation: 0)
      for ε in noises {
        total.mean += (problem.value(1 + ε) - mean) * ε / 4
        total.deviation += (problem.value(1 + ε) - mean) * (ε * ε - 1) / 4
      }
      return total
    },
    Mutant("delta", "the expansion without its half") { generator in
      let ε = generator.standardNormal()
      let rest = problem.value(1 + ε) - (1 + 2 * ε + 2 * ε * ε)
      return LineGradient(mean: rest * ε + 2, deviation: rest * (ε * ε - 1) + 2)
    },
    Mutant("delta-pathwise", "the expansion's own gradient left out") { generator in
      let ε = generator.standardNormal()
      let rest = problem.slope(1 + ε) - (2 + 2 * ε)
      return LineGradient(mean: rest, deviation: rest * ε)
    },
    Mutant("pathwise", "the noise of ∂z/∂σ drawn anew") { generator in
      let slope = problem.slope(1 + generator.standardNormal())
      return LineGradient(mean: slope, deviation: slope * generator.standardNormal())
    },
    Mutant("measure-coupled", "a Rayleigh number in the place of the Maxwell one") { generator in
      let coupled = MeasureCoupled(problem)
      let w = Self.rayleigh(&generator)
      let side = generator.uniform() > 0.5 ? w : -w
      return LineGradient(
        mean: coupled.mean(rayleigh: w),
        deviation: coupled.deviation(maxwell: side, fraction: generator.uniform()))
    },
    Mutant("measure-uncoupled", "a constant of 1/√2 for 1/√2π") { generator in
      let right = problem.value(1 + Self.rayleigh(&generator))
      let left = problem.value(1 - Self.rayleigh(&generator))
      let exact = MeasureUncoupled(problem).draw(using: &generator)
      return LineGradient(mean: (right - left) / 2.0.squareRoot(), deviation: exact.deviation)
    },
  ]

  /// Those that have the right mean and another variance than the estimator whose name they bear.
  static let unbiased: [Mutant] = [
    Mutant("score-optimal-baseline", "the mean of f taken for the optimal baseline") { generator in
      ScoreFunction.meanBaseline(problem, mean: 2).draw(using: &generator)
    },
    Mutant("measure-coupled", "independent halves called coupled") { generator in
      MeasureUncoupled(problem).draw(using: &generator)
    },
    Mutant("rloo", "the first draw's baseline for all, and only the first draw used") { generator in
      let others = (0..<3).map { _ in problem.value(1 + generator.standardNormal()) }
      let baseline = (others[0] + others[1] + others[2]) / 3
      return ScoreFunction.constantBaseline(problem, baseline).draw(using: &generator)
    },
  ]

  static func rayleigh(_ generator: inout Philox) -> Double {
    let (x, y) = (generator.standardNormal(), generator.standardNormal())
    return (x * x + y * y).squareRoot()
  }

  @Test("A bias is seen", arguments: biased.indices)
  func bias(index: Int) throws {
    let mutant = Self.biased[index]
    let verdict = try verdict(on: mutant)
    #expect(verdict.bias > 12, "\(mutant.contract.name): \(verdict)")
  }

  @Test("A wrong variance is seen where the mean is right", arguments: unbiased.indices)
  func variance(index: Int) throws {
    let mutant = Self.unbiased[index]
    let verdict = try verdict(on: mutant, draws: 400_000)
    #expect(verdict.bias <= 6, "\(mutant.contract.name): \(verdict)")
    #expect(verdict.variance > 10, "\(mutant.contract.name): \(verdict)")
  }

  @Test("A running baseline that includes the current draw is seen")
  func ownDraw() throws {
    let verdict = try verdict(on: RunningBaselineWithOwnDraw(problem: Self.problem))
    #expect(verdict.bias > 12, "\(verdict)")
  }

  private func verdict(
    on mutant: any GradientEstimator, draws: Int = 100_000
  ) throws -> Verdict {
    let family = try LineProblems.family(Self.problem)
    let exact = try #require(family.entry(mutant.contract.name)).exact()
    return try Verdict(mutant, against: exact, draws: draws, seed: 21)
  }
}

/// The fault of a decaying baseline that is moved before it is subtracted.
struct RunningBaselineWithOwnDraw: GradientEstimator {
  let problem: Quadratic

  var contract: Contract { Contract("score-running-baseline", "moved before it is subtracted") }

  var parameters: [String] { ["mean", "deviation"] }

  func fill(_ block: UnsafeMutableBufferPointer<Double>, using generator: inout Philox) {
    let law = problem.law
    var baseline = problem.value(law.mean)
    for row in 0..<(block.count / 2) {
      let noise = generator.standardNormal()
      let f = problem.value(law.mean + law.standardDeviation * noise)
      baseline = 0.9 * baseline + 0.1 * f
      block[2 * row] = (f - baseline) * noise / law.standardDeviation
      block[2 * row + 1] = (f - baseline) * (noise * noise - 1) / law.standardDeviation
    }
  }
}
