import Numerics
import Testing

@Suite struct ChiSquaredFitTests {
  /// `scipy.stats.chisquare(observed, expected)`.
  @Test func agreesWithSciPy() throws {
    let near = try Statistics.chiSquared(
      observed: [43, 52, 60, 45], expected: [50, 50, 50, 50], minimumExpected: 5)
    #expect(agrees(near.statistic, 3.56, within: 1e-14))
    #expect(agrees(near.pValue, 0.3130632920462872, within: 1e-12))
    #expect(near.degreesOfFreedom == 3)
    let far = try Statistics.chiSquared(
      observed: [430, 620, 510, 440], expected: [500, 500, 500, 500])
    #expect(agrees(far.pValue, 5.671485959912425e-10, within: 1e-12))
    // norm.isf(p/2)
    #expect(agrees(far.zEquivalent, 6.199299935082332, within: 1e-12))
  }

  /// Small cells join their neighbours, a small remainder the last cell; each costs a degree.
  @Test func smallCellsAreMerged() throws {
    let merged = try Statistics.chiSquared(
      observed: [3, 9, 20, 14, 4], expected: [4, 8, 18, 15, 5], minimumExpected: 10)
    let byHand = try Statistics.chiSquared(
      observed: [12, 20, 18], expected: [12, 18, 20], minimumExpected: 10)
    #expect(merged == byHand)
    #expect(merged.degreesOfFreedom == 2)
    let fitted = try Statistics.chiSquared(
      observed: [12, 20, 18], expected: [12, 18, 20], minimumExpected: 10, fittedParameters: 1)
    #expect(fitted.degreesOfFreedom == 1)
    #expect(fitted.pValue < byHand.pValue)
  }

  @Test func badInputIsATypedError() {
    let cases: [([Int], [Double], String)] = [
      ([200, -1], [100, 99], "cell 1 was observed -1 times"),
      ([100, 100], [250, -50], "cell 1 expects -50.0"),
      ([100, 100], [100, .nan], "the function is nan at 1.0"),
      ([100, 100], [100, .infinity], "the function is inf at 1.0"),
      ([100, 100], [100, 101], "200.0 observations, but the expectations add up to 201.0"),
      (
        [10, 10], [10, 10],
        "0 cells expecting 100.0 or more remain of 2, too few for a test with 0 fitted parameters"
      ),
      (
        [], [],
        "0 cells expecting 100.0 or more remain of 0, too few for a test with 0 fitted parameters"
      ),
    ]
    for (observed, expected, message) in cases {
      let error = #expect(throws: NumericsError.self) {
        try Statistics.chiSquared(observed: observed, expected: expected)
      }
      #expect(error?.message == message)
    }
  }

  /// A loaded die with one face 3 % too frequent is found among 200 000 throws, a fair one is not
  /// accused, and the p-values of fair ones are uniform.
  @Test func fairDicePassAndLoadedDiceDoNot() throws {
    var generator = SplitMix64(seed: 7)
    func throwing(_ count: Int, _ probabilities: [Double]) -> [Int] {
      var counts = [Int](repeating: 0, count: probabilities.count)
      for _ in 0..<count {
        var (u, face) = (generator.uniform(), 0)
        while face < probabilities.count - 1, u > probabilities[face] {
          u -= probabilities[face]
          face += 1
        }
        counts[face] += 1
      }
      return counts
    }
    let fair = [Double](repeating: 1.0 / 6, count: 6)
    var loaded = fair
    loaded[2] *= 1.03
    loaded[5] *= 0.97
    let expected = fair.map { $0 * 200_000 }
    let right = try Statistics.chiSquared(observed: throwing(200_000, fair), expected: expected)
    let wrong = try Statistics.chiSquared(observed: throwing(200_000, loaded), expected: expected)
    #expect(right.zEquivalent <= 5)
    #expect(!(wrong.zEquivalent <= 5))
    var pValues: [Double] = []
    for _ in 0..<500 {
      let counts = throwing(1200, fair)
      let test = try Statistics.chiSquared(observed: counts, expected: fair.map { $0 * 1200 })
      pValues.append(test.pValue)
    }
    #expect(Statistics.kolmogorovSmirnov(pValues) { $0 }.zEquivalent <= 5)
  }
}
