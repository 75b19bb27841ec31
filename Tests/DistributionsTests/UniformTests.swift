import Distributions
import Foundation
import Numerics
import Testing

/// A generator that repeats one word.
struct Constant: RandomNumberGenerator {
  let word: UInt64
  func next() -> UInt64 { word }
}

@Suite("Uniform and standard normal numbers")
struct UniformTests {
  static func drawn(_ word: UInt64) -> (uniform: Double, open: Double, normal: Double) {
    var generator = Constant(word: word)
    return (generator.uniform(), generator.openUniform(), generator.standardNormal())
  }

  @Test("The extreme words give the ends of the intervals")
  func ends() {
    let lowest = Self.drawn(0)
    let highest = Self.drawn(.max)
    #expect(lowest.uniform == 0x1p-53)
    #expect(highest.uniform == 1)
    // The open interval and the normal law read the word as a signed number.
    let bottom = Self.drawn(1 << 63)
    let top = Self.drawn(.max >> 1)
    #expect(bottom.open == 0x1p-53)
    #expect(top.open == 1 - 0x1p-53)
    #expect(bottom.normal == -top.normal)
    #expect(top.normal > 8.2 && top.normal < 8.3)
  }

  @Test("A word and its complement give opposite normal numbers")
  func symmetry() {
    var generator = Philox(seed: 1).substream("symmetry")
    for _ in 0..<1000 {
      let word = generator.next()
      #expect(Self.drawn(word).normal == -Self.drawn(~word).normal)
      #expect(Self.drawn(word).open == 1 - Self.drawn(~word).open)
    }
  }

  @Test("The quantile undoes the cdf, in the centre and in both tails")
  func quantileUndoesCumulative() {
    let law = Gaussian.standard
    for step in 1..<4000 {
      let probability = exp(-0.17 * Double(step))
      let z = standardNormalQuantile(probability)
      // Around z the relative slope of the cdf is about max(1, |z|): an error of an ulp of z
      // appears as z² ulps. AS 241 promises 1e-16 relative; erfc has a few ulps.
      let bound = 4 * 0x1p-52 * max(1, z * z)
      #expect((law.cumulative(at: z) / probability - 1).magnitude <= bound)
      #expect(!((law.cumulative(at: 1.0001 * z) / probability - 1).magnitude <= bound))
    }
  }

  @Test("The quantile is the independent library's, in the centre and far out")
  func quantileReference() {
    for step in 1..<2048 {
      let central = Double(step) / 2048
      let z = standardNormalQuantile(central)
      let bound = 16 * 0x1p-52 * max(1, z.magnitude)
      #expect((z - Reference.gaussianQuantile(central)).magnitude <= bound)
      #expect(!((z - Reference.gaussianQuantile(central + 1e-12)).magnitude <= bound))
      let far = exp(-0.3 * Double(step))
      let tail = standardNormalQuantile(far)
      #expect((tail - Reference.gaussianQuantile(far)).magnitude <= 16 * 0x1p-52 * tail.magnitude)
    }
  }

  @Test("The quantile is odd, monotone, and defined on [0, 1] only")
  func quantileShape() {
    var previous = -Double.infinity
    for step in 1..<1024 {
      let probability = Double(step) / 1024
      let z = standardNormalQuantile(probability)
      #expect(z > previous)
      #expect(z == -standardNormalQuantile(1 - probability))
      previous = z
    }
    #expect(standardNormalQuantile(0.5) == 0)
    #expect(standardNormalQuantile(0) == -.infinity)
    #expect(standardNormalQuantile(1) == .infinity)
    #expect(standardNormalQuantile(-0.1).isNaN)
    #expect(standardNormalQuantile(1.1).isNaN)
    #expect(standardNormalQuantile(.nan).isNaN)
    #expect(standardNormalQuantile(.leastNormalMagnitude).isFinite)
  }
}
