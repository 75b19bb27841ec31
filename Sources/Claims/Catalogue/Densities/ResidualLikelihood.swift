import Distributions
import Foundation
import Numerics

// C37: p(X̄|z) = N(X̄; X̂(z), Σ): the residual r = X̄ − X̂(z) follows N(0, Σ). Without X̂(z) the likelihood knows
// no z, and the posterior is the prior.

extension Claim {
  /// The decoder enters the likelihood through its mean.
  static let likelihoodResidual = Claim(
    "likelihood.residual", identity: "C37",
    title: "The likelihood is normal about the decoder's mean: the residual has mean 0",
    statement: #"\log p(x|z) = \log\mathcal{N}(x - \hat x(z); 0, s^2)"#,
    setting:
      #"Let $\hat x(z) = wz + b$ be the decoder's mean and $p(x|z) = \mathcal{N}(x; \hat x(z), s^2)$; the residual is $x - \hat x(z)$."#,
    rows: ["S3-06", "S3-08"],
    checks: [
      .equality(
        "what x teaches about z, KL(p(z|x) ‖ p(z))", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature of prior times likelihood", "closed form for two Gaussians"),
        states: { w in try information(w) { z in residual(w, z) } },
        equals: { w in
          Bounded(rounded: klDivergence(from: w.posterior, to: w.prior), magnitude: 4)
        },
        variants: [
          .written(
            "S3-06", #"p(\bar X|z) = N(0, \Sigma)"#, "the likelihood without X̂(z)"
          ) { w in try information(w) { _ in w.observation } },
          .mutant("prior mean decoded whatever z") { w in
            try information(w) { _ in w.observation - w.bias }
          },
          .mutant("offset of the decoder lost") { w in
            try information(w) { z in w.observation - w.weight * z }
          },
        ]),
      .equality(
        "log density of the residual = log p(x|z)",
        on: { laboratory in
          laboratory.witnesses.linearGaussian.enumerated().map { index, subject in
            // z = 1 on W-LG, then from −2.5 to 2.5.
            let z = index == 0 ? 1 : -2.5 + 0.1 * Double(index)
            return Subject(
              subject.name, LikelihoodPoint(model: subject.value, z: z), isRandom: subject.isRandom)
          }
        },
        routes: ("reference density of the residual", "log likelihood of the witness"),
        states: { p in centred(p, residual(p.model, p.z)) },
        equals: { p in
          let value = p.model.logLikelihood(Latent(p.z, 0))
          return Bounded(rounded: value, magnitude: 1 + value.magnitude)
        },
        variants: [
          .written(
            "S3-08", #"\bar X = \bar X - \hat X"#,
            "taken as an equation: X̂ = 0, so the residual is X̄ itself"
          ) { p in centred(p, p.model.observation) },
          .mutant("X̂ subtracted twice") { p in
            centred(p, 2 * residual(p.model, p.z) - p.model.observation)
          },
          .mutant("residual X̄ + X̂") { p in
            centred(p, 2 * p.model.observation - residual(p.model, p.z))
          },
          .equivalent("residual X̂ − X̄, even as the density is") { p in
            centred(p, -residual(p.model, p.z))
          },
        ]),
    ])

  /// x − (wz + b).
  private static func residual(_ w: LinearGaussianWitness, _ z: Double) -> Double {
    w.observation - (w.weight * z + w.bias)
  }

  private static func centred(_ p: LikelihoodPoint, _ r: Double) -> Bounded {
    let s = p.model.noise
    return Bounded(
      rounded: log(Reference.gaussianDensity(r, standardDeviation: s)),
      magnitude: 1 + r * r / (s * s))
  }

  /// KL(posterior ‖ prior), the posterior being prior times N(r(z); 0, s²), normalised by quadrature.
  private static func information(
    _ w: LinearGaussianWitness, residual: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let s = w.noise
    // The least residual is taken out, so that the evidence neither under- nor overflows.
    func logLikelihood(_ z: Double) -> Double {
      let r = residual(z) / s
      return -0.5 * r * r
    }
    let evidence = try LineIntegral.total(over: w.prior) { z in
      exp(w.prior.logDensity(at: z) + logLikelihood(z))
    }
    let weighted = try LineIntegral.total(over: w.prior) { z in
      exp(w.prior.logDensity(at: z) + logLikelihood(z)) * logLikelihood(z)
    }
    return weighted / evidence - evidence.logarithm
  }
}

/// A linear-Gaussian witness and a latent value.
struct LikelihoodPoint: Sendable {
  /// The witness.
  let model: LinearGaussianWitness

  /// z.
  let z: Double
}
