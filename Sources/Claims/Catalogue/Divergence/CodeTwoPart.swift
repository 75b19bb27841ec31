import Distributions
import Foundation
import Numerics

// C14, C11: to send x, send z drawn from q in the code of p(z), then x in the code of p(x|z); the receiver, who can
// work out q, gets back the bits of randomness that chose z (bits back). The net length is −ELBO/log 2; the ideal is
// −log₂ p(x); what is wasted is D(q‖p(z|x))/log 2.

extension Claim {
  /// The bound is minus the length of a two-part code; only the divergence from the posterior is additional.
  static let codeTwoPart: Claim = Claim(
    "code.two-part", identity: "C14",
    title: "The negative bound is a code length, and its excess the divergence from the posterior",
    statement:
      #"\mathbb{E}_{q(z|x)}[-\log_2 p(x|z)] + \frac{D_{KL}(q(z|x)\,\|\,p(z))}{\log 2} = -\log_2 p(x) + \frac{D_{KL}(q(z|x)\,\|\,p(z|x))}{\log 2}"#,
    condition: "x discrete, ideal code lengths, randomness of z given back",
    rows: ["S1-45"],
    checks: [
      .equality(
        "Huffman codes of a dyadic model, net of the bits of q",
        on: { laboratory in
          laboratory.family(fixed: [dyadicModel], "dyadic-model") {
            DiscreteWitness.dyadic(using: &$0)
          }
        },
        routes: ("Huffman's codes for p(z), p(x|z) and q", "minus the bound, by sums"),
        states: { w in try codeLength(w) - freeBits(w) },
        equals: { w in -(try w.evidenceLowerBound().bits) },
        variants: [
          .mutant("randomness of z paid for", from: "a slip") { w in try codeLength(w) },
          .mutant("z sent in the code for q", from: "a slip") { w in
            try codeLength(w, latent: w.approximate)
          },
          .mutant("x only", from: "a slip") { w in try codeLength(w) - codeLength(w, symbol: false)
          },
          .mutant("nats called bits") { w in log(2) * (try codeLength(w) - freeBits(w)) },
        ]),
      .equality(
        "bits in addition to the ideal −log₂ p(x)", on: { $0.witnesses.discrete },
        routes: ("sums over q of the two parts, less the ideal", "divergence of two tables"),
        states: { w in
          let parts = try w.divergence(from: .approximatePosterior, to: .prior) - w.reconstruction()
          return (parts + w.logEvidence).bits
        },
        equals: { w in LawPair(table: w.approximate, w.posterior).divergence.bits },
        variants: [
          .written(
            "S1-45", #"H(q, p(x|z)) \text{ additional bits}"#,
            "the cross-entropy term itself, which is the total for x given z"
          ) { w in -(try w.reconstruction().bits) },
          .mutant("nats called bits") { w in
            try w.divergence(from: .approximatePosterior, to: .prior) - w.reconstruction()
              + w.logEvidence
          },
          .mutant("divergence from the prior") { w in
            try w.divergence(from: .approximatePosterior, to: .prior).bits
          },
          .mutant("divergence from q") { w in
            try w.divergence(from: .posterior, to: .approximatePosterior).bits
          },
        ]),
      .order(
        "the length of x given z is not negative",
        on: { laboratory in
          laboratory.witnesses.discrete.map { subject in
            Subject<any Witness>(subject.name, subject.value, isRandom: subject.isRandom)
          }
        },
        routes: ("sum over q of log₂ p(x|z)", "zero"),
        states: { w in try w.reconstruction().bits },
        isAtMost: { _ in 0 },
        variants: [
          .without(
            condition: "x discrete", "a Gaussian x with s = 0.1, whose density exceeds 1"
          ) { _ in try positiveEvidence.value.reconstruction(under: .posterior).bits },
          .mutant("sign") { w in -(try w.reconstruction().bits) },
        ]),
    ])

  /// Three latent values, three symbols, every probability a power of one half.
  private static let dyadicModel = Subject(
    "W-D with powers of ½",
    DiscreteWitness(
      prior: [0.5, 0.25, 0.25],
      likelihood: [[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.25, 0.25, 0.5]], observation: 1,
      approximate: [0.25, 0.5, 0.25]))

  /// E_q of the length of z in the code for a table (p(z) unless given) and, unless left out, of x in that for p(x|z).
  private static func codeLength(
    _ w: DiscreteWitness, latent: [Double]? = nil, symbol: Bool = true
  ) throws -> Bounded {
    let first = PrefixCode.huffman(latent ?? w.prior).lengths
    let second = w.likelihood.map { PrefixCode.huffman($0).lengths[w.observation] }
    return try w.expectation(under: .approximatePosterior) { z in
      Double(first[Int(z.x)] + (symbol ? second[Int(z.x)] : 0))
    }
  }

  /// E_q of the length of z in the code for q: the random bits that chose z.
  private static func freeBits(_ w: DiscreteWitness) throws -> Bounded {
    try codeLength(w, latent: w.approximate, symbol: false)
  }
}

extension DiscreteWitness {
  /// Draws a model whose every probability is a power of one half.
  static func dyadic(using generator: inout Philox) -> DiscreteWitness {
    let values = 3 + Int(3 * (1 - generator.uniform()))
    let symbols = 3 + Int(3 * (1 - generator.uniform()))
    let prior = CodingPair.dyadicTable(values, using: &generator)
    let likelihood = (0..<values).map { _ in CodingPair.dyadicTable(symbols, using: &generator) }
    return DiscreteWitness(
      prior: prior, likelihood: likelihood,
      observation: Int(Double(symbols) * (1 - generator.uniform())),
      approximate: CodingPair.dyadicTable(values, using: &generator))
  }
}
