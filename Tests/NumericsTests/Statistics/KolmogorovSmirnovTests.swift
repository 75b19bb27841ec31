import Foundation
import Numerics
import Testing

@Suite struct KolmogorovSmirnovTests {
  /// `scipy.stats.kstwo.sf(d, n)`; for `n` = 141 … 3000 its body `_ksstats._kolmogn_DMTW(n, d,
  /// cdf=False)`, Durbin's matrix, which shares no step with the expansion used here.
  @Test func pValueAgreesWithSciPyFromTheBodyToTheFarTail() {
    let expected: [(Int, Double, Double, tolerance: Double)] = [
      (3, 0.9, 0.002, 1e-13), (5, 0.3, 0.664, 1e-12),
      (10, 0.3, 0.27053557479999946, 1e-12), (10, 0.75, 2.48650390625e-06, 1e-13),
      (100, 0.08, 0.5182193645480672, 1e-12), (100, 0.15, 0.019839242125643017, 1e-12),
      (140, 0.12, 0.03252638258561632, 1e-12), (141, 0.03, 0.9992107601012718, 1e-5),
      (141, 0.08, 0.3108432481385957, 1e-5), (200, 0.14, 0.0006986150564276539, 1e-10),
      (1000, 0.03, 0.3226902464133094, 1e-6), (1000, 0.062, 0.0008751629038096968, 1e-10),
      (3000, 0.02, 0.17889813763208348, 1e-7), (1000, 0.064, 0.0005275756095069879, 1e-10),
      (1000, 0.1, 3.703687096817711e-09, 1e-12),
      (200_000, 0.0045, 0.0006052431453602938, 1e-9),
      (200_000, 0.0075, 3.366056108094019e-10, 1e-9),
    ]
    for (count, distance, p, tolerance) in expected {
      let n = Double(count)
      let sample = (1...count).map { max(0, Double($0) / n - distance) }
      let test = Statistics.kolmogorovSmirnov(sample.reversed()) { $0 }
      #expect(agrees(test.statistic, distance, within: 1e-12))
      #expect(agrees(test.pValue, p, within: tolerance), "n \(count), d \(distance)")
    }
  }

  /// `kstest(x, 'uniform', method='exact')` and `ks_2samp(fixedSample, b, method='exact')`.
  @Test func statisticsAgreeWithSciPy() {
    let x = [0.48, 0.05, 0.97, 0.17, 0.33, 0.42, 0.11, 0.59, 0.71, 0.86]
    let one = Statistics.kolmogorovSmirnov(x) { $0 }
    #expect(agrees(one.statistic, 0.13, within: 1e-14))
    #expect(agrees(one.pValue, 0.9874829346609387, within: 1e-12))
    let two = Statistics.kolmogorovSmirnov(fixedSample, [1.1, 0.9, 2.3, -0.1, 1.7, 0.3, 2.9])
    #expect(agrees(two.statistic, 0.4342857142857143, within: 1e-14))
    #expect(agrees(two.pValue, 0.19375635796659152, within: 1e-12))
  }

