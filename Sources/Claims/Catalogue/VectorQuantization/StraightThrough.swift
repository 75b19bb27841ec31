import Distributions
import Foundation
import Numerics

// C47: with z = z_e + sg[z_q − z_e] the value is z_q and ∂z/∂z_e = 1, ∂z/∂e = 0:
// the encoder gets ∇L at z_q as if the quantiser were the identity, the code gets nothing.

extension Claim {
  /// The straight-through surrogate hands the gradient at the code to the encoder.
  static let straightThroughEncoder: Claim = Claim(
    "straight-through.encoder", identity: "C47",
    title: "Straight through, the encoder gets the gradient at the code; it is not the true one",
    statement:
      #"L(z_e + \mathrm{sg}[e - z_e]) = L(e), \qquad \nabla_{z_e} L(z_e + \mathrm{sg}[e - z_e]) = \nabla_e L(e), \qquad \nabla_{z_e} L(z_e + \mathrm{sg}[e - z_e]) \ne \nabla_{z_e} L(\mathrm{sg}[Q(z_e)]) = 0"#,
    setting:
      #"Let $e$ be the selected code. Within a cell the quantiser $Q$ is constant, and to a derivative its value counts as stopped."#,
    rows: ["S4-49", "S4-48"],
    checks: [encoderSlope, forwardValue, surrogateOnly])

  /// The selected code gets no gradient from the reconstruction term.
  static let straightThroughCode: Claim = Claim(
    "straight-through.code", identity: "C47",
    title: "Straight through, the selected code gets no gradient from the reconstruction",
    statement:
      #"\nabla_e L(z_e + \mathrm{sg}[e - z_e]) = 0, \qquad \nabla_e L(e + (z_e - \mathrm{sg}[z_e])) = \nabla_e L(e)"#,
    setting: #"Let $e$ be the selected code and $L$ the reconstruction's loss."#,
    condition: "the code stands under the stop-gradient",
    rows: ["S4-50"],
    checks: [codeSlope, outside, unstopped])

  private static let encoderSlope: Check = .equality(
    "slope of L(z_e + sg[z_q − z_e]) in z_e", on: QuantizedCoordinate.all,
    routes: ("Aᵀ(Az − x) at z_q", "differences with the frozen offset"),
    states: { c in c.slopeAtCode },
    equals: { c in c.slope(of: QuantizerLoss.straightThrough, in: .encoder) },
    variants: [
      .equivalent("code outside of the stop-gradient, z_q + (z_e − sg[z_e])") { c in
        c.slope(of: QuantizerLoss.codeOutside, in: .encoder)
      },
      .mutant("gradient at z_e") { c in
        c.closed(c.witness.lossGradient(c.witness.encoded)[c.axis])
      },
      .mutant("lost at the quantiser: 0") { _ in 0 },
      .mutant("multiplied by ∂z_q/∂z_e") { c in
        c.slope(of: { moving, _ in moving.quantized[c.axis] }, in: .encoder) * c.slopeAtCode
      },
      .mutant("no stop-gradient, z_e + (z_q − z_e)") { c in
        c.slope(of: QuantizerLoss.unstopped, in: .encoder)
      },
      .mutant("sign") { c in -c.slopeAtCode },
    ])

  private static let forwardValue: Check = .equality(
    "value of the surrogate", on: { $0.witnesses.vectorQuantization },
    routes: ("z_e + sg[z_q − z_e] decoded", "Σ ½(x − Az_q)² with compensation"),
    states: { w in w.closedLoss(QuantizerLoss.straightThrough(w, w)) },
    equals: { w in
      zip(w.decoder, w.observation).map { row, x in
        let predicted =
          Bounded(exactly: row.x) * w.quantized.x + Bounded(exactly: row.y) * w.quantized.y
        return 0.5 * (x - predicted).squared
      }.sum()
    },
    variants: [
      .equivalent("code outside of the stop-gradient") { w in
        w.closedLoss(QuantizerLoss.codeOutside(w, w))
      },
      .mutant("offset forgotten: decoder sees z_e") { w in w.closedLoss(w.loss(w.encoded)) },
      .mutant("offset reversed: z_e + sg[z_e − z_q]") { w in
        w.closedLoss(w.loss(w.encoded + (w.encoded - w.quantized)))
      },
      .mutant("offset stopped twice: z_e + sg[z_q]") { w in
        w.closedLoss(w.loss(w.encoded + w.quantized))
      },
    ])

