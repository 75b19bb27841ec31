import Distributions
import Networks
import Tensors
import Testing

@Suite("Dropout")
struct DropoutTests {
  private func factors(_ rate: Double, count: Int, seed: UInt64 = 3) -> [Float] {
    var factors = [Float](repeating: .nan, count: count)
    factors.withUnsafeMutableBufferPointer {
      Dropout(rate: rate).fill($0.baseAddress!, count: count, using: Philox(seed: seed))
    }
    return factors
  }

  @Test("The share of zeros is the rate, and the mean of the factors is one")
  func rate() {
    let count = 100_000
    for rate in [0.1, 0.5, 0.8] {
      let factors = factors(rate, count: count)
      let zeros = factors.count { $0 == 0 }
      let z =
        (Double(zeros) - rate * Double(count))
        / (Double(count) * rate * (1 - rate)).squareRoot()
      // Five deviations of 100 000 draws: a rate wrong by 0.008 is seen.
      #expect(z.magnitude <= 5)
      #expect(factors.allSatisfy { $0 == 0 || $0 == Float(1 / (1 - rate)) })
    }
    #expect(factors(0, count: 9) == [Float](repeating: 1, count: 9))
  }

  @Test("Factors are a function of the stream, and shorter draws its beginning")
  func stream() {
    let factors = factors(0.5, count: 101)
    #expect(self.factors(0.5, count: 101) == factors)
    #expect(self.factors(0.5, count: 50) == Array(factors[..<50]))
    #expect(self.factors(0.5, count: 101, seed: 4) != factors)
  }
}
