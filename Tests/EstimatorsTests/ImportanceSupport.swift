import Distributions
import Estimators
import Foundation

/// A normal target N(m, s²) under q, with log w = log target − log q: a bound without a model.
struct GaussianTarget: BoundProblem {
  static let name = "gaussian-target"

  let law: Gaussian
  let target: Gaussian

  func value(_ z: Double) -> Double { target.logDensity(at: z) - law.logDensity(at: z) }
  func slope(_ z: Double) -> Double { target.logDensitySlope(at: z) - law.logDensitySlope(at: z) }
  func curvature(_ z: Double) -> Double { 1 / law.variance - 1 / target.variance }

  // The whole target counts as the prior: nothing is reconstructed.
  func reconstruction(_ z: Double) -> Double { 0 }
  func reconstructionSlope(_ z: Double) -> Double { 0 }
  func weightScore(_ z: Double) -> Double { 0 }

  var divergenceGradient: LineGradient {
    LineGradient(
      mean: (law.mean - target.mean) / target.variance,
      deviation: law.standardDeviation / target.variance - 1 / law.standardDeviation)
  }
}

/// An importance-weighted estimator given by a rule, for mistakes.
struct ImportanceRule<Problem: BoundProblem>: ImportanceEstimator {
  let problem: Problem
  let samples: Int
  let contract: Contract
  let rule: @Sendable ([Sample]) -> BoundGradient

  /// What a rule may use of one sample.
  struct Sample: Sendable {
    let noise: Double
    let logWeight: Double
    let share: Double
    /// The score of q.
    let score: LineGradient
    /// The path derivative of log w.
    let path: LineGradient
    let weightScore: Double

    /// The total derivative of log w.
    var total: LineGradient {
      LineGradient(mean: path.mean - score.mean, deviation: path.deviation - score.deviation)
    }
  }

  init(
    _ problem: Problem, samples: Int, _ name: String,
    _ rule: @escaping @Sendable ([Sample]) -> BoundGradient
  ) {
    (self.problem, self.samples, self.rule) = (problem, samples, rule)
    contract = Contract(name, "a rule", evaluations: Double(samples))
  }

  func gradient(noise: UnsafeBufferPointer<Double>) -> BoundGradient {
    let (μ, σ) = (problem.law.mean, problem.law.standardDeviation)
    let logWeights = noise.map { problem.value(μ + σ * $0) }
    let total = logSumExp(logWeights)
    return rule(
      zip(noise, logWeights).map { ε, logWeight in
        let z = μ + σ * ε
        let slope = problem.slope(z)
        return Sample(
          noise: ε, logWeight: logWeight, share: exp(logWeight - total),
          score: LineGradient(mean: ε / σ, deviation: (ε * ε - 1) / σ),
          path: LineGradient(mean: slope, deviation: slope * ε),
          weightScore: problem.weightScore(z))
      })
  }

  /// Σ factor · direction for q and Σ ŵ ∂ log p/∂w for the model.
  static func sum(
    _ samples: [Sample], _ factors: [Double], _ direction: (Sample) -> LineGradient
  ) -> BoundGradient {
    var sum = BoundGradient(mean: 0, deviation: 0, weight: 0)
    for (sample, factor) in zip(samples, factors) {
      let direction = direction(sample)
      sum.mean += factor * direction.mean
      sum.deviation += factor * direction.deviation
      sum.weight += sample.share * sample.weightScore
    }
    return sum
  }
}
