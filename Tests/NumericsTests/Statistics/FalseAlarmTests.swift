import Foundation
import Numerics
import Testing

@Suite struct FalseAlarmTests {
  /// `2*norm.sf(5)`, `2*norm.sf(37)`, `2*t.sf(5, 30)`, `norm.isf(.5e-6/300)`.
  @Test func tailsAndThresholdsAgreeWithSciPy() {
    #expect(agrees(FalseAlarm.twoSidedTail(beyond: 5), 5.733031437583866e-07, within: 1e-13))
    #expect(agrees(FalseAlarm.twoSidedTail(beyond: -37), 1.1451142445047853e-299, within: 1e-12))
    let student = FalseAlarm.twoSidedTail(beyond: 5, degreesOfFreedom: 30)
    #expect(agrees(student, 2.32966854670078e-05, within: 1e-12))
    let threshold = FalseAlarm.threshold(keeping: 1e-6, checks: 300)
    #expect(agrees(threshold, 5.914278567701794, within: 1e-13))
    #expect(FalseAlarm.threshold(exceededWith: 1) == 0)
    #expect(FalseAlarm.twoSidedTail(beyond: .nan).isNaN)
  }

  /// What 2σ to 6σ rules do to a right suite of 300 checks.
  @Test func threeHundredChecks() {
    let expected = [(2.0, 1.000), (3, 0.556), (4, 0.0188), (5, 1.72e-4), (6, 5.92e-7)]
    for (threshold, probability) in expected {
      let each = FalseAlarm.twoSidedTail(beyond: threshold)
      let any = FalseAlarm.anyOf(independentChecks: 300, each: each)
      let bound = FalseAlarm.unionBound(each, checks: 300)
      #expect(agrees(any, probability, within: 0.002))
      #expect(any <= bound && bound <= 1)
      #expect(agrees(FalseAlarm.unionBound((0..<300).map { _ in each }), bound, within: 1e-13))
    }
    #expect(FalseAlarm.unionBound(.nan, checks: 3).isNaN)
  }

  /// A score shifted by the stated discrepancy is missed at the stated rate.
  @Test func detectableDiscrepancyHasItsPower() {
    // 5 + norm.isf(1e-6)
    let shift = FalseAlarm.detectableDiscrepancy(threshold: 5)
    #expect(agrees(shift, 9.753424308822899, within: 1e-13))
    let missed = Reference.gaussianCDF(5 - shift) - Reference.gaussianCDF(-5 - shift)
    #expect(agrees(missed, 1e-6, within: 1e-9))
  }

  /// The first-order factor approaches the exact one, with a remainder of second order in 1/√n.
  ///
  /// The mean of n exponentials is a gamma variable, so its tail beyond z is Q(n, n + z√n), here
  /// as a Poisson sum.
  @Test func tailFactorApproachesTheExactOne() {
    var errors: [Double] = []
    for n in [1000, 4000, 16_000] {
      let (count, z) = (Double(n), 3.0)
      let x = count + z * count.squareRoot()
      // P(Gamma(n) > x) = P(Poisson(x) < n).
      let tail = (0..<n).reduce(0.0) { sum, k in
        sum + exp(Double(k) * log(x) - x - lgamma(Double(k) + 1))
      }
      let exact = tail / (FalseAlarm.twoSidedTail(beyond: z) / 2)
      let factor = FalseAlarm.tailFactor(beyond: z, skewness: 2, count: n, scale: .exact)
      #expect(exact > 1.05)
      errors.append((exact - factor).magnitude)
    }
    // Quadrupling n divides the remainder by four.
    #expect(errors[1] < errors[0] / 3 && errors[2] < errors[1] / 3)
    let mirrored = FalseAlarm.tailFactor(beyond: -3, skewness: -2, count: 1000, scale: .exact)
    let plain = FalseAlarm.tailFactor(beyond: 3, skewness: 2, count: 1000, scale: .exact)
    #expect(mirrored == plain)
  }

  /// With the sample's own standard error the sign of the correction turns round: measured on
  /// means of 100 exponentials.
  @Test func tailFactorOfTheStudentizedMean() {
    var generator = SplitMix64(seed: 9)
    var (above, below) = (0, 0)
    let trials = 20_000
    for _ in 0..<trials {
      let m = RunningMoments(generator.uniforms(100).map { -log($0) })
      let z = Statistics.zScore(of: m, against: 1)
      if z > 1.5 { above += 1 }
      if z < -1.5 { below += 1 }
    }
    let tail = FalseAlarm.twoSidedTail(beyond: 1.5) / 2
    let normal = tail * Double(trials)
    let up = FalseAlarm.tailFactor(beyond: 1.5, skewness: 2, count: 100, scale: .estimated)
    let down = FalseAlarm.tailFactor(beyond: -1.5, skewness: 2, count: 100, scale: .estimated)
    #expect(up < 0.7 && down > 1.3)
    let upRate = FalseAlarm.rateInterval(
      occurrences: above, trials: trials, confidence: 1 - 1e-6)
    let downRate = FalseAlarm.rateInterval(
      occurrences: below, trials: trials, confidence: 1 - 1e-6)
    #expect(!upRate.contains(tail) && !downRate.contains(tail), "normal: \(normal) a side")
    // First order accounts for most of the difference from the normal tail.
    let measuredUp = Double(above) / normal
    let measuredDown = Double(below) / normal
    #expect((measuredUp - up).magnitude < (measuredUp - 1).magnitude / 2)
    #expect((measuredDown - down).magnitude < (measuredDown - 1).magnitude / 2)
  }

  /// `binomtest(k, n).proportion_ci(c)` and `binom.sf(2, 30000, 5.7e-7)`.
  @Test func ratesAgreeWithSciPy() {
    let some = FalseAlarm.rateInterval(occurrences: 3, trials: 100)
    #expect(agrees(some.low, 0.006229971538306227, within: 1e-11))
    #expect(agrees(some.high, 0.08517605297428028, within: 1e-11))
    let none = FalseAlarm.rateInterval(occurrences: 0, trials: 30_000)
    #expect(none.low == 0)
    #expect(agrees(none.high, 1 - pow(0.025, 1.0 / 30_000), within: 1e-10))
    let all = FalseAlarm.rateInterval(occurrences: 4, trials: 4)
    #expect(all.high == 1)
    #expect(agrees(all.low, pow(0.025, 0.25), within: 1e-12))
    // Where the library's own beta quantile fails.
    let large = FalseAlarm.rateInterval(
      occurrences: 30_000, trials: 1_000_000, confidence: 1 - 1e-9)
    #expect(agrees(large.low, 0.02896914804049886, within: 1e-8))
    #expect(agrees(large.high, 0.031054571800844123, within: 1e-8))
    let excess = FalseAlarm.probability(ofAtLeast: 3, trials: 30_000, rate: 5.7e-7)
    #expect(agrees(excess, 8.22672086858055e-07, within: 1e-11))
    #expect(FalseAlarm.probability(ofAtLeast: 0, trials: 10, rate: 0) == 1)
    #expect(FalseAlarm.probability(ofAtLeast: 1, trials: 10, rate: 0) == 0)
  }
}
