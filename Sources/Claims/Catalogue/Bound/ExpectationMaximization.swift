import Distributions
import Numerics

// C21: with an exact E-step, q = p_θ(z|x), an M-step that raises the bound never lowers log p_θ(x);
// the fixed point of the slope's M-step w' = (x−b) E z/E z² is w² = (x−b)² − s².

extension Claim {
  /// Expectation–maximisation never lowers the evidence.
  static let expectationMaximization: Claim = Claim(
    "bound.em.monotone", identity: "C21",
    title: "A step of expectation–maximisation never lowers the log evidence",
    statement:
      #"q(z|x) = p_\theta(z|x) \implies \log p_{\theta'}(x) - \log p_\theta(x) \ge \mathcal{L}(\theta', q) - \mathcal{L}(\theta, q)"#,
    setting:
      #"Let $\mathcal{L}(\theta, q) = \mathbb{E}_{q(z|x)}\left[\log\frac{p_\theta(x,z)}{q(z|x)}\right]$. An exact E-step sets $q$ to the posterior at $\theta$; the M-step leads to a $\theta'$ at which the bound is no smaller."#,
    condition: "the E-step is exact, and the M-step does not lower the bound",
    rows: ["S0-17"],
    checks: [
      .equality(
        "the M-step in closed form", on: { SlopeFamily.subjects($0) },
        routes: (
          "(x−b) E z / E z² under the posterior", "Brent's search on the quadrature of the bound"
        ),
        states: { w in Bounded(rounded: w.nextWeight, magnitude: 1) },
        equals: { w in
          let law = w.atPosterior
          return try ArgumentOfMinimum.of(
            { slope in -(try law.weighted(slope).evidenceLowerBound()) },
            in: 0...4 * w.residual.magnitude)
        },
        variants: [
          .mutant("E z² taken as (E z)²") { w in
            Bounded(rounded: w.residual / w.posterior.mean, magnitude: 1)
          },
          .mutant("moments under the prior") { _ in 0 },
        ]),
      .order(
        "fifty steps, each no worse than the one before", on: { SlopeFamily.subjects($0) },
        routes: ("greatest fall of the closed log evidence over 50 steps", "zero"),
        states: { w in w.greatestFall { $0.nextWeight } },
        isAtMost: { _ in 0 },
        variants: [
          .without(condition: "the E-step is exact", "q frozen at the prior, so that E z = 0") {
            w in
            w.greatestFall { w in
              let q = w.prior
              return w.residual * q.mean / (q.mean * q.mean + q.variance)
            }
          },
          .mutant("E-step with the deviation for the variance") { w in
            w.greatestFall { w in
              let q = w.posterior
              return w.residual * q.mean / (q.mean * q.mean + q.standardDeviation)
            }
          },
          .mutant("M-step taken backwards") { w in
            w.greatestFall { w in 2 * w.weight - w.nextWeight }
          },
        ]),
      .equality(
        "maximum likelihood is the fixed point", on: { SlopeFamily.subjects($0) },
        routes: ("one step from w = √(r² − s²)", "√(r² − s²)"),
        states: { w in Bounded(rounded: w.atLikelihoodMaximum.nextWeight, magnitude: 1) },
        equals: { w in Bounded(rounded: w.atLikelihoodMaximum.weight, magnitude: 1) },
        variants: [
          .mutant("posterior of unit variance") { w in
            let best = w.atLikelihoodMaximum
            let mean = best.posterior.mean
            return Bounded(rounded: best.residual * mean / (mean * mean + 1), magnitude: 1)
          },
          .mutant("fixed point at |r|") { w in
            Bounded(rounded: w.weighted(w.residual).nextWeight, magnitude: 1)
          },
        ]),
    ])
}

extension LinearGaussianWitness {
  /// The same model at w = √(r² − s²).
  var atLikelihoodMaximum: LinearGaussianWitness {
    weighted((residual * residual - noise * noise).squareRoot())
  }

  /// The greatest log p(x) before less log p(x) after a step, over fifty steps.
  func greatestFall(_ next: (LinearGaussianWitness) -> Double) -> Bounded {
    var model = self
    var worst = Bounded(-Double.greatestFiniteMagnitude, error: 0)
    for _ in 0..<50 {
      let after = model.weighted(next(model))
      let fall = model.logEvidence - after.logEvidence
      if !(fall.value <= worst.value) { worst = fall }
      model = after
    }
    return worst
  }
}
