import Numerics

// C18: with KL[q‖f] := E_q log q/f for the unnormalised f(z) = p(x,z):
// KL(q‖p(z|x)) = log p(x) + KL[q‖p(x,z)], so ELBO = −KL[q‖p(x,z)], which can have either sign.

extension Claim {
  /// The bound is minus the divergence of q from the unnormalised joint.
  static let jointDivergence: Claim = Claim(
    "bound.joint-divergence", identity: "C18",
    title: "The bound is minus the divergence of q from the unnormalised joint",
    statement:
      #"D_{KL}(q\,\|\,p(z|x)) = \log p(x) + \mathbb{E}_q\left[\log\frac{q(z|x)}{p(x,z)}\right]"#,
    rows: ["S0-09", "S0-35", "S3-26", "S3-29", "S3-30", "S3-40"],
    checks: [
      .equality(
        "divergence from the joint + log evidence = divergence from the posterior",
        on: { $0.witnesses.oneLatent },
        routes: (
          "sum or quadrature of q log q/p(x,z), and the evidence",
          "sum or quadrature of q log q/p(z|x)"
        ),
        states: { w in try w.jointDivergence() + w.logEvidence },
        equals: { w in try w.divergence(from: .approximatePosterior, to: .posterior) },
        variants: [
          .mutant("log evidence subtracted") { w in try w.jointDivergence() - w.logEvidence },
          .mutant("posterior for joint") { w in
            try w.divergence(from: .approximatePosterior, to: .posterior) + w.logEvidence
          },
          .mutant("bound for its negative") { w in w.logEvidence - (try w.jointDivergence()) },
        ]),
      .equality(
        "closed forms of three Gaussian terms", on: { $0.witnesses.linearGaussian },
        routes: (
          "entropy, cross-entropy and reconstruction in closed form", "quadrature of q log p(x,z)/q"
        ),
        states: { w in w.closedFormNegativeJointDivergence },
        equals: { w in -(try w.jointDivergence()) },
        variants: [
          .mutant("+ term 2") { w in w.closedFormReconstruction + w.closedFormRegularizer },
          .mutant("joint normalised") { w in w.closedFormNegativeJointDivergence - w.logEvidence },
        ]),
      .order(
        "the log evidence is bounded below", on: { $0.witnesses.oneLatent },
        routes: (
          "sum or quadrature of q log p(x,z)/q", "evidence in closed form or by a second quadrature"
        ),
        states: { w in -(try w.jointDivergence()) },
        isAtMost: { w in w.logEvidence },
        variants: [
          .mutant("bounded by the divergence itself") { w in try w.jointDivergence() },
          .mutant("joint normalised: bounded by minus the gap") { w in
            -(try w.divergence(from: .approximatePosterior, to: .posterior))
          },
        ]),
      .equality(
        "at the posterior it is −log p(x), of either sign",
        on: { laboratory in
          [Subject("w = s = .1, p(x) > 1", LinearGaussianWitness.narrow)]
            + laboratory.witnesses.linearGaussian.map { subject in
              Subject(subject.name, subject.value.atPosterior, isRandom: subject.isRandom)
            }
        },
        routes: ("quadrature of q log q/p(x,z)", "evidence in closed form"),
        states: { w in try w.jointDivergence() },
        equals: { w in -w.logEvidence },
        variants: [
          .mutant("a divergence is never negative") { w in
            let value = try w.jointDivergence()
            return value.value < 0 ? 0 : value
          },
          .written(
            "S3-30", #"p(x) = -D_{KL}[q\,\|\,p(z,x)]"#, "the evidence for its logarithm"
          ) { w in -w.logEvidence.exponential },
        ]),
    ])
}

extension Witness {
  /// KL[q‖p(x,z)] = E_q[log q − log p(z) − log p(x|z)], to an unnormalised function of z.
  func jointDivergence() throws -> Bounded {
    try expectation(under: .approximatePosterior) { z in
      logApproximatePosterior(z) - logPrior(z) - logLikelihood(z)
    }
  }
}
