import Distributions
import Foundation
import Numerics

// C48: ‖sg[z_e] − e‖² and β‖z_e − sg[e]‖²: the same value (but for β), and each moves one side only.

extension Claim {
  /// Values and gradients of the two losses.
  static let codebookLossGradients: Claim = Claim(
    "codebook-loss.gradients", identity: "C48",
    title: "Codebook and commitment loss: equal values, opposite gradients, one to each side",
    statement:
      #"\|\mathrm{sg}[z_e] - e\|^2 = \|z_e - \mathrm{sg}[e]\|^2,\qquad \nabla_e\|\mathrm{sg}[z_e] - e\|^2 = -2(z_e - e),\qquad \nabla_{z_e}\beta\|z_e - \mathrm{sg}[e]\|^2 = 2\beta(z_e - e)"#,
    condition: "β = 1 for gradients that are mirror images of each other",
    rows: ["S4-52", "S4-56"],
    checks: [value, codeGradient, encoderGradient, specular])

  /// Only the codebook loss moves the code; only the commitment loss, of the two, moves the encoder.
  static let codebookLossTargets: Claim = Claim(
    "codebook-loss.which-moves-what", identity: "C48",
    title: "Of the two extra losses only the codebook loss moves the code",
    statement:
      #"\nabla_e\mathcal{J} = -2(z_e - e), \qquad \nabla_{z_e}\mathcal{J} = \nabla_e L(e) + 2\beta(z_e - e)"#,
    setting:
      #"Let $\mathcal{J} = L(z_e + \mathrm{sg}[e - z_e]) + \|\mathrm{sg}[z_e] - e\|^2 + \beta\|z_e - \mathrm{sg}[e]\|^2$ with the selected code $e$ and the reconstruction's loss $L$."#,
    rows: ["S4-51", "S4-52"],
    checks: [commitmentInCode, codebookInEncoder, totalInCode, totalInEncoder])

  /// Seven repositories and others.
  private static let swapped =
    "MishaLaskin/vqvae #6, CompVis/taming-transformers #46, karpathy/deep-vector-quantization #2"

  private static let value: Check = .equality(
    "value of either loss", on: { $0.witnesses.vectorQuantization },
    routes: ("codebook loss", "squared distance to the nearest code, brute force"),
    states: { w in Bounded(rounded: QuantizerLoss.codebook(w, w)) },
    equals: { w in
      Bounded(
        rounded: w.codes.map { hypot($0.x - w.encoded.x, $0.y - w.encoded.y) }.min()!, ulps: 4
      ).squared
    },
    variants: [
      .equivalent("commitment loss") { w in Bounded(rounded: QuantizerLoss.commitment(w, w)) },
      .mutant("mean over the coordinates for their sum") { w in
        Bounded(rounded: QuantizerLoss.codebook(w, w) / 2)
      },
      .mutant("distance, not squared") { w in
        Bounded(rounded: QuantizerLoss.codebook(w, w)).squareRoot
      },
      .mutant("mean distance to all codes") { w in
        let all = w.codes.map { QuantizerLoss.squaredLength(w.encoded - $0) }
        return Bounded(rounded: all.reduce(0.0, +) / Double(all.count))
      },
    ])

  private static let codeGradient: Check = .equality(
    "slope of ‖sg[z_e] − e‖² in e", on: QuantizedCoordinate.all,
    routes: ("−2(z_e − e)", "differences with z_e frozen"),
    states: { c in c.closed(-2 * c.offset) },
    equals: { c in c.slope(of: QuantizerLoss.codebook, in: .code) },
    variants: [
      .mutant("factor 2 missing") { c in c.closed(-c.offset) },
      .mutant("sign") { c in c.closed(2 * c.offset) },
      .mutant("stop-gradient on the code in both") { c in
        c.slope(of: QuantizerLoss.commitment, in: .code)
      },
      .mutant("β on the codebook loss", from: swapped) { c in
        c.closed(-2 * c.commitment * c.offset)
      },
    ])

  private static let encoderGradient: Check = .equality(
    "slope of β‖z_e − sg[e]‖² in z_e", on: QuantizedCoordinate.all,
    routes: ("2β(z_e − e)", "differences with e frozen"),
    states: { c in c.closed(2 * c.commitment * c.offset) },
    equals: { c in
      c.slope(of: QuantizerLoss.split(codebook: 0, commitment: c.commitment), in: .encoder)
    },
    variants: [
      .mutant("factor 2 missing") { c in c.closed(c.commitment * c.offset) },
      .mutant("β missing: on the other loss", from: swapped) { c in c.closed(2 * c.offset) },
      .mutant("sign") { c in c.closed(-2 * c.commitment * c.offset) },
      .mutant("stop-gradient on z_e in both") { c in
        c.slope(of: QuantizerLoss.codebook, in: .encoder)
      },
    ])

