import Distributions
import Foundation
import Tensors
import Testing

@Suite("Batches gathered from bytes")
struct GatherTests {
  /// Images of some bytes, many of them black, as digits are.
  static func bytes(_ images: Int, columns: Int) -> [UInt8] {
    var generator = Philox(seed: 9).substream("bytes")
    return (0..<images).flatMap { image in
      (0..<columns).map { column in
        let byte = UInt8(truncatingIfNeeded: generator.next())
        return (column / 40 + image) % 2 == 0 ? 0 : byte
      }
    }
  }

  static func batch(
    _ bytes: [UInt8], _ rows: [Int], columns: Int,
    _ gather: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<Int>, Matrix<Float>) -> Void
  ) -> [Float] {
    let batch = Matrix<Float>(rows: rows.count, columns: columns)
    batch.fill(.nan)
    bytes.withUnsafeBufferPointer { bytes in
      rows.withUnsafeBufferPointer { rows in gather(bytes, rows, batch) }
    }
    return Array(batch.values)
  }

  static let columns = [1, 7, 31, 32, 33, 100, 784]
  static let rows = [3, 0, 8, 8, 1, 7, 2]

  @Test("Bytes are scaled by 1/255, correctly rounded, or compared with the threshold")
  func fixed() {
    let all = Self.batch((0...255).map { $0 }, [0], columns: 256) {
      ByteRows.scale($0, rows: $1, into: $2)
    }
    #expect(all == (0...255).map { Float(Double($0) / 255) })
    #expect(all[0] == 0 && all[255] == 1)
    for columns in Self.columns {
      let bytes = Self.bytes(9, columns: columns)
      let chosen = Self.rows.flatMap { bytes[$0 * columns..<($0 + 1) * columns] }
      let scaled = Self.batch(bytes, Self.rows, columns: columns) {
        ByteRows.scale($0, rows: $1, into: $2)
      }
      #expect(scaled == chosen.map { Float($0) / 255 })
      let binary = Self.batch(bytes, Self.rows, columns: columns) {
        ByteRows.binarize($0, rows: $1, into: $2)
      }
      #expect(binary == chosen.map { $0 > 127 ? 1 : 0 })
    }
  }

  @Test("Random pixel i is decided by 32-bit word i of the stream")
  func words() {
    for columns in Self.columns {
      let bytes = Self.bytes(9, columns: columns)
      let chosen = Self.rows.flatMap { bytes[$0 * columns..<($0 + 1) * columns] }
      let drawn = Self.batch(bytes, Self.rows, columns: columns) {
        ByteRows.sample($0, rows: $1, key: 7, stream: 8, block: 1 << 32 - 3, into: $2)
      }
      var generator = Philox(key: 7, stream: 8, position: 2 * (1 << 32 - 3))
      let words = (0..<chosen.count / 2 + 1).flatMap { _ in
        let word = generator.next()
        return [word & 0xFFFF_FFFF, word >> 32]
      }
      // word/2³² < byte/255, in whole numbers.
      let expected = zip(chosen, words).map { byte, word in
        word * 255 < UInt64(byte) << 32 ? Float(1) : 0
      }
      #expect(drawn == expected)
    }
  }

  @Test("The largest and the smallest word decide as they must for 0, 1, 254 and 255")
  func extremes() {
    // Found by search: the first words of these blocks of this stream are all ones and all zeros.
    let sample = { (byte: UInt8, block: UInt64) in
      Self.batch([byte, 255, 255, 255], [0], columns: 4) {
        ByteRows.sample($0, rows: $1, key: 1, stream: 0, block: block, into: $2)
      }
    }
    let bytes: [UInt8] = [0, 1, 254, 255]
    #expect(bytes.map { sample($0, 1_711_450_034)[0] } == [0, 0, 0, 1])
    #expect(bytes.map { sample($0, 91_093_890)[0] } == [0, 1, 1, 1])
  }

  @Test("Every byte is 1 as often as its value says, by the exact binomial law")
  func frequencies() {
    let draws = 4096
    let drawn = Self.batch(
      (0...255).map { $0 }, [Int](repeating: 0, count: draws), columns: 256
    ) {
      ByteRows.sample($0, rows: $1, key: 11, stream: 3, into: $2)
    }
    for byte in 0...255 {
      let ones = (0..<draws).count { drawn[$0 * 256 + byte] == 1 }
      if byte == 0 || byte == 255 {
        #expect(ones == (byte == 0 ? 0 : draws))
        continue
      }
      // 254 tails of 5e-8 each, so that the suite is wrong once in 4e4 seeds; a frequency that is off by 0.05 has
      // one of 1e-10.
      #expect(Self.tail(ones, of: draws, probability: Double(byte) / 255) > 5e-8)
      let wrong = Double(byte) / 255 + (byte < 128 ? 0.05 : -0.05)
      #expect(Self.tail(ones, of: draws, probability: wrong) < 1e-3)
    }
  }

  /// The smaller of the probabilities of at most and at least so many successes.
  static func tail(_ successes: Int, of trials: Int, probability p: Double) -> Double {
    let mass = { (k: Int) in
      let ways = lgamma(Double(trials + 1)) - lgamma(Double(k + 1)) - lgamma(Double(trials - k + 1))
      return exp(ways + Double(k) * log(p) + Double(trials - k) * log1p(-p))
    }
    let below = (0...successes).reduce(0.0) { $0 + mass($1) }
    let above = (successes...trials).reduce(0.0) { $0 + mass($1) }
    return min(below, above)
  }
}
