import Distributions
import Numerics

// C11: E_q[log p(x,z) − log q(z|x)] = −KL(q(z|x) ‖ p(z)) + E_q log p(x|z).

extension Claim {
  /// The bound is a reconstruction term less the divergence from the prior.
  static let twoTermBound: Claim = Claim(
    "bound.two-terms", identity: "C11",
    title: "The bound is the reconstruction term less the divergence from the prior",
    statement:
      #"\mathbb{E}_q[\log p(x,z) - \log q(z|x)] = -D_{KL}(q(z|x)\,\|\,p(z)) + \mathbb{E}_q[\log p(x|z)]"#,
    rows: [
      "S0-09", "S0-35", "S1-43", "S1-44", "S1-64", "S2-21", "S2-25", "S3-40", "S4-16",
    ],
    checks: [
      .equality(
        "two terms, each by itself", on: { $0.witnesses.all },
        routes: ("two sums or quadratures", "one sum or quadrature of log p(x,z) − log q"),
        states: { w in
          try w.reconstruction() - w.divergence(from: .approximatePosterior, to: .prior)
        },
        equals: { w in try w.evidenceLowerBound() },
        variants: [
          .mutant("divergence added", from: "AntixK/PyTorch-VAE #68") { w in
            try w.reconstruction() + w.divergence(from: .approximatePosterior, to: .prior)
          },
          .mutant("arguments of the divergence swapped") { w in
            try w.reconstruction() - w.divergence(from: .prior, to: .approximatePosterior)
          },
          .mutant("reconstruction subtracted") { w in
            try -w.reconstruction() - w.divergence(from: .approximatePosterior, to: .prior)
          },
          .mutant("divergence dropped") { w in try w.reconstruction() },
        ]),
      .equality(
        "closed forms of both terms", on: { $0.witnesses.linearGaussian },
        routes: ("closed forms of two Gaussians", "quadrature of log p(x,z) − log q"),
        states: { w in w.closedFormBound },
        equals: { w in try w.evidenceLowerBound() },
        variants: [
          .mutant("log q added", from: "ledger S0-35") { w in
            w.closedFormBound - 2 * Bounded(rounded: w.approximate.entropy, magnitude: 1)
          },
          .mutant("reconstruction at the mean of q only") { w in
            let spread = w.weight * w.approximate.standardDeviation / w.noise
            return w.closedFormBound + 0.5 * Bounded(rounded: spread * spread)
          },
          .mutant("divergence averaged over pixels", from: "pytorch/examples #234") { w in
            w.closedFormReconstruction - w.closedFormRegularizer / 784
          },
        ]),
      .order(
        "the divergence cannot be dropped: the bound stays below the evidence for a narrow q",
        on: { laboratory in
          laboratory.witnesses.linearGaussian.map { subject in
            let w = subject.value
            let q = (mean: w.residual / w.weight, deviation: 1e-3)
            return Subject(
              subject.name,
              w.approximated(by: .init(mean: q.mean, standardDeviation: q.deviation)),
              isRandom: subject.isRandom)
          }
        },
        routes: ("closed forms at q = N((x−b)/w, 10⁻⁶)", "evidence in closed form"),
        states: { w in w.closedFormBound },
        isAtMost: { w in w.logEvidence },
        variants: [.mutant("divergence dropped") { w in w.closedFormReconstruction }]),
    ])
}
