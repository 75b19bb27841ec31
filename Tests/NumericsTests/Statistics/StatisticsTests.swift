import Numerics
import Testing

@Suite struct StatisticsTests {
  private let moments = RunningMoments(fixedSample)

  /// `(m.mean() - .5)/scipy.stats.sem(m)` and `(m.var(ddof=1) - 1)` over the square root of
  /// `(moment(m, 4) - v*v*(n - 3)/(n - 1))/n`.
  @Test func scoresAgreeWithSciPy() {
    let z = Statistics.zScore(of: moments, against: 0.5)
    let v = Statistics.varianceZScore(of: moments, against: 1)
    #expect(agrees(z, -1.2757061166797432, within: 1e-12))
    #expect(agrees(v, 0.688267133428079, within: 1e-12))
  }

  /// What the expectation does not know is taken off the gap, no more.
  @Test func expectationErrorShortensTheGap() {
    let error = moments.standardError / 2
    let sharp = Statistics.zScore(of: moments, against: Bounded(0.5, error: 0))
    let blurred = Statistics.zScore(of: moments, against: Bounded(0.5, error: error))
    #expect(agrees(blurred, sharp + 0.5, within: 1e-12))
    #expect(Statistics.zScore(of: moments, against: Bounded(0.5, error: 1)) == 0)
  }

  @Test func zeroVarianceScoresZeroOrInfinity() {
    let constant = RunningMoments(repeatElement(0.1 + 0.2, count: 50))
    #expect(Statistics.zScore(of: constant, against: 0.3) == 0)
    #expect(Statistics.zScore(of: constant, against: Bounded(0.31, error: 0.02)) == 0)
    #expect(Statistics.zScore(of: constant, against: 0.31) == -.infinity)
    #expect(Statistics.zScore(of: constant, against: 0.29) == .infinity)
    #expect(Statistics.varianceZScore(of: constant, against: 0) == 0)
    #expect(Statistics.varianceZScore(of: constant, against: 1e-9) == -.infinity)
  }

  /// Values that are equal but for their rounding do not turn it into many standard errors.
  @Test func roundingAloneIsNoEvidence() {
    let values = (0..<10_000).map { $0 % 97 == 0 ? 0.3.nextUp : 0.3.nextUp.nextUp }
    let m = RunningMoments(values)
    #expect(m.variance > 0)
    #expect(Statistics.zScore(of: m, against: 0.3) == 0)
    #expect(Statistics.varianceZScore(of: m, against: 0) == 0)
    #expect(Statistics.zScore(of: m, against: 0.3 * (1 - 1e-12)) > 100)
  }

  @Test func notANumberNeverPasses() {
    let cases: [(RunningMoments, Bounded)] = [
      (RunningMoments(), 0), (RunningMoments([1]), 1), (RunningMoments([1, .nan, 1]), 1),
      (RunningMoments([1, .infinity, 1]), 1), (moments, Bounded(.nan, error: 0)),
      (moments, Bounded(.infinity, error: 0)), (moments, Bounded(0.2, error: .infinity)),
      (moments, Bounded(0.2, error: .nan)),
    ]
    for (sample, expectation) in cases {
      #expect(Statistics.zScore(of: sample, against: expectation).isNaN)
      #expect(Statistics.varianceZScore(of: sample, against: expectation).isNaN)
    }
    let nothing = Statistics.meanInterval(RunningMoments([1]))
    #expect(!nothing.contains(1) && !Interval(low: .nan, high: 2).contains(1))
    #expect(!Statistics.varianceInterval(RunningMoments([1])).contains(0))
  }

  /// `t.interval(.95, 24, m.mean(), sem(m))`, the same at 1 − 1e-6;
  /// `24*v/chi2.isf(.025, 24)`, `24*v/chi2.ppf(.025, 24)`; `v*exp(±norm.isf(.025)*se/v)`.
  @Test func intervalsAgreeWithSciPy() {
    let expected: [(Interval, Double, Double)] = [
      (Statistics.meanInterval(moments), -0.24242168661314706, 0.6752216866131469),
      (
        Statistics.meanInterval(moments, confidence: 1 - 1e-6), -1.2295069376473737,
        1.6623069376371062
      ),
      (Statistics.gaussianVarianceInterval(moments), 0.7532902646227306, 2.3911149756325307),
      (Statistics.varianceInterval(moments), 0.7179546821411212, 2.126206002339222),
    ]
    for (interval, low, high) in expected {
      #expect(agrees(interval.low, low, within: 1e-10))
      #expect(agrees(interval.high, high, within: 1e-10))
    }
  }

  /// Two hundred thousand draws and the 10⁻⁹ level, where the library's own χ² quantile fails:
  /// `199999/chi2.isf(.5e-9, 199999)`, `199999/chi2.ppf(.5e-9, 199999)`.
  @Test func intervalsReachTheFarTailOfLargeSamples() {
    var generator = SplitMix64(seed: 2)
    let m = RunningMoments(generator.uniforms(200_000))
    let interval = Statistics.gaussianVarianceInterval(m, confidence: 1 - 1e-9)
    #expect(agrees(interval.low / m.variance, 0.9809297972854625, within: 1e-8))
    #expect(agrees(interval.high / m.variance, 1.0195745876034532, within: 1e-8))
  }

  /// The uniform law's variance: the fourth-moment interval covers it as often as it says, the
  /// normal-theory interval far too often (the law's tails are light).
  @Test func fourthMomentIntervalHasItsCoverage() {
    var generator = SplitMix64(seed: 3)
    var (general, gaussian) = (0, 0)
    let trials = 2000
    for _ in 0..<trials {
      let m = RunningMoments(generator.uniforms(400))
      if Statistics.varianceInterval(m, confidence: 0.9).contains(1.0 / 12) { general += 1 }
      if Statistics.gaussianVarianceInterval(m, confidence: 0.9).contains(1.0 / 12) {
        gaussian += 1
      }
    }
    let missed = FalseAlarm.rateInterval(
      occurrences: trials - general, trials: trials, confidence: 1 - 1e-6)
    #expect(missed.contains(0.1))
    #expect(gaussian > 1960)
  }

  /// A mean off by the stated detectable discrepancy is rejected; the right one is not.
  @Test func meanAndVarianceScoresHavePower() {
    var generator = SplitMix64(seed: 4)
    let m = RunningMoments(generator.uniforms(100_000))
    let reach = FalseAlarm.detectableDiscrepancy(threshold: 5)
    let mean = Statistics.zScore(of: m, against: 0.5)
    let variance = Statistics.varianceZScore(of: m, against: Bounded(rounded: 1.0 / 12))
    #expect(mean.magnitude <= 5 && variance.magnitude <= 5)
    let off = 0.5 + reach * m.standardError
    #expect(Statistics.zScore(of: m, against: Bounded(exactly: off)) < -5)
    let wide = 1.0 / 12 + reach * m.varianceStandardError
    #expect(Statistics.varianceZScore(of: m, against: Bounded(exactly: wide)) < -5)
    // The deviation taken for the variance.
    let deviation = Bounded(exactly: (1.0 / 12).squareRoot())
    #expect(Statistics.varianceZScore(of: m, against: deviation) < -5)
  }
}
