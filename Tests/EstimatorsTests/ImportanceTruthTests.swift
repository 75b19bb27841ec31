import Claims
import Distributions
import Estimators
import Foundation
import Numerics
import Testing

@Suite("Exact moments of importance-weighted gradients")
struct ImportanceTruthTests {
  private static let normal = LinearGaussianBound()
  private static let logistic = BernoulliLogisticBound()

  @Test("reduce to the evidence bound for one sample")
  func oneSample() throws {
    let bound = try ImportanceTruth.bound(of: ImportanceTruthTests.normal, samples: 1)
    #expect((bound.value + 2.8943137028).magnitude <= 5e-11)
    let logistic = try ImportanceTruth.bound(of: ImportanceTruthTests.logistic, samples: 1)
    #expect((logistic.value + 0.8667813813).magnitude <= 5e-11)
    let importance = ImportanceTruth.entries(for: ImportanceTruthTests.logistic, samples: 1)
    let evidence = BoundTruth.entries(for: ImportanceTruthTests.logistic)
    #expect(importance.entry("vimco") == nil && importance.inapplicable["vimco"] != nil)
    for (name, other) in [
      ("iwae", "elbo-total"), ("stl-iwae", "elbo-path"), ("dreg", "elbo-path"),
    ] {
      let left = try #require(importance.entry(name))
      let right = try #require(evidence.entry(other))
      for (one, two) in zip(try left.exact(), try right.exact()) {
        #expect(one == two, "\(name)")
      }
      // The same numbers from the same noise, beside a third column.
      let pair = (rows(of: left.estimator, 100), rows(of: right.estimator, 100))
      #expect(zip(pair.0, pair.1).allSatisfy { $0[0] == $1[0] && $0[1] == $1[1] })
      #expect(!left.estimator.contract.isBiased)
    }
  }

  /// Draws as rows.
  private func rows(of estimator: any GradientEstimator, _ count: Int) -> [[Double]] {
    let width = estimator.parameters.count
    var numbers = [Double](repeating: 0, count: count * width)
    var generator = Philox(seed: 8)
    numbers.withUnsafeMutableBufferPointer { estimator.fill($0, using: &generator) }
    return (0..<count).map { Array(numbers[($0 * width)..<(($0 + 1) * width)]) }
  }

  @Test("rise with the samples towards the evidence, at the rate of the delta method")
  func bounds() throws {
    let problem = ImportanceTruthTests.normal
    var last = -Double.infinity
    for samples in [1, 2, 3, 8, 64, 1000] {
      let bound = try ImportanceTruth.bound(of: problem, samples: samples)
      #expect(bound.value - bound.error > last)
      last = bound.value + bound.error
    }
    let evidence = -1.9502897562
    #expect(last < evidence)
    // K (log p − L_K) → ½ Var(w)/p² by the delta method, the gap falling as 1/K: one step of Richardson.
    let square = try Truth.overNoise { ε in
      exp(2 * (problem.value(problem.law.reparameterized(ε)) - evidence))
    }
    let slack = try [500, 1000].map { samples in
      try Double(samples) * (evidence - ImportanceTruth.bound(of: problem, samples: samples).value)
    }
    let step = slack[1] - slack[0]
    #expect((slack[1] + step - (square.value - 1) / 2).magnitude <= step.magnitude)
  }

  @Test("agree with nested quadrature of the estimator itself for two samples")
  func twoSamples() throws {
    func compare(_ estimator: some SelfNormalizedEstimator) throws {
      let name = estimator.contract.name
      let shares = try ImportanceTruth.moments(of: estimator)
      let pairs = try ImportanceTruth.pairMoments(of: estimator)
      for (one, two) in zip(shares, pairs) {
        let (mean, variance) = (try #require(one.mean), try #require(one.variance))
        #expect(agree(mean, two.mean), "\(name): mean \(mean), \(two.mean)")
        #expect(agree(variance, two.variance), "\(name): variance \(variance), \(two.variance)")
      }
    }
    func compareAll(_ problem: some BoundProblem) throws {
      try compare(ImportanceWeighted(problem, samples: 2))
      try compare(ImportanceWeightedPath(problem, samples: 2))
      try compare(DoublyReparameterized(problem, samples: 2))
      try compare(ReweightedWakeSleep(problem, samples: 2))
    }
    try compareAll(ImportanceTruthTests.normal)
    try compareAll(ImportanceTruthTests.logistic)
  }

  @Test("have gradients that are the derivatives of the bound")
  func derivatives() throws {
    for samples in [2, 7] {
      let gradient = try ImportanceTruth.gradient(of: ImportanceTruthTests.normal, samples: samples)
      let derivative = try Differentiation.gradient(
        of: { place in
          let problem = LinearGaussianBound(
            law: Gaussian(mean: place[0], standardDeviation: place[1]), weight: place[2])
          return try ImportanceTruth.bound(of: problem, samples: samples).value
        }, at: [0.4, 0.6, 1.5])
      for (exact, slope) in zip(gradient, derivative) {
        #expect(agree(exact, slope), "\(samples) samples: \(exact), \(slope)")
      }
    }
  }

  @Test(
    "keep the promise of each contract: unbiased ones for any number of samples, the others not")
  func contracts() throws {
    func check(_ problem: some BoundProblem, _ samples: Int) throws {
      for entry in ImportanceTruth.entries(for: problem, samples: samples).entries {
        let moments = try entry.exact()
        for (column, exact) in moments.enumerated() {
          guard let mean = exact.mean else {
            #expect(entry.name == "vimco" && samples > 2 && exact.variance == nil)
            continue
          }
          // The model's column is right for all of them.
          let promised = !entry.estimator.contract.isBiased || column == 2
          #expect(
            agree(mean, exact.gradient) == promised,
            "\(entry.name), \(samples) samples, \(column): \(mean), \(exact.gradient)")
        }
      }
    }
    for samples in [2, 3, 10, 100] {
      try check(ImportanceTruthTests.normal, samples)
      try check(ImportanceTruthTests.logistic, samples)
    }
  }

  @Test("take wake-phase updates to the score of q under the posterior")
  func wakePhase() throws {
    let problem = ImportanceTruthTests.normal
    let (σ, posterior) = (problem.law.standardDeviation, problem.posterior)
    let distance = posterior.mean - problem.law.mean
    let limit = [
      distance / (σ * σ), (posterior.variance + distance * distance - σ * σ) / (σ * σ * σ),
    ]
    for column in 0..<2 {
      // The bias of a ratio falls as 1/K.
      let means = try [500, 1000].map { samples in
        let estimator = ReweightedWakeSleep(problem, samples: samples)
        return try #require(ImportanceTruth.moments(of: estimator)[column].mean).value
      }
      let step = means[1] - means[0]
      #expect((means[1] + step - limit[column]).magnitude <= step.magnitude)
    }
  }

  @Test("refuse weights that are not numbers")
  func notFinite() {
    let broken = GaussianTarget(
      law: Gaussian(mean: 0, standardDeviation: 1e200),
      target: Gaussian(mean: 0, standardDeviation: 1e-200))
    #expect(throws: NumericsError.self) { try ImportanceTruth.bound(of: broken, samples: 2) }
  }
}

/// Whether two bounded numbers can be equal; false for NaN.
private func agree(_ a: Bounded, _ b: Bounded) -> Bool {
  (a.value - b.value).magnitude <= a.error + b.error
}
