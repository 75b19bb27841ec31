import Datasets
import Foundation
import Reporting
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
        """,
      examples: [
        "vae-lab reconstruct runs/first",
        "vae-lab reconstruct runs/flax --data binarized_mnist --count 40",
        "vae-lab reconstruct runs/flax --data binarized_mnist --json",
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

  @Flag(help: "Write JSON: each image's number, class, log-likelihood and divergence.")
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
      let kl: Double

      enum CodingKeys: String, CodingKey {
        case index, label, kl
        case logLikelihood = "log_likelihood_at_mean"
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
    let trained = try model.load()
    let source = try input.load(for: trained, command: Self.name)
    let places = source.places(count.value, seed: seed)
    let images = source.chosen(places)
    let columns = min(columns.value, images.count)
    let bands = (images.count + columns - 1) / columns
    let layout = try GridLayout(
      shape: trained.image, rows: 2 * bands, columns: columns, rowsTogether: 2,
      scale: scale?.value)
    let found = trained.model.reconstructions(
      trained.parameters, of: images,
      EvaluationOptions(binarization: trained.checkpoint.configuration.binarization, seed: seed))
    let upper = (0..<images.count).map { $0 / columns * 2 * columns + $0 % columns }
    let pictures =
      try ImageSet(shape: trained.image, intensities: found.inputs)
      + ImageSet(shape: trained.image, intensities: found.means)
    try file.write(layout.picture(pictures, at: upper + upper.map { $0 + columns }))

    let document = Document(
      output: output, data: source.data, part: input.part,
      images: places.enumerated().map { row, place in
        Document.Image(
          index: place, label: images.labels.map { Int($0[row]) },
          logLikelihood: found.logLikelihoods[row], kl: found.posteriors.divergence(of: row))
      })
    try console.output.sink.write(json ? try JSON.text(document) : text(document))
    return .holds
  }

  private func text(_ document: Document) -> String {
    let count = Double(document.images.count)
    let likelihood = document.images.reduce(0) { $0 + $1.logLikelihood } / count
    let divergence = document.images.reduce(0) { $0 + $1.kl } / count
    return """
      \(output): \(document.images.count) \(input.part.rawValue) images of \(document.data), their \
      reconstructions below them
      log p(x|z) at the mean of q(z|x) \(NumberFormat.fixed(likelihood, decimals: 2)), divergence of \
      q(z|x) from the prior \(NumberFormat.fixed(divergence, decimals: 2)), in nats an image

      """
  }
}
