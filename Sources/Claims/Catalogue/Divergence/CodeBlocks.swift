import Distributions
import Foundation
import Numerics

// C14: a code for blocks of n symbols has n·H ≤ E[length] < n·H + 1, so that the length a symbol tends to H.

extension Claim {
  /// The entropy is reached a symbol, for any law, in the limit of long blocks.
  static let codeBlocks: Claim = Claim(
    "code.blocks", identity: "C14",
    title: "Coding blocks of symbols brings the length a symbol to the entropy",
    statement:
      #"\frac{H(P)}{\log 2} \le \frac1n\,\mathbb{E}[\ell(x_1, \ldots, x_n)] < \frac{H(P)}{\log 2} + \frac1n"#,
    setting:
      #"Let $\ell$ be the lengths in bits of the best code for blocks of $n$ independent symbols of the law $P$."#,
    condition: "the block is coded as one symbol",
    rows: ["S1-20"],
    checks: [
      .order(
        "n·H is at most the length of a block", on: { blocks($0) },
        routes: ("entropy of one symbol", "Huffman's code for blocks"),
        states: { block in block.entropy * Double(block.length) },
        isAtMost: { block in block.code.meanLength(under: block.table) },
        variants: [
          .mutant("one bit a symbol, the entropy of a fair coin", from: "a slip") { block in
            Bounded(exactly: Double(block.length))
          },
          .mutant("a bit more a block", from: "a slip") { block in
            block.entropy * Double(block.length) + 1
          },
        ]),
      .order(
        "the length of a block is below n·H + 1", on: { blocks($0) },
        routes: ("Huffman's code for blocks", "entropy of one symbol"),
        states: { block in block.code.meanLength(under: block.table) },
        isAtMost: { block in block.entropy * Double(block.length) + 1 },
        variants: [
          .without(condition: "the block is coded as one symbol", "symbol by symbol") { block in
            Double(block.length) * PrefixCode.huffman(block.symbol).meanLength(under: block.symbol)
          },
          .mutant("nats called bits") { block in
            block.code.meanLength(under: block.table)
              + (1 - log(2)) * (block.entropy * Double(block.length))
          },
        ]),
    ])

  private static func blocks(_ laboratory: Laboratory) -> [Subject<Block>] {
    let fixed = [1, 2, 4, 8].map {
      Subject("(0.9, 0.1), n = \($0)", Block(probability: 0.9, length: $0))
    }
    return laboratory.family(fixed: fixed, "blocks") { generator in
      let probability = 0.55 + 0.43 * generator.uniform()
      return Block(probability: probability, length: 1 + Int(7 * (1 - generator.uniform())))
    }
  }
}

/// Blocks of independent symbols 0 and 1.
public struct Block: Sendable {
  /// The law of one symbol.
  public let symbol: [Double]

  /// n.
  public let length: Int

  /// The law of a block, shape `[2ⁿ]`.
  public let table: [Double]

  /// Huffman's code for blocks.
  public let code: PrefixCode

  /// Builds the table of blocks and its code.
  public init(probability: Double, length: Int) {
    symbol = [probability, 1 - probability]
    self.length = length
    var table = [1.0]
    for _ in 0..<length { table = table.flatMap { [$0 * probability, $0 * (1 - probability)] } }
    self.table = table
    code = .huffman(table)
  }

  /// The entropy of one symbol, in bits.
  public var entropy: Bounded {
    Bounded(rounded: Categorical(probabilities: symbol).entropy, magnitude: 1).bits
  }
}
