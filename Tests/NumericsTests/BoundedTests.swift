import Foundation
import Numerics
import Testing

@Suite struct BoundedTests {
  /// A fraction whose terms fit binary64 exactly.
  private struct Fraction {
    var top: Int
    var bottom: Int

    static func + (x: Fraction, y: Fraction) -> Fraction {
      Fraction(top: x.top * y.bottom + y.top * x.bottom, bottom: x.bottom * y.bottom)
    }
    static func - (x: Fraction, y: Fraction) -> Fraction {
      x + Fraction(top: -y.top, bottom: y.bottom)
    }
    static func * (x: Fraction, y: Fraction) -> Fraction {
      Fraction(top: x.top * y.top, bottom: x.bottom * y.bottom)
    }
    static func / (x: Fraction, y: Fraction) -> Fraction {
      x * Fraction(top: y.bottom, bottom: y.top)
    }

    /// The quotient as a bounded number.
    var bounded: Bounded { Bounded(exactly: Double(top)) / Double(bottom) }

    /// The distance to a binary64 number, right to one rounding.
    func distance(to value: Double) -> Double {
      (-Double(top)).addingProduct(value, Double(bottom)).magnitude / Double(bottom.magnitude)
    }
  }

  @Test func errorsCoverExactRationalArithmetic() {
    var generator = SplitMix(seed: 1)
    func fraction() -> Fraction {
      Fraction(
        top: Int.random(in: 1...60, using: &generator) * (Bool.random(using: &generator) ? 1 : -1),
        bottom: Int.random(in: 1...60, using: &generator))
    }
    var needPropagation = 0
    for _ in 0..<2000 {
      let (a, b, c, d, e) = (fraction(), fraction(), fraction(), fraction(), fraction())
      let exact = ((a + b) * c - d) / e
      let computed =
        ((a.bounded + b.bounded) * c.bounded - d.bounded) / e.bounded
      let distance = exact.distance(to: computed.value)
      #expect(distance <= computed.error * (1 + .ulpOfOne))
      let magnitude = 1 + computed.value.magnitude + (d.bounded / e.bounded).value.magnitude
      #expect(computed.error <= 64 * .ulpOfOne * magnitude * 60)
      if distance > computed.value.ulp { needPropagation += 1 }
    }
    // One ulp of the result alone would be a wrong bound, and these inputs show it.
    #expect(needPropagation > 20)
  }

  @Test func errorsCoverTheEndsOfWideIntervals() {
    var generator = SplitMix(seed: 2)
    for _ in 0..<500 {
      let x = Bounded(
        .random(in: -3...3, using: &generator), error: .random(in: 0...0.5, using: &generator))
      let y = Bounded(
        .random(in: 0.6...3, using: &generator), error: .random(in: 0...0.5, using: &generator))
      for s in [x.value - x.error, x.value, x.value + x.error] {
        let slack = Bounded(0, error: 4 * .ulpOfOne)
        #expect((x.exponential + slack).contains(exp(s)))
        #expect((x.squared + 16 * slack).contains(s * s))
        #expect((x.magnitude + slack).contains(s.magnitude))
        if s >= 0 { #expect((x.squareRoot + slack).contains(s.squareRoot())) }
        for t in [y.value - y.error, y.value, y.value + y.error] {
          #expect((x + y + slack).contains(s + t))
          #expect((x - y + slack).contains(s - t))
          #expect((x * y + 16 * slack).contains(s * t))
          #expect((x / y + 64 * slack).contains(s / t))
          #expect((y.logarithm + slack).contains(log(t)))
        }
      }
    }
  }

  @Test func inversesReturnToTheStart() {
    var generator = SplitMix(seed: 3)
    for _ in 0..<500 {
      let x = Double.random(in: 1e-3...1e3, using: &generator)
      let exact = Bounded(exactly: x)
      for round in [
        exact.squareRoot.squared, exact.logarithm.exponential, exact.squared.squareRoot,
        1 / (1 / exact), (exact - 0.1) + 0.1,
      ] {
        #expect(round.contains(x))
        #expect(round.error <= 64 * max(x, 1) * .ulpOfOne)
      }
    }
  }

  @Test func whatIsNotKnownSupportsNothing() {
    let unknown = [
      1 / Bounded(0.5, error: 0.5), Bounded(0.5, error: 0.5).logarithm,
      Bounded(exactly: 800).exponential,
      Bounded(-1, error: 0.5).squareRoot, Bounded(exactly: .infinity), Bounded(1, error: .infinity),
      Bounded(exactly: .nan) * 0,
    ]
    for number in unknown {
      #expect(number.error.isNaN)
      #expect(!number.contains(number.value))
    }
    // A quantity that is negative only by its error still has a root.
    #expect(Bounded(-0.01, error: 0.26).squareRoot.contains(0.5))
  }

  @Test func sumsAreCompensated() {
    let cancelling: [Bounded] = [1e16, 1, -1e16, 0.5].map { Bounded(exactly: $0) }
    #expect(cancelling.sum().value == 1.5)
    #expect(cancelling.sum().error <= 1e-14)
    #expect([Bounded]().sum() == Bounded(exactly: 0))
    // The sum of 3⁻ᵏ for k = 1 … 33 is (3³³ - 1)/(2 · 3³³), and 2 · 3³³ fits 54 bits with a zero.
    var power = 1
    var powers: [Bounded] = []
    for _ in 1...33 {
      power *= 3
      powers.append(1 / Bounded(exactly: Double(power)))
    }
    let sum = powers.sum()
    let exact = Fraction(top: power - 1, bottom: 2 * power)
    #expect(exact.distance(to: sum.value) <= sum.error)
    #expect(sum.error <= 4 * .ulpOfOne)
    let wide = [Bounded(1, error: 0.25), Bounded(2, error: 0.5)].sum()
    #expect(wide.contains(3.75) && wide.contains(2.25) && !wide.contains(3.76))
  }

  @Test func closedFormsAllowForRoundingOfTheirLargestTerm() {
    #expect(Bounded(rounded: -2).error == 128 * .ulpOfOne)
    #expect(Bounded(rounded: 1, magnitude: 4, ulps: 2).error == 8 * .ulpOfOne)
    let literal: Bounded = 0.5
    #expect(literal == Bounded(exactly: 0.5))
    #expect("\(literal)" == "0.5 ± 0.0")
  }

  @Test func survivesEncoding() throws {
    let number = Bounded(0.1, error: 1e-17)
    let data = try JSONEncoder().encode(number)
    #expect(try JSONDecoder().decode(Bounded.self, from: data) == number)
  }
}
