import Claims
import Distributions
import Estimators
import Numerics
import Testing

/// A discrete problem with its family of estimators.
struct DiscreteCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let family: EstimatorFamily
  let gradient: [Bounded]

  init(_ description: String, _ problem: some BernoulliProblem, samples: Int = 2) {
    testDescription = description
    family = DiscreteTruth.entries(for: problem, samples: samples)
    gradient = DiscreteTruth.gradient(of: problem)
  }

  init(_ description: String, _ problem: some CategoricalProblem, samples: Int = 2) {
    testDescription = description
    family = DiscreteTruth.entries(for: problem, samples: samples)
    gradient = DiscreteTruth.gradient(of: problem)
  }

  static let all = [
    DiscreteCase("one bit, θ = 0.8", SingleBernoulli(probability: 0.8)),
    DiscreteCase("one bit, θ = 0.3", SingleBernoulli(probability: 0.3), samples: 3),
    DiscreteCase("two bits", SeveralBernoulli(dimension: 2)),
    DiscreteCase("four bits", SeveralBernoulli(), samples: 4),
    DiscreteCase("four classes", CategoricalSquare(), samples: 3),
  ]
}

/// Whether two numbers agree within their bounds.
func coincide(_ a: Bounded, _ b: Bounded) -> Bool {
  (a.value - b.value).magnitude <= a.error + b.error
}

/// Draws that the tests of discrete estimators take, and the |z| that they allow.
enum DiscreteSampling {
  static let draws = 100_000
  static let threshold = 6.0

  static func measure(_ estimator: any GradientEstimator) throws -> Measurement {
    try Measurement.run(
      estimator, draws: draws, from: Philox(seed: 20).substream(estimator.contract.name))
  }
}
