import Foundation
import Reporting
import Tensors
import VAE

/// `vae-lab gradcheck`.
struct GradientCheck: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "gradcheck",
      abstract: "Certify the gradients that training uses, or refute them.",
      discussion: """
        Every combination of decoder, objective, estimator, nonlinearity and posterior scale that is \
        left by the options, in double precision with the noise frozen: each entry of each parameter \
        block beside a difference of sixth order and a derivative by dual numbers, relative to the \
        larger number or the root mean square of its block; the slopes of the Taylor remainders along \
        random directions, wanted 1, 2 and 3; the error of the central difference against its step; \
        the same bits again. Gradients made wrong on purpose have to be refuted. Shown are the \
        largest errors and the slopes furthest from what is wanted. \
        The sides of rectifiers are frozen too, so no difference straddles a kink.

        With --model vq every combination of term, decoder and nonlinearity. What stands under a \
        stop-gradient and which code is chosen are frozen: the straight-through gradient is certified \
        as that of the function that is left. The loss with codes assigned anew is shown beside it: \
        by the encoder's parameters its differences are 0 to the bit until a code changes, and there \
        it jumps.
        """,
      examples: [
        "vae-lab gradcheck",
        "vae-lab gradcheck --objective iwae --estimator dreg --samples 5",
        "vae-lab gradcheck --side 28 --hidden 500 --latent 20 --likelihood bernoulli --activation relu",
        "vae-lab gradcheck --activation tanh --plot curves.svg",
        "vae-lab gradcheck --model vq",
        "vae-lab gradcheck --model vq --term all --likelihood bernoulli --activation relu",
        "vae-lab gradcheck --fault half-divergence",
      ])
  }

  @Option(help: "A VAE with Gaussian latents, or a VQ-VAE.", valueName: "kind")
  var model: ModelKind = .gaussian

  var gaussian = GaussianGradientArguments()

  var quantized = QuantizedGradientArguments()

  @Option(
    help: "Only this decoder: bernoulli, gaussian:variance, gaussian-learned or gaussian-diagonal.",
    valueName: "decoder")
  var likelihood: Likelihood? = nil

  @Option(help: "Only this nonlinearity.", valueName: "function")
  var activation: Activation? = nil

  @Option(help: "Rows and columns of the images, which are random.", valueName: "n")
  var side: Count = 2

  @Option(help: "Images of the batch.", valueName: "n")
  var images: Count = 3

  @Option(
    help:
      "Widths of the hidden layers, from the image on; the decoder has them the other way round.",
    valueName: "n,…")
  var hidden: Widths = [4, 3]

  @Option(
    help: "The most entries of a block that are checked one by one; more are drawn at random.",
    valueName: "n")
  var entries: Count = 256

  @Option(help: "Random directions of the Taylor test.", valueName: "n")
  var directions: Count = 3

  @Option(
    help: "Check a gradient made wrong on purpose instead; status 1 when it is refuted.",
    valueName: "fault")
  var fault: GradientFault? = nil

  @Option(help: "The seed of weights, images, noise and directions.", valueName: "n")
  var seed: UInt64 = 0

  @Option(help: "Combinations worked on at a time; one a core if not given.", valueName: "n")
  var threads: Count? = nil

  @Flag(help: "Write JSON.")
  var json: Bool = false

  @Option(
    help: """
      Draw the error of the difference and the Taylor remainders with gnuplot too, into a file \
      ending in .svg, .png or .pdf.
      """, valueName: "file", completion: .files)
  var plot: String? = nil

  @Option(help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  private static let name = configuration.name

  /// The decoders that are checked where none is asked for.
  private static let likelihoods: [Likelihood] = [
    .bernoulli, .gaussian(variance: 0.25), .gaussianLearnedVariance, .gaussianDiagonal,
  ]

  func validate() throws(Failure) {
    try SideFiles.validate(plot: plot, command: Self.name)
    switch model {
    case .gaussian:
      try refuse(quantized, "--model vq")
      if let contradiction = gaussian.contradiction {
        throw Failure(.usage, "\(Self.name): \(contradiction)")
      }
    case .vq:
      try refuse(gaussian, "--model gaussian")
      guard quantized.codes.value <= QuantizedArchitecture.codeLimit else {
        throw Failure(
          .usage,
          "\(Self.name): a codebook of \(quantized.codes.value) codes is above \(QuantizedArchitecture.codeLimit)"
        )
      }
    }
  }

  /// Refuses options that the model does not have.
  private func refuse(_ group: some ArgumentGroup, _ owner: String) throws(Failure) {
    guard let option = group.given.first else { return }
    throw Failure(
      .usage, "\(Self.name): \(option) belongs to \(owner); leave it out, or ask for that")
  }

  private var cases: [GradientCase] {
    (model == .vq ? quantized.losses : gaussian.losses).flatMap { losses in
      (likelihood.map { [$0] } ?? Self.likelihoods).flatMap { likelihood in
        (activation.map { [$0] } ?? Activation.allCases).flatMap { activation in
          losses.map { GradientCase(loss: $0, likelihood: likelihood, activation: activation) }
        }
      }
    }
  }

  private var latents: GradientSetting.Latents {
    switch model {
    case .gaussian:
      .gaussian(
        latent: gaussian.latent.value, samples: gaussian.samples.value, beta: gaussian.beta.value)
    case .vq:
      .quantized(
        positions: quantized.positions.value, codes: quantized.codes.value,
        dimension: quantized.codeDimension.value, commitment: quantized.commitment.value)
    }
  }

  func run(in console: Console) throws -> ExitStatus {
    let destination = try Destination(path: output, console: console)
    let files = try SideFiles(csv: nil, plot: plot, command: Self.name)
    let cases = cases
    let progress = ProgressLine(of: "combinations", total: cases.count, on: console.errors)
    defer { progress.finish() }
    let survey = GradientSurvey(
      cases,
      GradientSetting(
        side: side.value, images: images.value, latents: latents, hidden: hidden.values,
        seed: seed),
      GradientCertificate.Settings(
        entries: entries.value, directions: directions.value, seed: seed),
      fault: fault, threads: threads?.value ?? ProcessInfo.processInfo.activeProcessorCount,
      progress: { progress.advance() })
    progress.finish()
    guard !survey.cases.isEmpty, survey.cases.count == survey.certificates.count else {
      throw Failure(
        .usage,
        "\(Self.name): --fault \(fault?.rawValue ?? "") changes nothing in what is left by the options; "
          + "choose another one")
    }
    try files.write(csv: "", plot: survey.plot, command: Self.name)
    try destination.write(
      json
        ? try JSON.text(GradientDocument(survey))
        : GradientTable(survey).text(width: destination.width, palette: destination.palette))
    return survey.holds ? .holds : .refuted
  }
}
