import Distributions
import Foundation
import Numerics

// C14: with base-2 logarithms, a discrete law and an optimal code, H ≤ E[length] < H + 1, and the lengths are
// exactly −log₂ P, −log₂ Q where these are whole numbers (dyadic laws).

extension Claim {
  /// The entropy is the length of the best code: exactly for dyadic laws, within a bit for others.
  static let codeEntropy: Claim = Claim(
    "code.entropy", identity: "C14",
    title: "The entropy in bits is the mean length of the best code for a dyadic law",
    statement: #"\mathbb{E}_{P(x)}[\ell_P(x)] = \frac{H(P)}{\log 2} = -\sum_x P(x)\log_2 P(x)"#,
    setting:
      #"The best code for a dyadic law $P$ gives the symbol $x$ the length $\ell_P(x) = -\log_2 P(x)$ in bits."#,
    condition: "logarithms to base 2, P discrete with probabilities that are powers of ½",
    rows: ["S1-20"],
    checks: [
      .equality(
        "Huffman length − entropy, dyadic", on: { dyadicPairs($0) },
        routes: ("Huffman's code, letter by letter", "zero"),
        states: { pair in redundancy(pair.p) },
        equals: { _ in 0 },
        variants: [
          .without(condition: "dyadic", "(0.9, 0.1)") { _ in redundancy([0.9, 0.1]) },
          .without(condition: "dyadic", "each probability mixed with the uniform one") { pair in
            redundancy(pair.p.map { 0.9 * $0 + 0.1 / Double(pair.p.count) })
          },
          .mutant("nats called bits") { pair in
            PrefixCode.huffman(pair.p).meanLength(under: pair.p) - pair.laws.entropy
          },
          .mutant("all codewords of one length", from: "a slip") { pair in
            log2(Double(pair.p.count)).rounded(.up) - pair.laws.entropy.bits
          },
        ]),
      .order(
        "the entropy is at most the Huffman length, any law", on: { codingPairs($0) },
        routes: ("entropy", "Huffman's code"),
        states: { pair in pair.laws.entropy.bits },
        isAtMost: { pair in PrefixCode.huffman(pair.p).meanLength(under: pair.p) },
        variants: [
          .mutant("a bit per symbol less is possible", from: "a slip") { pair in
            pair.laws.entropy.bits + 1
          },
          .mutant("entropy of the uniform law", from: "a slip") { pair in
            Bounded(rounded: log2(Double(pair.p.count)))
          },
        ]),
      .order(
        "the Huffman length is below the entropy plus one bit, any law", on: { codingPairs($0) },
        routes: ("Huffman's code", "entropy"),
        states: { pair in PrefixCode.huffman(pair.p).meanLength(under: pair.p) },
        isAtMost: { pair in pair.laws.entropy.bits + 1 },
        variants: [
          .mutant("symbols in the wrong order", from: "a slip") { pair in
            let code = PrefixCode.huffman(pair.p.map { 1 / $0 })
            return code.meanLength(under: pair.p)
          },
          .mutant("nats called bits, within half a bit", from: "a slip") { pair in
            PrefixCode.huffman(pair.p).meanLength(under: pair.p)
              + (pair.laws.entropy.bits - pair.laws.entropy) + 0.5
          },
        ]),
      .order(
        "an entropy is not negative", on: { codingPairs($0) },
        routes: ("minus the entropy", "zero"),
        states: { pair in -pair.laws.entropy },
        isAtMost: { _ in 0 },
        variants: [
          .without(condition: "P discrete", "the density 2 on (0, ½), −1 bit") { _ in
            try Quadrature().integral(from: 0, to: 0.5) { _ in 2 * log(2) }
          },
          .mutant("sign") { pair in pair.laws.entropy },
        ]),
    ])

