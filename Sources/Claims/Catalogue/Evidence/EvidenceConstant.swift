import Foundation
import Numerics

// C04: ∫ q(z|x) dz = 1, and so E_q[log p(x)] = log p(x), −E_q[log p(x)] = H(q, p(x)) = −log p(x): p(x) knows no z.

extension Claim {
  /// q is normalised, so that the expectation of what does not depend on z is that thing.
  static let evidenceConstant: Claim = Claim(
    "evidence.constant-under-q", identity: "C04",
    title: "The log evidence is its own expectation under any normalised q",
    statement: #"\int q(z|x)\,dz = 1, \qquad \mathbb{E}_q[\log p(x)] = \log p(x)"#,
    condition: "q is normalised, and p(x) does not depend on z",
    rows: ["S0-01", "S0-05", "S1-41", "S2-16", "S3-25"],
    checks: [
      .equality(
        "q integrates to one", on: { $0.witnesses.continuous },
        routes: ("quadrature of the density", "one"),
        states: { w in try w.expectation(under: .approximatePosterior) { _ in 1 } },
        equals: { _ in 1 },
        variants: [
          .mutant("σ² for σ in the prefactor") { w in
            let scale = w.scale
            return try w.expectation(under: .approximatePosterior) { _ in 1 / scale }
          },
          .mutant("½ lost in the exponent") { w in
            let top = w.logApproximatePosterior(w.reparameterized(Latent(0, 0)))
            return try w.total(over: .approximatePosterior) { z in
              exp(2 * w.logApproximatePosterior(z) - top)
            }
          },
        ]),
      .equality(
        "the expectation of log p(x) is log p(x)", on: { $0.witnesses.all },
        routes: (
          "sum or quadrature under q of the marginalised joint",
          "closed form (logistic: doubly adaptive quadrature)"
        ),
        states: { w in
          let evidence = try w.marginalized()
          return try evidence * w.expectation(under: .approximatePosterior) { _ in 1 }
        },
        equals: { w in w.logEvidence },
        variants: [
          .mutant("q adds up to 0.9") { w in
            let evidence = try w.marginalized()
            return try evidence * w.expectation(under: .approximatePosterior) { _ in 0.9 }
          },
          .mutant("logarithm dropped: E_q[p(x)]") { w in
            let evidence = try w.marginalized().exponential
            return try evidence * w.expectation(under: .approximatePosterior) { _ in 1 }
          },
          .mutant("cross-entropy with the sign of the log evidence") { w in
            let evidence = try w.marginalized()
            return try -evidence * w.expectation(under: .approximatePosterior) { _ in 1 }
          },
          .without(
            condition: "p(x) does not depend on z", "log p(x|z) in its place"
          ) { w in try w.reconstruction() },
          .equivalent("any other normalised law in place of q") { w in
            let evidence = try w.marginalized()
            return try evidence * w.expectation(under: .prior) { _ in 1 }
          },
        ]),
    ])
}

extension ReparameterizedWitness {
  /// The product of the standard deviations of q: |∂g/∂ε|.
  fileprivate var scale: Double {
    let origin = reparameterized(Latent(0, 0))
    let moved = reparameterized(Latent(1, 1)) - origin
    return moved.y == 0 ? moved.x : moved.x * moved.y
  }
}
