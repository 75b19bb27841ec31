import Distributions
import Foundation
import Numerics

/// A binary code in which no codeword begins another, so that a string of them can be read back.
public struct PrefixCode: Sendable, Equatable {
  /// The codeword of each symbol, as bits.
  public let codewords: [[Bool]]

  /// The lengths of the codewords, in bits.
  public var lengths: [Int] { codewords.map(\.count) }

  /// Builds a shortest code for symbols with the given weights (Huffman 1952).
  ///
  /// - Parameter weights: Not negative, at least two.
  /// - Complexity: O(*n* log *n*): the merged weights come out in order, so two queues suffice.
  public static func huffman(_ weights: [Double]) -> PrefixCode {
    precondition(weights.count >= 2, "a code for \(weights.count) symbols")
    let leaves = weights.indices.sorted { weights[$0] < weights[$1] }
    var merged: [(weight: Double, node: Int)] = []
    var parents = [Int](repeating: -1, count: 2 * weights.count - 1)
    var (leaf, inner) = (0, 0)
    func take() -> (weight: Double, node: Int) {
      if inner == merged.count
        || (leaf < leaves.count && weights[leaves[leaf]] <= merged[inner].weight)
      {
        leaf += 1
        return (weights[leaves[leaf - 1]], leaves[leaf - 1])
      }
      inner += 1
      return merged[inner - 1]
    }
    for node in weights.count..<parents.count {
      let (first, second) = (take(), take())
      parents[first.node] = node
      parents[second.node] = node
      merged.append((first.weight + second.weight, node))
    }
    var depths = [Int](repeating: 0, count: parents.count)
    for node in (0..<parents.count - 1).reversed() { depths[node] = depths[parents[node]] + 1 }
    return PrefixCode(lengths: Array(depths.prefix(weights.count)))
  }

  /// Builds the code whose lengths are the ideal ones −log₂ P, rounded up (Shannon 1948).
  ///
  /// - Precondition: The probabilities are positive and sum to at most 1.
  public static func shannon(_ probabilities: [Double]) -> PrefixCode {
    PrefixCode(lengths: probabilities.map { Int((-log2($0)).rounded(.up)) })
  }

  /// Builds the canonical code with the given lengths.
  ///
  /// - Precondition: Kraft's inequality Σ 2^(−length) ≤ 1.
  public init(lengths: [Int]) {
    var words = [[Bool]](repeating: [], count: lengths.count)
    var word: [Bool] = []
    for (rank, symbol) in lengths.indices.sorted(by: { lengths[$0] < lengths[$1] }).enumerated() {
      if rank > 0 {
        precondition(word.contains(false), "no prefix code has the lengths \(lengths)")
        PrefixCode.increment(&word)
      }
      word += [Bool](repeating: false, count: lengths[symbol] - word.count)
      words[symbol] = word
    }
    codewords = words
  }

  private static func increment(_ word: inout [Bool]) {
    var index = word.count - 1
    while word[index] {
      word[index] = false
      index -= 1
    }
    word[index] = true
  }

  /// Writes symbols one after the other.
  public func encoded(_ symbols: [Int]) -> [Bool] { symbols.flatMap { codewords[$0] } }

  /// Reads symbols back.
  ///
  /// - Returns: `nil` if the bits end within a codeword or follow none.
  public func decoded(_ bits: [Bool]) -> [Int]? {
    let symbols = Dictionary(uniqueKeysWithValues: codewords.enumerated().map { ($1, $0) })
    let longest = lengths.max() ?? 0
    var result: [Int] = []
    var word: [Bool] = []
    for bit in bits {
      word.append(bit)
      if let symbol = symbols[word] {
        result.append(symbol)
        word = []
      } else if word.count >= longest {
        return nil
      }
    }
    return word.isEmpty ? result : nil
  }

  /// The expected number of bits a symbol, for symbols drawn from a table.
  public func meanLength(under probabilities: [Double]) -> Bounded {
    zip(probabilities, codewords).map {
      Bounded(rounded: $0 * Double($1.count), ulps: 1)
    }.sum()
  }
}

/// Two tables over the same symbols, one that draws and one that the code is built for.
struct CodingPair: Sendable {
  /// The law that symbols are drawn from, shape `[K]`.
  let p: [Double]

  /// The law that the code is built for, shape `[K]`.
  let q: [Double]

  /// The two laws with their closed forms.
  var laws: LawPair { LawPair(table: p, q) }

  /// Draws two tables of 3 to 8 symbols whose probabilities are powers of one half.
  static func dyadic(using generator: inout Philox) -> CodingPair {
    let count = 3 + Int(6 * (1 - generator.uniform()))
    let p = dyadicTable(count, using: &generator)
    return CodingPair(p: p, q: dyadicTable(count, using: &generator))
  }

  /// Draws two tables of 3 to 8 symbols.
  static func random(using generator: inout Philox) -> CodingPair {
    let count = 3 + Int(6 * (1 - generator.uniform()))
    func table() -> [Double] {
      let weights = (0..<count).map { _ in exp(1.3 * generator.standardNormal()) }
      let total: Double = weights.reduce(0, +)
      return weights.map { $0 / total }
    }
    let p = table()
    return CodingPair(p: p, q: table())
  }

  /// Draws a table by halving a random entry until there are enough.
  static func dyadicTable(_ count: Int, using generator: inout Philox) -> [Double] {
    var table = [1.0]
    while table.count < count {
      let index = Int(Double(table.count) * (1 - generator.uniform()))
      table[index] /= 2
      table.insert(table[index], at: Int(Double(table.count + 1) * (1 - generator.uniform())))
    }
    return table
  }

  /// P = (½,¼,⅛,⅛) and Q = (⅛,½,¼,⅛), whose divergences differ: 0.625 and 0.5 bit.
  static let ledger = CodingPair(p: [0.5, 0.25, 0.125, 0.125], q: [0.125, 0.5, 0.25, 0.125])
}

extension Bounded {
  /// A number of nats as a number of bits.
  var bits: Bounded { self / Bounded(rounded: log(2), ulps: 1) }
}
