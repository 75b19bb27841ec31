import Distributions
import Foundation
import Numerics

// C50: Var x = E[Var(x|z)] + Var(E[x|z]): the decoder's noise and the spread of what is decoded.

extension Claim {
  /// What is generated varies for two reasons, and the variances add.
  static let totalVariance: Claim = Claim(
    "sampling.total-variance", identity: "C50",
    title: "The decoder's noise and the spread of the latents add up in what is generated",
    statement:
      #"\mathrm{Var}_{p(x)}(x) = \mathbb{E}_{p(z)}[\mathrm{Var}_{p(x|z)}(x)] + \mathrm{Var}_{p(z)}(\mathbb{E}_{p(x|z)}[x]) = s^2 + w^2\sigma^2"#,
    setting:
      #"Let $p(z) = \mathcal{N}(z; m, \sigma^2)$ and $p(x|z) = \mathcal{N}(x; b + wz, s^2)$."#,
    rows: ["S1-05", "S2-02"],
    checks: [
      .equality(
        "variance of the symbol's number", on: { $0.witnesses.discrete },
        routes: ("means and variances of the rows", "marginal table of x"),
        states: { w in w.withinRows() + w.betweenRows() },
        equals: { w in w.symbolVariance() },
        variants: [
          .mutant("noise of the decoder alone") { w in w.withinRows() },
          .mutant("spread of the latents alone") { w in w.betweenRows() },
        ]),
      .equality(
        "variance of a reconstruction, with z from q",
        on: { lab in
          Array(lab.witnesses.linearGaussian.prefix(1)) + lab.witnesses.linearGaussian[1...6]
        },
        routes: ("w²σ² + s²", "quadrature over z and x"),
        states: { w in Bounded(rounded: w.predictive(w.approximate).variance) },
        equals: { w in try w.quadratureVariance() },
        variants: [
          .mutant("noise of the decoder alone") { w in Bounded(rounded: w.noise * w.noise) },
          .mutant("spread of the latents alone") { w in
            Bounded(rounded: w.weight * w.weight * w.approximate.variance)
          },
          .mutant("latents from the prior: w² + s²") { w in
            Bounded(rounded: w.predictive(w.prior).variance)
          },
        ]),
      .variance(
        "variance of generated x, latents from the prior",
        on: { Array($0.witnesses.linearGaussian.prefix(1)) }, against: "w² + s²",
        of: { w in
          { generator in
            w.sampleObservation(given: w.sample(.prior, using: &generator), using: &generator)
          }
        },
        equals: { w in Bounded(rounded: w.marginal.variance) },
        variants: [
          .mutant("decoder's mean returned as x") { w in
            { generator in w.weight * w.sample(.prior, using: &generator).x + w.bias }
          },
          .mutant("latent at the prior's mean") { w in
            { generator in w.sampleObservation(given: Latent(0, 0), using: &generator) }
          },
        ]),
    ])
}

extension DiscreteWitness {
  /// E[x|z] for the symbols numbered 0 … M−1.
  private func rowMean(_ z: Int) -> Bounded {
    likelihood[z].enumerated().map { Bounded(rounded: Double($0) * $1, magnitude: 1) }.sum()
  }

  /// E[Var(x|z)].
  fileprivate func withinRows() -> Bounded {
    prior.indices.map { z -> Bounded in
      let mean = rowMean(z)
      let terms = likelihood[z].enumerated().map { x, probability in
        (Bounded(exactly: Double(x)) - mean).squared * probability
      }
      return terms.sum() * prior[z]
    }.sum()
  }

  /// Var(E[x|z]).
  fileprivate func betweenRows() -> Bounded {
    let means = prior.indices.map(rowMean)
    let centre = prior.indices.map { means[$0] * prior[$0] }.sum()
    return prior.indices.map { (means[$0] - centre).squared * prior[$0] }.sum()
  }

  /// Σ x² p(x) − (Σ x p(x))² over the marginal of x.
  fileprivate func symbolVariance() -> Bounded {
    var (first, second): ([Bounded], [Bounded]) = ([], [])
    for x in likelihood[0].indices {
      let probability = prior.indices.map { z in
        Bounded(rounded: prior[z] * likelihood[z][x], magnitude: 1)
      }.sum()
      first.append(probability * Double(x))
      second.append(probability * Double(x * x))
    }
    return second.sum() - first.sum().squared
  }
}

extension LinearGaussianWitness {
  /// Var x under q(z|x)p(x|z) by nested quadrature of the second moment about the mean.
  fileprivate func quadratureVariance() throws(NumericsError) -> Bounded {
    let law = predictive(approximate)
    let (z, x) = (12 * approximate.standardDeviation, 12 * law.standardDeviation)
    return try Quadrature().integral(
      over: (approximate.mean - z, approximate.mean + z), (law.mean - x, law.mean + x)
    ) { z, x in
      let density = observing(x).logLikelihood(Latent(z, 0)) + approximate.logDensity(at: z)
      return exp(density) * (x - law.mean) * (x - law.mean)
    }
  }
}
