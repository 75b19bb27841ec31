import Distributions
import Foundation
import Numerics

// C15: D(P‖Q) ≠ D(Q‖P) in general; equal where a symmetry of the space exchanges P and Q, and by accident elsewhere.

extension Claim {
  /// Exchanging the arguments changes the divergence of unrelated laws, and not that of mirror images.
  static let divergenceAsymmetry: Claim = Claim(
    "kl.asymmetry", identity: "C15",
    title: "The divergence is not symmetric in general",
    statement: #"D_{KL}(P\,\|\,Q) \ne D_{KL}(Q\,\|\,P) \text{ in general}"#,
    condition: "P and Q are not mirror images of each other (nor equal by accident)",
    rows: ["S1-26"],
    checks: [
      .separation(
        "the two directions differ",
        on: { laboratory in
          let gaussians = laboratory.family(
            fixed: [
              Subject("N(0,1), N(0,2²)", MirrorPair(GaussianPair((0, 1), (0, 2)))),
              Subject("(½,½), (0.9,0.1)", MirrorPair([0.5, 0.5], [0.9, 0.1])),
            ], "gaussian-mirror", count: 30
          ) { MirrorPair(GaussianPair.random(using: &$0)) }
          return gaussians + laboratory.family("table-mirror", count: 30) { MirrorPair(&$0) }
        },
        routes: ("sums or quadratures of both directions", "zero"),
        states: { pair in try difference(pair.laws) },
        differsFrom: { _ in 0 },
        variants: [
          .written(
            "S1-26", #"D_{KL}(P\,\|\,Q) \ne D_{KL}(Q\,\|\,P)"#,
            "without 'in general': Q the mirror image of P"
          ) { pair in try difference(pair.mirrored) },
          .without(condition: "P and Q are not equal", "Q := P") { pair in
            try difference(pair.same)
          },
          .mutant("the symmetrised divergence for either direction", from: "a slip") { pair in
            let sum = try pair.laws.mean { $0 - $1 } + pair.laws.meanUnderQ { $1 - $0 }
            return sum - (try pair.laws.meanUnderQ { $1 - $0 } + pair.laws.mean { $0 - $1 })
          },
          .mutant("the ratio turned over but not the weight", from: "a slip") { pair in
            try pair.laws.mean { $0 - $1 } + pair.laws.mean { $1 - $0 }
          },
        ]),
      .equality(
        "the two directions agree for mirror images",
        on: { laboratory in
          laboratory.family(
            fixed: [
              Subject("(0.2,0.8), (0.8,0.2)", LawPair(table: [0.2, 0.8], [0.8, 0.2])),
              Subject("N(0,1), N(1,1)", GaussianPair((0, 1), (1, 1)).laws),
              Subject("(½,¼,⅛,⅛) and reversed", LawPair(table: [4, 2, 1, 1], [1, 1, 2, 4])),
              Subject("(½,¼,⅛,⅛) and uniform", LawPair(table: [4, 2, 1, 1], [1, 1, 1, 1])),
            ], "mirror-images"
          ) { generator in MirrorPair(&generator).mirrored }
        },
        routes: ("sum or quadrature of P log P/Q", "closed form of the other direction"),
        states: { pair in try pair.mean { $0 - $1 } },
        equals: { pair in pair.reverseDivergence },
        variants: [
          .mutant("cross-entropy for divergence", from: "a slip") { pair in -(try pair.mean { $1 })
          },
          .mutant("the reverse with its sign", from: "a slip") { pair in
            try pair.meanUnderQ { $0 - $1 }
          },
        ]),
    ])

  /// D(P‖Q) − D(Q‖P).
  private static func difference(_ pair: LawPair) throws -> Bounded {
    try pair.mean { $0 - $1 } - pair.meanUnderQ { $1 - $0 }
  }
}

/// Two laws P and Q, with P beside its mirror image and beside itself.
struct MirrorPair: Sendable {
  /// P and Q.
  let laws: LawPair

  /// P and its mirror image.
  let mirrored: LawPair

  /// P and P.
  let same: LawPair

  /// Two Gaussians; P is mirrored at 1.
  init(_ pair: GaussianPair) {
    let image = Gaussian(mean: 2 - pair.p.mean, standardDeviation: pair.p.standardDeviation)
    laws = pair.laws
    mirrored = LawPair(pair.p, image)
    same = LawPair(pair.p, pair.p)
  }

  /// Two tables; P is mirrored by reversal.
  init(_ p: [Double], _ q: [Double]) {
    laws = LawPair(table: p, q)
    mirrored = LawPair(table: p, p.reversed())
    same = LawPair(table: p, p)
  }

  /// Draws two tables of 3 to 6 entries.
  init(_ generator: inout Philox) {
    let count = 3 + Int(4 * (1 - generator.uniform()))
    func table() -> [Double] { (0..<count).map { _ in exp(generator.standardNormal()) } }
    self.init(table(), table())
  }
}
