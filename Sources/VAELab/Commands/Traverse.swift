import Datasets
import Reporting
import Tensors
import VAE

/// `vae-lab traverse`.
struct Traverse: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "traverse",
      abstract: "Show what each latent dimension of a trained model does, the others held.",
      discussion: """
        A row takes one dimension from -range to range; the others stay at 0, or with --data at the \
        mean of q(z|x) of an image. The most active dimensions come first: with --data by their divergence from \
        the prior, averaged over the images; without, by how much the decoder's mean moves.
        """,
      examples: [
        "vae-lab traverse runs/first",
        "vae-lab traverse runs/flax --data binarized_mnist --image 7",
        "vae-lab traverse runs/flax --dimensions 3,14 --range 5 --steps 21",
      ])
  }

  var model = ModelArguments()

  @Option(
    help: "Images: builtin, or a folder of IDX or PNG files; none if not given.",
    valueName: "source", completion: .files)
  var data: DataSource? = nil

  @Option(help: "Which part of the images.", valueName: "part")
  var part: DatasetPart = .test

  @Option(
    help: "The image whose latent mean the others stay at, counted from 0; 0 if not given.",
    valueName: "n")
  var image: Ordinal? = nil

  @Option(
    help: "These dimensions, counted from 0, instead of the most active ones.", valueName: "numbers"
  )
  var dimensions: Dimensions? = nil

  @Option(help: "How many of the most active dimensions.", valueName: "n")
  var count: PictureCount = 10

  @Option(help: "How far from 0.", valueName: "number")
  var range: PositiveNumber = 3.0

  @Option(help: "Places on the way, both ends counted.", valueName: "n")
  var steps: StepCount = 11

  @Option(help: "The seed of pixels that are drawn.", valueName: "n")
  var seed: UInt64 = 0

  @Option(
    help: "The picture's pixels for each of an image's; enough to see it if not given.",
    valueName: "n")
  var scale: Count? = nil

  @Flag(help: "Write JSON: the rows with the activity of their dimensions.")
  var json: Bool = false

  @Option(help: "The picture, a PNG file.", valueName: "file", completion: .files)
  var output: String = "traverse.png"

  private static let name = configuration.name

  /// What `--json` writes.
  private struct Document: Encodable {
    struct Row: Encodable {
      let dimension: Int
      let response: Double
      let kl: Double?
      let varianceOfMeans: Double?

      enum CodingKeys: String, CodingKey {
        case dimension, response, kl
        case varianceOfMeans = "variance_of_means"
      }
    }

    let output: String
    let data: String?
    let image: Int?
    let values: [Double]
    let rows: [Row]
  }

  func validate() throws(Failure) {
    try PictureFile.validate(output, command: Self.name)
    guard image == nil || data != nil else {
      throw Failure(.usage, "\(Self.name): --image is one of --data; give both")
    }
  }

  func run(in console: Console) throws -> ExitStatus {
    let file = try PictureFile(path: output)
    let trained: GaussianModel = try model.load()
    try dimensions?.check(latent: trained.latent, command: Self.name)
    let shown = dimensions?.values.count ?? min(count.value, trained.latent)
    let layout = try GridLayout(
      shape: trained.image, rows: shown, columns: steps.value, scale: scale?.value)
    let values = Latents.steps(steps.value, reach: range.value)
    var place = [Float](repeating: 0, count: trained.latent)
    var use: LatentUse?
    if let data {
      let source = try ModelImages(data, part: part, command: Self.name)
      try trained.check(source.images.shape, of: source.data, command: Self.name)
      let index = image?.value ?? 0
      try source.check(index, option: "--image", command: Self.name)
      let posteriors = trained.model.posteriors(
        trained.parameters, of: source.images,
        EvaluationOptions(binarization: trained.checkpoint.configuration.binarization, seed: seed))
      place = posteriors.means.rows(index..<index + 1).rowsOfNumbers[0]
      use = posteriors.latentUse()
    }
    let response = trained.model.response(trained.parameters, through: values, at: place)
    let order = dimensions?.values ?? Array((use?.byDivergence ?? ranked(response)).prefix(shown))
    let z = Latents.traversals(of: order, through: values, at: place)
    let images = trained.model.means(trained.parameters, ofLatents: z)
    try file.write(layout.picture(try ImageSet(shape: trained.image, intensities: images)))

    let document = Document(
      output: output, data: data?.argument, image: data == nil ? nil : image?.value ?? 0,
      values: values,
      rows: order.map { j in
        Document.Row(
          dimension: j, response: response[j], kl: use?.divergences[j],
          varianceOfMeans: use?.meanVariances[j])
      })
    try console.output.sink.write(
      json ? try JSON.text(document) : text(document, console.output))
    return .holds
  }

  private func text(_ document: Document, _ stream: Console.Stream) -> String {
    var columns = [
      Table.Column("row", alignment: .right), Table.Column("dimension", alignment: .right),
      Table.Column("response", alignment: .right),
    ]
    if data != nil {
      columns += [
        Table.Column("KL", alignment: .right), Table.Column("Var of means", alignment: .right),
      ]
    }
    var table = Table(columns: columns)
    for (index, row) in document.rows.enumerated() {
      let numbers = [row.response, row.kl, row.varianceOfMeans].compactMap(\.self)
      table.append(
        [Table.Cell("\(index + 1)"), Table.Cell("\(row.dimension)")]
          + numbers.map { Table.Cell(NumberFormat.significant($0, digits: 3)) })
    }
    let rest = document.image.map { "the mean of image \($0) of \(document.data ?? "")" } ?? "0"
    return """
      \(output): each row takes one dimension from -\(range.argument) to \(range.argument), the others \
      at \(rest)

      \(table.rendered(width: stream.width, palette: stream.palette))
      """
  }
}
