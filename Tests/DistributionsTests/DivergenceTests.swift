import Distributions
import Foundation
import Numerics
import Testing

/// Two laws on the line with the closed forms of their divergence and cross-entropy.
struct LinePair: Sendable, CustomStringConvertible {
  let description: String
  let q: LineLaw
  let p: any Distribution<Double>
  /// KL(q‖p) and H(q, p).
  let divergence: Double
  let crossEntropy: Double
  /// The number that exchanged arguments would give, where the other direction is finite.
  let exchanged: Double?
  /// Where p has a kink.
  let kinks: [Double]

  static let all: [LinePair] = {
    let gaussian = Gaussian(mean: 0.4, standardDeviation: 0.6)
    let otherGaussian = Gaussian(mean: -0.3, standardDeviation: 1.1)
    let exponential = Exponential(rate: 2)
    let otherExponential = Exponential(rate: 0.7)
    let laplace = Laplace(location: -0.5, scale: 0.7)
    let otherLaplace = Laplace(location: 0.9, scale: 1.2)
    let gumbel = Gumbel(location: 0.3, scale: 1.4)
    let otherGumbel = Gumbel(location: -0.2, scale: 1.9)
    let gamma = Gamma(shape: 2.5, rate: 1.3)
    let otherGamma = Gamma(shape: 1.2, rate: 0.6)
    func line(_ name: String) -> LineLaw { LineLaw.all.first { $0.description == name }! }
    return [
      LinePair(
        description: "Gaussian, Gaussian", q: line("Gaussian"), p: otherGaussian,
        divergence: klDivergence(from: gaussian, to: otherGaussian),
        crossEntropy: Distributions.crossEntropy(of: gaussian, relativeTo: otherGaussian),
        exchanged: klDivergence(from: otherGaussian, to: gaussian), kinks: []),
      LinePair(
        description: "exponential, exponential", q: line("exponential"), p: otherExponential,
        divergence: klDivergence(from: exponential, to: otherExponential),
        crossEntropy: Distributions.crossEntropy(of: exponential, relativeTo: otherExponential),
        exchanged: klDivergence(from: otherExponential, to: exponential), kinks: []),
      LinePair(
        description: "Laplace, Laplace", q: line("Laplace"), p: otherLaplace,
        divergence: klDivergence(from: laplace, to: otherLaplace),
        crossEntropy: Distributions.crossEntropy(of: laplace, relativeTo: otherLaplace),
        exchanged: klDivergence(from: otherLaplace, to: laplace), kinks: [0.9]),
      LinePair(
        description: "Gumbel, Gumbel", q: line("Gumbel"), p: otherGumbel,
        divergence: klDivergence(from: gumbel, to: otherGumbel),
        crossEntropy: Distributions.crossEntropy(of: gumbel, relativeTo: otherGumbel),
        exchanged: klDivergence(from: otherGumbel, to: gumbel), kinks: []),
      LinePair(
        description: "gamma, gamma", q: line("gamma"), p: otherGamma,
        divergence: klDivergence(from: gamma, to: otherGamma),
        crossEntropy: Distributions.crossEntropy(of: gamma, relativeTo: otherGamma),
        exchanged: klDivergence(from: otherGamma, to: gamma), kinks: []),
      LinePair(
        description: "exponential, Gaussian", q: line("exponential"), p: otherGaussian,
        divergence: klDivergence(from: exponential, to: otherGaussian),
        crossEntropy: Distributions.crossEntropy(of: exponential, relativeTo: otherGaussian),
        exchanged: klDivergence(from: otherGaussian, to: exponential), kinks: []),
      LinePair(
        description: "Laplace, Gaussian", q: line("Laplace"), p: otherGaussian,
        divergence: klDivergence(from: laplace, to: otherGaussian),
        crossEntropy: Distributions.crossEntropy(of: laplace, relativeTo: otherGaussian),
        exchanged: klDivergence(from: otherGaussian, to: laplace), kinks: []),
      LinePair(
        description: "Gaussian, Laplace", q: line("Gaussian"), p: otherLaplace,
        divergence: klDivergence(from: gaussian, to: otherLaplace),
        crossEntropy: Distributions.crossEntropy(of: gaussian, relativeTo: otherLaplace),
        exchanged: klDivergence(from: otherLaplace, to: gaussian), kinks: [0.9]),
      LinePair(
        description: "Gumbel, Gaussian", q: line("Gumbel"), p: otherGaussian,
        divergence: klDivergence(from: gumbel, to: otherGaussian),
        crossEntropy: Distributions.crossEntropy(of: gumbel, relativeTo: otherGaussian),
        exchanged: klDivergence(from: otherGaussian, to: gumbel), kinks: []),
      LinePair(
        description: "Gaussian, Gumbel", q: line("Gaussian"), p: otherGumbel,
        divergence: klDivergence(from: gaussian, to: otherGumbel),
        crossEntropy: Distributions.crossEntropy(of: gaussian, relativeTo: otherGumbel),
        exchanged: klDivergence(from: otherGumbel, to: gaussian), kinks: []),
    ]
  }()
}