  private static let surrogateOnly: Check = .separation(
    "surrogate's slope − slope through the quantiser is not zero", on: QuantizedCoordinate.all,
    routes: ("differences with and without the frozen offset", "zero"),
    states: { c in
      c.slope(of: QuantizerLoss.straightThrough, in: .encoder)
        - c.slope(of: { moving, _ in moving.loss(moving.quantized) }, in: .encoder)
    },
    differsFrom: { _ in 0 },
    variants: [
      .mutant("no stop-gradient: that is the quantiser") { c in
        c.slope(of: QuantizerLoss.unstopped, in: .encoder)
          - c.slope(of: { moving, _ in moving.loss(moving.quantized) }, in: .encoder)
      },
      .mutant("everything stopped") { c in
        c.slope(of: { _, frozen in QuantizerLoss.straightThrough(frozen, frozen) }, in: .encoder)
          - c.slope(of: { moving, _ in moving.loss(moving.quantized) }, in: .encoder)
      },
    ])

  private static let codeSlope: Check = .equality(
    "slope of L(z_e + sg[z_q − z_e]) in the selected code", on: QuantizedCoordinate.all,
    routes: ("differences with the frozen offset", "zero"),
    states: { c in c.slope(of: QuantizerLoss.straightThrough, in: .code) },
    equals: { _ in 0 },
    variants: [
      .equivalent("in another code") { c in
        c.slope(of: QuantizerLoss.straightThrough, in: .otherCode)
      },
      .mutant("some of it reaches the code, as note 004 suspects: ∇L(z_q)", from: "S4-50") { c in
        c.slopeAtCode
      },
      .mutant("gradient at z_e for the code") { c in
        c.closed(c.witness.lossGradient(c.witness.encoded)[c.axis])
      },
      .without(
        condition: "the code stands under the stop-gradient", "z_q + (z_e − sg[z_e])"
      ) { c in c.slope(of: QuantizerLoss.codeOutside, in: .code) },
      .without(
        condition: "the code stands under the stop-gradient", "z_e + (z_q − z_e), nothing stopped"
      ) { c in c.slope(of: QuantizerLoss.unstopped, in: .code) },
    ])

  private static let outside: Check = .equality(
    "slope of L(z_q + (z_e − sg[z_e])) in the selected code and in z_e",
    on: QuantizedCoordinate.all,
    routes: ("Aᵀ(Az − x) at z_q, to each", "differences, added with weights 1 and π"),
    states: { c in (1 + Double.pi) * c.slopeAtCode },
    equals: { c in
      c.slope(of: QuantizerLoss.codeOutside, in: .code)
        + Double.pi * c.slope(of: QuantizerLoss.codeOutside, in: .encoder)
    },
    variants: [
      .mutant("to the encoder only, as in the usual form") { c in Double.pi * c.slopeAtCode },
      .mutant("to the code only") { c in c.slopeAtCode },
      .mutant("shared in equal parts") { c in (1 + Double.pi) / 2 * c.slopeAtCode },
    ])

  private static let unstopped: Check = .equality(
    "slope of L(z_e + (z_q − z_e)), nothing stopped, in the selected code and in z_e",
    on: QuantizedCoordinate.all,
    routes: ("Aᵀ(Az − x) at z_q, to the code alone", "differences, added with weights 1 and π"),
    states: { c in c.slopeAtCode },
    equals: { c in
      c.slope(of: QuantizerLoss.unstopped, in: .code)
        + Double.pi * c.slope(of: QuantizerLoss.unstopped, in: .encoder)
    },
    variants: [
      .mutant("to both") { c in (1 + Double.pi) * c.slopeAtCode },
      .mutant("to the encoder only") { c in Double.pi * c.slopeAtCode },
      .mutant("to neither") { _ in 0 },
    ])
}

extension VectorQuantizationWitness {
  /// A value of the loss with its rounding.
  fileprivate func closedLoss(_ value: Double) -> Bounded {
    Bounded(rounded: value, magnitude: scale)
  }
}
