import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import VAE

// C21: ∂ELBO/∂θ = E_q ∂ log p(x,z)/∂θ; with q = p(z|x) it is ∂ log p(x)/∂θ (Fisher's identity), so that ascending the bound
// ascends the evidence; with another q there remains −∂KL(q‖p(z|x))/∂θ, and the maxima are apart.

extension Claim {
  /// A gradient step on the decoder is a step towards maximum likelihood only at the posterior.
  static let autoencoderModelGradient: Claim = Claim(
    "autoencoder.model-gradient", identity: "C21",
    title: "With the exact posterior the model's gradient by the decoder is that of log p(x)",
    statement: #"""
      q_\phi(z|x) = p_\theta(z|x) \implies \nabla_\theta\,\mathrm{ELBO} = \nabla_\theta\log \#
      p_\theta(x)
      """#,
    setting: #"""
      Let $\mathrm{ELBO} = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x,z) - \log q_\phi(z|x)]$.
      """#,
    condition: "q(z|x) is the exact posterior",
    rows: ["S0-17", "S4-10"],
    checks: [gradientByWeight, gradientByBias, gradientByVariance])

  private static let gradientByWeight: Check = Check.equality(
    "by the first weight of the decoder", on: { $0.linearAutoencoders },
    routes: ("the model's gradient, three-point rule over ε", "differences of the closed log p(x)"),
    states: { m in gradient(m.approximated(by: m.optimum()), weight) },
    equals: { m in
      evidenceSlope(m, at: m.weight[0]) { $0.weight[0] = $1 }
    },
    variants: [
      .without(condition: "the exact posterior", "q half as wide again") { m in
        gradient(m.besides(shift: 0, widening: 1.5), weight)
      },
      .without(condition: "the exact posterior", "q of unit variance about the exact mean") { m in
        let mean = m.optimum().mean
        return gradient(
          m.approximated(by: Gaussian(mean: mean, standardDeviation: 1)), weight)
      },
      .mutant("z at the mean of q") { m in
        let w = m.approximated(by: m.optimum()).witness
        return weight(w.gradient(of: TrainingObjective(), noise: [0]))
      },
      .mutant("z from the prior") { m in gradient(m.approximated(by: .standard), weight) },
      .mutant("sign: the gradient of the loss") { m in
        -gradient(m.approximated(by: m.optimum()), weight)
      },
      .equivalent("everything sampled, path derivative") { m in
        let w = m.approximated(by: m.optimum()).witness
        let objective = TrainingObjective(.sampledELBO, estimator: .pathDerivative)
        return NoiseRule.exact { weight(w.gradient(of: objective, noise: [$0])).value }
      },
    ])

  private static let gradientByBias: Check = Check.equality(
    "by the first bias of the decoder", on: { $0.linearAutoencoders },
    routes: ("the model's gradient, three-point rule over ε", "differences of the closed log p(x)"),
    states: { m in gradient(m.approximated(by: m.optimum()), bias) },
    equals: { m in
      evidenceSlope(m, at: -m.residual[0]) { $0.residual[0] = -$1 }
    },
    variants: [
      .without(condition: "the exact posterior", "q moved by a deviation") { m in
        gradient(m.besides(shift: 1, widening: 1), bias)
      },
      .mutant("sign: the gradient of the loss") { m in
        -gradient(m.approximated(by: m.optimum()), bias)
      },
      .mutant("z from the prior") { m in gradient(m.approximated(by: .standard), bias) },
    ])

  private static let gradientByVariance: Check = Check.equality(
    "by the learned log variance", on: { $0.linearAutoencoders },
    routes: ("the model's gradient, three-point rule over ε", "differences of the closed log p(x)"),
    states: { m in gradient(m.approximated(by: m.optimum()), logVariance) },
    equals: { m in
      evidenceSlope(m, at: log(m.variance)) { $0.variance = exp($1) }
    },
    variants: [
      .without(condition: "the exact posterior", "q moved by a deviation") { m in
        gradient(m.besides(shift: 1, widening: 1), logVariance)
      },
      .mutant("z at the mean of q: its spread not paid for") { m in
        let w = m.approximated(by: m.optimum()).witness
        return logVariance(w.gradient(of: TrainingObjective(), noise: [0]))
      },
      .mutant("by the variance for by its logarithm") { m in
        gradient(m.approximated(by: m.optimum()), logVariance) / m.variance
      },
    ])

  /// A component of the gradient of the model's expected bound; the gradient of a linear decoder is of second degree in ε.
  private static func gradient(
    _ m: LinearAutoencoder, _ component: (Parameters<Double>) -> Bounded
  ) -> Bounded {
    NoiseRule.exact { ε in
      component(m.witness.gradient(of: TrainingObjective(), noise: [ε])).value
    }
  }

  /// ∂bound/∂w₁, less the loss's sign.
  private static func weight(_ gradient: Parameters<Double>) -> Bounded {
    Bounded(rounded: -gradient["decoder.0.weight"][0, 0], magnitude: 8)
  }

  /// ∂bound/∂b₁.
  private static func bias(_ gradient: Parameters<Double>) -> Bounded {
    Bounded(rounded: -gradient["decoder.0.bias"][0, 0], magnitude: 8)
  }

  /// ∂bound/∂ log s².
  private static func logVariance(_ gradient: Parameters<Double>) -> Bounded {
    Bounded(rounded: -gradient["likelihood.log_variance"][0, 0], magnitude: 8)
  }

  /// The derivative of the closed log evidence by a number of the decoder.
  private static func evidenceSlope(
    _ m: LinearAutoencoder, at value: Double, _ set: (inout LinearAutoencoder, Double) -> Void
  ) -> Bounded {
    Differentiation.derivative(
      ofBounded: { (number: Double) -> Bounded in
        var moved = m
        set(&moved, number)
        return moved.logEvidence
      }, at: value)
  }
}
