import Datasets
import Distributions
import Foundation
import Reporting
import VAE

/// `vae-lab evaluate`.
struct Evaluate: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "evaluate",
      abstract: "Measure what a trained model is worth on images.",
      discussion: """
        The evidence lower bound and its parts; log p(x) by importance samples from q(z|x), which is a lower \
        bound too and rises with their number; bits a number of the image; how many latent dimensions are \
        used; and how far the mixture of all posteriors is from the prior. All in nats an image. The ± are \
        standard errors over the images. The same seed gives the same numbers on any number of threads.

        Of a VQ-VAE: log p(x|z) at the codes of each image, the squared error, how the codes are used, the bits that \
        the codes of an image take, and the bound on log p(x), by the uniform prior (positions times log₂ of the \
        codes) and by the learned one where `train --stage prior` has trained one: -log₂ p(codes) is then an upper \
        bound on the bits that a best law of the codes would need.
        """,
      examples: [
        "vae-lab evaluate runs/first --count 1000 --samples 100",
        "vae-lab evaluate runs/flax --data binarized_mnist --samples 5000 --json",
        "vae-lab evaluate runs/flax --data binarized_mnist --plot convergence.svg",
        "vae-lab evaluate runs/vq --data mnist --json",
      ])
  }

  var model = ModelArguments()

  var input = ImageArguments()

  @Option(help: "Only the first so many images.", valueName: "n")
  var count: Count? = nil

  var importance = ImportanceArguments()

  var codePrior = PriorArguments()

  @Option(
    help: "How pixels are read; as in training if not given. Drawn ones are drawn once.",
    valueName: "way")
  var binarization: Binarization? = nil

  @Option(help: "The seed of the samples and of pixels that are drawn.", valueName: "n")
  var seed: UInt64 = 0

  @Option(help: "How many threads work; one a core if not given.", valueName: "n")
  var threads: Count? = nil

  @Flag(help: "Write JSON.")
  var json: Bool = false

  @Option(help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  private static let name = configuration.name

  func validate() throws(Failure) {
    try SideFiles.validate(plot: importance.plot, command: Self.name)
    if let levels = importance.levels, levels.value > QuantizedArchitecture.codeLimit {
      throw Failure(
        .usage,
        "\(Self.name): --levels \(levels.value) is more than \(QuantizedArchitecture.codeLimit); take fewer"
      )
    }
  }

  func run(in console: Console) throws -> ExitStatus {
    let destination = try Destination(path: output, console: console)
    let files = try SideFiles(csv: nil, plot: importance.plot, command: Self.name)
    let dumpFile = try importance.dump.map { path throws(OutputError) in
      try AtomicFile(path: path)
    }
    switch try model.loadEither() {
    case .gaussian(let trained):
      try codePrior.refuse(
        Self.name, "chooses a law of codes, which a VAE with Gaussian latents has not; leave it out"
      )
      return try evaluate(trained, console, destination, files, dumpFile)
    case .quantized(let trained):
      try importance.refuse(
        Self.name, "means nothing for a VQ-VAE, whose posterior is a point mass; leave it out")
      return try evaluate(trained, console, destination)
    }
  }

  private var workers: Int { threads?.value ?? ProcessInfo.processInfo.activeProcessorCount }

  private func evaluate(
    _ trained: GaussianModel, _ console: Console, _ destination: Destination, _ files: SideFiles,
    _ dumpFile: AtomicFile?
  ) throws -> ExitStatus {
    let source = try input.load(for: trained, most: count?.value, command: Self.name)
    try importance.checkDump(
      images: source.images.count, latent: trained.latent, command: Self.name)
    let options = EvaluationOptions(
      samples: importance.samples.value, binarization: binarization ?? trained.binarization,
      seed: seed, threads: workers)
    let evaluation = withProgress(source.images.count, console) { advance in
      trained.model.evaluate(trained.parameters, on: source.images, options, onImages: advance)
    }
    try check(evaluation.evidenceLowerBound, evaluation.evidence.mean)
    let stored = try importance.levels.map { levels in
      let training = try input.data.load().train
      return trained.model.storedMeans(
        trained.parameters, of: source.images, levels: levels.value,
        fittedTo: training[0..<min(10_000, training.count)], options)
    }
    let document = EvaluationReport(
      evaluation, stored, of: trained, on: source, options: options)
    try files.write(csv: "", plot: document.plot, command: Self.name)
    if let dumpFile {
      let dump = trained.model.evaluationDump(trained.parameters, on: source.images, options)
      try dumpFile.commit(bytes: Array(dump.encode()))
    }
    try destination.write(
      json
        ? try JSON.text(document)
        : document.text(width: destination.width, palette: destination.palette))
    return .holds
  }

  private func evaluate(
    _ trained: QuantizedModel, _ console: Console, _ destination: Destination
  ) throws -> ExitStatus {
    let prior = try trained.prior(codePrior.prior)
    let source = try input.load(for: trained, most: count?.value, command: Self.name)
    let binarization = binarization ?? trained.binarization
    let coded = withProgress(source.images.count, console) { advance in
      trained.model.coded(
        source.images, trained.parameters, binarization: binarization, threads: workers,
        using: Philox(seed: seed).substream(Self.name).substream("pixels"), onImages: advance)
    }
    let logPrior = prior.map { prior in
      let table = CodeTable(
        positions: trained.architecture.positions, codes: trained.architecture.codes,
        indices: coded.codes, model: prior.configuration.autoencoder)
      return prior.model.logLikelihoods(of: table, prior.parameters, threads: workers)
    }
    let found = RateDistortion(coded, trained.architecture, logPrior: logPrior)
    try check(found.uniformBound, found.learnedBound?.mean ?? 0)
    let document = QuantizedReport(
      found, of: trained, prior, on: source, binarization: binarization, seed: seed)
    try destination.write(
      json
        ? try JSON.text(document)
        : document.text(width: destination.width, palette: destination.palette))
    return .holds
  }

  /// Refuses a model whose numbers say nothing.
  private func check(_ bound: Estimate, _ other: Double) throws(Failure) {
    guard bound.mean.isFinite, other.isFinite else {
      throw Failure(
        .badData,
        "\(Self.name): the bound of \(model.run) on these images is not a finite number; train the model again"
      )
    }
  }

  /// Tells how many images are done while some work goes on.
  private func withProgress<Result>(
    _ images: Int, _ console: Console, _ work: (@escaping @Sendable (Int) -> Void) -> Result
  ) -> Result {
    let progress = ProgressLine(
      of: "images", total: images, tellsLabels: true, on: console.errors)
    defer { progress.finish() }
    let pace = Pace(total: images)
    return work { count in progress.advance(by: count, pace.left(after: count)) }
  }
}

