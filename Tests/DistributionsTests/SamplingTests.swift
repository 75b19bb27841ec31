import Distributions
import Foundation
import Numerics
import Testing

/// Draws against laws, with fixed seeds: a score beyond 6 has probability 2e-9 a test.
@Suite("Sampling")
struct SamplingTests {
  static let draws = 20_000
  static let threshold = 6.0

  static func sample(
    _ law: any Distribution<Double>, count: Int = draws, stream: String
  ) -> [Double] {
    var generator = Philox(seed: 2024).substream(stream)
    return law.samples(count, using: &generator)
  }

  static func fits(_ score: Double) -> Bool { score.magnitude <= threshold }

  @Test("Draws follow the cdf, the mean and the variance of the law", arguments: LineLaw.all)
  func onTheLine(_ line: LineLaw) {
    let sample = Self.sample(line.law, stream: line.description)
    let moments = RunningMoments(sample)
    let mean = Bounded(rounded: line.mean)
    let variance = Bounded(rounded: line.variance)
    #expect(Self.fits(Statistics.kolmogorovSmirnov(sample, cdf: line.cumulative).zEquivalent))
    #expect(Self.fits(Statistics.zScore(of: moments, against: mean)))
    #expect(Self.fits(Statistics.varianceZScore(of: moments, against: variance)))

    // Twice the variance, a shift by a tenth of a deviation, and the mirror image are noticed.
    let deviation = line.variance.squareRoot()
    let wide = sample.map { line.mean + 2.0.squareRoot() * ($0 - line.mean) }
    let shifted = sample.map { $0 + 0.1 * deviation }
    #expect(!Self.fits(Statistics.varianceZScore(of: RunningMoments(wide), against: variance)))
    #expect(!Self.fits(Statistics.zScore(of: RunningMoments(shifted), against: mean)))
    for wrong in [wide, shifted] {
      #expect(!Self.fits(Statistics.kolmogorovSmirnov(wrong, cdf: line.cumulative).zEquivalent))
    }
  }

  @Test("Counts follow the probabilities of the law", arguments: CountLaw.all)
  func onCounts(_ count: CountLaw) throws {
    var generator = Philox(seed: 2024).substream(count.description)
    var observed = [Int](repeating: 0, count: count.outcomes)
    var moments = RunningMoments()
    for value in count.law.samples(Self.draws, using: &generator) {
      observed[value] += 1
      moments.add(Double(value))
    }
    func expected(_ law: any Distribution<Int>) -> [Double] {
      observed.indices.map { Double(Self.draws) * law.density(at: $0) }
    }
    let fit = try Statistics.chiSquared(observed: observed, expected: expected(count.law))
    #expect(Self.fits(fit.zEquivalent))
    #expect(Self.fits(Statistics.zScore(of: moments, against: Bounded(rounded: count.mean))))
    // The same counts against a law whose mean is a tenth of a deviation off.
    let tenth = 0.1 * count.variance.squareRoot()
    let off = Bounded(rounded: count.mean + tenth)
    #expect(!Self.fits(Statistics.zScore(of: moments, against: off)))
    if count.law is Poisson {
      let wrong = try Statistics.chiSquared(
        observed: observed, expected: expected(Poisson(mean: count.mean + tenth)))
      #expect(!Self.fits(wrong.zEquivalent))
    }
  }

  @Test("Poisson draws by rejection have the right law in detail", arguments: [10.0, 123.4])
  func poissonRejection(mean: Double) throws {
    // Most draws are accepted before the density is looked at: many are needed to see a fault.
    let draws = 400_000
    let law = Poisson(mean: mean)
    var generator = Philox(seed: 2024).substream("rejection")
    var observed = [Int](repeating: 0, count: 500)
    for _ in 0..<draws { observed[law.sample(using: &generator)] += 1 }
    let expected = observed.indices.map { Double(draws) * law.density(at: $0) }
    let fit = try Statistics.chiSquared(observed: observed, expected: expected)
    #expect(Self.fits(fit.zEquivalent))
    let wrong = Poisson(mean: mean + 0.02 * mean.squareRoot())
    let wronglyExpected = observed.indices.map { Double(draws) * wrong.density(at: $0) }
    let misfit = try Statistics.chiSquared(observed: observed, expected: wronglyExpected)
    #expect(!Self.fits(misfit.zEquivalent))
  }

  @Test("Poisson draws with a mean of 10¹² have the right mean and variance")
  func poissonLargeMean() {
    let law = Poisson(mean: 1e12)
    var generator = Philox(seed: 2024).substream("large")
    let moments = RunningMoments(law.samples(Self.draws, using: &generator).map { Double($0) })
    let mean = Bounded(exactly: 1e12)
    #expect(Self.fits(Statistics.zScore(of: moments, against: mean)))
    #expect(Self.fits(Statistics.varianceZScore(of: moments, against: mean)))
    #expect(!Self.fits(Statistics.zScore(of: moments, against: mean + 1e5)))
  }

