import Datasets
import Reporting
import Tensors
import VAE

/// `vae-lab interpolate`.
struct Interpolate: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "interpolate",
      abstract: "Go from one image to another through the latent space of a trained model.",
      discussion: """
        A row shows an image, the decoder's means on the way between the means of q(z|x) of the two \
        images, both ends included, and the other image. Pairs are chosen by the seed, or one is named by \
        --from and --to.
        """,
      examples: [
        "vae-lab interpolate runs/first",
        "vae-lab interpolate runs/flax --data binarized_mnist --from 3 --to 18 --steps 20",
        "vae-lab interpolate runs/flax --data binarized_mnist --path spherical",
      ])
  }

  var model = ModelArguments()

  var input = ImageArguments()

  @Option(help: "The image to begin with, counted from 0; with --to.", valueName: "n")
  var from: Ordinal? = nil

  @Option(help: "The image to end with, counted from 0; with --from.", valueName: "n")
  var to: Ordinal? = nil

  @Option(help: "How many pairs, where none is named.", valueName: "n")
  var pairs: PictureCount = 8

  @Option(help: "Places on the way, both ends counted.", valueName: "n")
  var steps: StepCount = 10

  @Option(help: "The way.", valueName: "way")
  var path: LatentPath = .linear

  @Option(help: "The seed of the choice of pairs and of pixels that are drawn.", valueName: "n")
  var seed: UInt64 = 0

  @Option(
    help: "The picture's pixels for each of an image's; enough to see it if not given.",
    valueName: "n")
  var scale: Count? = nil

  @Flag(help: "Write JSON: the pairs, their latent means and their distance.")
  var json: Bool = false

  @Option(help: "The picture, a PNG file.", valueName: "file", completion: .files)
  var output: String = "interpolate.png"

  private static let name = configuration.name

  /// What `--json` writes.
  private struct Document: Encodable {
    struct Pair: Encodable {
      let from, to: Int
      let labels: [Int]?
      let distance: Double
      let means: [[Float]]
    }

    let output: String
    let data: String
    let part: DatasetPart
    let path: LatentPath.RawValue
    let steps: Int
    let pairs: [Pair]
  }

  func validate() throws(Failure) {
    try PictureFile.validate(output, command: Self.name)
    guard (from == nil) == (to == nil) else {
      throw Failure(.usage, "\(Self.name): --from and --to name a pair together; give both or none")
    }
  }

  func run(in console: Console) throws -> ExitStatus {
    let file = try PictureFile(path: output)
    let trained: GaussianModel = try model.load()
    let source = try input.load(for: trained, command: Self.name)
    let ends = try ends(in: source)
    let (steps, rows) = (steps.value, ends.count / 2)
    let layout = try GridLayout(
      shape: trained.image, rows: rows, columns: steps + 2, setsEdgesApart: true,
      scale: scale?.value)
    let images = source.chosen(ends)
    let found = trained.model.reconstructions(
      trained.parameters, of: images,
      EvaluationOptions(binarization: trained.checkpoint.configuration.binarization, seed: seed))
    let means = found.posteriors.means.rowsOfNumbers
    let z = Matrix<Float>(rows: rows * steps, columns: trained.latent)
    for row in 0..<rows {
      for step in 0..<steps {
        let place = path.place(
          Double(step) / Double(steps - 1), from: means[2 * row], to: means[2 * row + 1])
        for (j, value) in place.enumerated() { z[row * steps + step, j] = value }
      }
    }
    let way = trained.model.means(trained.parameters, ofLatents: z)
    let pictures =
      try ImageSet(shape: trained.image, intensities: found.inputs)
      + ImageSet(shape: trained.image, intensities: way)
    let width = steps + 2
    let edges = (0..<rows).flatMap { [$0 * width, $0 * width + width - 1] }
    let inner = (0..<rows * steps).map { $0 / steps * width + 1 + $0 % steps }
    try file.write(layout.picture(pictures, at: edges + inner))

    let document = Document(
      output: output, data: source.data, part: input.part, path: path.rawValue, steps: steps,
      pairs: (0..<rows).map { row in
        Document.Pair(
          from: ends[2 * row], to: ends[2 * row + 1],
          labels: images.labels.map { [Int($0[2 * row]), Int($0[2 * row + 1])] },
          distance: Self.distance(means[2 * row], means[2 * row + 1]),
          means: [means[2 * row], means[2 * row + 1]])
      })
    try console.output.sink.write(json ? try JSON.text(document) : text(document))
    return .holds
  }

  /// The images of all pairs, two by two.
  private func ends(in source: ModelImages) throws(Failure) -> [Int] {
    if let from, let to {
      try source.check(from.value, option: "--from", command: Self.name)
      try source.check(to.value, option: "--to", command: Self.name)
      return [from.value, to.value]
    }
    let ends = source.places(2 * pairs.value, seed: seed)
    guard ends.count >= 2 else {
      throw Failure(
        .badData,
        "\(Self.name): \(source.data) has a single \(input.part.rawValue) image; choose another part with --part"
      )
    }
    return Array(ends.prefix(ends.count / 2 * 2))
  }

  private static func distance(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
      .squareRoot()
  }

  private func text(_ document: Document) -> String {
    let pairs = document.pairs.map { pair in
      "\(pair.from) to \(pair.to) (\(NumberFormat.significant(pair.distance, digits: 3)))"
    }
    return """
      \(output): \(document.steps) places of the \(path.rawValue) way between \(input.part.rawValue) images of \
      \(document.data)
      pairs and their distances: \(pairs.joined(separator: ", "))

      """
  }
}