  /// `_stats_py._compute_outer_prob_inside_method` and, for equal sizes,
  /// `_compute_prob_outside_square` of SciPy, at prescribed distances.
  @Test func twoSamplePValueAgreesWithSciPyInTheTail() {
    // The first sample lies below the second but for a shift by the given number of steps.
    func pValue(_ n: Int, _ m: Int, shift: Double) -> TestOfFit {
      let first = (0..<n).map { (Double($0) + 0.5) / Double(n) }
      let second = (0..<m).map { (Double($0) + 0.5) / Double(m) + shift }
      return Statistics.kolmogorovSmirnov(first, second)
    }
    let square = pValue(500, 500, shift: 91.5 / 500)
    #expect(agrees(square.statistic, 92.0 / 500, within: 1e-14))
    #expect(agrees(square.pValue, 8.2169644411341e-08, within: 1e-11))
    let far = pValue(500, 500, shift: 204.5 / 500)
    #expect(agrees(far.pValue, 5.497273250658133e-38, within: 1e-11))
    // ks_2samp((arange(211) + .5)/211, (arange(300) + .5)/300 + .25, method='exact')
    let unequal = pValue(211, 300, shift: 0.25)
    #expect(agrees(unequal.statistic, 0.25402843601895736, within: 1e-14))
    #expect(agrees(unequal.pValue, 1.5848248870349236e-07, within: 1e-11))
    // Equal and nearly equal sizes take different routes.
    let near = pValue(500, 501, shift: 91.5 / 500)
    #expect(near.pValue > square.pValue / 2 && near.pValue < square.pValue * 2)
    #expect(Statistics.kolmogorovSmirnov([1, 2], [1, 2]).pValue == 1)
    // All of one below all of the other: one path in C(5, 2) on either side.
    #expect(agrees(Statistics.kolmogorovSmirnov([1, 2], [3, 4, 5]).pValue, 0.2, within: 1e-15))
  }

  /// Under the null hypothesis the p-values themselves are uniform, in every route of the law.
  @Test func pValuesAreUniformUnderTheNull() {
    var generator = SplitMix64(seed: 5)
    for (count, repetitions) in [(7, 2000), (60, 500), (300, 500)] {
      let p = (0..<repetitions).map { _ in
        Statistics.kolmogorovSmirnov(generator.uniforms(count)) { $0 }.pValue
      }
      let test = Statistics.kolmogorovSmirnov(p) { $0 }
      #expect(test.zEquivalent <= 5, "\(count) values: \(test)")
    }
    let two = (0..<500).map { _ in
      Statistics.kolmogorovSmirnov(generator.uniforms(61), generator.uniforms(87)).pValue
    }
    #expect(Statistics.kolmogorovSmirnov(two) { $0 }.zEquivalent <= 5)
  }

  /// The exponential law with the wrong rate, a deviation read as a variance, a shifted law.
  @Test func mutantsAreRejectedAtTheSampleSizeThatAcceptsTheLaw() {
    var generator = SplitMix64(seed: 6)
    let sample = generator.uniforms(20_000).map { -log($0) / 1.3 }
    func z(_ rate: Double) -> Double {
      Statistics.kolmogorovSmirnov(sample) { 1 - exp(-rate * $0) }.zEquivalent
    }
    #expect(z(1.3) <= 5)
    #expect(!(z(1 / 1.3) <= 5) && !(z(1.3 * 1.3) <= 5) && !(z(1.4) <= 5))
    let same = generator.uniforms(20_000)
    let other = generator.uniforms(15_000)
    #expect(Statistics.kolmogorovSmirnov(same, other).zEquivalent <= 5)
    #expect(!(Statistics.kolmogorovSmirnov(same, other.map { $0 + 0.05 }).zEquivalent <= 5))
    #expect(!(Statistics.kolmogorovSmirnov(same, other.map { $0 * $0 }).zEquivalent <= 5))
  }

  @Test func notANumberNeverPasses() {
    let tests = [
      Statistics.kolmogorovSmirnov([0.1, .nan, 0.3]) { $0 },
      Statistics.kolmogorovSmirnov([0.1, 0.2]) { _ in .nan },
      Statistics.kolmogorovSmirnov([.nan], [1]), Statistics.kolmogorovSmirnov([1], [2, .nan]),
    ]
    for test in tests {
      #expect(test.statistic.isNaN && test.pValue.isNaN)
      #expect(!(test.zEquivalent <= 5))
    }
    // A "distribution function" that leaves [0, 1] is rejected, not excused.
    let improper = Statistics.kolmogorovSmirnov([0.1, 0.5, 0.9]) { 3 * $0 }
    #expect(improper.pValue == 0 && improper.zEquivalent == .infinity)
  }
}
