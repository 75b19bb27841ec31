import Claims
import Distributions
import Estimators
import Foundation
import Numerics
import Testing

@Suite struct DiscreteTruthTests {
  /// E f by a sum over the states.
  func expectation(_ problem: some DiscreteProblem) -> Double {
    (0..<problem.stateCount).map {
      problem.probability(ofState: $0) * problem.value(atState: $0)
    }.reduce(0.0, +)
  }

  @Test func gradientIsTheDerivativeOfTheExpectation() {
    let several = SeveralBernoulli()
    let categorical = CategoricalSquare()
    let pairs = [
      (
        DiscreteTruth.gradient(of: SingleBernoulli(probability: 0.3)),
        Differentiation.gradient(
          of: { expectation(SingleBernoulli(probability: sigmoid($0[0]))) }, at: [logit(0.3)],
          noise: 1e-15)
      ),
      (
        DiscreteTruth.gradient(of: several),
        Differentiation.gradient(
          of: {
            expectation(
              SeveralBernoulli(logits: $0, weights: several.weights, target: several.target))
          }, at: several.logits, noise: 1e-15)
      ),
      (
        DiscreteTruth.gradient(of: categorical),
        Differentiation.gradient(
          of: { expectation(CategoricalSquare(logits: $0, target: categorical.target)) },
          at: categorical.logits, noise: 1e-15)
      ),
    ]
    for (sum, derivative) in pairs {
      for (a, b) in zip(sum, derivative) { #expect(coincide(a, b), "\(a) and \(b)") }
    }
  }

  @Test func slopesAreDerivatives() {
    func check(_ problem: some DiscreteProblem) {
      let point = (0..<problem.width).map { 0.2 + 0.15 * Double($0) }
      problem.withScratch(2) { scratch in
        let derivative = Differentiation.gradient(
          of: {
            for d in $0.indices { scratch[0][d] = $0[d] }
            return problem.value(scratch[0])
          }, at: point, noise: 1e-15)
        for d in point.indices { scratch[0][d] = point[d] }
        problem.slope(scratch[0], into: scratch[1])
        for d in point.indices {
          #expect(coincide(Bounded(rounded: scratch[1][d]), derivative[d]))
        }
      }
    }
    check(SingleBernoulli())
    check(SeveralBernoulli())
    check(CategoricalSquare())
  }

  @Test(arguments: DiscreteCase.all)
  func exactMeanIsTheGradientUnlessTheContractSaysOtherwise(_ subject: DiscreteCase) throws {
    for entry in subject.family.entries {
      for exact in try entry.exact() {
        guard let mean = exact.mean else { continue }
        #expect(
          coincide(mean, exact.gradient) != entry.estimator.contract.isBiased,
          "\(entry.name): \(mean), gradient \(exact.gradient)")
      }
    }
  }

