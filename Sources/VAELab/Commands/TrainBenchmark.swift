import Datasets
import Foundation
import Networks
import Reporting
import VAE

/// What `bench train` measured.
struct TrainBenchmark: Encodable {
  /// The median over the epochs.
  var secondsPerEpoch: Double
  /// Every epoch that counts.
  var seconds: [Double]
  /// Images of an epoch.
  var images: Int
  /// Images a step.
  var batch: Int
  /// Threads that worked.
  var threads: Int
  /// The bound during the last epoch, in nats an image.
  var bound: Double
  /// The rate of the products of an epoch in 10⁹ multiplications and additions a second, zeros counted too.
  var productRate: Double
  /// The most memory held, in bytes.
  var peakMemory: Int

  private enum CodingKeys: String, CodingKey {
    case seconds, images, batch, threads, bound
    case secondsPerEpoch = "seconds_per_epoch"
    case productRate = "dense_gigaflops_per_second"
    case peakMemory = "peak_memory_bytes"
  }

  /// Trains 784-400-20-400-784 with ReLU by Adam 10⁻³ in steps of 128, after an epoch that is not counted.
  ///
  /// - Throws: `TrainingError`.
  static func run(
    _ images: ImageSet, epochs: Int, threads: Int, seed: UInt64
  ) throws -> TrainBenchmark {
    var configuration = Recipe.pytorchExample.configuration(image: images.shape)
    configuration.binarization = .threshold
    configuration.epochs = epochs + 1
    configuration.seed = seed
    let trainer = try Trainer(configuration, examples: images, threads: threads)
    var seconds: [Double] = []
    var bound = 0.0
    var began = ContinuousClock.now
    while !trainer.isFinished {
      guard let terms = try trainer.step() else { continue }
      if trainer.progress.epoch > 1 { seconds.append((.now - began) / Duration.seconds(1)) }
      bound = terms.bound / Double(terms.examples)
      began = .now
    }
    let median = seconds.sorted()[seconds.count / 2]
    return TrainBenchmark(
      secondsPerEpoch: median, seconds: seconds, images: images.count,
      batch: configuration.batch, threads: threads, bound: bound,
      productRate: Double(images.count) * flops(trainer.model) / median / 1e9,
      peakMemory: PeakMemory.bytes)
  }

  /// Multiplications and additions of the products of one image's step, all numbers counted, zeros too.
  private static func flops(_ model: VariationalAutoencoder) -> Double {
    // Forward, by the weights, and by the input of every layer but the encoder's first.
    let layers = model.encoder.layers + model.decoder.layers
    let all = layers.reduce(0) { $0 + $1.weight.count }
    return 2 * Double(3 * all - model.encoder.layers[0].weight.count)
  }

  /// One paragraph.
  var text: String {
    """
    \(images) images in steps of \(batch) on \(threads) threads: \
    \(NumberFormat.significant(secondsPerEpoch, digits: 4)) s an epoch (median of \(seconds.count)), as if dense \
    products ran at \(NumberFormat.significant(productRate, digits: 4)) GFLOP/s; \
    bound \(NumberFormat.fixed(bound, decimals: 2)), \(peakMemory >> 20) MB at most

    """
  }
}

/// `vae-lab bench train`.
struct BenchTrain: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "train", abstract: "Train 784-400-20-400-784 for some epochs.",
      discussion: """
        ReLU, Bernoulli decoder, pixels by threshold, Adam at 1e-3, 128 images a step. An epoch that is not \
        counted comes first; the figure is the median of the others. The rate counts every number of the \
        products, zeros of the images too, which are skipped: it may exceed what the processor can multiply.

        --model vq takes turns, step by step, with a VQ-VAE and a Gaussian VAE of the same layers and as many latents \
        as the VQ-VAE's codes have numbers, and tells the ratio of their times.
        """)
  }

  @Option(
    help: "The images; builtin ones are drawn by the program.", valueName: "source",
    completion: .files)
  var data: DataSource = .builtin

  @Option(
    help: "A VAE with Gaussian latents, or a VQ-VAE beside one of equal width.", valueName: "kind")
  var model: ModelKind = .gaussian

  var quantized = QuantizedArguments()

  @Flag(help: "Write JSON.")
  var json: Bool = false

  @Option(help: "Epochs that count.", valueName: "n")
  var epochs: Count = 6

  @Option(help: "How many threads work; one a core if not given.", valueName: "n")
  var threads: Count? = nil

  @Option(help: "The seed.", valueName: "n")
  var seed: UInt64 = 0

  @Option(
    help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  func run(in console: Console) throws -> ExitStatus {
    let destination = try Destination(path: output, console: console)
    if model == .gaussian {
      try quantized.refuse("bench train", "belongs to --model vq; leave it out, or ask for that")
    }
    let images = try data.load().train
    let threads = threads?.value ?? ProcessInfo.processInfo.activeProcessorCount
    switch model {
    case .gaussian:
      let result = try TrainBenchmark.run(
        images, epochs: epochs.value, threads: threads, seed: seed)
      try destination.write(json ? try JSON.text(result) : result.text)
    case .vq:
      var settings = QuantizedConfiguration(image: images.shape)
      settings.architecture.encoder = [400]
      settings.architecture.decoder = [400]
      settings.seed = seed
      quantized.replace(&settings)
      let result = try StepComparison.run(
        settings, images, epochs: epochs.value, threads: threads)
      try destination.write(json ? try JSON.text(result) : result.text)
    }
    return .holds
  }
}