/// What only an evaluation by importance samples has.
struct ImportanceArguments: ArgumentGroup {
  @Option(
    help: "Importance samples of z an image, of a VAE with Gaussian latents.", valueName: "n")
  var samples: Count = 1000

  @Option(
    help:
      "Draw the bound over the number of samples with gnuplot too, into a file ending in .svg, .png or .pdf.",
    valueName: "file", completion: .files)
  var plot: String? = nil

  @Option(
    help:
      "Write images, noise and each image's terms as safetensors too, for another program to check.",
    valueName: "file", completion: .files)
  var dump: String? = nil

  @Option(
    help:
      "Also store every latent's mean as one of so many levels, fitted to the first 10000 training images, and decode what was stored: what a VAE is worth as a code of fixed length.",
    valueName: "n")
  var levels: Count? = nil

  /// Refuses a dump that would not fit memory.
  func checkDump(images: Int, latent: Int, command: String) throws(Failure) {
    let most = 1 << 28
    let (noise, overflow) = (images * samples.value).multipliedReportingOverflow(by: latent)
    guard dump != nil, overflow || noise > most else { return }
    throw Failure(
      .usage,
      "\(command): --dump would hold the noise of \(images) images and \(samples.value) samples; "
        + "take fewer with --count or --samples")
  }
}
