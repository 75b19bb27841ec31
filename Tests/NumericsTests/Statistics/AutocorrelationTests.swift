import Numerics
import Testing

@Suite struct AutocorrelationTests {
  /// `r = m - m.mean(); (r[k:]*r[:-k]).sum()/(r*r).sum()` with numpy.
  @Test func agreesWithNumPy() {
    let first = Statistics.autocorrelation(fixedSample, lag: 1)
    #expect(agrees(first.value, -0.0935890682819597, within: 1e-12))
    let third = Statistics.autocorrelation(fixedSample, lag: 3)
    #expect(agrees(third.value, 0.19296296955785558, within: 1e-12))
    #expect(agrees(third.standardError, (22.0 / (25 * 27)).squareRoot(), within: 1e-14))
  }

  /// Over all orders of a few numbers the mean autocorrelation is the stated expectation, exactly.
  @Test func expectationIsThatOfARandomOrder() {
    func orders(_ values: [Double]) -> [[Double]] {
      if values.count < 2 { return [values] }
      return values.indices.flatMap { first in
        var rest = values
        let head = rest.remove(at: first)
        return orders(rest).map { [head] + $0 }
      }
    }
    for lag in 1...4 {
      let all = orders([0.3, 1.9, -0.4, 7.1, 2.2]).map {
        Statistics.autocorrelation($0, lag: lag)
      }
      let mean = RunningMoments(all.map(\.value)).mean
      #expect(agrees(mean, all[0].expectation, within: 1e-12))
    }
  }

  /// Independent draws pass, and their scores spread as stated; a moving average does not pass.
  @Test func dependenceIsDetected() {
    var generator = SplitMix64(seed: 8)
    let draws = generator.uniforms(50_000)
    for lag in [1, 2, 17] {
      #expect(Statistics.autocorrelation(draws, lag: lag).zScore.magnitude <= 5)
    }
    let smoothed = zip(draws, draws.dropFirst()).map { $0 + 0.03 * $1 }
    #expect(Statistics.autocorrelation(smoothed, lag: 1).zScore > 5)
    let scores = (0..<2000).map { _ in
      Statistics.autocorrelation(generator.uniforms(50), lag: 2).zScore
    }
    let spread = RunningMoments(scores)
    #expect(Statistics.zScore(of: spread, against: 0).magnitude <= 5)
    #expect(Statistics.varianceZScore(of: spread, against: 1).magnitude <= 5)
  }

  @Test func notANumberNeverPasses() {
    for values in [[1, .nan, 2], [1, 1, 1], [1, .infinity, 0]] {
      #expect(!(Statistics.autocorrelation(values, lag: 1).zScore.magnitude <= 5))
    }
  }
}
