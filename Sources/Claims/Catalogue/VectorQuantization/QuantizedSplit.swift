import Distributions
import Foundation
import Numerics
import VAE

// C48 on the model: ∇(‖sg[z_e] − e‖² + β‖z_e − sg[e]‖²) = (β∇_φ, ∇_e)‖z_e − e‖². At β = 1 it is the gradient of
// ‖z_e − e‖² without any stop-gradient, which the model differentiates too.

extension Claim {
  /// The two distances together.
  static let quantizedSplit: Claim = Claim(
    "quantized-autoencoder.split-is-joint", identity: "C48",
    title: "At β = 1 the model's split distances have the gradient of one joint distance",
    statement:
      #"\nabla_{z_e}\mathcal{J} = \beta\,\nabla_{z_e}\|z_e - e\|^2, \qquad \nabla_e\mathcal{J} = \nabla_e\|z_e - e\|^2"#,
    setting: #"Let $\mathcal{J} = \|\mathrm{sg}[z_e] - e\|^2 + \beta\|z_e - \mathrm{sg}[e]\|^2$."#,
    condition: "β = 1 for the joint gradient; another β scales the encoder's part alone",
    rows: ["S4-52", "S4-53", "S4-56"],
    checks: [splitGradient, splitWeighted, splitStep])

  private static let splitGradient: Check = Check.equality(
    "gradient of the split distances at β = 1, as one number", on: { $0.quantizedAutoencoders },
    routes: ("the model's gradient", "differences of ‖z_e − e‖², nothing frozen"),
    states: { w in w.directional(w.weighing(1).distances) },
    equals: { w in
      w.difference(of: ModelLoss.joint, along: .codebook)
        + Double.pi * w.difference(of: ModelLoss.joint, along: .encoder)
    },
    variants: [
      .equivalent("the model's gradient of one distance with no stop-gradient") { w in
        w.directional(w.joint)
      },
      .without(condition: "β = 1", "another weight") { w in w.directional(w.distances) },
      .mutant("missing stop-gradients in both: twice the gradient") { w in
        var loss = w.weighing(1).distances
        loss.codebook.stopped = []
        loss.commitment.stopped = []
        return w.directional(loss)
      },
      .mutant("stop-gradient on z_e in both") { w in
        var loss = w.weighing(1).distances
        loss.commitment.stopped = .encoding
        return w.directional(loss)
      },
      .mutant("stop-gradient on e in both") { w in
        var loss = w.weighing(1).distances
        loss.codebook.stopped = .code
        return w.directional(loss)
      },
      .mutant("half of it: one loss where there are two") { w in
        0.5 * w.directional(w.joint)
      },
    ])

  private static let splitWeighted: Check = Check.equality(
    "gradient of the split distances at β, as one number", on: { $0.quantizedAutoencoders },
    routes: ("the model's gradient", "differences of ‖z_e − e‖², the encoder's part times β"),
    states: { w in w.directional(w.distances) },
    equals: { w in
      w.difference(of: ModelLoss.joint, along: .codebook)
        + Double.pi * w.commitment * w.difference(of: ModelLoss.joint, along: .encoder)
    },
    variants: [
      .mutant("β scales the codes' part", from: "CompVis/taming-transformers #46") { w in
        var loss = w.distances
        (loss.codebook.weight, loss.commitment.weight) = (w.commitment, 1)
        return w.directional(loss)
      },
      .mutant("β scales both parts") { w in w.commitment * w.directional(w.joint) },
      .mutant("β ignored") { w in w.directional(w.joint) },
    ])

  private static let splitStep: Check = Check.equality(
    "z_e − e after one step of the model's descent at β = 1", on: PursuitSubjects.all,
    routes: ("the model's gradient and optimiser", "(1 − 4η)(z_e − e), as for ‖z_e − e‖²"),
    states: { p in p.with(commitment: 1).modelAtOnce(steps: 1) },
    equals: { p in p.closed(factor: 1 - 4 * p.rate, steps: 1) },
    variants: [
      .written(
        "S4-53", #"(z_e - e)_{t+1} = (1 - 2\eta)^2 (z_e - e)_t"#,
        "the split does what updating points and centroids in turn does"
      ) { p in p.modelInTurn(steps: 1) },
      .written(
        "S4-53", #"(z_e - e)_{t+1} = (1 - 2\eta)(z_e - e)_t"#, "only one side moves at a time"
      ) { p in p.with(commitment: 0).modelAtOnce(steps: 1) },
      .mutant("half the gradient") { p in
        p.with(commitment: 1).with(rate: p.rate / 2).modelAtOnce(steps: 1)
      },
    ])
}

extension QuantizedWitness {
  /// The loss without its reconstruction term.
  fileprivate var distances: QuantizedLoss {
    var loss = loss
    loss.reconstruction.weight = 0
    return loss
  }

  /// ‖z_e − e‖² without a stop-gradient.
  fileprivate var joint: QuantizedLoss {
    var loss = QuantizedLoss(commitment: 0)
    loss.reconstruction.weight = 0
    loss.codebook.stopped = []
    return loss
  }

  /// The model's gradient along the codes and, times π, along the encoder, which tells the two parts apart.
  fileprivate func directional(_ loss: QuantizedLoss) -> Bounded {
    slope(of: loss, along: .codebook) + Double.pi * slope(of: loss, along: .encoder)
  }
}
