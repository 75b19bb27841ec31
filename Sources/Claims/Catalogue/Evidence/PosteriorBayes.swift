import Distributions
import Foundation
import Numerics

// C02: p(z|x) = p(x|z) p(z) / p(x), p(x) > 0; the posterior of the model, of which no encoder is a part.

extension Claim {
  /// The posterior is prior times likelihood over evidence.
  static let posteriorBayes: Claim = Claim(
    "posterior.bayes", identity: "C02",
    title: "The posterior is the prior times the likelihood over the evidence",
    statement: #"p(z|x) = \frac{p(x|z)\,p(z)}{p(x)}"#,
    condition: "p(x) > 0",
    rows: ["S0-12", "S0-19", "S0-20", "S1-07", "S1-39", "S3-04", "S3-06", "S3-23"],
    checks: [
      .equality(
        "log prior + log likelihood − log evidence = log posterior",
        on: { $0.linearGaussianAtLatents },
        routes: ("Bayes' rule, evidence by quadrature", "completed square"),
        states: { at in
          at.witness.boundedLogJoint(at.latent)
            - (try at.witness.marginalized())
        },
        equals: { at in at.witness.boundedLogPosterior(at.latent) },
        variants: [
          .mutant("evidence omitted") { at in
            at.witness.boundedLogJoint(at.latent)
          },
          .mutant("divided by the prior") { at in
            Bounded(
              rounded: at.witness.logLikelihood(at.latent) - at.witness.logPrior(at.latent),
              magnitude: 1)
          },
          .mutant("evidence with the wrong sign") { at in
            at.witness.boundedLogJoint(at.latent)
              + (try at.witness.marginalized())
          },
          .mutant("w/s for w²/s² in the precision") { at in
            let w = at.witness
            let law = Gaussian(
              mean: w.posterior.mean,
              standardDeviation: 1 / (1 + w.weight.magnitude / w.noise).squareRoot())
            return Bounded(rounded: law.logDensity(at: at.latent.x), magnitude: 1)
          },
          .mutant("the prior is the posterior") { at in
            Bounded(rounded: at.witness.logPrior(at.latent), magnitude: 1)
          },
          .written(
            "S0-19", #"p_\theta(z|x) \propto p_\theta(x|z)"#,
            "whatever z produces x: the likelihood normalised over z, without the prior"
          ) { at in
            Bounded(rounded: at.witness.logLikelihood(at.latent), magnitude: 1)
              - (try at.witness.logLikelihoodMass())
          },
          .written(
            "S3-06", #"p(\bar X|z) = N(0, \Sigma)"#, "a likelihood that does not depend on z"
          ) { at in
            let w = at.witness
            let constant = Gaussian(mean: 0, standardDeviation: w.noise)
              .logDensity(at: w.observation)
            let evidence = try w.total(over: .prior) { z in exp(w.logPrior(z) + constant) }
            return Bounded(rounded: w.logPrior(at.latent) + constant, magnitude: 1)
              - evidence.logarithm
          },
        ]),
      .equality(
        "the same for every kind of witness", on: { $0.witnessesAtLatents },
        routes: (
          "Bayes' rule, evidence by sum or quadrature", "completed square, or a second quadrature"
        ),
        states: { at in
          at.witness.boundedLogJoint(at.latent)
            - (try at.witness.marginalized())
        },
        equals: { at in at.witness.boundedLogPosterior(at.latent) },
        variants: [
          .mutant("prior omitted") { at in
            Bounded(rounded: at.witness.logLikelihood(at.latent), magnitude: 1)
              - (try at.witness.logLikelihoodMass())
          }
        ]),
      .equality(
        "divergence of q from Bayes' posterior", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature of q log(q p(x)/p(x,z))", "closed divergence of two Gaussians"),
        states: { w in
          let evidence = try w.marginalized()
          return try w.expectation(under: .approximatePosterior) { z in
            w.logApproximatePosterior(z) + evidence.value - w.logJoint(z)
          } + Bounded(0, error: evidence.error)
        },
        equals: { w in
          Bounded(rounded: klDivergence(from: w.approximate, to: w.posterior), magnitude: 1)
        },
        variants: [
          .mutant("p(x) in the denominator") { w in
            let evidence = try w.marginalized()
            return try w.expectation(under: .approximatePosterior) { z in
              w.logApproximatePosterior(z) - evidence.value - w.logJoint(z)
            } + Bounded(0, error: evidence.error)
          },
          .mutant("divergence from the prior") { w in
            try w.divergence(from: .approximatePosterior, to: .prior)
          },
          .mutant("expectation under the posterior") { w in
            try w.divergence(from: .posterior, to: .approximatePosterior)
          },
        ]),
      .mean(
        "share of z = 0 among prior draws whose decoded symbol is x",
        on: { Array($0.witnesses.discrete.prefix(1)) }, draws: 100_000,
        against: "normalised joint table",
        of: { w in
          { generator in
            while true {
              let z = w.sample(.prior, using: &generator)
              if w.sampleObservation(given: z, using: &generator) == w.observation {
                return z.x == 0 ? 1 : 0
              }
            }
          }
        },
        equals: { w in Bounded(rounded: w.posterior[0]) },
        variants: [
          .mutant("prior dropped: all z proposed alike") { w in
            { generator in
              while true {
                let z = Latent(
                  (Double(w.prior.count) * (1 - generator.uniform())).rounded(.down), 0)
                if w.sampleObservation(given: z, using: &generator) == w.observation {
                  return z.x == 0 ? 1 : 0
                }
              }
            }
          },
          .mutant("nothing rejected") { w in
            { generator in w.sample(.prior, using: &generator).x == 0 ? 1 : 0 }
          },
        ]),
    ])
}
