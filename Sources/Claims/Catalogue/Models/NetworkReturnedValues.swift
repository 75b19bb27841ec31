import Distributions
import Foundation
import Numerics

// C53: KL(N(μ,σ²)‖N(0,1)) is a function of (μ, log σ²). One z does not determine it: z comes from N(μ,σ²) with
// ε = (z − μ)/σ for every μ and σ > 0.

/// An encoder's Gaussian, another one, and a latent that both can draw.
struct SharedLatent: Sendable {
  /// The encoder's law.
  let law: Gaussian

  /// Another law.
  let other: Gaussian

  /// A value that both have drawn, each with a noise of its own.
  let latent: Double
}

extension Claim {
  /// A forward pass has to return mean and log variance.
  static let networkReturnedValues: Claim = Claim(
    "network.returned-values", identity: "C53",
    title: "The loss needs mean and log variance; reconstruction and z do not determine it",
    statement:
      #"D_{KL}(\mathcal{N}(\mu, \sigma^2)\,\|\,\mathcal{N}(0, 1)) = \tfrac12(\mu^2 + \sigma^2 - 1 - \log\sigma^2), \qquad D_{KL}(\mathcal{N}(\mu, \sigma^2)\,\|\,\mathcal{N}(0, 1)) \ne D_{KL}(\mathcal{N}(\nu, \tau^2)\,\|\,\mathcal{N}(0, 1))"#,
    setting:
      #"The codes $\mathcal{N}(\mu, \sigma^2)$ and $\mathcal{N}(\nu, \tau^2)$ can draw the same $z$, and so the same reconstruction. The loss needs the parameters of the one that did."#,
    rows: ["S1-57"],
    checks: [
      .equality(
        "divergence from what is returned", on: { $0.sharedLatents },
        routes: ("mean and log variance in closed form", "quadrature, oracle's densities"),
        states: { s in SharedLatent.divergence(s.law.mean, s.law.logVariance) },
        equals: { s in try s.divergence(of: s.law) },
        variants: [
          .written("S1-57", #"\text{return } (x', z)"#, "loss from x' and z alone: −log p(z)") {
            s in
            Bounded(rounded: -Gaussian.standard.logDensity(at: s.latent), magnitude: 1)
          },
          .mutant("divergence as if z had been the mean, with unit variance") { s in
            Bounded(rounded: 0.5 * s.latent * s.latent)
          },
          .mutant("log variance squared for the variance", from: "deepchem PR #4888") { s in
            let (mean, logVariance) = (s.law.mean, s.law.logVariance)
            return Bounded(
              rounded: 0.5 * (mean * mean + logVariance * logVariance - 1 - logVariance),
              magnitude: 4)
          },
          .mutant("sign of the divergence", from: "EderSantana/gumbel #3") { s in
            -SharedLatent.divergence(s.law.mean, s.law.logVariance)
          },
        ]),
      .separation(
        "two laws share z and differ in divergence", on: { $0.sharedLatents },
        routes: ("difference of two closed divergences", "zero"),
        states: { s in
          SharedLatent.divergence(s.law.mean, s.law.logVariance)
            - SharedLatent.divergence(s.other.mean, s.other.logVariance)
        },
        differsFrom: { _ in 0 },
        variants: [
          .written(
            "S1-57", #"\text{return } (x', z)"#,
            "a loss from z alone cannot tell the two laws apart"
          ) { s in s.loss(of: s.law) - s.loss(of: s.other) }
        ]),
    ])
}

extension SharedLatent {
  /// ½(μ² + σ² − 1 − log σ²).
  fileprivate static func divergence(_ mean: Double, _ logVariance: Double) -> Bounded {
    let size = max(1, mean * mean, logVariance.magnitude)
    return Bounded(
      rounded: 0.5 * (mean * mean + exp(logVariance) - 1 - logVariance), magnitude: size)
  }

  /// KL of a law from the standard normal by quadrature.
  fileprivate func divergence(of law: Gaussian) throws(NumericsError) -> Bounded {
    let half = 12 * law.standardDeviation
    return try Quadrature().integral(from: law.mean - half, to: law.mean + half) { z in
      let density = Reference.gaussianDensity(
        z, mean: law.mean, standardDeviation: law.standardDeviation)
      return density * (log(density) - log(Reference.gaussianDensity(z)))
    }
  }

  /// −log p(z) at the z that a law draws with the noise (z − μ)/σ.
  fileprivate func loss(of law: Gaussian) -> Bounded {
    let z = law.reparameterized((latent - law.mean) / law.standardDeviation)
    return Bounded(rounded: -Gaussian.standard.logDensity(at: z), magnitude: 4)
  }
}

extension Laboratory {
  /// z = .4 from N(.4, .6²) and from N(0, 1), then fifty pairs.
  fileprivate var sharedLatents: [Subject<SharedLatent>] {
    family(
      fixed: [
        Subject(
          "z = 0.4",
          SharedLatent(
            law: Gaussian(mean: 0.4, standardDeviation: 0.6), other: .standard, latent: 0.4))
      ], "shared latent"
    ) { generator in
      func law() -> Gaussian {
        Gaussian(
          mean: generator.standardNormal(), standardDeviation: 0.3 + 0.6 * generator.uniform())
      }
      let first = law()
      return SharedLatent(
        law: first, other: law(), latent: first.sample(using: &generator))
    }
  }
}
