import Claims
import Distributions
import Estimators
import Numerics
import Testing

/// A surrogate that does not say that it is additive.
private struct Opaque: RelaxedControl {
  static var isAdditive: Bool { false }

  let surrogate: AdditiveSurrogate

  func value(_ z: Coordinates, aside scratch: Scratch) -> Double {
    surrogate.value(z, aside: scratch)
  }

  func slope(_ z: Coordinates, into slope: Coordinates, aside scratch: Scratch) {
    surrogate.slope(z, into: slope, aside: scratch)
  }
}

@Suite struct DiscreteMutantTests {
  let bit = OneBit(θ: 0.3)

  /// The mean and variance over the unit square, cut where the bit changes.
  func moments(
    cut: Double, _ draw: (Double, Double) -> Double
  ) throws -> (mean: Bounded, variance: Bounded) {
    func expectation(_ h: (Double) -> Double) throws -> Bounded {
      try [(0, cut), (cut, 1)].map { range in
        try Quadrature().integral(over: range, (0, 1)) { u, v in h(draw(u, v)) }
      }.sum()
    }
    let mean = try expectation { $0 }
    return (mean, try expectation { $0 * $0 } - mean.squared)
  }

  /// θ = 0.3, t = 0.45, τ = 0.5, η = 1, by a double integral elsewhere: one mean, and the variances 0.0215607765 as
  /// published and 0.0043635313 as shipped.
  @Test func couplingsDifferInVarianceOnly() throws {
    let problem = SingleBernoulli(probability: bit.θ, target: bit.t)
    let gradient = DiscreteTruth.gradient(of: problem)[0]
    let published = try moments(cut: 1 - bit.θ, bit.published)
    let shipped = try moments(cut: bit.θ, bit.shipped)
    #expect(coincide(published.mean, gradient) && coincide(shipped.mean, gradient))
    #expect((published.variance.value - 0.021_560_776_5).magnitude <= 0.5e-10)
    #expect((shipped.variance.value - 0.004_363_531_3).magnitude <= 0.5e-10)
    let truth = try #require(try DiscreteTruth.moments(of: Rebar(problem, temperature: bit.τ)))[0]
    #expect(coincide(truth.variance, published.variance), "\(truth), \(published)")
  }

  @Test func relaxHasTheMomentsOfItsPlainFormula() throws {
    let problem = SingleBernoulli(probability: bit.θ, target: bit.t)
    let surrogate = AdditiveSurrogate(of: problem, temperature: bit.τ)
    let truth = try #require(try DiscreteTruth.moments(of: Relax(problem, surrogate: surrogate)))[0]
    let Δ = bit.f(1) - bit.f(0)
    func c(_ z: Double) -> (value: Double, slope: Double) {
      let s = sigmoid(z / bit.τ)
      return (bit.f(0) + Δ * s, Δ * s * (1 - s) / bit.τ)
    }
    let plain = try moments(cut: 1 - bit.θ) { u, v in
      let b = u > 1 - bit.θ ? 1.0 : 0
      let bounded = b == 1 ? 1 - bit.θ + v * bit.θ : v * (1 - bit.θ)
      let motion = -(b == 1 ? 1 - v : v) * bit.θ * (1 - bit.θ) / (bounded * (1 - bounded))
      let (free, tied) = (c(bit.φ + logit(u)), c(bit.φ + logit(bounded)))
      return (bit.f(b) - tied.value) * (b - bit.θ) + free.slope - tied.slope * (1 + motion)
    }
    #expect(coincide(truth.mean, plain.mean) && coincide(truth.variance, plain.variance))
  }

  /// Sums of integrals over single numbers against an integral over the square.
  @Test func additiveSurrogateNeedsNoSquare() throws {
    let problem = SeveralBernoulli(dimension: 2)
    let surrogate = AdditiveSurrogate(of: problem, temperature: 0.5)
    let line = try #require(try DiscreteTruth.moments(of: Relax(problem, surrogate: surrogate)))
    let square = try #require(
      try DiscreteTruth.moments(of: Relax(problem, surrogate: Opaque(surrogate: surrogate))))
    for (a, b) in zip(line, square) {
      #expect(coincide(a.mean, b.mean) && coincide(a.variance, b.variance), "\(a), \(b)")
    }
  }

  /// Only the variance tells the wrong coupling: the bias check accepts it with the same draws.
  @Test func varianceCheckRejectsTheWrongCoupling() throws {
    let problem = SingleBernoulli(probability: bit.θ, target: bit.t)
    let exact = try #require(try DiscreteTruth.moments(of: Rebar(problem, temperature: bit.τ)))[0]
    let wrong = DrawnEstimator("rebar") { [bit] in
      let (u, v) = ($0.openUniform(), $0.openUniform())
      return bit.shipped(u, v)
    }
    let moments = try DiscreteSampling.measure(wrong).moments[0]
    #expect(
      Statistics.zScore(of: moments, against: exact.mean).magnitude <= DiscreteSampling.threshold)
    let z = Statistics.varianceZScore(of: moments, against: exact.variance)
    #expect(!(z.magnitude <= DiscreteSampling.threshold))
  }

  @Test func biasCheckRejectsTheOthers() throws {
    let gradient = DiscreteTruth.gradient(of: SingleBernoulli(probability: bit.θ, target: bit.t))[0]
    for mutant in bit.biased {
      let moments = try DiscreteSampling.measure(mutant).moments[0]
      let z = Statistics.zScore(of: moments, against: gradient)
      #expect(!(z.magnitude <= DiscreteSampling.threshold), "\(mutant.contract.name): z = \(z)")
    }
  }
}