@Suite("Divergences of laws on the line")
struct DivergenceTests {
  @Test("Closed divergence and cross-entropy are the integrals", arguments: LinePair.all)
  func quadrature(_ pair: LinePair) throws {
    let cross = try pair.q.expectation(splittingAt: pair.kinks) { value, _ in
      -pair.p.logDensity(at: value)
    }
    let divergence = try pair.q.expectation(splittingAt: pair.kinks) { value, logDensity in
      logDensity - pair.p.logDensity(at: value)
    }
    #expect(ContinuousLawTests.agrees(pair.divergence, divergence))
    #expect(ContinuousLawTests.agrees(pair.crossEntropy, cross))
    #expect(pair.divergence > 0)
    #expect(!ContinuousLawTests.agrees(-pair.divergence, divergence))
    #expect(!ContinuousLawTests.agrees(pair.divergence, cross))
    if let exchanged = pair.exchanged {
      #expect(!ContinuousLawTests.agrees(exchanged, divergence))
    }
  }

  @Test("Usual mistakes in the Gaussian closed form are rejected")
  func gaussianMistakes() throws {
    let pair = LinePair.all[0]
    let integral = try pair.q.expectation { value, logDensity in
      logDensity - pair.p.logDensity(at: value)
    }
    let (q, p) = (
      Gaussian(mean: 0.4, standardDeviation: 0.6), Gaussian(mean: -0.3, standardDeviation: 1.1)
    )
    let mistakes = [
      2 * klDivergence(from: q, to: p),
      klDivergence(from: q, to: p) + 0.5,
      klDivergence(
        from: Gaussian(mean: 0.4, standardDeviation: 0.36),
        to: Gaussian(mean: -0.3, standardDeviation: 1.21)),
      klDivergence(from: q, to: p) + log(1.1 / 0.6),
    ]
    for mistake in mistakes { #expect(!ContinuousLawTests.agrees(mistake, integral)) }
  }

  @Test("A Gaussian is infinitely far from an exponential law")
  func gaussianToExponential() {
    let (q, p) = (Gaussian.standard, Exponential(rate: 1))
    #expect(klDivergence(from: q, to: p) == .infinity)
    #expect(crossEntropy(of: q, relativeTo: p) == .infinity)
    // The reason: the Gaussian reaches where the exponential law has no density.
    #expect(q.cumulative(at: 0) == 0.5)
    #expect(p.logDensity(at: -0.1) == -.infinity)
    #expect(klDivergence(from: p, to: q).isFinite)
  }

  @Test("A law has no divergence from itself, however extreme, and little from its neighbours")
  func selfDivergence() {
    for deviation in [1e-300, 1e-8, 1, 1e8, 1e150] {
      let law = Gaussian(mean: deviation, standardDeviation: deviation)
      #expect(klDivergence(from: law, to: law) == 0)
      let wider = Gaussian(mean: deviation, standardDeviation: deviation * (1 + 0x1p-20))
      // The divergence of close scales is the square of their logarithm's difference.
      #expect(
        (klDivergence(from: wider, to: law) / 0x1p-40 - 1).magnitude <= 0x1p-10)
      #expect(
        klDivergence(from: Exponential(rate: deviation), to: Exponential(rate: deviation)) == 0)
      let laplace = Laplace(location: 0, scale: deviation)
      #expect(klDivergence(from: laplace, to: laplace) == 0)
    }
    let (thin, unit) = (Gaussian(mean: 0, standardDeviation: 1e-300), Gaussian.standard)
    #expect(klDivergence(from: thin, to: unit) == -0.5 - log(1e-300))
    #expect(klDivergence(from: unit, to: thin) == .infinity)
  }
}
