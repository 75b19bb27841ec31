import Numerics

// C10: E_q[log p(x,z) − log q(z|x)] ≤ log p(x), for every q that has mass only where p(x,z) has.

extension Claim {
  /// The bound lies below the log evidence.
  static let lowerBound: Claim = Claim(
    "bound.lower", identity: "C10",
    title: "The evidence lower bound does not exceed the log evidence",
    statement: #"\mathbb{E}_q\left[\log p(x,z) - \log q(z|x)\right] \le \log p(x)"#,
    rows: ["S0-14", "S1-43", "S1-64", "S2-20", "S2-23", "S3-28", "S4-12", "S4-13"],
    checks: [
      .order(
        "bound ≤ log evidence", on: { $0.witnesses.all },
        routes: (
          "sum or quadrature of the bound", "evidence in closed form or by a second quadrature"
        ),
        states: { w in try w.evidenceLowerBound() },
        isAtMost: { w in w.logEvidence },
        variants: [
          .mutant("divergence from the prior added", from: "AntixK/PyTorch-VAE #68") { w in
            try w.reconstruction() + w.divergence(from: .approximatePosterior, to: .prior)
          },
          .mutant("divergence from the prior dropped") { w in try w.reconstruction() },
          .mutant("gap added twice") { w in
            try w.evidenceLowerBound()
              + 2 * w.divergence(from: .approximatePosterior, to: .posterior)
          },
        ]),
      .order(
        "the negative log evidence does not exceed the negative bound",
        on: { laboratory in
          [Subject("w = s = 1, b = x = 0, q exact", LinearGaussianWitness.atOrigin)]
            + laboratory.witnesses.linearGaussian
        },
        routes: ("evidence in closed form", "quadrature of the bound"),
        states: { w in -w.logEvidence },
        isAtMost: { w in -(try w.evidenceLowerBound()) },
        variants: [
          .written(
            "S4-12",
            #"\log p_\theta(x|z) \ge \mathbb{E}_q\left[-\log q(z|x) + \log p_\theta(x,z)\right]"#,
            "log p(x|z) for log p(x), at z = 3"
          ) { w in -Bounded(rounded: w.logLikelihood(Latent(3, 0)), magnitude: 1) }
        ]),
    ])
}

extension LinearGaussianWitness {
  /// w = s = 1, b = x = 0 with its exact posterior.
  static let atOrigin = LinearGaussianWitness(
    weight: 1, bias: 0, noise: 1, observation: 0, mean: 0, deviation: 0.5.squareRoot())
}
