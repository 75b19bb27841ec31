import Foundation
import Numerics
import Testing

@Suite struct DifferentiationTests {
  private typealias Known = (
    name: String, x: Double, f: @Sendable (Double) -> Double, first: Double, second: Double
  )

  private static let known: [Known] = [
    ("sin", 0.3, { sin($0) }, cos(0.3), -sin(0.3)),
    ("sin far", 100, { sin($0) }, cos(100), -sin(100)),
    ("exp", 1, { exp($0) }, exp(1), exp(1)),
    ("exp large", 20, { exp($0) }, exp(20), exp(20)),
    ("log", 2, { log($0) }, 0.5, -0.25),
    ("log", 0.1, { log($0) }, 10, -100),
    ("reciprocal", 0.05, { 1 / $0 }, -400, 16000),
    ("quintic", -2, { pow($0, 5) }, 80, -160),
    ("constant", 7, { _ in 3 }, 0, 0),
    ("linear", -5, { 3 * $0 - 1 }, 3, 0),
    (
      "logistic", 0.5, { 1 / (1 + exp(-$0)) }, 0.25 / pow(cosh(0.25), 2),
      -0.25 / pow(cosh(0.25), 2) * tanh(0.25)
    ),
    ("fast", 0.2, { sin(20 * $0) }, 20 * cos(4), -400 * sin(4)),
    ("root", 4, { $0.squareRoot() }, 0.25, -1.0 / 32),
    ("bell", 0.7, { exp(-0.5 * $0 * $0) }, -0.7 * exp(-0.245), (0.49 - 1) * exp(-0.245)),
    ("at zero", 0, { exp(-$0) * cos($0) }, -1, 0),
  ]

  private func covers(_ result: Bounded, _ exact: Double) -> Bool {
    (result.value - exact).magnitude <= result.error + 4 * exact.ulp
  }

  @Test func boundsCoverTheErrorOfKnownDerivatives() {
    for (name, x, f, first, second) in Self.known {
      let slope = Differentiation.derivative(of: f, at: x)
      #expect(covers(slope, first), "\(name): \(slope), not \(first)")
      #expect(slope.error <= 1e-8 * max(1, first.magnitude), "\(name): \(slope)")
      let bend = Differentiation.secondDerivative(of: f, at: x)
      #expect(covers(bend, second), "\(name): \(bend), not \(second)")
      #expect(bend.error <= 1e-6 * max(1, second.magnitude), "\(name): \(bend)")
    }
  }

  @Test func stepsOutsideOfTheDomainArePassedOver() {
    let edge = Differentiation.derivative(of: { log($0) }, at: 0.01)
    #expect(covers(edge, 100))
    #expect(edge.error <= 1e-3)
    let near = Differentiation.derivative(of: { log($0) }, at: 0.01, step: 0.001)
    #expect(covers(near, 100))
    #expect(near.error <= 1e-8)
    let bend = Differentiation.secondDerivative(of: { log($0) }, at: 0.01, step: 0.002)
    #expect(covers(bend, -1e4))
    #expect(bend.error <= 1e-3)
  }

  @Test func aStepThatSpansAPeriodIsFoundOut() {
    for step in [Double.pi, 2 * .pi, 4 * .pi] {
      #expect(covers(Differentiation.derivative(of: { sin($0) }, at: 0.4, step: step), cos(0.4)))
      let bend = Differentiation.secondDerivative(of: { sin($0) }, at: 0.4, step: step)
      #expect(covers(bend, -sin(0.4)))
    }
  }

  @Test func noiseOfTheFunctionIsNoticed() {
    for seed in 0..<40 as Range<UInt64> {
      let noisy = { (x: Double) -> Double in
        var generator = SplitMix(seed: x.bitPattern ^ seed)
        return sin(x) + Double.random(in: -1e-12...1e-12, using: &generator)
      }
      let slope = Differentiation.derivative(of: noisy, at: 0.3)
      #expect(covers(slope, cos(0.3)), "\(slope)")
      #expect(slope.error <= 1e-8)
      let told = Differentiation.derivative(of: noisy, at: 0.3, noise: 1e-12)
      #expect(covers(told, cos(0.3)), "\(told)")
      let bend = Differentiation.secondDerivative(of: noisy, at: 0.3, noise: 1e-12)
      #expect(covers(bend, -sin(0.3)), "\(bend)")
      #expect(bend.error <= 1e-6)
    }
  }

  @Test func integralsCanBeDifferentiated() throws {
    // E exp(tx) for a standard normal x is exp(t²/2).
    let transform = { (t: Double) throws(NumericsError) -> Bounded in
      try Quadrature().integral(from: -.infinity, to: .infinity) { x in
        exp(t * x - 0.5 * x * x) / (2 * Double.pi).squareRoot()
      }
    }
    let slope = try Differentiation.derivative(ofBounded: transform, at: 0.5)
    #expect(covers(slope, 0.5 * exp(0.125)))
    #expect(slope.error <= 1e-7)
    let plain = try Differentiation.derivative(
      of: { (t: Double) throws(NumericsError) -> Double in try transform(t).value }, at: 0.5)
    #expect(covers(plain, 0.5 * exp(0.125)))
  }

  @Test func gradientsFollowEachAxis() {
    let gradient = Differentiation.gradient(
      of: { v in v[0] * v[0] * v[1] + exp(v[2]) }, at: [3, -2, 0.5])
    #expect(gradient.count == 3)
    for (partial, exact) in zip(gradient, [-12, 9, exp(0.5)]) {
      #expect(covers(partial, exact), "\(partial), not \(exact)")
    }
  }

  @Test func aKinkShowsInTheError() {
    let slope = Differentiation.derivative(of: { abs($0 - 1e-3) }, at: 0)
    #expect(covers(slope, -1) || slope.error > 0.1)
  }

  @Test func whatTheFunctionThrowsIsPassedOn() {
    struct Refusal: Error {}
    #expect(throws: Refusal.self) {
      try Differentiation.derivative(of: { _ in throw Refusal() }, at: 0)
    }
    #expect(Differentiation.derivative(of: { _ in .nan }, at: 0).error.isNaN)
  }
}
