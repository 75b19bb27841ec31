import Datasets
import Reporting
import VAE

/// `vae-lab manifold`.
struct Manifold: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "manifold",
      abstract: "Show the whole plane of a trained model with two latent dimensions.",
      discussion: """
        The decoder's means over a grid of latents at the quantiles of the prior: every image of the \
        picture stands for the same share of the prior. The first dimension grows to the right, the second \
        upwards.
        """,
      examples: [
        "vae-lab train --latent 2 --out runs/plane && vae-lab manifold runs/plane",
        "vae-lab manifold runs/plane --side 40 --output plane.png",
      ])
  }

  var model = ModelArguments()

  @Option(help: "Images of a row and of a column.", valueName: "n")
  var side: StepCount = 20

  @Option(
    help: "The picture's pixels for each of an image's; enough to see it if not given.",
    valueName: "n")
  var scale: Count? = nil

  @Flag(help: "Write JSON: the places of the grid.")
  var json: Bool = false

  @Option(help: "The picture, a PNG file.", valueName: "file", completion: .files)
  var output: String = "manifold.png"

  private static let name = configuration.name

  /// What `--json` writes.
  private struct Document: Encodable {
    let output: String
    let side: Int
    let quantiles: [Double]
  }

  func validate() throws(Failure) {
    try PictureFile.validate(output, command: Self.name)
  }

  func run(in console: Console) throws -> ExitStatus {
    let file = try PictureFile(path: output)
    let trained: GaussianModel = try model.load()
    guard trained.latent == 2 else {
      throw Failure(
        .badData,
        "\(Self.name): the model in \(model.run) has \(trained.latent) latent "
          + "\(trained.latent == 1 ? "dimension" : "dimensions"), a plane needs 2; "
          + "train one with --latent 2, or see its dimensions one by one with vae-lab traverse")
    }
    let side = side.value
    let layout = try GridLayout(
      shape: trained.image, rows: side, columns: side, isTight: true, scale: scale?.value)
    let images = trained.model.means(trained.parameters, ofLatents: Latents.plane(side: side))
    try file.write(layout.picture(try ImageSet(shape: trained.image, intensities: images)))
    let quantiles = Latents.quantiles(side)
    let ends = quantiles.map { NumberFormat.significant($0, digits: 3) }
    try console.output.sink.write(
      json
        ? try JSON.text(Document(output: output, side: side, quantiles: quantiles))
        : "\(output): \(side) × \(side) means of p(x|z), each latent from \(ends[0]) to \(ends[side - 1])\n"
    )
    return .holds
  }
}
