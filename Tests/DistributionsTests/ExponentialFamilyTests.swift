import Distributions
import Foundation
import Numerics
import Testing

@Suite("Exponential families")
struct ExponentialFamilyTests {
  static func agrees(_ a: Double, _ b: Double, magnitude: Double = 1) -> Bool {
    (a - b).magnitude <= Bounded(rounded: a, magnitude: magnitude).error
  }

  /// Checks the decomposition of the log density at some values, and ∇A at η.
  static func check<Family: ExponentialFamily>(_ law: Family, at values: [Family.Value]) {
    let natural = law.naturalParameters
    for value in values {
      let statistics = law.sufficientStatistics(at: value)
      var rebuilt = law.logBaseMeasure(at: value) - Family.logPartition(natural)
      for (eta, statistic) in zip(natural, statistics) { rebuilt += eta * statistic }
      #expect(agrees(law.logDensity(at: value), rebuilt, magnitude: 20))
    }
    for (index, mean) in law.meanParameters.enumerated() {
      let slope = Differentiation.derivative(
        of: { coordinate in
          var moved = natural
          moved[index] = coordinate
          return Family.logPartition(moved)
        }, at: natural[index])
      #expect(
        (mean - slope.value).magnitude <= slope.error + Bounded(rounded: mean, magnitude: 1).error)
      #expect(!((-mean - slope.value).magnitude <= slope.error))
    }
  }

  @Test("log p = log h + η·T - A, and the mean of T is the gradient of A")
  func decomposition() {
    Self.check(Gaussian(mean: 0.4, standardDeviation: 0.6), at: [-1, 0, 2.5])
    Self.check(Bernoulli(logit: -1.3), at: [0, 1])
    Self.check(Categorical(logits: [0.2, 1.5, -2]), at: [0, 1, 2])
    Self.check(Exponential(rate: 2), at: [0, 0.3, 4])
    Self.check(Poisson(mean: 3), at: [0, 1, 8])
    Self.check(Gamma(shape: 2.5, rate: 1.3), at: [0.1, 1, 6])
    #expect(Exponential(rate: 2).logBaseMeasure(at: -1) == -.infinity)
    #expect(Bernoulli(logit: 2).logBaseMeasure(at: 2) == -.infinity)
    #expect(Poisson(mean: 2).logBaseMeasure(at: -1) == -.infinity)
  }

  /// Checks the Bregman form against the closed form, and three wrong readings of it.
  static func check<Family: ExponentialFamily>(_ q: Family, _ p: Family, closed: Double) {
    #expect(agrees(bregmanDivergence(from: q, to: p), closed))
    #expect(!agrees(bregmanDivergence(from: p, to: q), closed))
    let (start, end) = (q.naturalParameters, p.naturalParameters)
    let (a, b) = (Family.logPartition(start), Family.logPartition(end))
    func linear(_ means: [Double]) -> Double {
      start.indices.reduce(0) { $0 + (end[$1] - start[$1]) * means[$1] }
    }
    #expect(agrees(b - a - linear(q.meanParameters), closed))
    #expect(!agrees(b - a - linear(p.meanParameters), closed))
    #expect(!agrees(a - b - linear(q.meanParameters), closed))
  }

  @Test("Within a family the divergence is the Bregman divergence of the log-partition")
  func bregman() {
    let (g, h) = (
      Gaussian(mean: 0.4, standardDeviation: 0.6), Gaussian(mean: -0.3, standardDeviation: 1.1)
    )
    Self.check(g, h, closed: klDivergence(from: g, to: h))
    let (b, c) = (Bernoulli(logit: -1.3), Bernoulli(logit: 0.4))
    Self.check(b, c, closed: klDivergence(from: b, to: c))
    let (k, l) = (Categorical(logits: [0.2, 1.5, -2]), Categorical(logits: [1, 0.4, 0.1]))
    #expect(Self.agrees(bregmanDivergence(from: k, to: l), klDivergence(from: k, to: l)))
    #expect(!Self.agrees(bregmanDivergence(from: l, to: k), klDivergence(from: k, to: l)))
    let (e, f) = (Exponential(rate: 2), Exponential(rate: 0.7))
    Self.check(e, f, closed: klDivergence(from: e, to: f))
    let (p, r) = (Poisson(mean: 3), Poisson(mean: 1.2))
    Self.check(p, r, closed: klDivergence(from: p, to: r))
    let (s, t) = (Gamma(shape: 2.5, rate: 1.3), Gamma(shape: 1.2, rate: 0.6))
    Self.check(s, t, closed: klDivergence(from: s, to: t))
  }

  @Test("The numbers of the claim: exponential 0.3998221, Poisson 0.9488722, gamma 0.1257207")
  func knownNumbers() {
    let half = 0.5e-7
    let exponential = bregmanDivergence(from: Exponential(rate: 2), to: Exponential(rate: 0.7))
    #expect((exponential - 0.3998221).magnitude <= half)
    let poisson = bregmanDivergence(from: Poisson(mean: 3), to: Poisson(mean: 1.2))
    #expect((poisson - 0.9488722).magnitude <= half)
    let gamma = bregmanDivergence(
      from: Gamma(shape: 2.5, rate: 1.3), to: Gamma(shape: 1.2, rate: 0.6))
    #expect((gamma - 0.1257207).magnitude <= half)
  }

  @Test("An excluded category does not spoil the Bregman form")
  func excluded() {
    let (q, p) = (
      Categorical(probabilities: [0.5, 0.5, 0]), Categorical(probabilities: [0.2, 0.3, 0.5])
    )
    #expect(Self.agrees(bregmanDivergence(from: q, to: p), klDivergence(from: q, to: p)))
  }
}
