import Distributions
import Foundation
import Numerics

// C50: p(z|x) = p(z) only if x is independent of z; Σ_x p_θ(x) p_θ(z|x) = p(z) always (average over the model's own x).

extension Claim {
  /// The posterior is not the prior, but its average over the model's own observations is.
  static let posteriorAverage: Claim = Claim(
    "posterior.averages-to-prior", identity: "C50",
    title: "A posterior differs from the prior; averaged over the model's x it is the prior",
    statement: #"\mathbb{E}_{p_\theta(x)}[p_\theta(z|x)] = p(z), \qquad p_\theta(z|x) \ne p(z)"#,
    condition:
      "the average runs over the model's own x; the posterior differs where x depends on z",
    rows: ["S0-20"],
    checks: [
      .equality(
        "average probability of z = 0", on: { $0.dataModels },
        routes: ("posteriors as softmax, summed with p(x)", "table of the prior"),
        states: { m in m.aggregate(m.marginal) { m.posterior($0) }[0] },
        equals: { m in Bounded(exactly: m.model.prior[0]) },
        variants: [
          .mutant("average over equally likely x") { m in
            m.aggregate(m.data.map { _ in 1 / Double(m.data.count) }) { m.posterior($0) }[0]
          },
          .mutant("average over the data") { m in m.aggregate(m.data) { m.posterior($0) }[0] },
          .mutant("encoders for posteriors") { m in m.aggregate(m.marginal) { m.encoder[$0] }[0] },
          .mutant("one posterior is the prior") { m in
            Bounded(rounded: m.posterior(m.model.observation)[0])
          },
        ]),
      .equality(
        "average posterior density at z = 0.4", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature over x of closed posteriors", "density of the prior, oracle side"),
        states: { w in
          try w.marginal.integral { x in w.observing(x).posterior.density(at: 0.4) }
        },
        equals: { _ in Bounded(rounded: Reference.gaussianDensity(0.4)) },
        variants: [
          .mutant("average over x given one z") { w in
            let law = Gaussian(mean: w.weight + w.bias, standardDeviation: w.noise)
            return try law.integral { x in w.observing(x).posterior.density(at: 0.4) }
          },
          .mutant("one posterior is the prior") { w in
            Bounded(rounded: w.posterior.density(at: 0.4))
          },
        ]),
      .separation(
        "divergence of the posterior from the prior is not zero",
        on: { $0.witnesses.linearGaussian },
        routes: ("quadrature under the posterior", "zero"),
        states: { w in try w.divergence(from: .posterior, to: .prior) },
        differsFrom: { _ in 0 },
        variants: [
          .without(condition: "x depends on z", "a decoder that ignores z, w = 0") { w in
            try w.with(Parameter("w", .model), 0).divergence(from: .posterior, to: .prior)
          }
        ]),
    ])
}
