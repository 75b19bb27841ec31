import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import VAE

// C47 on the model's backward pass: z = z_e + sg[z_q − z_e] hands ∂(−log p)/∂z, taken at z_q, to the encoder as it is
// and nothing to the code. The surrogate's differences hold the offset z_q − z_e.

extension Claim {
  /// The encoder's gradient of the reconstruction term.
  static let quantizedStraightThrough: Claim = Claim(
    "quantized-autoencoder.straight-through", identity: "C47",
    title: "The model's encoder gets the gradient of −log p(x|z) at z_q, as if it were z_e's",
    statement:
      #"\nabla_\varphi L(z_e(\varphi) + \mathrm{sg}[e - z_e(\varphi)]) = \left(\nabla_\varphi z_e(\varphi)\right)^\top\nabla_e L(e)"#,
    setting:
      #"Let $z_e(\varphi)$ be what the encoder emits, $e$ the code nearest to it, and $L(z)$ minus the log likelihood of $x$ at the latent $z$."#,
    rows: ["S4-49"],
    checks: [passedToEncoder, passedToDecoder])

  private static let passedToEncoder: Check = Check.equality(
    "slope of the reconstruction term in the encoder", on: { $0.quantizedAutoencoders },
    routes: ("the model's gradient", "differences of the surrogate with its offset frozen"),
    states: { w in w.slope(of: w.loss.only(\.reconstruction), along: .encoder) },
    equals: { w in w.difference(of: ModelLoss.straightThrough, along: .encoder) },
    variants: [
      .mutant("gradient at z_e: the quantiser left out") { w in
        w.difference(of: ModelLoss.unquantized, along: .encoder)
      },
      .mutant("lost at the quantiser: 0") { w in
        w.slope(of: w.reconstruction(stopping: [.encoding, .code]), along: .encoder)
      },
      .mutant("stop-gradient on z_e, the code free") { w in
        w.slope(of: w.reconstruction(stopping: .encoding), along: .encoder)
      },
      .equivalent("code outside of the stop-gradient, z_q + (z_e − sg[z_e])") { w in
        w.slope(of: w.reconstruction(stopping: []), along: .encoder)
      },
      .mutant("commitment loss in it") { w in
        w.slope(of: QuantizedLoss(commitment: w.commitment, codebook: 0), along: .encoder)
      },
      .mutant("sign: ascent") { w in
        -w.slope(of: w.loss.only(\.reconstruction), along: .encoder)
      },
      .mutant("mean over the numbers of an image") { w in
        w.slope(of: w.loss.only(\.reconstruction), along: .encoder) / Double(w.numbers)
      },
    ])

  private static let passedToDecoder: Check = Check.equality(
    "slope of the whole loss in the decoder", on: { $0.quantizedAutoencoders },
    routes: ("the model's gradient", "differences of −log p(x|z_q) in plain loops"),
    states: { w in w.slope(of: w.loss, along: .decoder) },
    equals: { w in w.difference(of: ModelLoss.unstopped, along: .decoder) },
    variants: [
      .mutant("the decoder trained on z_e") { w in
        w.difference(of: ModelLoss.unquantized, along: .decoder)
      },
      .mutant("the decoder trained on the next code") { w in
        w.difference(of: { moving, _ in moving.loss(moving.nextCodes) }, along: .decoder)
      },
      .mutant("held: nothing reaches the decoder") { _ in 0 },
      .equivalent("without the two distances") { w in
        w.slope(of: w.loss.only(\.reconstruction), along: .decoder)
      },
    ])

  /// The codes' gradient of the reconstruction term.
  static let quantizedCodeGradient: Claim = Claim(
    "quantized-autoencoder.code-gradient", identity: "C47",
    title: "In the model the chosen codes get no gradient from the reconstruction term",
    statement:
      #"\nabla_e L(z_e + \mathrm{sg}[e - z_e]) = 0, \qquad \nabla_e L(e + (z_e - \mathrm{sg}[z_e])) = \nabla_e L(e)"#,
    setting:
      #"Let $e$ be the chosen code and $L(z)$ minus the log likelihood of $x$ at the latent $z$."#,
    condition: "the code stands under the stop-gradient",
    rows: ["S4-50"],
    checks: [nothingToCodes, everythingToCodes])

  private static let nothingToCodes: Check = Check.equality(
    "largest number of the codebook's gradient of the reconstruction term",
    on: { $0.quantizedAutoencoders },
    routes: ("the model's gradient, without any error", "differences of the surrogate"),
    states: { w in w.largestCodeGradient(w.loss.only(\.reconstruction)) },
    equals: { w in w.difference(of: ModelLoss.straightThrough, along: .codebook) },
    variants: [
      .without(
        condition: "the code stands under the stop-gradient", "z_q + (z_e − sg[z_e])"
      ) { w in w.largestCodeGradient(w.reconstruction(stopping: [])) },
      .without(
        condition: "the code stands under the stop-gradient", "stop-gradient on z_e instead"
      ) { w in w.largestCodeGradient(w.reconstruction(stopping: .encoding)) },
      .mutant("some of it reaches the code, as note 004 suspects", from: "S4-50") { w in
        w.difference(of: ModelLoss.unstopped, along: .codebook)
      },
      .mutant("codebook loss in it") { w in
        w.largestCodeGradient(QuantizedLoss(commitment: 0))
      },
      .equivalent("commitment loss in it") { w in
        w.largestCodeGradient(QuantizedLoss(commitment: w.commitment, codebook: 0))
      },
    ])

  private static let everythingToCodes: Check = Check.equality(
    "slope of the reconstruction term in the codebook, the code outside of the stop-gradient",
    on: { $0.quantizedAutoencoders },
    routes: ("the model's gradient of that loss", "differences of that surrogate"),
    states: { w in w.slope(of: w.reconstruction(stopping: []), along: .codebook) },
    equals: { w in w.difference(of: ModelLoss.codeOutside, along: .codebook) },
    variants: [
      .mutant("as in the usual form: 0") { w in
        w.slope(of: w.loss.only(\.reconstruction), along: .codebook)
      },
      .mutant("shared in equal parts with the encoder") { w in
        0.5 * w.slope(of: w.reconstruction(stopping: []), along: .codebook)
      },
      .mutant("the last image's alone: set, not added up") { w in
        let last = w.seeing(Array(w.images.suffix(1)))
        return last.slope(of: last.reconstruction(stopping: []), along: .codebook)
      },
      .equivalent("nothing stopped, −log p(x|z_q): the code alone gets it") { w in
        w.slope(of: w.reconstruction(stopping: .encoding), along: .codebook)
      },
    ])
}

extension QuantizedWitness {
  /// The reconstruction term alone, with the stop-gradient elsewhere.
  fileprivate func reconstruction(stopping: StopGradient) -> QuantizedLoss {
    var loss = loss.only(\.reconstruction)
    loss.reconstruction.stopped = stopping
    return loss
  }

  /// The largest magnitude in the gradient of a loss by the codes, as the model computes it.
  fileprivate func largestCodeGradient(_ loss: QuantizedLoss) -> Bounded {
    let gradient = gradient(of: loss)[model.codebook]
    return Bounded(exactly: gradient.values.map(\.magnitude).max() ?? .nan)
  }
}

extension PlainQuantized {
  /// Of every image the codes after those that it chose.
  fileprivate var nextCodes: [[Double]] {
    indices.map { $0.flatMap { codes[($0 + 1) % codes.count] } }
  }
}
