import Foundation
import Tensors

/// How often each code is chosen.
public struct CodeUsage: Sendable, Equatable {
  /// How often, or how often in the mean; one number a code.
  public let counts: [Double]

  /// From counts.
  public init(counts: [Double]) { self.counts = counts }

  /// Counts indices.
  public init(_ indices: some Sequence<UInt32>, codes: Int) {
    var counts = [Double](repeating: 0, count: codes)
    for index in indices { counts[Int(index)] += 1 }
    self.counts = counts
  }

  /// H = −Σ p log p, in nats, p the share of each code.
  public var entropy: Double {
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
