import Distributions
import Foundation
import Numerics
import Testing

@Suite("Stable functions")
struct FunctionTests {
  /// Whether two numbers differ by a few roundings of the larger of them and `magnitude`.
  static func close(_ a: Double, _ b: Double, magnitude: Double = 0, ulps: Double = 8) -> Bool {
    a == b || (a - b).magnitude <= ulps * 0x1p-52 * max(a.magnitude, b.magnitude, magnitude)
  }

  @Test("logSumExp agrees with the plain sum, and with a shift of it")
  func logSumExpPlain() {
    let values = [0.3, -1.2, 2.5, 0]
    let plain = log(values.map { exp($0) }.reduce(0, +))
    #expect(Self.close(logSumExp(values), plain))
    for shift in [-1e4, 1e4] {
      #expect(
        Self.close(logSumExp(values.map { $0 + shift }), plain + shift, ulps: 8))
    }
    #expect(Self.close(logSumExp(0.3, -1.2), logSumExp([0.3, -1.2])))
    #expect(Self.close(logMeanExp(values), plain - log(4)))
    #expect(!Self.close(logMeanExp(values), plain))
  }

  @Test("logSumExp follows the rules for infinities, NaN and no values")
  func logSumExpEdges() {
    let infinity = Double.infinity
    let none: [Double] = []
    #expect(logSumExp(none) == -infinity)
    #expect(logSumExp([-infinity, -infinity]) == -infinity)
    #expect(logSumExp([-infinity, 1.5]) == 1.5)
    #expect(logSumExp([infinity, 1, -infinity]) == infinity)
    #expect(logSumExp([infinity, infinity]) == infinity)
    #expect(logSumExp([infinity, .nan]).isNaN)
    #expect(logSumExp([.nan, 0]).isNaN)
    #expect(logSumExp(-infinity, -infinity) == -infinity)
    #expect(logSumExp(infinity, 3) == infinity)
    #expect(logSumExp(infinity, .nan).isNaN)
    #expect(logSumExp(.nan, -infinity).isNaN)
    #expect(logMeanExp(none).isNaN)
    #expect(Self.close(logMeanExp([-infinity, 0]), -log(2)))
  }

  @Test("softplus, sigmoid and logSigmoid are exact far from 0")
  func logisticExtremes() {
    #expect(softplus(800) == 800)
    #expect(softplus(-700) == exp(-700))
    #expect(softplus(-800) == 0)
    #expect(softplus(.infinity) == .infinity)
    #expect(softplus(-.infinity) == 0)
    #expect(sigmoid(800) == 1)
    #expect(sigmoid(-700) == exp(-700))
    #expect(logSigmoid(-800) == -800)
    #expect(logSigmoid(800) == 0)
    #expect(logSigmoid(40) == -log1p(exp(-40)))
    #expect(softplus(.nan).isNaN && sigmoid(.nan).isNaN)
    for x in stride(from: -30.0, through: 30, by: 0.37) {
      #expect(Self.close(softplus(x), log(1 + exp(x)), magnitude: 1))
      #expect(Self.close(sigmoid(x) + sigmoid(-x), 1))
      #expect(Self.close(softplus(x) - softplus(-x), x, magnitude: softplus(x.magnitude)))
      #expect(Self.close(exp(logSigmoid(x)), sigmoid(x), ulps: 8 * max(1, x.magnitude)))
    }
  }

  @Test("logit undoes the sigmoid, and log1mExp is accurate at both ends")
  func inverses() {
    for x in stride(from: -30.0, through: 30, by: 0.37) {
      // Above 0 the probability itself is rounded, which the odds magnify.
      #expect(Self.close(logit(sigmoid(x)), x, magnitude: max(1, exp(x))))
    }
    #expect(logit(0) == -.infinity)
    #expect(logit(1) == .infinity)
    #expect(logit(2).isNaN)
    #expect(log1mExp(-1e-300) == log(1e-300))
    #expect(log1mExp(-50) == -exp(-50))
    #expect(log1mExp(0) == -.infinity)
    #expect(log1mExp(1).isNaN)
    for x in stride(from: -3.0, to: -0.01, by: 0.013) {
      #expect(Self.close(log1mExp(x), log(1 - exp(x)), magnitude: 1 / x.magnitude))
    }
  }

  @Test("digamma has its known values, its recurrence and its duplication")
  func digammaIdentities() throws {
    let eulerGamma = 0.57721566490153286061
    #expect(Self.close(digamma(1), -eulerGamma))
    #expect(Self.close(digamma(0.5), -eulerGamma - 2 * log(2)))
    for step in 1...400 {
      let x = 0.037 * Double(step)
      let scale = max(1, 1 / x)
      #expect(Self.close(digamma(x + 1), digamma(x) + 1 / x, magnitude: scale))
      let halves = 0.5 * (digamma(x) + digamma(x + 0.5)) + log(2)
      #expect(Self.close(digamma(2 * x), halves, magnitude: scale))
      #expect(!Self.close(digamma(x), log(x), magnitude: scale))
    }
    for x in [0.01, 0.3, 1, 1.4616321449683623, 2.5, 9.99, 10, 33, 1e5] {
      // Near its zero at 1.46 the two routes agree absolutely, not relatively.
      #expect(Self.close(digamma(x), try SpecialFunctions.digamma(x).value, magnitude: 1))
      #expect(Self.close(logGamma(x), try SpecialFunctions.logGamma(x).value, magnitude: 1))
    }
    #expect(Self.close(digamma(1e300), log(1e300)))
    #expect(Self.close(digamma(1e-300), -1e300))
    #expect(digamma(0).isNaN && digamma(-1).isNaN && logGamma(-1).isNaN)
  }
}
