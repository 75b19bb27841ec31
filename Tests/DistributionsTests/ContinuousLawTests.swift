import Distributions
import Foundation
import Numerics
import Testing

@Suite("Laws on the line")
struct ContinuousLawTests {
  /// Whether a closed form is the number that quadrature found, within the latter's error and the
  /// roundings of both.
  static func agrees(_ closed: Double, _ integral: Bounded) -> Bool {
    let rounding = Bounded(rounded: closed, magnitude: 1)
    return (closed - integral.value).magnitude <= integral.error + rounding.error
  }

  @Test("The density has integral 1, and half the density has not", arguments: LineLaw.all)
  func normalization(_ line: LineLaw) throws {
    let total = try line.expectation { _, _ in 1 }
    #expect(Self.agrees(1, total))
    #expect(!Self.agrees(1, try line.expectation { _, _ in 0.5 }))
  }

  @Test("The density is the independent library's", arguments: LineLaw.all)
  func referenceDensity(_ line: LineLaw) {
    for step in -40...80 {
      let x = line.mean + 0.1 * Double(step) * line.variance.squareRoot()
      let reference = line.reference(x)
      let logDensity = line.law.logDensity(at: x)
      // The exponential turns roundings of the log density into relative ones, and the density of
      // a narrow law is as sensitive to the rounding of x.
      let slack = 64 * 0x1p-52 * (1 + logDensity.magnitude + x.magnitude / line.variance)
      if x < line.lower {
        #expect(reference == 0 && logDensity == -.infinity)
      } else {
        #expect((exp(logDensity) - reference).magnitude <= slack * reference)
        #expect(!((exp(logDensity + 1e-6) - reference).magnitude <= slack * reference))
      }
    }
  }

  @Test("Mean and variance are those of the density", arguments: LineLaw.all)
  func moments(_ line: LineLaw) throws {
    let mean = try line.expectation { value, _ in value }
    let variance = try line.expectation { value, _ in (value - line.mean) * (value - line.mean) }
    #expect(Self.agrees(line.mean, mean))
    #expect(Self.agrees(line.variance, variance))
    #expect(!Self.agrees(line.variance.squareRoot(), variance))
  }

  @Test("The entropy is the mean of minus the log density", arguments: LineLaw.all)
  func entropy(_ line: LineLaw) throws {
    let integral = try line.expectation { _, logDensity in -logDensity }
    #expect(Self.agrees(line.law.entropy, integral))
    #expect(!Self.agrees(line.law.entropy + 0.5, integral))
    #expect(!Self.agrees(-line.law.entropy, integral))
  }

  @Test("The cdf is the integral of the density", arguments: LineLaw.all)
  func cumulative(_ line: LineLaw) throws {
    for offset in [-1.5, -0.4, 0.3, 1, 2.5] {
      let end = line.mean + offset * line.variance.squareRoot()
      guard end > line.lower else {
        #expect(line.cumulative(end) == 0)
        continue
      }
      let integral = try line.expectation(splittingAt: [end], upTo: end) { _, _ in 1 }
      #expect(Self.agrees(line.cumulative(end), integral))
      #expect(!Self.agrees(1 - line.cumulative(end), integral))
    }
  }

  @Test("The slope and the score of a Gaussian are derivatives of its log density")
  func gaussianScore() {
    let (mean, deviation) = (0.4, 0.6)
    let law = Gaussian(mean: mean, standardDeviation: deviation)
    for x in [-1.0, 0.1, 0.4, 2] {
      let score = law.score(at: x)
      let byValue = Differentiation.derivative(of: { law.logDensity(at: $0) }, at: x)
      let byMean = Differentiation.derivative(
        of: { Gaussian(mean: $0, standardDeviation: deviation).logDensity(at: x) }, at: mean)
      let byDeviation = Differentiation.derivative(
        of: { Gaussian(mean: mean, standardDeviation: $0).logDensity(at: x) }, at: deviation)
      let byLogVariance = Differentiation.derivative(
        of: { Gaussian(mean: mean, logVariance: $0).logDensity(at: x) }, at: law.logVariance)
      #expect(Self.agrees(law.logDensitySlope(at: x), byValue))
      #expect(Self.agrees(score.mean, byMean))
      #expect(Self.agrees(score.standardDeviation, byDeviation))
      #expect(Self.agrees(score.logVariance, byLogVariance))
      #expect(!Self.agrees(2 * score.logVariance, byLogVariance))
    }
  }

  @Test("The scores of Bernoulli and exponential laws are derivatives too")
  func otherScores() {
    for value in [0, 1] {
      let slope = Differentiation.derivative(
        of: { Bernoulli(logit: $0).logDensity(at: value) }, at: 0.8)
      #expect(Self.agrees(Bernoulli(logit: 0.8).score(at: value), slope))
      #expect(!Self.agrees(Bernoulli(logit: 0.8).score(at: 1 - value), slope))
    }
    let slope = Differentiation.derivative(
      of: { Exponential(rate: $0).logDensity(at: 1.7) }, at: 2)
    #expect(Self.agrees(Exponential(rate: 2).score(at: 1.7), slope))
    #expect(!Self.agrees(-1.7, slope))
  }

  @Test("Extreme parameters and arguments stay finite where the exact number is")
  func extremes() {
    let thin = Gaussian(mean: 0, standardDeviation: 1e-300)
    #expect(thin.logDensity(at: 0) == -thin.logStandardDeviation - 0.91893853320467274178)
    #expect(thin.logDensity(at: 1) == -.infinity)
    #expect(thin.entropy.isFinite)
    #expect(Gaussian.standard.logDensity(at: 1e8) == -0.5e16 - 0.91893853320467274178)
    #expect(Gaussian.standard.logDensity(at: .infinity) == -.infinity)
    #expect(Gaussian.standard.cumulative(at: -37).isNormal)
    #expect(Gaussian.standard.upperTail(at: 37) == Gaussian.standard.cumulative(at: -37))
    #expect(Gaussian(mean: 0, logVariance: -1000).logVariance == -1000)

    #expect(Exponential(rate: 1e-300).entropy == 1 - log(1e-300))
    #expect(Exponential(rate: 2).logDensity(at: -1e-300) == -.infinity)
    #expect(Exponential(rate: 2).cumulative(at: 1e-300) == 2e-300)
    #expect(Laplace(location: 0, scale: 1).cumulative(at: -700) == 0.5 * exp(-700))
    let gumbel = Gumbel(location: 0, scale: 1)
    #expect(gumbel.logDensity(at: -800) == -.infinity)
    #expect(gumbel.logDensity(at: -.infinity) == -.infinity)
    #expect(gumbel.logDensity(at: 800) == -800)
    #expect(Gamma(shape: 1, rate: 3).logDensity(at: 0) == log(3))
    #expect(Gamma(shape: 2, rate: 3).logDensity(at: 0) == -.infinity)
    #expect(Gamma(shape: 0.5, rate: 3).logDensity(at: 0) == .infinity)
    #expect(Gamma(shape: 2, rate: 3).logDensity(at: -1) == -.infinity)
    for value in [Double.nan] {
      #expect(Gaussian.standard.logDensity(at: value).isNaN)
      #expect(Exponential(rate: 1).logDensity(at: value).isNaN)
      #expect(Laplace(location: 0, scale: 1).logDensity(at: value).isNaN)
      #expect(gumbel.logDensity(at: value).isNaN)
      #expect(Gamma(shape: 2, rate: 1).logDensity(at: value).isNaN)
    }
  }
}
