import Numerics

// C20: at fixed θ, ELBO(φ) + KL(q_φ‖p(z|x)) = log p(x) does not depend on φ,
// so that what the bound gains when φ moves is what the divergence loses. If θ moves too, log p(x) moves.

extension Claim {
  /// What the bound gains over φ the divergence loses.
  static let optimumTradeOff: Claim = Claim(
    "bound.optimum.trade-off", identity: "C20",
    title: "At fixed θ, what the bound gains is what the divergence loses",
    statement:
      #"\mathcal{L}(\phi') - \mathcal{L}(\phi) = D_{KL}(q_\phi(z|x)\,\|\,p(z|x)) - D_{KL}(q_{\phi'}(z|x)\,\|\,p(z|x))"#,
    setting:
      #"Let $\mathcal{L}(\phi) = \mathbb{E}_{q_\phi(z|x)}\left[\log\frac{p(x,z)}{q_\phi(z|x)}\right]$."#,
    condition: "θ is fixed",
    rows: ["S0-18", "S3-20", "S3-21", "S3-34", "S3-37"],
    checks: [
      .equality(
        "gain of the bound = loss of the divergence", on: { $0.witnesses.all },
        routes: ("two sums or quadratures of the bound", "two of the divergence"),
        states: { w in
          try w.movedInFamily().evidenceLowerBound() - w.evidenceLowerBound()
        },
        equals: { w in
          try w.divergence(from: .approximatePosterior, to: .posterior)
            - w.movedInFamily().divergence(from: .approximatePosterior, to: .posterior)
        },
        variants: [
          .written(
            "S3-34", #"\Delta D_{KL}(q_\phi\,\|\,p(z|x)) = \Delta\log p(x)"#,
            "minimising the divergence lowers the log evidence"
          ) { w in try w.logEvidence - w.movedInFamily().logEvidence },
          .mutant("the divergence rises with the bound") { w in
            try w.evidenceLowerBound() - w.movedInFamily().evidenceLowerBound()
          },
          .mutant("reconstruction alone") { w in
            try w.movedInFamily().reconstruction() - w.reconstruction()
          },
          .without(condition: "θ is fixed", "a parameter of the model moves with φ") { w in
            try w.movedInFamily().movedInModel().evidenceLowerBound() - w.evidenceLowerBound()
          },
        ]),
      .equality(
        "closed bound against the divergence by quadrature, q moved to the posterior",
        on: { $0.witnesses.linearGaussian },
        routes: ("closed forms of the bound", "quadrature of the divergence"),
        states: { w in w.atPosterior.closedFormBound - w.closedFormBound },
        equals: { w in try w.divergence(from: .approximatePosterior, to: .posterior) },
        variants: [
          .mutant("q moved to the prior") { w in
            w.approximated(by: w.prior).closedFormBound - w.closedFormBound
          },
          .mutant("divergence of the posterior from q falls as much") { w in
            try w.divergence(from: .posterior, to: .approximatePosterior)
          },
        ]),
    ])
}

extension Witness {
  /// The first parameter of q moved by 0.3.
  func movedInFamily() throws -> any Witness { try moved(variationalParameters[0]) }

  /// The first parameter of the model moved by 0.3.
  func movedInModel() throws -> any Witness { try moved(modelParameters[0]) }

  private func moved(_ parameter: Parameter) throws -> Self {
    try with(parameter, value(of: parameter) + 0.3)
  }
}
