import Claims
import Distributions
import Foundation
import Numerics
import Testing

@Suite("Prefix codes")
struct DivergenceCodeTests {
  static let tables: [[Double]] = [
    [0.5, 0.25, 0.125, 0.125], [0.9, 0.1], [0.2, 0.2, 0.2, 0.2, 0.2],
    [0.4, 0.3, 0.2, 0.05, 0.03, 0.02],
  ]

  @Test("What is written can be read back, and no codeword begins another", arguments: tables)
  func roundTrip(table: [Double]) {
    var generator = Philox(seed: 5)
    let law = Categorical(probabilities: table)
    let symbols = law.samples(2000, using: &generator)
    for code in [PrefixCode.huffman(table), PrefixCode.shannon(table)] {
      let bits = code.encoded(symbols)
      #expect(code.decoded(bits) == symbols)
      #expect(bits.count == symbols.reduce(0) { $0 + code.lengths[$1] })
      for (i, first) in code.codewords.enumerated() {
        for (j, second) in code.codewords.enumerated() where i != j {
          #expect(!second.starts(with: first))
        }
      }
    }
    // Huffman's code leaves no codeword unused: Kraft's sum is exactly 1.
    let kraft: Double = PrefixCode.huffman(table).lengths.reduce(0) { $0 + pow(2, -Double($1)) }
    #expect(kraft == 1)
  }

  @Test("Bits that end within a codeword are refused")
  func truncated() {
    let code = PrefixCode(lengths: [1, 2, 3, 3])
    #expect(code.lengths == [1, 2, 3, 3])
    #expect(code.decoded(Array(code.encoded([2]).dropLast())) == nil)
    #expect(code.decoded([]) == [])
  }

  @Test("The lengths of the ledger: blocks of 1, 2, 4 and 8 symbols of (0.9, 0.1)")
  func blocks() {
    let printed = [(1, 1.0, 0.0), (2, 0.645, 0.0), (4, 0.49255, 0.0), (8, 0.475799, 5e-7)]
    for (length, bits, half) in printed {
      let block = Block(probability: 0.9, length: length)
      let mean = block.code.meanLength(under: block.table) / Double(length)
      #expect((mean.value - bits).magnitude <= mean.error + half + 1e-15)
    }
    #expect((Block(probability: 0.9, length: 1).entropy.value - 0.4690).magnitude <= 5e-5)
  }

  @Test("No prefix code is shorter than Huffman's, by trying all lengths of four codewords")
  func shortest() {
    let table = [0.37, 0.31, 0.2, 0.12]
    var best = Double.infinity
    for a in 1...3 {
      for b in 1...3 {
        for c in 1...3 {
          for d in 1...3 {
            let lengths = [a, b, c, d]
            let kraft: Double = lengths.reduce(0) { $0 + pow(2, -Double($1)) }
            guard kraft <= 1 else { continue }
            best = min(best, zip(table, lengths).reduce(0) { $0 + $1.0 * Double($1.1) })
          }
        }
      }
    }
    let mean = PrefixCode.huffman(table).meanLength(under: table)
    #expect((mean.value - best).magnitude <= mean.error + 1e-15)
  }
}
