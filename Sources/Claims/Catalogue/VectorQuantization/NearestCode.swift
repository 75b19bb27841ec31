import Distributions
import Foundation
import Numerics

// C45: k = argmin_j ‖z_e − e_j‖² = argmax_j (z_e·e_j − ½‖e_j‖²), because ‖z_e‖² is the same for all codes.

extension Claim {
  /// The nearest code is the one with the largest z·e − ½‖e‖².
  static let nearestCode: Claim = Claim(
    "quantizer.nearest-code", identity: "C45",
    title: "Quantisation picks the nearest code, the largest z·e − ½‖e‖²",
    statement:
      #"k = \arg\min_j \|z_e - e_j\|^2 = \arg\max_j \left(z_e \cdot e_j - \tfrac{1}{2}\|e_j\|^2\right),\qquad \min_j \|z_e - e_j\|^2 = \|z_e\|^2 - 2\max_j\left(z_e \cdot e_j - \tfrac{1}{2}\|e_j\|^2\right)"#,
    rows: ["S4-44"],
    checks: [
      .equality(
        "index of the nearest code", on: { [rankedOtherwise] + $0.witnesses.vectorQuantization },
        routes: ("largest z·e − ½‖e‖²", "smallest distance by brute force"),
        states: { w in w.best { z, e in (z * e).sum() - 0.5 * (e * e).sum() } },
        equals: { w in Bounded(exactly: Double(w.selected)) },
        variants: [
          .mutant("largest z·e: ½‖e‖² left out") { w in w.best { z, e in (z * e).sum() } },
          .mutant("largest z·e − ‖e‖²: ½ left out") { w in
            w.best { z, e in (z * e).sum() - (e * e).sum() }
          },
          .mutant("largest cosine") { w in
            w.best { z, e in (z * e).sum() / (e * e).sum().squareRoot() }
          },
          .mutant("smallest sum of absolute differences") { w in
            w.best { z, e in -((z - e).x.magnitude + (z - e).y.magnitude) }
          },
          .equivalent("smallest distance, not squared") { w in
            w.best { z, e in -hypot(z.x - e.x, z.y - e.y) }
          },
        ]),
      .equality(
        "distance to the nearest code", on: { [rankedOtherwise] + $0.witnesses.vectorQuantization },
        routes: ("‖z‖² − 2 max(z·e − ½‖e‖²)", "least of the squared distances"),
        states: { w in w.expanded(half: 0.5) },
        equals: { w in
          Bounded(
            rounded: w.codes.map { hypot($0.x - w.encoded.x, $0.y - w.encoded.y) }.min()!,
            ulps: 4
          ).squared
        },
        variants: [
          .mutant("z·e − ‖e‖²: ½ left out") { w in w.expanded(half: 1) },
          .mutant("z·e alone") { w in w.expanded(half: 0) },
        ]),
    ])

  /// z_e of W-VQ with codes that sums of absolute differences, inner product and cosine rank otherwise.
  private static let rankedOtherwise = Subject(
    "a long, a short and a diagonal code",
    VectorQuantizationWitness(
      encoded: Latent(0.9, -0.4),
      codes: [Latent(1.5, -0.4), Latent(1.3, -0.8), Latent(3, -2), Latent(0.27, -0.12)],
      decoder: VectorQuantizationWitness.ledger.decoder,
      observation: VectorQuantizationWitness.ledger.observation))
}

extension VectorQuantizationWitness {
  /// The index of the code with the largest score.
  fileprivate func best(by score: (_ point: Latent, _ code: Latent) -> Double) -> Bounded {
    let scores = codes.map { score(encoded, $0) }
    return Bounded(exactly: Double(scores.indices.max { scores[$0] < scores[$1] }!))
  }

  /// ‖z‖² − 2 max(z·e − half·‖e‖²).
  fileprivate func expanded(half: Double) -> Bounded {
    let best = codes.map { (encoded * $0).sum() - half * ($0 * $0).sum() }.max()!
    return Bounded(rounded: (encoded * encoded).sum() - 2 * best, magnitude: scale)
  }
}
