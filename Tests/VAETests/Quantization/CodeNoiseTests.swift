import Datasets
import Distributions
import Testing
import VAE

@Suite("Code noise")
struct CodeNoiseTests {
  private let architecture = QuantizedArchitecture(
    image: ImageShape(height: 2, width: 2), positions: 8, codes: 5, dimension: 2,
    quantizer: .residual, encoder: [2], decoder: [2])

  private func drawn(share: Double, images: Int, seed: UInt64 = 1) -> [[UInt32]] {
    let buffer = IndexBuffer(count: images * 8)
    CodeNoise(share: share).draw(
      buffer, images: images, architecture, using: Philox(seed: seed))
    return (0..<images).map { image in (0..<8).map { buffer.start[image * 8 + $0] } }
  }

  /// How far a count is from its mean, in its deviations.
  private func deviations(_ count: Int, of n: Int, _ p: Double) -> Double {
    (Double(count) - Double(n) * p) / (Double(n) * p * (1 - p)).squareRoot()
  }

  @Test("Codes are replaced from some position on, never the first quarter, all codes alike")
  func law() {
    // 7 + 5 statistics, each beyond 5 deviations with probability 6e-7.
    let n = 20_000
    let rows = drawn(share: 0.3, images: n)
    var (firsts, codes) = ([Int](repeating: 0, count: 9), [Int](repeating: 0, count: 5))
    for row in rows {
      let first = row.firstIndex { $0 != CodeNoise.none } ?? 8
      firsts[first] += 1
      #expect(row[first...].allSatisfy { $0 < 5 })
      for code in row[first...] { codes[Int(code)] += 1 }
    }
    #expect(firsts[0] == 0 && firsts[1] == 0)
    #expect(deviations(firsts[8], of: n, 0.7).magnitude <= 5)
    for position in 2..<8 {
      #expect(deviations(firsts[position], of: n, 0.3 / 6).magnitude <= 5, "\(position)")
    }
    let all = codes.reduce(0, +)
    for code in 0..<5 { #expect(deviations(codes[code], of: all, 0.2).magnitude <= 5) }
  }

  @Test("A share of 0 replaces nothing; an image's draw does not depend on those after it")
  func ends() {
    #expect(drawn(share: 0, images: 50).joined().allSatisfy { $0 == CodeNoise.none })
    let (few, many) = (drawn(share: 0.5, images: 10), drawn(share: 0.5, images: 40))
    #expect(few == Array(many[0..<10]))
    #expect(many != drawn(share: 0.5, images: 40, seed: 2))
  }
}
