import Claims
import Distributions
import Estimators
import Foundation
import Numerics
import Testing

/// A mistake in the gradient of the bound.
private struct Mistake: NoiseEstimator {
  let contract: Contract
  let rule: @Sendable (Double) -> LineGradient

  init(_ name: String, _ rule: @escaping @Sendable (Double) -> LineGradient) {
    contract = Contract(name, "a mistake")
    self.rule = rule
  }

  func gradient(noise: Double) -> LineGradient { rule(noise) }
}

@Suite("Gradients of the bound")
struct BoundTests {
  /// The witnesses of the ledger and two places away from them, one where q is narrow and one where it is far.
  private static let families: [EstimatorFamily] = [
    BoundTruth.entries(for: LinearGaussianBound()),
    BoundTruth.entries(
      for: LinearGaussianBound(
        law: Gaussian(mean: -2, standardDeviation: 0.1), weight: -0.8, bias: 1, noise: 1.3,
        observation: -0.5)),
    BoundTruth.entries(for: BernoulliLogisticBound()),
    BoundTruth.entries(
      for: BernoulliLogisticBound(
        law: Gaussian(mean: 1.5, standardDeviation: 2), weight: -1.2, bias: 0.7, observation: 0)),
    BoundTruth.entries(for: perceptron),
  ]

  /// A decoder with two hidden units and three pixels.
  private static let perceptron = PerceptronBound(
    law: Gaussian(mean: 0.4, standardDeviation: 0.7), slopes: [1.3, -0.8], offsets: [0.2, 0.5],
    weights: [1.1, -0.6, 2.0, 0.3, 1.7, -0.9], biases: [-0.4, 0.1, 0.6], image: [1, 0, 1])