  /// The cross-entropy is the length under P of the code that is best for Q.
  static let codeCrossEntropy: Claim = Claim(
    "code.cross-entropy", identity: "C14",
    title: "The cross-entropy is the mean length under P of the code for Q",
    statement: #"\mathbb{E}_{P(x)}[\ell_Q(x)] = \frac{H(P,Q)}{\log 2} = -\sum_x P(x)\log_2 Q(x)"#,
    setting:
      #"The best code for a dyadic law $Q$ gives the symbol $x$ the length $\ell_Q(x) = -\log_2 Q(x)$ in bits."#,
    condition: "logarithms to base 2, Q discrete with probabilities that are powers of ½",
    rows: ["S1-22"],
    checks: [
      .equality(
        "length under P of Huffman's code for Q, dyadic", on: { dyadicPairs($0) },
        routes: ("Huffman's code", "cross-entropy of the two tables"),
        states: { pair in PrefixCode.huffman(pair.q).meanLength(under: pair.p) },
        equals: { pair in pair.laws.crossEntropy.bits },
        variants: [
          .mutant("averaged under Q") { pair in
            PrefixCode.huffman(pair.q).meanLength(under: pair.q)
          },
          .mutant("code for P, symbols from Q", from: "a slip") { pair in
            PrefixCode.huffman(pair.p).meanLength(under: pair.q)
          },
          .mutant("nats called bits") { pair in
            log(2) * PrefixCode.huffman(pair.q).meanLength(under: pair.p)
          },
          .without(condition: "Q dyadic", "a code for Q mixed with the uniform law") { pair in
            let q = pair.q.map { 0.6 * $0 + 0.4 / Double(pair.q.count) }
            let gap = CodingPair(p: pair.p, q: q).laws.crossEntropy.bits
            return PrefixCode.huffman(q).meanLength(under: pair.p)
              - gap + pair.laws.crossEntropy.bits
          },
        ]),
      .order(
        "the ideal lengths rounded up cost less than one bit more", on: { codingPairs($0) },
        routes: ("Shannon's code for Q", "cross-entropy plus one bit"),
        states: { pair in PrefixCode.shannon(pair.q).meanLength(under: pair.p) },
        isAtMost: { pair in pair.laws.crossEntropy.bits + 1 },
        variants: [
          .mutant("words of the code for Q in reverse order", from: "a slip") { pair in
            PrefixCode.shannon(pair.q.reversed()).meanLength(under: pair.p)
          }
        ]),
    ])

  /// The divergence is what the wrong code costs in addition.
  static let codeExtraLength: Claim = Claim(
    "code.extra-length", identity: "C14",
    title: "The divergence is the mean number of bits that the code for Q wastes under P",
    statement:
      #"\mathbb{E}_{P(x)}[\ell_Q(x)] - \mathbb{E}_{P(x)}[\ell_P(x)] = \frac{D_{KL}(P\,\|\,Q)}{\log 2}"#,
    setting:
      #"The best codes for dyadic laws $P$ and $Q$ give the symbol $x$ the lengths $\ell_P(x) = -\log_2 P(x)$ and $\ell_Q(x) = -\log_2 Q(x)$ in bits."#,
    condition: "ideal code lengths: both laws dyadic (otherwise up to one bit either way)",
    rows: ["S1-23"],
    checks: [
      .equality(
        "Huffman for Q − Huffman for P, both under P, dyadic", on: { dyadicPairs($0) },
        routes: ("two Huffman codes", "divergence of the two tables in bits"),
        states: { pair in extra(pair, drawn: pair.p) },
        equals: { pair in pair.laws.divergence.bits },
        variants: [
          .mutant("nats reported as bits") { pair in log(2) * extra(pair, drawn: pair.p) },
          .mutant("averaged under Q") { pair in extra(pair, drawn: pair.q) },
          .mutant("codes exchanged") { pair in
            extra(CodingPair(p: pair.q, q: pair.p), drawn: pair.q)
          },
          .without(
            condition: "dyadic", "(0.9, 0.1) coded for (½, ½): nothing wasted, KL 0.531 bit"
          ) { pair in
            let skew = CodingPair(p: [0.9, 0.1], q: [0.5, 0.5])
            return extra(skew, drawn: skew.p) - skew.laws.divergence.bits
              + pair.laws.divergence.bits
          },
        ])
    ])

  /// Mean Huffman length less the entropy in bits.
  private static func redundancy(_ table: [Double]) -> Bounded {
    let entropy = Categorical(probabilities: table).entropy
    return PrefixCode.huffman(table).meanLength(under: table)
      - Bounded(rounded: entropy, magnitude: 1).bits
  }

  /// Mean length of the code for Q less that of the code for P, for symbols from one table.
  private static func extra(_ pair: CodingPair, drawn table: [Double]) -> Bounded {
    PrefixCode.huffman(pair.q).meanLength(under: table)
      - PrefixCode.huffman(pair.p).meanLength(under: table)
  }

  /// P = (½,¼,⅛,⅛), Q = (⅛,½,¼,⅛) and random dyadic pairs.
  private static func dyadicPairs(_ laboratory: Laboratory) -> [Subject<CodingPair>] {
    laboratory.family(
      fixed: [Subject("P = (½,¼,⅛,⅛), Q = (⅛,½,¼,⅛)", CodingPair.ledger)], "dyadic"
    ) { CodingPair.dyadic(using: &$0) }
  }

  /// (0.9, 0.1) with (½, ½), and random pairs.
  private static func codingPairs(_ laboratory: Laboratory) -> [Subject<CodingPair>] {
    laboratory.family(
      fixed: [
        Subject("P = (0.9,0.1), Q = (½,½)", CodingPair(p: [0.9, 0.1], q: [0.5, 0.5])),
        Subject("P = (0.9,0.1), Q = (0.1,0.9)", CodingPair(p: [0.9, 0.1], q: [0.1, 0.9])),
      ], "tables"
    ) { CodingPair.random(using: &$0) }
  }
}
