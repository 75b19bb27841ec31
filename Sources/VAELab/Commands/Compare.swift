import Datasets
import Distributions
import Foundation
import Reporting
import VAE

/// `vae-lab compare`.
struct Compare: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "compare",
      abstract: "Set the rate and the distortion of trained models side by side.",
      discussion: """
        The rate is KL(q(z|x) ‖ p(z)) in bits an image: of a VQ-VAE that of a point mass, -log₂ p(k), under its learned \
        prior where there is one, and P log₂ K under the uniform one. The distortion is -E[log p(x|z)] in nats. Their sum \
        in one unit bounds -log p(x). The rate of a Gaussian posterior is the length of a code only for a coder \
        that gets the bits of its random draws back; --stored-bits shows what its means are worth in that many bits \
        an image, an equal whole number of them for every latent (a model whose latents do not divide them is left \
        out), beside what a VQ-VAE's codes take without a prior.
        """,
      examples: [
        "vae-lab compare runs/gauss runs/vq --data mnist",
        "vae-lab compare runs/gauss runs/vq --data mnist --stored-bits 96 --plot rates.svg",
      ])
  }

  @Arguments(
    help: "Folders of trained models.", valueName: "folder", completion: .files)
  var runs: [String]

  @Option(
    help:
      "Which weights: those best on the validation images, or the last; if not given the best, but the last of a VAE trained with a β other than 1, since validation compares ELBOs.",
    valueName: "weights")
  var weights: WeightChoice? = nil

  var input = ImageArguments()

  @Option(help: "Only the first so many images.", valueName: "n")
  var count: Count? = nil

  @Option(
    help: "Store the means of Gaussian models in so many bits an image too.", valueName: "n")
  var storedBits: Count? = nil

  @Option(help: "The seed of noise and of pixels that are drawn.", valueName: "n")
  var seed: UInt64 = 0

  @Option(help: "How many threads work; one a core if not given.", valueName: "n")
  var threads: Count? = nil

  @Option(
    help:
      "Draw distortion over rate with gnuplot too, into a file ending in .svg, .png or .pdf.",
    valueName: "file", completion: .files)
  var plot: String? = nil

  @Flag(help: "Write JSON.")
  var json: Bool = false

  @Option(help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  private static let name = configuration.name

  func validate() throws(Failure) {
    try SideFiles.validate(plot: plot, command: Self.name)
    if runs.isEmpty {
      throw Failure(.usage, "\(Self.name): no folder of a trained model is given; name one or more")
    }
  }

  func run(in console: Console) throws -> ExitStatus {
    let destination = try Destination(path: output, console: console)
    let files = try SideFiles(csv: nil, plot: plot, command: Self.name)
    let progress = ProgressLine(
      of: "models", total: runs.count, tellsLabels: true, on: console.errors)
    var points: [RatePoint] = []
    for run in runs {
      points += try measured(run)
      progress.advance(by: 1, run)
    }
    progress.finish()
    let document = RateComparison(
      data: input.data.argument, part: input.part, seed: seed, points: points)
    try files.write(csv: "", plot: document.plot, command: Self.name)
    try destination.write(
      json
        ? try JSON.text(document)
        : document.text(width: destination.width, palette: destination.palette))
    return .holds
  }

  private var workers: Int { threads?.value ?? ProcessInfo.processInfo.activeProcessorCount }

  private func measured(_ folder: String) throws -> [RatePoint] {
    switch try EitherModel(folder, weights: weights ?? .best) {
    case .gaussian(let trained):
      let keeps = weights != nil || trained.checkpoint.configuration.objective.beta == 1
      return try measured(keeps ? trained : TrainedModel(folder, weights: .last))
    case .quantized(let trained): return try measured(trained)
    }
  }

  private func measured(_ trained: GaussianModel) throws -> [RatePoint] {
    let images = try input.load(for: trained, most: count?.value, command: Self.name).images
    let options = EvaluationOptions(
      samples: 1, binarization: trained.binarization, seed: seed, threads: workers)
    let found = trained.model.evaluate(trained.parameters, on: images, options)
    var points = [
      RatePoint(
        trained, kind: .gaussian, latents: trained.latent, rate: found.divergence.mean / log(2),
        found.reconstruction)
    ]
    if let bits = storedBits?.value {
      guard let levels = levels(bits, trained.latent) else { return points }
      let training = try input.data.load().train
      let stored = trained.model.storedMeans(
        trained.parameters, of: images, levels: levels,
        fittedTo: training[0..<min(10_000, training.count)], options)
      points.append(
        RatePoint(
          trained, kind: .gaussianStored, latents: trained.latent, rate: stored.bits,
          stored.reconstruction))
    }
    return points
  }

  /// Levels a latent in a whole number of bits; `nil` where that is none, or more than 16.
  private func levels(_ bits: Int, _ latent: Int) -> Int? {
    bits.isMultiple(of: latent) && (1...16).contains(bits / latent) ? 1 << (bits / latent) : nil
  }

  private func measured(_ trained: QuantizedModel) throws -> [RatePoint] {
    let images = try input.load(for: trained, most: count?.value, command: Self.name).images
    let coded = trained.model.coded(
      images, trained.parameters, binarization: trained.binarization, threads: workers,
      using: Philox(seed: seed).substream(Self.name).substream("pixels"))
    let logPrior = try trained.prior(nil).map { prior in
      prior.model.logLikelihoods(
        of: CodeTable(
          positions: trained.architecture.positions, codes: trained.architecture.codes,
          indices: coded.codes, model: prior.configuration.autoencoder),
        prior.parameters, threads: workers)
    }
    let found = RateDistortion(coded, trained.architecture, logPrior: logPrior)
    var points = [
      RatePoint(
        trained, kind: .quantizedUniform, rate: found.uniformBits, found.reconstruction)
    ]
    if let learned = found.learnedBits {
      points.append(
        RatePoint(trained, kind: .quantizedLearned, rate: learned.mean, found.reconstruction))
    }
    return points
  }
}