  @Test("of a small VAE: value, slopes, curvature and weight score belong together")
  func perceptronDerivatives() throws {
    let problem = BoundTests.perceptron
    for z in [-2.1, -0.3, 0, 0.8, 1.9] {
      let slope = Differentiation.derivative(of: problem.value, at: z)
      #expect(agree(slope, Bounded(rounded: problem.slope(z), magnitude: 10)))
      let curvature = Differentiation.derivative(of: problem.slope, at: z)
      #expect(agree(curvature, Bounded(rounded: problem.curvature(z), magnitude: 10)))
      let path = Differentiation.derivative(of: problem.reconstruction, at: z)
      #expect(agree(path, Bounded(rounded: problem.reconstructionSlope(z), magnitude: 10)))
      let score = Differentiation.derivative(
        of: { a in
          PerceptronBound(
            law: problem.law, slopes: [a, problem.slopes[1]], offsets: problem.offsets,
            weights: problem.weights, biases: problem.biases, image: problem.image
          ).reconstruction(z)
        }, at: problem.slopes[0])
      #expect(agree(score, Bounded(rounded: problem.weightScore(z), magnitude: 10)))
      // The logits written out: the reconstruction by its definition.
      let h = [tanh(1.3 * z + 0.2), tanh(-0.8 * z + 0.5)]
      let logits = [
        -0.4 + 1.1 * h[0] + 0.3 * h[1], 0.1 - 0.6 * h[0] + 1.7 * h[1],
        0.6 + 2.0 * h[0] - 0.9 * h[1],
      ]
      let likelihood = log(
        1 / (1 + exp(-logits[0])) / (1 + exp(logits[1])) / (1 + exp(-logits[2])))
      #expect(
        agree(
          Bounded(rounded: likelihood, magnitude: 10),
          Bounded(rounded: problem.reconstruction(z), magnitude: 10)))
    }
  }

  /// w = s = 1 and b = 0, for which the variances have short closed forms.
  private static func unit(mean: Double, deviation: Double, x: Double) -> LinearGaussianBound {
    LinearGaussianBound(
      law: Gaussian(mean: mean, standardDeviation: deviation), weight: 1, bias: 0, noise: 1,
      observation: x)
  }

  @Test("have the exact gradient as their exact mean")
  func unbiased() throws {
    for family in BoundTests.families {
      #expect(
        family.entries.map(\.name)
          == ["elbo-total", "elbo-closed-kl", "elbo-path", "elbo-score", "elbo-score-closed-kl"])
      for entry in family.entries {
        #expect(!entry.estimator.contract.isBiased)
        for exact in try entry.exact() {
          let mean = try #require(exact.mean)
          #expect(agree(mean, exact.gradient), "\(entry.name): \(mean), \(exact.gradient)")
        }
      }
    }
  }

  @Test("give the gradients that the ledger prints")
  func goldenGradients() throws {
    let normal = try Truth.gradient(of: LinearGaussianBound())
    #expect((normal.mean.value - 2.9673469388).magnitude <= 5e-11)
    // Printed is the sum of two rounded terms, −2.7551020408 and 1/σ − σ: a whole unit of the last digit.
    #expect((normal.deviation.value + 1.6884353742).magnitude <= 1e-10)
    // The ledger prints those of the reconstruction; the divergence adds (μ, σ − 1/σ).
    let logistic = try Truth.gradient(of: BernoulliLogisticBound())
    #expect((logistic.mean.value + 0.6 - 0.7640252473).magnitude <= 5e-11)
    #expect((logistic.deviation.value + 0.8 - 1.25 + 0.5223523170).magnitude <= 5e-11)
  }

  @Test("have the variances of the closed forms")
  func closedForms() throws {
    for (μ, σ, x) in [(0.4, 0.6, 2.0), (-1, 1.7, 0.3), (1, 0.5.squareRoot(), 2), (0.1, 0.2, -1)] {
      let problem = BoundTests.unit(mean: μ, deviation: σ, x: x)
      let a = x - 2 * μ
      let b = 1 / σ - 2 * σ
      let family = BoundTruth.entries(for: problem)
      for (name, mean, deviation) in [
        ("elbo-total", 4 * σ * σ, a * a + 8 * σ * σ),
        ("elbo-closed-kl", σ * σ, (x - μ) * (x - μ) + 2 * σ * σ),
        ("elbo-path", b * b, a * a + 2 * b * b),
      ] {
        let exact = try #require(family.entry(name)).exact()
        let magnitude = x * x + μ * μ + σ * σ + 1 / (σ * σ)
        for (found, closed) in zip(exact.map(\.variance), [mean, deviation]) {
          let variance = try #require(found)
          #expect(
            agree(variance, Bounded(rounded: closed, magnitude: magnitude)),
            "\(name) at \(μ), \(σ), \(x): \(variance), not \(closed)")
        }
        #expect(agree(exact[0].gradient, Bounded(rounded: a, magnitude: magnitude)))
        #expect(agree(exact[1].gradient, Bounded(rounded: b, magnitude: magnitude)))
      }
    }
  }

  @Test("vanish as path derivative at the exact posterior, draw by draw, and only there")
  func stickingTheLanding() throws {
    let model = LinearGaussianBound()
    let landed = LinearGaussianBound(law: model.posterior)
    let exact = try #require(BoundTruth.entries(for: landed).entry("elbo-path")).exact()
    var generator = Philox(seed: 1)
    // Three terms of the slope, each within six deviations, cancel up to their rounding.
    let term = model.weight * (model.observation + 6 * model.weight) / (model.noise * model.noise)
    let δ = Bounded(rounded: term).error
    for _ in 0..<1000 {
      let draw = PathDerivative(landed).draw(using: &generator)
      #expect(draw.mean.magnitude <= δ && draw.deviation.magnitude <= 6 * δ)
    }
    for moments in exact {
      #expect(agree(moments.gradient, 0))
      let variance = try #require(moments.variance)
      #expect(variance.value <= δ * δ && agree(variance, 0))
    }
    for entry in BoundTruth.entries(for: landed).entries where entry.name != "elbo-path" {
      for moments in try entry.exact() {
        let variance = try #require(moments.variance)
        #expect(variance.value > 0.1 + variance.error, "\(entry.name)")
      }
    }
  }

  @Test("have no order that always holds")
  func noUniversalOrder() throws {
    func variance(_ name: String, _ problem: LinearGaussianBound) throws -> Double {
      let entry = try #require(BoundTruth.entries(for: problem).entry(name))
      let exact = try #require(entry.exact().first?.variance)
      return exact.value
    }
    // A narrow q: the path derivative of log q is large, and the explicit score cancels it.
    let narrow = BoundTests.unit(mean: 0.4, deviation: 0.2, x: 2)
    #expect(try variance("elbo-path", narrow) > 100 * variance("elbo-total", narrow))
    let near = BoundTests.unit(mean: 0.9, deviation: 0.7, x: 2)
    #expect(try variance("elbo-path", near) < 0.001 * variance("elbo-total", near))
    #expect(try variance("elbo-path", near) < variance("elbo-closed-kl", near))
    #expect(try variance("elbo-closed-kl", narrow) < variance("elbo-path", narrow))
  }

  @Test("measure as their exact moments say")
  func sampled() throws {
    for family in [BoundTests.families[0], BoundTests.families[3]] {
      for entry in family.entries {
        let measured = try Measurement.run(entry.estimator, draws: 100_000, from: Philox(seed: 3))
        for (moments, exact) in zip(measured.moments, try entry.exact()) {
          let variance = try #require(exact.variance)
          let z = Statistics.zScore(of: moments, against: exact.gradient)
          #expect(z.magnitude <= 5, "\(entry.name): bias \(z)")
          let spread = Statistics.varianceZScore(of: moments, against: variance)
          #expect(spread.magnitude <= 5, "\(entry.name): variance \(spread)")
        }
      }
    }
  }

  @Test(
    "reject the mistakes: log q not differentiated, frozen z, and the explicit term with the wrong sign"
  )
  func mistakes() throws {
    let problem = LinearGaussianBound()
    let σ = problem.law.standardDeviation
    let total = try #require(BoundTruth.entries(for: problem).entry("elbo-total")).exact()
    let biased = [
      Mistake("log q not differentiated") { ε in
        // The slope of log p(x, z) alone.
        let slope = problem.slope(problem.law.reparameterized(ε)) - ε / σ
        return LineGradient(mean: slope, deviation: slope * ε)
      },
      Mistake("z frozen") { ε in
        LineGradient(mean: -ε / σ, deviation: -(ε * ε - 1) / σ)
      },
      Mistake("noise recovered with the log-variance") { ε in
        let z = problem.law.reparameterized(ε)
        let noise = (z - problem.law.mean) / problem.law.logVariance
        let slope = problem.slope(z)
        return LineGradient(
          mean: slope - noise / σ, deviation: slope * noise - (noise * noise - 1) / σ)
      },
    ]
    for mistake in biased {
      let measured = try Measurement.run(mistake, draws: 100_000, from: Philox(seed: 4))
      let z = zip(measured.moments, total).map {
        Statistics.zScore(of: $0, against: $1.gradient).magnitude
      }
      #expect((z.max() ?? 0) >= 12, "\(mistake.contract.name): \(z)")
    }
    // Unbiased all the same, because the score has mean 0: only the variance tells.
    let doubled = Mistake("explicit term added") { ε in
      let slope = problem.slope(problem.law.reparameterized(ε))
      return LineGradient(mean: slope + ε / σ, deviation: slope * ε + (ε * ε - 1) / σ)
    }
    let measured = try Measurement.run(doubled, draws: 100_000, from: Philox(seed: 4))
    for (moments, exact) in zip(measured.moments, total) {
      #expect(Statistics.zScore(of: moments, against: exact.gradient).magnitude <= 5)
      let variance = try #require(exact.variance)
      #expect(Statistics.varianceZScore(of: moments, against: variance).magnitude >= 12)
    }
  }
}

/// Whether two bounded numbers can be equal; false for NaN.
private func agree(_ a: Bounded, _ b: Bounded) -> Bool {
  (a.value - b.value).magnitude <= a.error + b.error
}