  private static let specular: Check = .equality(
    "the two gradients add up to 2(β − 1)(z_e − e): mirror images at β = 1 only",
    on: QuantizedCoordinate.all,
    routes: ("2(β − 1)(z_e − e)", "differences of each loss in its own argument"),
    states: { c in c.closed(2 * (c.commitment - 1) * c.offset) },
    equals: { c in
      let loss = QuantizerLoss.split(commitment: c.commitment)
      return c.slope(of: loss, in: .code) + c.slope(of: loss, in: .encoder)
    },
    variants: [
      .without(condition: "β = 1", "mirror images at every β: sum zero") { _ in 0 },
      .mutant("both the same way") { c in c.closed(2 * (c.commitment + 1) * c.offset) },
    ])

  private static let commitmentInCode: Check = .equality(
    "slope of β‖z_e − sg[e]‖² in the code", on: QuantizedCoordinate.all,
    routes: ("differences with e frozen", "zero"),
    states: { c in
      c.slope(of: QuantizerLoss.split(codebook: 0, commitment: c.commitment), in: .code)
    },
    equals: { _ in 0 },
    variants: [
      .written(
        "S4-51", #"\nabla_e\,\beta\|z_e - e\|^2 = -2\beta(z_e - e) \neq 0"#,
        "both additional losses update the codebook"
      ) { c in c.closed(-2 * c.commitment * c.offset) },
      .mutant("stop-gradient on z_e in both") { c in
        c.commitment * c.slope(of: QuantizerLoss.codebook, in: .code)
      },
      .mutant("stop-gradient forgotten") { c in
        c.commitment * c.slope(of: QuantizerLoss.joint, in: .code)
      },
    ])

  private static let codebookInEncoder: Check = .equality(
    "slope of ‖sg[z_e] − e‖² in z_e", on: QuantizedCoordinate.all,
    routes: ("differences with z_e frozen", "zero"),
    states: { c in c.slope(of: QuantizerLoss.codebook, in: .encoder) },
    equals: { _ in 0 },
    variants: [
      .mutant("stop-gradient on e in both") { c in
        c.slope(of: QuantizerLoss.commitment, in: .encoder)
      },
      .mutant("stop-gradient forgotten") { c in c.slope(of: QuantizerLoss.joint, in: .encoder) },
    ])

  private static let totalInCode: Check = .equality(
    "slope of the whole loss in the selected code", on: QuantizedCoordinate.all,
    routes: ("−2(z_e − e)", "differences, frozen where stopped"),
    states: { c in c.closed(-2 * c.offset) },
    equals: { c in c.slope(of: QuantizerLoss.total(commitment: c.commitment), in: .code) },
    variants: [
      .written(
        "S4-51", #"\nabla_e\mathcal{J} = -2(1 + \beta)(z_e - e)"#, "both losses move the code"
      ) { c in c.closed(-2 * (1 + c.commitment) * c.offset) },
      .mutant("reconstruction moves it too") { c in c.closed(-2 * c.offset) + c.slopeAtCode },
      .mutant("β on the codebook loss", from: swapped) { c in
        c.slope(of: QuantizerLoss.total(codebook: c.commitment, commitment: 1), in: .code)
      },
      .mutant("codebook loss left out") { c in
        c.slope(of: QuantizerLoss.total(codebook: 0, commitment: c.commitment), in: .code)
      },
    ])

  private static let totalInEncoder: Check = .equality(
    "slope of the whole loss in z_e", on: QuantizedCoordinate.all,
    routes: ("Aᵀ(Az_q − x) + 2β(z_e − e)", "differences, frozen where stopped"),
    states: { c in c.slopeAtCode + c.closed(2 * c.commitment * c.offset) },
    equals: { c in c.slope(of: QuantizerLoss.total(commitment: c.commitment), in: .encoder) },
    variants: [
      .mutant("β on the codebook loss, commitment in full", from: swapped) { c in
        c.slope(of: QuantizerLoss.total(codebook: c.commitment, commitment: 1), in: .encoder)
      },
      .mutant("both losses move the encoder") { c in
        c.slopeAtCode + c.closed(2 * (1 + c.commitment) * c.offset)
      },
      .mutant("reconstruction lost at the quantiser") { c in
        c.closed(2 * c.commitment * c.offset)
      },
      .mutant("commitment left out") { c in c.slopeAtCode },
    ])
}
