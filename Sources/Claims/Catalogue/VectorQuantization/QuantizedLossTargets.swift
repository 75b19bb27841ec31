import Distributions
import Foundation
import Numerics
import VAE

// C48 on the model: −log p(x|z) + ‖sg[z_e] − e‖² + β‖z_e − sg[e]‖². Faults are losses of the model itself with their
// stop-gradients or weights elsewhere.

extension Claim {
  /// What each term of `QuantizedLoss` moves.
  static let quantizedTargets: Claim = Claim(
    "quantized-autoencoder.which-moves-what", identity: "C48",
    title: "In the model only the codebook loss moves codes, only the others move the encoder",
    statement:
      #"\nabla_e\mathcal{J} = -2(z_e - e), \qquad \nabla_{z_e}\mathcal{J} = \nabla_e L(e) + 2\beta(z_e - e)"#,
    setting:
      #"Let $L(z)$ be minus the log likelihood of $x$ at the latent $z$, and $\mathcal{J} = L(z_e + \mathrm{sg}[e - z_e]) + \|\mathrm{sg}[z_e] - e\|^2 + \beta\|z_e - \mathrm{sg}[e]\|^2$ with the selected code $e$."#,
    rows: ["S4-51", "S4-52", "S4-56"],
    checks: [wholeInCodes, wholeInEncoder, commitmentInCodes, codebookInModel])

  private static let swapped = "CompVis/taming-transformers #46, MishaLaskin/vqvae #6"

  private static let wholeInCodes: Check = Check.equality(
    "slope of the whole loss in the codebook", on: { $0.quantizedAutoencoders },
    routes: ("the model's gradient", "differences of the surrogate, frozen where stopped"),
    states: { w in w.slope(of: w.loss, along: .codebook) },
    equals: { w in
      w.difference(of: ModelLoss.total(commitment: w.commitment), along: .codebook)
    },
    variants: [
      .mutant("β on the codebook loss", from: swapped) { w in
        w.slope(of: w.swapping, along: .codebook)
      },
      .mutant("missing stop-gradient in the commitment loss") { w in
        w.slope(of: w.stopping(\.commitment, []), along: .codebook)
      },
      .mutant("stop-gradient on e in both") { w in
        w.slope(of: w.stopping(\.codebook, .code), along: .codebook)
      },
      .mutant("stop-gradient on z_e in both") { w in
        w.slope(of: w.stopping(\.commitment, .encoding), along: .codebook)
      },
      .mutant("moved by the reconstruction term too") { w in
        w.slope(of: w.stopping(\.reconstruction, []), along: .codebook)
      },
      .mutant("factor 2 missing") { w in 0.5 * w.slope(of: w.loss, along: .codebook) },
      .mutant("codebook loss left out") { w in
        w.slope(of: QuantizedLoss(commitment: w.commitment, codebook: 0), along: .codebook)
      },
      .written(
        "S4-51", #"\nabla_e\mathcal{J} = -2(1 + \beta)(z_e - e)"#, "both losses move the code"
      ) { w in (1 + w.commitment) * w.slope(of: w.loss, along: .codebook) },
      .equivalent("codebook loss alone") { w in
        w.slope(of: w.loss.only(\.codebook), along: .codebook)
      },
    ])

  private static let wholeInEncoder: Check = Check.equality(
    "slope of the whole loss in the encoder", on: { $0.quantizedAutoencoders },
    routes: ("the model's gradient", "differences of the surrogate, frozen where stopped"),
    states: { w in w.slope(of: w.loss, along: .encoder) },
    equals: { w in
      w.difference(of: ModelLoss.total(commitment: w.commitment), along: .encoder)
    },
    variants: [
      .mutant("β on the codebook loss, commitment in full", from: swapped) { w in
        w.slope(of: w.swapping, along: .encoder)
      },
      .mutant("missing stop-gradient in the codebook loss") { w in
        w.slope(of: w.stopping(\.codebook, []), along: .encoder)
      },
      .mutant("stop-gradient on e in both") { w in
        w.slope(of: w.stopping(\.codebook, .code), along: .encoder)
      },
      .mutant("stop-gradient on z_e in both") { w in
        w.slope(of: w.stopping(\.commitment, .encoding), along: .encoder)
      },
      .mutant("factor 2 of the commitment missing") { w in
        w.slope(of: w.weighing(0.5 * w.commitment).loss, along: .encoder)
      },
      .mutant("reconstruction lost at the quantiser") { w in
        w.slope(of: w.loss.only(\.commitment), along: .encoder)
      },
      .mutant("commitment left out") { w in
        w.slope(of: w.loss.only(\.reconstruction), along: .encoder)
      },
      .equivalent("without the codebook loss, as with a moving average") { w in
        w.slope(of: QuantizedLoss(commitment: w.commitment, codebook: 0), along: .encoder)
      },
    ])

  private static let commitmentInCodes: Check = Check.equality(
    "slope of the commitment loss in the codebook", on: { $0.quantizedAutoencoders },
    routes: ("the model's gradient", "differences with e frozen"),
    states: { w in w.slope(of: w.loss.only(\.commitment), along: .codebook) },
    equals: { w in w.difference(of: ModelLoss.commitment, along: .codebook) },
    variants: [
      .written(
        "S4-51", #"\nabla_e\,\beta\|z_e - e\|^2 = -2\beta(z_e - e) \neq 0"#,
        "both additional losses update the codebook"
      ) { w in w.commitment * w.slope(of: w.loss.only(\.codebook), along: .codebook) },
      .mutant("stop-gradient forgotten") { w in
        w.slope(of: w.stopping(\.commitment, []).only(\.commitment), along: .codebook)
      },
      .mutant("stop-gradient on z_e") { w in
        w.slope(of: w.stopping(\.commitment, .encoding).only(\.commitment), along: .codebook)
      },
    ])

  private static let codebookInModel: Check = Check.equality(
    "slope of the codebook loss in the encoder and, times π, in the decoder",
    on: { $0.quantizedAutoencoders },
    routes: ("the model's gradient", "differences with z_e frozen"),
    states: { w in w.networkSlope(w.loss.only(\.codebook)) },
    equals: { w in
      w.difference(of: ModelLoss.codebook, along: .encoder)
        + Double.pi * w.difference(of: ModelLoss.codebook, along: .decoder)
    },
    variants: [
      .mutant("stop-gradient forgotten") { w in
        w.networkSlope(w.stopping(\.codebook, []).only(\.codebook))
      },
      .mutant("stop-gradient on e") { w in
        w.networkSlope(w.stopping(\.codebook, .code).only(\.codebook))
      },
      .mutant("reconstruction in it") { w in
        w.networkSlope(QuantizedLoss(commitment: 0))
      },
    ])
}

extension QuantizedWitness {
  /// β on the codebook loss.
  fileprivate var swapping: QuantizedLoss { QuantizedLoss(commitment: 1, codebook: commitment) }

  /// The loss with a term's stop-gradient elsewhere.
  fileprivate func stopping(
    _ term: WritableKeyPath<QuantizedLoss, QuantizedLoss.Term>, _ stopped: StopGradient
  ) -> QuantizedLoss {
    var loss = loss
    loss[keyPath: term].stopped = stopped
    return loss
  }

  /// The model's gradient along both networks.
  fileprivate func networkSlope(_ loss: QuantizedLoss) -> Bounded {
    slope(of: loss, along: .encoder) + Double.pi * slope(of: loss, along: .decoder)
  }
}
