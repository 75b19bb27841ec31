import Datasets
import Distributions
import Reporting
import Tensors
import VAE

/// `vae-lab reconstruct`.
struct Reconstruct: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "reconstruct",
      abstract: "Show images and below them what a trained model makes of them.",
      discussion: """
        An image is read as in training (binarised, where that was so), encoded to the mean of \
        q(z|x), and the mean of p(x|z) there is shown below it. The log-likelihood is that at the mean, \
        not its average over q(z|x), which the bound takes (see evaluate).

        A VQ-VAE's posterior is a point mass at the codes of an image: the mean of p(x|z) at these is shown.
        """,
      examples: [
        "vae-lab reconstruct runs/first",
        "vae-lab reconstruct runs/flax --data binarized_mnist --count 40",
        "vae-lab reconstruct runs/flax --data binarized_mnist --json",
        "vae-lab reconstruct runs/vq --data mnist",
      ])
  }

  var model = ModelArguments()

  var input = ImageArguments()

  @Option(help: "How many images.", valueName: "n")
  var count: PictureCount = 30

  @Option(help: "Images of a row.", valueName: "n")
  var columns: PictureCount = 10

  @Option(help: "The seed of the choice of images and of pixels that are drawn.", valueName: "n")
  var seed: UInt64 = 0

  @Option(
    help: "The picture's pixels for each of an image's; enough to see it if not given.",
    valueName: "n")
  var scale: Count? = nil

  @Flag(
    help:
      "Write JSON: each image's number, class and log-likelihood, with the divergence or the codes."
  )
  var json: Bool = false

  @Option(help: "The picture, a PNG file.", valueName: "file", completion: .files)
  var output: String = "reconstruct.png"

  private static let name = configuration.name

  /// What `--json` writes.
  private struct Document: Encodable {
    struct Image: Encodable {
      let index: Int
      let label: Int?
      let logLikelihood: Double
      var kl: Double?
      var quantizationError: Double?
      var codes: [UInt32]?

      enum CodingKeys: String, CodingKey {
        case index, label, kl, codes
        case logLikelihood = "log_likelihood_at_mean"
        case quantizationError = "quantization_error"
      }
    }

    let output: String
    let data: String
    let part: DatasetPart
    let images: [Image]
  }

  func validate() throws(Failure) {
    try PictureFile.validate(output, command: Self.name)
  }

  func run(in console: Console) throws -> ExitStatus {
    let file = try PictureFile(path: output)
    let document: Document
    switch try model.loadEither() {
    case .gaussian(let trained): document = try show(trained, in: file)
    case .quantized(let trained): document = try show(trained, in: file)
    }
    try console.output.sink.write(json ? try JSON.text(document) : text(document))
    return .holds
  }

  private func show(_ trained: GaussianModel, in file: PictureFile) throws -> Document {
    let (source, places, layout) = try choose(for: trained)
    let found = trained.model.reconstructions(
      trained.parameters, of: source.chosen(places),
      EvaluationOptions(binarization: trained.binarization, seed: seed))
    try write(found.inputs, found.means, layout, file)
    return document(source, places) { row, index, label in
      Document.Image(
        index: index, label: label, logLikelihood: found.logLikelihoods[row],
        kl: found.posteriors.divergence(of: row))
    }
  }

  private func show(_ trained: QuantizedModel, in file: PictureFile) throws -> Document {
    let (source, places, layout) = try choose(for: trained)
    let found = trained.model.coded(
      source.chosen(places), trained.parameters, binarization: trained.binarization,
      keepsPictures: true, threads: 1,
      using: Philox(seed: seed).substream(Self.name).substream("pixels"))
    if let inputs = found.inputs, let means = found.means {
      try write(inputs, means, layout, file)
    }
    let positions = trained.architecture.positions
    return document(source, places) { row, index, label in
      Document.Image(
        index: index, label: label, logLikelihood: found.logLikelihoods[row],
        quantizationError: found.distances[row],
        codes: Array(found.codes[row * positions..<(row + 1) * positions]))
    }
  }

  /// The images that are shown, and where.
  private func choose<Task>(
    for trained: TrainedModel<Task>
  ) throws -> (source: ModelImages, places: [Int], layout: GridLayout) {
    let source = try input.load(for: trained, command: Self.name)
    let places = source.places(count.value, seed: seed)
    let columns = min(columns.value, places.count)
    let bands = (places.count + columns - 1) / columns
    let layout = try GridLayout(
      shape: trained.image, rows: 2 * bands, columns: columns, rowsTogether: 2,
      scale: scale?.value)
    return (source, places, layout)
  }

  /// Images, and below each its reconstruction.
  private func write(
    _ inputs: Matrix<Float>, _ means: Matrix<Float>, _ layout: GridLayout, _ file: PictureFile
  ) throws {
    let columns = layout.columns
    let upper = (0..<inputs.rows).map { $0 / columns * 2 * columns + $0 % columns }
    let pictures =
      try ImageSet(shape: layout.shape, intensities: inputs)
      + ImageSet(shape: layout.shape, intensities: means)
    try file.write(layout.picture(pictures, at: upper + upper.map { $0 + columns }))
  }

  private func document(
    _ source: ModelImages, _ places: [Int], _ image: (Int, Int, Int?) -> Document.Image
  ) -> Document {
    Document(
      output: output, data: source.data, part: input.part,
      images: places.enumerated().map { row, place in
        image(row, place, source.images.labels.map { Int($0[place]) })
      })
  }

  private func text(_ document: Document) -> String {
    func mean(_ value: (Document.Image) -> Double?) -> String? {
      let values = document.images.compactMap(value)
      guard !values.isEmpty else { return nil }
      return NumberFormat.fixed(values.reduce(0, +) / Double(values.count), decimals: 2)
    }
    let likelihood = mean(\.logLikelihood) ?? ""
    let rest =
      mean(\.kl).map {
        "at the mean of q(z|x) \(likelihood), divergence of q(z|x) from the prior \($0), in nats an image"
      }
      ?? "at the codes \(likelihood) nats an image; ‖z - e‖² between what the encoder emits and its codes \(mean(\.quantizationError) ?? "")"
    return """
      \(output): \(document.images.count) \(input.part.rawValue) images of \(document.data), their \
      reconstructions below them
      log p(x|z) \(rest)

      """
  }
}
