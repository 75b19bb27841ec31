import Distributions
import Foundation
import Numerics

// C52: log p(x|z) is a function of the decoder's parameters. x' determines it only where nothing else is free:
// −log N(x; x', 1) = ½(x − x')² + ½log 2π, −log Bernoulli(x; x') = −x log x' − (1 − x) log(1 − x').

extension Claim {
  /// A decoder emits the parameters of p(x|z); x' alone does not determine the loss.
  static let decoderParameters: Claim = Claim(
    "roles.decoder-emits-parameters", identity: "C52",
    title: "A decoder emits the parameters of p(x|z), of which x' may be only one",
    statement:
      #"\log N(x; x', s^2) \ne \log N(x; x', 1), \qquad -\log N(x; x', 1) = \tfrac12(x-x')^2 + \tfrac12\log 2\pi"#,
    condition: "x' suffices only where it is the only free parameter",
    rows: ["S1-52"],
    checks: [
      .separation(
        "same x', two variances", on: { $0.linearGaussianAtLatents },
        routes: ("log density with variance s²", "log density with variance 1"),
        states: { at in at.logLikelihood(noise: at.witness.noise) },
        differsFrom: { at in at.logLikelihood(noise: 1) },
        variants: [
          .mutant("loss from x' alone: −½(x − x')² − ½log 2π, s ignored") { at in
            -at.squaredError - Bounded(rounded: 0.5 * log(2 * Double.pi))
          }
        ]),
      .equality(
        "with unit variance x' determines the loss", on: { $0.linearGaussianAtLatents },
        routes: ("squared error and constant", "−log of the oracle's normal density"),
        states: { at in at.squaredError + Bounded(rounded: 0.5 * log(2 * Double.pi)) },
        equals: { at in
          Bounded(
            rounded: -log(Reference.gaussianDensity(at.witness.observation, mean: at.decoded)),
            magnitude: 1)
        },
        variants: [
          .without(condition: "the mean is the only free parameter", "variance s²") { at in
            -at.logLikelihood(noise: at.witness.noise)
          },
          .mutant("½ dropped") { at in
            2 * at.squaredError + Bounded(rounded: 0.5 * log(2 * Double.pi))
          },
          .mutant("constant dropped") { at in at.squaredError },
        ]),
      .equality(
        "a probability determines the Bernoulli loss",
        on: { lab in Laboratory.atLatents(lab.witnesses.bernoulliLogistic) { $0.someLatents } },
        routes: ("cross-entropy of the decoded probability", "log-likelihood from the logit"),
        states: { at in
          let probability = 1 / (1 + exp(-at.witness.logit(at.latent)))
          return at.witness.observation == 1
            ? -Bounded(rounded: probability).logarithm
            : -Bounded(rounded: 1 - probability).logarithm
        },
        equals: { at in Bounded(rounded: -at.witness.logLikelihood(at.latent), magnitude: 1) },
        variants: [
          .mutant("squared error of the probability") { at in
            let probability = 1 / (1 + exp(-at.witness.logit(at.latent)))
            let residual = Double(at.witness.observation) - probability
            return Bounded(rounded: 0.5 * residual * residual)
          },
          .mutant("0 and 1 exchanged") { at in
            let probability = 1 / (1 + exp(-at.witness.logit(at.latent)))
            return at.witness.observation == 0
              ? -Bounded(rounded: probability).logarithm
              : -Bounded(rounded: 1 - probability).logarithm
          },
        ]),
    ])
}

extension AtLatent where W == LinearGaussianWitness {
  /// x' = wz + b.
  fileprivate var decoded: Double { witness.weight * latent.x + witness.bias }

  /// ½(x − x')².
  fileprivate var squaredError: Bounded {
    let residual = witness.observation - decoded
    return Bounded(rounded: 0.5 * residual * residual, magnitude: 1)
  }

  /// log N(x; x', noise²).
  fileprivate func logLikelihood(noise: Double) -> Bounded {
    let law = Gaussian(mean: decoded, standardDeviation: noise)
    return Bounded(rounded: law.logDensity(at: witness.observation), magnitude: 1)
  }
}
