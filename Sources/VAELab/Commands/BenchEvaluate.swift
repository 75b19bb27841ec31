import Datasets
import Reporting

/// `vae-lab bench evaluate`.
struct BenchEvaluate: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "evaluate", abstract: "Sample log p(x) of a thousand test images.",
      discussion: """
        The network has 784-400-20-400-784 units (or as many as the images have pixels) and is not \
        trained, which changes no time. Pixels are 1 above half intensity. The rate is the median \
        over the repeats, after a run that is not counted.
        """)
  }

  @Flag(help: "Write JSON.")
  var json: Bool = false

  @Option(
    help: "The images; builtin ones are drawn by the program.", valueName: "source",
    completion: .files)
  var data: DataSource = .builtin

  @Option(help: "How many test images, at most.", valueName: "n")
  var images: Count = 1000

  @Option(help: "Samples of z an image.", valueName: "n")
  var samples: Count = 1000

  @Option(help: "How often the whole run is repeated.", valueName: "n")
  var repeats: Count = 5

  @Option(help: "How many threads work; one a core if not given.", valueName: "n")
  var threads: Count? = nil

  @Option(help: "The seed of weights and noise.", valueName: "n")
  var seed: UInt64 = 0

  @Option(
    help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  func run(in console: Console) throws -> ExitStatus {
    let destination = try Destination(path: output, console: console)
    let set = try testImages()
    let result = EvaluationBenchmark.run(
      set[0..<min(images.value, set.count)], samples: samples.value, seed: seed,
      repeats: repeats.value, threads: threads?.value)
    try destination.write(json ? try JSON.text(result) : result.text)
    return .holds
  }

  /// The images to test with; where a folder sets none apart, those to train on.
  private func testImages() throws -> ImageSet {
    guard case .folder = data else {
      return BuiltinDigits(count: images.value, part: .test).images
    }
    let dataset = try data.load()
    return dataset.test ?? dataset.train
  }
}
