import Distributions
import Foundation
import Numerics

// C50: z ~ p(z), then x ~ p(x|z) draws from the joint, and x from p(x); with z from another law, x has another law.

extension Claim {
  /// Latents from the prior decode to the model's own law of x.
  static let ancestralSampling: Claim = Claim(
    "sampling.ancestral", identity: "C50",
    title: "Latents from the prior, decoded, follow the law of the model",
    statement: #"\int p(x|z)\,p(z)\,dz = p(x)"#,
    setting:
      #"Let $z$ be drawn from $p(z)$ and then $x$ from $p(x|z)$, so that $p(x, z) = p(x|z)\,p(z)$."#,
    condition: "z comes from the prior, not from q or a mixture of q's",
    rows: ["S1-02", "S1-04", "S1-05"],
    checks: [
      .equality(
        "log density of a decoded prior draw at x", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature over z of prior times decoder", "N(b, w² + s²) of the oracle side"),
        states: { w in
          try w.prior.integral { z in exp(w.logLikelihood(Latent(z, 0))) }.logarithm
        },
        equals: { w in w.referenceLogMarginal() },
        variants: [
          .without(condition: "z comes from the prior", "z drawn from q(z|x)") { w in
            try w.approximate.integral { z in exp(w.logLikelihood(Latent(z, 0))) }.logarithm
          },
          .mutant("x spread by the latent alone: variance w²") { w in
            Bounded(
              rounded: log(
                Reference.gaussianDensity(
                  w.observation, mean: w.bias, standardDeviation: w.weight.magnitude)), magnitude: 8
            )
          },
          .mutant("the decoder's noise alone: variance s² around b") { w in
            Bounded(
              rounded: log(
                Reference.gaussianDensity(
                  w.observation, mean: w.bias, standardDeviation: w.noise)), magnitude: 8)
          },
        ]),
      .equality(
        "probability of the observed symbol", on: { $0.dataModels },
        routes: ("aggregate of the posteriors, decoded", "sum of the joint"),
        states: { m in m.decodedProbability { x in m.posterior(x) } },
        equals: { m in
          m.model.prior.indices.map { z in
            Bounded(rounded: m.model.prior[z] * m.model.likelihood[z][m.model.observation], ulps: 4)
          }.sum()
        },
        variants: [
          .without(
            condition: "z comes from the prior", "z from the encoder, averaged over the data"
          ) { m in m.decodedProbability(over: m.data) { x in m.encoder[x] } },
          .mutant("posteriors averaged with equal weights") { m in
            let count = Double(m.data.count)
            return m.decodedProbability(over: m.data.map { _ in 1 / count }) { x in m.posterior(x) }
          },
        ]),
      .mean(
        "share of draws with z = 1 and x as observed",
        on: { Array($0.witnesses.discrete.prefix(1)) }, against: "table of the joint",
        of: { w in
          { generator in
            let z = w.sample(.prior, using: &generator)
            let x = w.sampleObservation(given: z, using: &generator)
            return z.x == 1 && x == w.observation ? 1 : 0
          }
        },
        equals: { w in Bounded(rounded: w.prior[1] * w.likelihood[1][w.observation]) },
        variants: [
          .mutant("x drawn without regard to z") { w in
            { generator in
              let z = w.sample(.prior, using: &generator)
              let other = w.sample(.prior, using: &generator)
              let x = w.sampleObservation(given: other, using: &generator)
              return z.x == 1 && x == w.observation ? 1 : 0
            }
          },
          .mutant("latents all alike") { w in
            { generator in
              let z = Latent((Double(w.prior.count) * (1 - generator.uniform())).rounded(.down), 0)
              let x = w.sampleObservation(given: z, using: &generator)
              return z.x == 1 && x == w.observation ? 1 : 0
            }
          },
        ]),
    ])
}

extension LinearGaussianWitness {
  /// log N(x; b, w² + s²) by the oracle's density.
  fileprivate func referenceLogMarginal() -> Bounded {
    let density = Reference.gaussianDensity(
      observation, mean: bias, standardDeviation: (weight * weight + noise * noise).squareRoot())
    return Bounded(rounded: log(density), magnitude: 1)
  }
}