  /// Anchors: t = 0.45, as printed, for θ = 0.5 and 0.8.
  @Test(arguments: [
    (0.5, [0.0159391, 0.000625, 0.00020833, 0], [7, 6, 8, 8]),
    (0.8, [0.007921, 0.000544, 0.000397333, 0.000384], [6, 6, 9, 6]),
  ])
  func variancesAreThePrintedOnes(_ θ: Double, _ printed: [Double], _ digits: [Int]) throws {
    let family = DiscreteTruth.entries(for: SingleBernoulli(probability: θ))
    for (index, name) in ["reinforce", "reinforce-rloo", "arm", "disarm"].enumerated() {
      let variance = try #require(try family.entry(name)?.exact()[0].variance)
      let half = 0.5 * pow(10, -Double(digits[index]))
      #expect(
        (variance.value - printed[index]).magnitude <= half * (1 + 1e-9), "\(name): \(variance)")
    }
  }

  @Test(arguments: [0.5, 0.8, 0.3, 0.05, 0.999])
  func oneBitHasClosedForms(_ θ: Double) throws {
    let t = 0.45
    let family = DiscreteTruth.entries(for: SingleBernoulli(probability: θ, target: t))
    let (off, on) = (t * t, (1 - t) * (1 - t))
    let (Δ, m, v) = (on - off, max(θ, 1 - θ), θ * (1 - θ))
    let both = (1 - θ) * on + θ * off
    let third = 2.0 / 3 * (0.125 - pow(m - 0.5, 3))
    // With the baseline c: variance θ(1−θ) [(1−θ)(f(1)−c) + θ(f(0)−c)]².
    let mean = both - (θ * on + (1 - θ) * off)
    // MuProp: the remainder of (b − t)² at θ is (b − θ)², so both draws are (b − θ)³ + known.
    let cubes = pow(1 - θ, 3) + pow(θ, 3)
    let forms: [String: (variance: Double, magnitude: Double)] = [
      "enumeration": (0, 0),
      "reinforce": (v * both * both, 0),
      "reinforce-mean-baseline": (v * mean * mean, 0.1),
      "reinforce-optimal-baseline": (0, 0),
      "reinforce-rloo": (Δ * Δ * v * (0.5 - v), Δ * Δ),
      "muprop": (v * cubes * cubes, 1),
      "straight-through": (4 * v * v * v, 1),
      "arm": (Δ * Δ * third - v * v * Δ * Δ, Δ * Δ),
      "disarm": (Δ * Δ * m * m * (1 - m) * (m - 0.5), Δ * Δ),
    ]
    for (name, form) in forms {
      let variance = try #require(try family.entry(name)?.exact()[0].variance)
      let closed = Bounded(rounded: form.variance, magnitude: form.magnitude)
      #expect(coincide(variance, closed), "\(name): \(variance) against \(closed)")
    }
    let gradient = try #require(try family.entry("enumeration")?.exact()[0].gradient)
    #expect(coincide(gradient, Bounded(rounded: v * Δ)))
  }

  @Test func leaveOneOutIsASumOverAllTuples() throws {
    let problem = CategoricalSquare(classes: 3)
    for samples in [2, 3] {
      let found = DiscreteTruth.moments(of: LeaveOneOutReinforce(problem, samples: samples))
      let k = Double(samples)
      for d in 0..<3 {
        var draws: [(weight: Double, value: Double)] = []
        for index in 0..<(samples == 2 ? 9 : 27) {
          let tuple = (0..<samples).map { index / [1, 3, 9][$0] % 3 }
          let values = tuple.map(problem.value(atState:))
          let total = values.reduce(0.0, +)
          var value = 0.0
          for (state, f) in zip(tuple, values) {
            let score = (state == d ? 1 : 0) - problem.probabilities[d]
            value += (f - (total - f) / (k - 1)) * score / k
          }
          draws.append((tuple.map { problem.probabilities[$0] }.reduce(1.0, *), value))
        }
        let mean = draws.map { $0.weight * $0.value }.reduce(0.0, +)
        let square = draws.map { $0.weight * $0.value * $0.value }.reduce(0.0, +)
        #expect(coincide(found[d].mean, Bounded(rounded: mean, magnitude: 1)))
        #expect(coincide(found[d].variance, Bounded(rounded: square - mean * mean, magnitude: 1)))
      }
    }
  }

  /// The relaxed draws of one bit, integrated over the logistic noise in place of the uniform number.
  @Test(arguments: [0.5, 0.8], [0.3, 0.5, 1.5])
  func relaxedDrawsHaveTheMomentsOfTheirNoise(_ θ: Double, _ τ: Double) throws {
    let problem = SingleBernoulli(probability: θ)
    let φ = logit(θ)
    func moments(_ draw: (Double) -> Double) throws -> (Bounded, Bounded) {
      func mean(_ h: (Double) -> Double) throws -> Bounded {
        try Quadrature().integral(from: -45, to: 45, singularities: [-φ, 0]) { l in
          sigmoid(l) * sigmoid(-l) * h(draw(φ + l))
        }
      }
      let first = try mean { $0 }
      return (first, try mean { $0 * $0 } - first.squared)
    }
    func relaxed(_ z: Double) -> Double { sigmoid(z / τ) * sigmoid(-z / τ) / τ }
    let soft = try moments { 2 * (sigmoid($0 / τ) - problem.target) * relaxed($0) }
    let hard = try moments { 2 * (($0 > 0 ? 1 : 0) - problem.target) * relaxed($0) }
    let truth = try #require(try DiscreteTruth.moments(of: GumbelSoftmax(problem, temperature: τ)))[
      0]
    #expect(coincide(truth.mean, soft.0) && coincide(truth.variance, soft.1), "\(truth), \(soft)")
    let through = try DiscreteTruth.moments(of: StraightThroughGumbel(problem, temperature: τ))[0]
    #expect(
      coincide(through.mean, hard.0) && coincide(through.variance, hard.1), "\(through), \(hard)")
  }

  @Test func inapplicableEstimatorsSayWhy() {
    let bits = DiscreteTruth.entries(for: SingleBernoulli())
    let category = DiscreteTruth.entries(for: CategoricalSquare())
    #expect(bits.inapplicable.isEmpty)
    #expect(
      Set(category.entries.map(\.name)).union(category.inapplicable.keys)
        == Set(bits.entries.map(\.name)))
  }
}
