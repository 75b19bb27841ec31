import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import VAE

// C27: L̃(ε) = log p(x,z) − log q(z|x), z = μ + σε: E L̃ = ELBO ≤ log p(x) = log E exp L̃; at q = p(z|x)
// L̃ = log p(x) for every ε.

extension Claim {
  /// The objective `elbo-sampled` with one sample.
  static let autoencoderSampledBound: Claim = Claim(
    "autoencoder.sampled-bound", identity: "C27",
    title: "The model's bound with everything sampled is the evidence lower bound, on average",
    statement: #"""
      \mathbb{E}_{p(\varepsilon)}\left[\log p_\theta(x,z) - \log q_\phi(z|x)\right] = \#
      \mathrm{ELBO} \le \log p_\theta(x)
      """#,
    setting: #"""
      Let $\mathrm{ELBO} = \int q_\phi(z|x)\,\log\frac{p_\theta(x,z)}{q_\phi(z|x)}\,dz$ and let \#
      $z = g(\varepsilon,\phi)$ with $\varepsilon \sim p(\varepsilon)$ be a sample of \#
      $q_\phi(z|x)$.
      """#,
    rows: ["S0-38", "S0-41"],
    checks: [sampledBoundMean, sampledBoundBelow])

  private static let sampledBoundMean: Check = Check.equality(
    "expectation over the noise", on: { NoiseTable.subjects($0.autoencoders, .sampledELBO) },
    routes: ("the model's bound, trapezoidal rule over ε", "plain loops, quadrature over z"),
    states: { table in table.expectation { terms, _ in terms.bound } },
    equals: { table in try table.plain.bound() },
    variants: [
      .mutant("log q added") { table in
        table.expectation { terms, ε in terms.bound + 2 * table.logApproximate(ε) }
      },
      .mutant("log q left out") { table in
        table.expectation { terms, ε in terms.bound + table.logApproximate(ε) }
      },
      .mutant("log p(ε) for log q: log σ dropped") { table in
        let logDeviation = log(table.plain.approximate.standardDeviation)
        return table.expectation { terms, _ in terms.bound - logDeviation }
      },
      .mutant("noise taken for z") { table in
        let plain = table.plain
        return NoiseRule.trapezoid(
          NoiseRule.nodes.map { plain.logJoint($0) - plain.logApproximate($0) })
      },
      .equivalent("mean of the closed-divergence bound") { table in
        NoiseTable(table.witness, .elbo).expectation { terms, _ in terms.bound }
      },
    ])

  private static let sampledBoundBelow: Check = Check.order(
    "not above log p(x), on average",
    on: { NoiseTable.subjects($0.autoencoders.prefix(15), .sampledELBO) },
    routes: ("the model's bound, trapezoidal rule over ε", "plain loops, quadrature over z"),
    states: { table in table.expectation { terms, _ in terms.bound } },
    isAtMost: { table in try table.plain.logEvidence() },
    variants: [
      .mutant("every sample below log p(x)") { table in
        Bounded(rounded: table.terms.map(\.bound).max() ?? .nan, magnitude: 8)
      },
      .mutant("sign") { table in -table.expectation { terms, _ in terms.bound } },
    ])

  /// A linear autoencoder whose encoder is the exact posterior.
  static let autoencoderZeroVariance: Claim = Claim(
    "autoencoder.zero-variance", identity: "C27",
    title: "With the exact posterior every sample of the model's bound is log p(x)",
    statement: #"q_\phi(z|x) = p_\theta(z|x) \implies"#
      + #" \log p_\theta(x,z) - \log q_\phi(z|x) = \log p_\theta(x) \text{ for every } \varepsilon"#,
    condition: "q(z|x) is the exact posterior",
    rows: ["S0-38", "S0-41"],
    checks: [sampledBoundAtPosterior])

  private static let sampledBoundAtPosterior: Check = Check.equality(
    "one sample of the bound", on: { $0.linearAutoencoders },
    routes: ("the model at one ε", "plain loops, quadrature of the joint over z"),
    states: { m in sampledBound(m.approximated(by: m.optimum())) },
    equals: { m in try PlainAutoencoder(m.witness).logEvidence() },
    variants: [
      .without(condition: "the exact posterior", "posterior half as wide again") { m in
        sampledBound(m.besides(shift: 0, widening: 1.5))
      },
      .without(condition: "the exact posterior", "posterior moved by a deviation") { m in
        sampledBound(m.besides(shift: 1, widening: 1))
      },
      .mutant("closed divergence") { m in
        let w = m.approximated(by: m.optimum()).witness
        let terms = w.terms(TrainingObjective(), noise: [w.noise[0]])
        return Bounded(rounded: terms.bound, magnitude: w.scale)
      },
      .mutant("log p(ε) for log q") { m in
        sampledBound(m.approximated(by: m.optimum())) - log(m.optimum().standardDeviation)
      },
      .mutant("log q left out") { m in
        let exact = m.approximated(by: m.optimum())
        let plain = PlainAutoencoder(exact.witness)
        return sampledBound(exact) + plain.logApproximate(plain.latent(m.witness.noise[0]))
      },
    ])

  /// The model's one-sample bound at the frozen noise.
  private static func sampledBound(_ m: LinearAutoencoder) -> Bounded {
    let w = m.witness
    return Bounded(rounded: w.sampled(w.noise[0]).bound, magnitude: w.scale)
  }
}

extension NoiseTable {
  /// log q(z|x) at the sample of ε.
  fileprivate func logApproximate(_ ε: Double) -> Double {
    plain.logApproximate(plain.latent(ε))
  }
}
