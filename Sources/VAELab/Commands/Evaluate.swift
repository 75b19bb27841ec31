import Datasets
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
        """,
      examples: [
        "vae-lab evaluate runs/first --count 1000 --samples 100",
        "vae-lab evaluate runs/flax --data binarized_mnist --samples 5000 --json",
        "vae-lab evaluate runs/flax --data binarized_mnist --plot convergence.svg",
      ])
  }

  var model = ModelArguments()

  var input = ImageArguments()

  @Option(help: "Only the first so many images.", valueName: "n")
  var count: Count? = nil

  @Option(help: "Importance samples of z an image.", valueName: "n")
  var samples: Count = 1000

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

  @Option(help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  private static let name = configuration.name

  func validate() throws(Failure) {
    try SideFiles.validate(plot: plot, command: Self.name)
  }

  func run(in console: Console) throws -> ExitStatus {
    let destination = try Destination(path: output, console: console)
    let files = try SideFiles(csv: nil, plot: plot, command: Self.name)
    let dumpFile = try dump.map { path throws(OutputError) in try AtomicFile(path: path) }
    let trained = try model.load()
    let source = try input.load(for: trained, most: count?.value, command: Self.name)
    try checkDump(images: source.images.count, latent: trained.latent)
    let options = EvaluationOptions(
      samples: samples.value,
      binarization: binarization ?? trained.checkpoint.configuration.binarization, seed: seed,
      threads: threads?.value ?? ProcessInfo.processInfo.activeProcessorCount)
    let evaluation = evaluate(trained, source.images, options, console)
    guard evaluation.evidenceLowerBound.mean.isFinite, evaluation.evidence.mean.isFinite else {
      throw Failure(
        .badData,
        "\(Self.name): the bound of \(model.run) on these images is not a finite number; train the model again"
      )
    }
    let document = EvaluationReport(
      evaluation, of: trained, on: source, options: options)
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
    _ trained: TrainedModel, _ images: ImageSet, _ options: EvaluationOptions, _ console: Console
  ) -> Evaluation {
    let progress = ProgressLine(
      of: "images", total: images.count, tellsLabels: true, on: console.errors)
    defer { progress.finish() }
    let pace = Pace(total: images.count)
    return trained.model.evaluate(trained.parameters, on: images, options) { count in
      progress.advance(by: count, pace.left(after: count))
    }
  }

  /// Refuses a dump that would not fit memory.
  private func checkDump(images: Int, latent: Int) throws(Failure) {
    let most = 1 << 28
    let (noise, overflow) = (images * samples.value).multipliedReportingOverflow(by: latent)
    guard dump != nil, overflow || noise > most else { return }
    throw Failure(
      .usage,
      "\(Self.name): --dump would hold the noise of \(images) images and \(samples.value) samples; "
        + "take fewer with --count or --samples")
  }
}