  @Test("Uniform numbers are uniform and successive ones independent")
  func uniform() throws {
    var generator = Philox(seed: 1).substream("uniform")
    let values = (0..<Self.draws).map { _ in generator.uniform() }
    #expect(Self.fits(Statistics.kolmogorovSmirnov(values, cdf: { $0 }).zEquivalent))
    #expect(!Self.fits(Statistics.kolmogorovSmirnov(values, cdf: { $0 * $0 }).zEquivalent))
    for lag in 1...3 {
      #expect(Self.fits(Statistics.autocorrelation(values, lag: lag).zScore))
    }
    // Pairs fall evenly on an 8 by 8 board.
    var observed = [Int](repeating: 0, count: 64)
    for index in stride(from: 0, to: values.count, by: 2) {
      let row = min(7, Int(8 * values[index]))
      let column = min(7, Int(8 * values[index + 1]))
      observed[8 * row + column] += 1
    }
    let expected = [Double](repeating: Double(values.count / 2) / 64, count: 64)
    let fit = try Statistics.chiSquared(observed: observed, expected: expected)
    #expect(Self.fits(fit.zEquivalent))
  }

  @Test("Sub-streams with neighbouring numbers give independent normal numbers")
  func neighbouringStreams() {
    let root = Philox(seed: 1).substream("neighbours")
    let first = (0..<Self.draws).map { index -> Double in
      var generator = root.substream(index)
      return generator.standardNormal()
    }
    let fit = Statistics.kolmogorovSmirnov(first, cdf: { Gaussian.standard.cumulative(at: $0) })
    #expect(Self.fits(fit.zEquivalent))
    #expect(Self.fits(Statistics.autocorrelation(first, lag: 1).zScore))
  }

  @Test("Vectors have the means, variances and covariances of their laws")
  func vectors() throws {
    let law = try MultivariateGaussian(
      mean: [0.3, -0.2, 1], covariance: [0.49, 0.46, 0.1, 0.46, 1.21, -0.3, 0.1, -0.3, 2])
    var generator = Philox(seed: 5).substream("vectors")
    var products = [RunningMoments](repeating: RunningMoments(), count: 9)
    var distances: [Double] = []
    for value in law.samples(Self.draws, using: &generator) {
      let centred = zip(value, law.mean).map { $0 - $1 }
      for row in 0..<3 {
        for column in 0..<3 { products[3 * row + column].add(centred[row] * centred[column]) }
      }
      distances.append(law.squaredDistance(to: value))
    }
    for (index, product) in products.enumerated() {
      let covariance = law.covariance[index]
      #expect(Self.fits(Statistics.zScore(of: product, against: Bounded(rounded: covariance))))
      #expect(
        !Self.fits(Statistics.zScore(of: product, against: Bounded(rounded: covariance + 0.25))))
    }
    // The squared distances from the mean are χ² with as many degrees as coordinates.
    func chiSquared(_ degrees: Double) -> Double {
      Statistics.kolmogorovSmirnov(
        distances, cdf: { Reference.chiSquaredCDF($0, degrees: degrees) }
      ).zEquivalent
    }
    #expect(Self.fits(chiSquared(3)))
    #expect(!Self.fits(chiSquared(2)))
  }

  @Test("A diagonal law draws its coordinates independently, into place or anew")
  func diagonal() {
    let law = DiagonalGaussian(mean: [0.4, -1], standardDeviations: [0.6, 2])
    var generator = Philox(seed: 6).substream("diagonal")
    var copy = generator
    var products = RunningMoments()
    var second: [Double] = []
    var value = law.mean
    for _ in 0..<Self.draws {
      law.sample(into: &value, using: &generator)
      #expect(law.sample(using: &copy) == value)
      products.add((value[0] - 0.4) * (value[1] + 1))
      second.append(value[1])
    }
    let marginal = law[1]
    #expect(Self.fits(Statistics.zScore(of: products, against: Bounded(exactly: 0))))
    #expect(
      Self.fits(
        Statistics.kolmogorovSmirnov(second, cdf: { marginal.cumulative(at: $0) }).zEquivalent))
    // One noise number for both coordinates would give a covariance of 1.2.
    #expect(!Self.fits(Statistics.zScore(of: products, against: Bounded(rounded: 1.2))))
  }

  @Test("The same stream gives the same draws, and any generator will do")
  func reproducibility() {
    let law = Gamma(shape: 0.6, rate: 2)
    #expect(Self.sample(law, count: 50, stream: "a") == Self.sample(law, count: 50, stream: "a"))
    #expect(Self.sample(law, count: 50, stream: "a") != Self.sample(law, count: 50, stream: "b"))
    var system = SystemRandomNumberGenerator()
    #expect(Exponential(rate: 1).sample(using: &system) >= 0)
  }
}
