import Distributions
import Foundation
import Numerics

// C48: ∇(‖sg[z_e] − e‖² + β‖z_e − sg[e]‖²) = (β∇_{z_e}, ∇_e)‖z_e − e‖². At β = 1 this is the joint gradient, so
// that a step of one is a step of the other: splitting puts nothing in turn, it buys a weight for each side.

extension Claim {
  /// At equal weights the split losses have the joint loss's gradient.
  static let splitIsJoint: Claim = Claim(
    "codebook-loss.split-is-joint", identity: "C48",
    title: "Splitting the loss by stop-gradients does not make the updates alternate",
    statement:
      #"\nabla_{z_e}\mathcal{J} = \beta\,\nabla_{z_e}\|z_e - e\|^2, \qquad \nabla_e\mathcal{J} = \nabla_e\|z_e - e\|^2"#,
    setting:
      #"Let $\mathcal{J} = \|\mathrm{sg}[z_e] - e\|^2 + \beta\|z_e - \mathrm{sg}[e]\|^2$. At equal weights its gradient is that of the joint loss $\|z_e - e\|^2$."#,
    condition: "β = 1 for the joint gradient; another β scales the encoder's part alone",
    rows: ["S4-53", "S4-56"],
    checks: [weighted, gradient, step])

  private static let weighted: Check = .equality(
    "gradient of the split losses at β, as one number", on: QuantizedCoordinate.all,
    routes: ("differences, frozen where stopped", "differences of ‖z_e − e‖², z_e's part times β"),
    states: { c in directional(c, QuantizerLoss.split(commitment: c.commitment)) },
    equals: { c in
      c.slope(of: QuantizerLoss.joint, in: .code)
        + Double.pi * c.commitment * c.slope(of: QuantizerLoss.joint, in: .encoder)
    },
    variants: [
      .mutant("β scales the code's part", from: "CompVis/taming-transformers #46") { c in
        directional(c, QuantizerLoss.split(codebook: c.commitment, commitment: 1))
      },
      .mutant("β scales both parts") { c in
        c.commitment * directional(c, QuantizerLoss.joint)
      },
      .mutant("β ignored") { c in directional(c, QuantizerLoss.joint) },
    ])

  private static let gradient: Check = .equality(
    "gradient of the split losses at β = 1, as one number", on: QuantizedCoordinate.all,
    routes: ("differences, frozen where stopped", "2(z_e − e) and its opposite, of ‖z_e − e‖²"),
    states: { c in directional(c, QuantizerLoss.split(commitment: 1)) },
    equals: { c in c.closed(2 * (Double.pi - 1) * c.offset) },
    variants: [
      .equivalent("the joint loss") { c in directional(c, QuantizerLoss.joint) },
      .without(condition: "β = 1", "another weight") { c in
        directional(c, QuantizerLoss.split(commitment: c.commitment))
      },
      .mutant("half of it: one loss where there are two") { c in
        0.5 * directional(c, QuantizerLoss.joint)
      },
      .mutant("stop-gradient on z_e in both") { c in
        2 * directional(c, QuantizerLoss.codebook)
      },
      .mutant("stop-gradient on e in both") { c in
        2 * directional(c, QuantizerLoss.commitment)
      },
    ])

  private static let step: Check = .equality(
    "z_e − e after one gradient step on both losses at β = 1", on: PursuitSubjects.all,
    routes: (
      "step on the differences of the split losses", "step on ‖z_e − e‖²: (1 − 4η)(z_e − e)"
    ),
    states: { p in p.with(commitment: 1).simultaneous(steps: 1) },
    equals: { p in p.closed(factor: 1 - 4 * p.rate, steps: 1) },
    variants: [
      .written(
        "S4-53", #"(z_e - e)_{t+1} = (1 - 2\eta)^2 (z_e - e)_t"#,
        "the split does what updating points and centroids in turn does"
      ) { p in p.alternating(steps: 1) },
      .written(
        "S4-53", #"(z_e - e)_{t+1} = (1 - 2\eta)(z_e - e)_t"#,
        "only one side moves at a time"
      ) { p in p.with(commitment: 0).simultaneous(steps: 1) },
      .mutant("half the gradient") { p in
        p.with(commitment: 1).with(rate: p.rate / 2).simultaneous(steps: 1)
      },
    ])

  /// The derivative along (z_e, e) ← (π, 1), which tells the two parts apart.
  private static func directional(_ c: QuantizedCoordinate, _ loss: Surrogate) -> Bounded {
    c.slope(of: loss, in: .code) + Double.pi * c.slope(of: loss, in: .encoder)
  }
}
