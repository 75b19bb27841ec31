import Numerics
import Testing

@Suite struct RunningMomentsTests {
  /// `m = numpy.array(fixedSample)`: `m.mean()`, `m.var(ddof=1)`, `scipy.stats.moment(m, 3)`,
  /// `moment(m, 4)`, `skew(m)`, `kurtosis(m)`.
  @Test func agreesWithSciPy() {
    let m = RunningMoments(fixedSample)
    #expect(m.count == 25)
    #expect(agrees(m.mean, 0.2164, within: 1e-14))
    #expect(agrees(m.variance, 1.235524, within: 1e-14))
    #expect(agrees(m.thirdCentralMoment, -0.5249212005119995, within: 1e-13))
    #expect(agrees(m.fourthCentralMoment, 4.326805407572275, within: 1e-13))
    #expect(agrees(m.skewness, -0.4063595632578907, within: 1e-13))
    #expect(agrees(m.excessKurtosis, 0.07554811580366527, within: 1e-11))
    #expect(agrees(m.standardError, (1.235524 / 25).squareRoot(), within: 1e-14))
    #expect(agrees(m.varianceStandardError, 0.34219852810189627, within: 1e-13))
  }

  /// Merging any split gives the moments of the whole, whichever side comes first.
  @Test func mergeIsAssociativeAndCommutativeUpToRounding() {
    let whole = RunningMoments(fixedSample)
    for first in 0...25 {
      for second in first...25 {
        let a = RunningMoments(fixedSample[..<first])
        let b = RunningMoments(fixedSample[first..<second])
        let c = RunningMoments(fixedSample[second...])
        var (leftFirst, rightFirst, backwards) = (a, b, c)
        leftFirst.merge(b)
        leftFirst.merge(c)
        rightFirst.merge(c)
        var right = a
        right.merge(rightFirst)
        backwards.merge(b)
        backwards.merge(a)
        for merged in [leftFirst, right, backwards] {
          #expect(merged.count == 25)
          #expect(agrees(merged.mean, whole.mean, within: 1e-13))
          #expect(agrees(merged.variance, whole.variance, within: 1e-13))
          #expect(agrees(merged.thirdCentralMoment, whole.thirdCentralMoment, within: 1e-12))
          #expect(agrees(merged.fourthCentralMoment, whole.fourthCentralMoment, within: 1e-12))
        }
      }
    }
  }

  /// The bits do not depend on who filled the blocks, nor in which order they finished.
  @Test func treeMergeHasTheSameBitsForAnyNumberOfThreads() async {
    var generator = SplitMix64(seed: 1)
    let blocks = (0..<37).map { _ in generator.uniforms(101) }
    let serial = RunningMoments(merging: blocks.map { RunningMoments($0) })
    let parallel = await withTaskGroup(of: (Int, RunningMoments).self) { group in
      for (index, block) in blocks.enumerated().reversed() {
        group.addTask { (index, RunningMoments(block)) }
      }
      var filled = [RunningMoments](repeating: RunningMoments(), count: blocks.count)
      for await (index, moments) in group { filled[index] = moments }
      return RunningMoments(merging: filled)
    }
    #expect(serial == parallel)
    #expect(serial.count == 37 * 101)
    #expect(RunningMoments(merging: []) == RunningMoments())
  }

  /// A common offset of 10⁹ leaves every central moment, where Σx² − n·x̄² would leave no digit.
  @Test func largeOffsetCostsNoDigits() {
    // Multiples of 1/64 stay exact beside 10⁹.
    let small = fixedSample.map { ($0 * 64).rounded() / 64 }
    let plain = RunningMoments(small)
    let far = RunningMoments(small.map { $0 + 1e9 })
    var merged = RunningMoments(small.prefix(9).map { $0 + 1e9 })
    merged.merge(RunningMoments(small.dropFirst(9).map { $0 + 1e9 }))
    for moments in [far, merged] {
      #expect(moments.mean == plain.mean + 1e9)
      #expect(agrees(moments.variance, plain.variance, within: 1e-14))
      #expect(agrees(moments.thirdCentralMoment, plain.thirdCentralMoment, within: 1e-13))
      #expect(agrees(moments.fourthCentralMoment, plain.fourthCentralMoment, within: 1e-13))
    }
    let squares = small.reduce(0) { $0 + ($1 + 1e9) * ($1 + 1e9) }
    let naive = (squares - 25 * far.mean * far.mean) / 24
    #expect(!agrees(naive, plain.variance, within: 0.5))
  }

  @Test func constantValuesHaveExactlyNoVariance() {
    var m = RunningMoments(repeatElement(0.1, count: 1000))
    m.merge(RunningMoments(repeatElement(0.1, count: 77)))
    #expect(m.mean == 0.1)
    #expect(m.variance == 0)
    #expect(m.standardError == 0)
    #expect(m.skewness.isNaN)
  }

  /// Too few values leave NaN; NaN and infinities leave nothing finite, also through a merge.
  @Test func undefinedMomentsAreNotANumber() {
    #expect(RunningMoments().mean.isNaN)
    #expect(RunningMoments([1]).mean == 1)
    #expect(RunningMoments([1]).variance.isNaN)
    for bad in [Double.nan, .infinity, -.infinity] {
      for values in [[bad, 1, 2], [1, bad, 2], [1, 2, bad]] {
        var m = RunningMoments([3, 4])
        m.merge(RunningMoments(values))
        #expect(!m.mean.isFinite)
        #expect(!m.variance.isFinite)
        #expect(!m.fourthCentralMoment.isFinite)
      }
    }
  }
}
