import Foundation
import Tensors

/// How often each code of one codebook, or of several equally large ones, is chosen.
public struct CodeUsage: Sendable, Equatable {
  /// How often, or how often in the mean; one number a code, codebook after codebook.
  public let counts: [Double]
  /// How many codebooks there are.
  public let codebooks: Int

  /// From counts.
  public init(counts: [Double], codebooks: Int = 1) {
    precondition(
      codebooks > 0 && counts.count.isMultiple(of: codebooks),
      "\(counts.count) counts of \(codebooks) codebooks")
    (self.counts, self.codebooks) = (counts, codebooks)
  }

  /// Counts indices that come from the codebooks in turn.
  public init(_ indices: some Sequence<UInt32>, codes: Int, codebooks: Int = 1) {
    var counts = [Double](repeating: 0, count: codebooks * codes)
    var book = 0
    for index in indices {
      counts[book * codes + Int(index)] += 1
      book = (book + 1) % codebooks
    }
    self.init(counts: counts, codebooks: codebooks)
  }

  /// K, codes in a codebook.
  public var codes: Int { counts.count / codebooks }

  /// H = −Σ p log p, in nats, p the share of each code of a codebook; the mean over the codebooks.
  public var entropy: Double {
    let sum = (0..<codebooks).reduce(0) { $0 + entropy(of: counts[$1 * codes..<($1 + 1) * codes]) }
    return sum / Double(codebooks)
  }

  private func entropy(of counts: ArraySlice<Double>) -> Double {
    let total = counts.reduce(0, +)
    guard total > 0 else { return 0 }
    return counts.reduce(0) { sum, count in
      let p = count / total
      return p > 0 ? sum - p * log(p) : sum
    }
  }

  /// e^H: of how many equally likely codes the entropy would be that; from 1 to K.
  public var perplexity: Double { exp(entropy) }

  /// Codes that were never chosen.
  public var unused: Int { counts.count { $0 <= 0 } }
}
