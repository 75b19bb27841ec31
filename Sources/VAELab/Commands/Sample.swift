import Datasets
import Distributions
import Reporting
import VAE

/// `vae-lab sample`.
struct Sample: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "sample",
      abstract: "Draw images from a trained model: z from the prior, then the decoder's mean.",
      discussion: """
        The means of p(x|z) are shown, which look smoother than data do; --draw shows draws from \
        p(x|z). The same seed gives the same picture; a larger count begins with the same images.
        """,
      examples: [
        "vae-lab sample runs/flax",
        "vae-lab sample runs/flax --count 400 --draw --output drawn.png",
        "vae-lab sample runs/flax --temperature 0.7 --json",
      ])
  }

  var model = ModelArguments()

  @Option(help: "How many images.", valueName: "n")
  var count: PictureCount = 100

  @Option(help: "Images of a row; as many as rows if not given.", valueName: "n")
  var columns: PictureCount? = nil

  @Flag(help: "Draw the pixels too, from p(x|z), instead of showing their means.")
  var draw: Bool = false

  @Option(help: "Deviation of z; 1 is the prior.", valueName: "number")
  var temperature: PositiveNumber = 1.0

  @Option(help: "The seed of z and of the pixels.", valueName: "n")
  var seed: UInt64 = 0

  @Option(
    help: "The picture's pixels for each of an image's; enough to see it if not given.",
    valueName: "n")
  var scale: Count? = nil

  @Flag(help: "Write JSON: every z.")
  var json: Bool = false

  @Option(help: "The picture, a PNG file.", valueName: "file", completion: .files)
  var output: String = "sample.png"

  private static let name = configuration.name

  /// What `--json` writes.
  private struct Document: Encodable {
    let output: String
    let count: Int
    let seed: UInt64
    let temperature: Double
    let latents: [[Float]]
  }

  func validate() throws(Failure) {
    try PictureFile.validate(output, command: Self.name)
  }

  func run(in console: Console) throws -> ExitStatus {
    let file = try PictureFile(path: output)
    let trained = try model.load()
    let columns = columns?.value ?? Int(Double(count.value).squareRoot().rounded(.up))
    let layout = try GridLayout(
      shape: trained.image, rows: (count.value + columns - 1) / columns, columns: columns,
      scale: scale?.value)
    let stream = Philox(seed: seed).substream(Self.name)
    let z = Latents.prior(
      count: count.value, latent: trained.latent, deviation: temperature.value,
      using: stream.substream("latents"))
    let images =
      draw
      ? trained.model.draws(trained.parameters, ofLatents: z, using: stream.substream("pixels"))
      : trained.model.means(trained.parameters, ofLatents: z)
    try file.write(layout.picture(try ImageSet(shape: trained.image, intensities: images)))
    try console.output.sink.write(
      json
        ? try JSON.text(
          Document(
            output: output, count: count.value, seed: seed, temperature: temperature.value,
            latents: z.rowsOfNumbers))
        : """
        \(output): \(count.value) \(draw ? "draws" : "means") of p(x|z), z from N(0, \
        \(temperature.value == 1 ? "I" : "\(temperature.argument)² I")), seed \(seed)

        """)
    return .holds
  }
}
