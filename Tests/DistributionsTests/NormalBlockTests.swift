import CKernels
import Distributions
import Numerics
import Testing

@Suite("Blocks of normal numbers")
struct NormalBlockTests {
  static func block(_ count: Int, from generator: inout Philox) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      generator.fillNormals(UnsafeMutableBufferPointer(rebasing: buffer[0..<count]))
      initialized = count
    }
  }

  @Test("A block is the numbers drawn one by one, and leaves the generator where they do")
  func oneByOne() {
    // Even and odd beginnings, and one where the lower word of the counter carries.
    for position in [0, 1, 7, (1 << 33) - 600, (1 << 33) - 601] as [UInt64] {
      for count in [0, 1, 2, 3, 15, 16, 17, 511, 512, 513, 1024, 3001] {
        var filled = Philox(key: 0x1234_5678_9ABC_DEF0, stream: 77, position: position)
        var drawn = filled
        let block = Self.block(count, from: &filled)
        let single = (0..<count).map { _ in drawn.standardNormal() }
        #expect(block == single)
        #expect(filled == drawn)
        #expect(filled.next() == drawn.next())
      }
    }
  }

  @Test("A block in single precision is that in double precision, rounded")
  func singlePrecision() {
    for position in [0, 7] as [UInt64] {
      for count in [0, 1, 2, 511, 512, 513, 1025] {
        var (single, double) = (
          Philox(key: 3, stream: 4, position: position),
          Philox(key: 3, stream: 4, position: position)
        )
        var block = [Float](repeating: .nan, count: count)
        block.withUnsafeMutableBufferPointer { single.fillNormals($0) }
        #expect(block == Self.block(count, from: &double).map { Float($0) })
        #expect(single == double)
      }
    }
  }

  @Test("Two blocks in succession are one block of both lengths")
  func succession() {
    var parts = Philox(seed: 3).substream("succession")
    var whole = parts
    let joined = [5, 0, 12, 700, 1].flatMap { Self.block($0, from: &parts) }
    #expect(joined == Self.block(718, from: &whole))
  }

  @Test("A number of the far tail, which one word in 4e10 gives, is that of the quantile")
  func farTail() {
    // Found by search: word 1518077285 of this stream has its upper 37 bits equal but for the sign.
    var filled = Philox(key: 1, stream: 0, position: 1_518_077_280)
    var drawn = filled
    let block = Self.block(16, from: &filled)
    #expect(block == (0..<16).map { _ in drawn.standardNormal() })
    // The square root of -log(tail) exceeds 5 here: the third of the rational functions.
    #expect(block[5] > 6.66)
    let tail = 1 - Gaussian.standard.cumulative(at: block[5])
    #expect(tail < 1.39e-11 && tail > 1e-13)
  }

  @Test("Every processor level gives the same bits")
  func levels() {
    let blocks = 50_000
    var tried = 0
    var expected = Philox(key: 5, stream: 6, position: 14)
    let reference = Self.block(2 * blocks, from: &expected)
    for level in [ckPortable, ckVersion3, ckVersion4] where ckIsSupported(level) != 0 {
      var numbers = [Double](repeating: .nan, count: 2 * blocks)
      ckFillNormalsAt(level, &numbers, blocks, 5, 6, 7)
      #expect(numbers == reference)
      tried += 1
    }
    #expect(tried >= 1)
  }

  @Test("The numbers follow the normal law: moments, and the whole distribution")
  func law() {
    var generator = Philox(seed: 11).substream("law")
    let sample = Self.block(200_000, from: &generator)
    let moments = RunningMoments(sample)
    #expect(Statistics.zScore(of: moments, against: 0).magnitude <= 6)
    #expect(Statistics.varianceZScore(of: moments, against: 1).magnitude <= 6)
    let law = Gaussian.standard
    let fit = Statistics.kolmogorovSmirnov(sample) { law.cumulative(at: $0) }
    #expect(fit.zEquivalent.magnitude <= 6)
    // A hundredth of a deviation is noticed among so many.
    let off = Statistics.kolmogorovSmirnov(sample) { law.cumulative(at: $0 + 0.02) }
    #expect(off.zEquivalent.magnitude > 6)
  }
}
