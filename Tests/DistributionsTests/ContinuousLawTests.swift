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
    let (mean, deviation, step) = (0.4, 0.6, 1e-4)
    let law = Gaussian(mean: mean, standardDeviation: deviation)
    let logVariance = law.logVariance
    // A central difference errs by h²/6 times a third derivative (below 40 here) and rounding / h.
    let bound = 40 * step * step / 6 + 64 * 0x1p-52 / step
    for x in [-1.0, 0.1, 0.4, 2] {
      func slope(_ f: (Double) -> Double) -> Double { (f(step) - f(-step)) / (2 * step) }
      let score = law.score(at: x)
      let byValue = slope { law.logDensity(at: x + $0) }
      let byMean = slope {
        Gaussian(mean: mean + $0, standardDeviation: deviation).logDensity(at: x)
      }
      let byDeviation = slope {
        Gaussian(mean: mean, standardDeviation: deviation + $0).logDensity(at: x)
      }
      let byLogVariance = slope {
        Gaussian(mean: mean, logVariance: logVariance + $0).logDensity(at: x)
      }
      #expect((law.logDensitySlope(at: x) - byValue).magnitude <= bound)
      #expect((score.mean - byMean).magnitude <= bound)
      #expect((score.standardDeviation - byDeviation).magnitude <= bound * 100)
      #expect((score.logVariance - byLogVariance).magnitude <= bound)
      #expect(!((2 * score.logVariance - byLogVariance).magnitude <= bound))
    }
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
