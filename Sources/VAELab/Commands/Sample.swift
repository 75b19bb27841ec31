import Datasets
import Distributions
import Foundation
import Reporting
import Tensors
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

        The codes of a VQ-VAE are drawn from the prior that train --stage prior has trained; where there is none, or \
        with --prior uniform, every code is as likely as any other at every position, which makes images that look \
        like no data.
        """,
      examples: [
        "vae-lab sample runs/flax",
        "vae-lab sample runs/flax --count 400 --draw --output drawn.png",
        "vae-lab sample runs/flax --temperature 0.7 --json",
        "vae-lab sample runs/vq --prior uniform",
      ])
  }

  var model = ModelArguments()

  @Option(help: "How many images.", valueName: "n")
  var count: PictureCount = 100

  @Option(help: "Images of a row; as many as rows if not given.", valueName: "n")
  var columns: PictureCount? = nil

  @Flag(help: "Draw the pixels too, from p(x|z), instead of showing their means.")
  var draw: Bool = false

  var deviation = DeviationArguments()

  var codePrior = PriorArguments()

  @Option(help: "The seed of z, or of the codes, and of the pixels.", valueName: "n")
  var seed: UInt64 = 0

  @Option(
    help: "The picture's pixels for each of an image's; enough to see it if not given.",
    valueName: "n")
  var scale: Count? = nil

  @Flag(help: "Write JSON: every z, or all codes.")
  var json: Bool = false

  @Option(help: "The picture, a PNG file.", valueName: "file", completion: .files)
  var output: String = "sample.png"

  private static let name = configuration.name

  /// What `--json` writes.
  private struct Document: Encodable {
    let output: String
    let count: Int
    let seed: UInt64
    var temperature: Double?
    var latents: [[Float]]?
    var prior: String?
    var codes: [[UInt32]]?
  }

  func validate() throws(Failure) {
    try PictureFile.validate(output, command: Self.name)
  }

  func run(in console: Console) throws -> ExitStatus {
    let file = try PictureFile(path: output)
    let (document, text) =
      switch try model.loadEither() {
      case .gaussian(let trained): try show(trained, in: file)
      case .quantized(let trained): try show(trained, in: file)
      }
    try console.output.sink.write(json ? try JSON.text(document) : text)
    return .holds
  }

  private var stream: Philox { Philox(seed: seed).substream(Self.name) }

  private func show(
    _ trained: GaussianModel, in file: PictureFile
  ) throws -> (Document, String) {
    try codePrior.refuse(
      Self.name, "chooses a law of codes, which a VAE with Gaussian latents has not; leave it out")
    let temperature = deviation.temperature
    let z = Latents.prior(
      count: count.value, latent: trained.latent, deviation: temperature.value,
      using: stream.substream("latents"))
    try write(z, trained, file)
    return (
      Document(
        output: output, count: count.value, seed: seed, temperature: temperature.value,
        latents: z.rowsOfNumbers),
      """
      \(heading), z from N(0, \
      \(temperature.value == 1 ? "I" : "\(temperature.argument)² I")), seed \(seed)

      """
    )
  }

  private func show(
    _ trained: QuantizedModel, in file: PictureFile
  ) throws -> (Document, String) {
    let prior = try trained.prior(codePrior.prior)
    if prior == nil {
      try deviation.refuse(
        Self.name, "changes nothing where all codes are equally likely; leave it out")
    }
    let temperature = deviation.temperature
    let stream = stream.substream("codes")
    let codes =
      prior.map {
        $0.model.samples(
          count.value, $0.parameters, temperature: temperature.value,
          threads: ProcessInfo.processInfo.activeProcessorCount,
          using: stream)
      } ?? trained.model.uniformCodes(count.value, using: stream)
    try write(trained.model.vectors(ofCodes: codes, trained.parameters), trained, file)
    let positions = trained.architecture.positions
    let rows = stride(from: 0, to: codes.count, by: positions).map {
      Array(codes[$0..<$0 + positions])
    }
    let law = prior == nil ? PriorChoice.uniform : .learned
    let heat = temperature.value == 1 ? "" : " at temperature \(temperature.argument)"
    var text = "\(heading), codes from the \(law.rawValue) prior\(heat), seed \(seed)\n"
    if prior == nil, codePrior.prior == nil {
      text += "no prior is trained: vae-lab train --stage prior --out \(model.run) trains one\n"
    }
    return (
      Document(
        output: output, count: count.value, seed: seed,
        temperature: prior == nil ? nil : temperature.value, prior: law.rawValue, codes: rows), text
    )
  }

  private var heading: String {
    "\(output): \(count.value) \(draw ? "draws" : "means") of p(x|z)"
  }

  /// Decodes latents and writes the picture.
  private func write<Task>(
    _ z: Matrix<Float>, _ trained: TrainedModel<Task>, _ file: PictureFile
  ) throws {
    let columns = columns?.value ?? Int(Double(count.value).squareRoot().rounded(.up))
    let layout = try GridLayout(
      shape: trained.image, rows: (count.value + columns - 1) / columns, columns: columns,
      scale: scale?.value)
    let images =
      draw
      ? trained.model.draws(trained.parameters, ofLatents: z, using: stream.substream("pixels"))
      : trained.model.means(trained.parameters, ofLatents: z)
    try file.write(layout.picture(try ImageSet(shape: trained.image, intensities: images)))
  }
}

/// How far from the likeliest latents are drawn.
struct DeviationArguments: ArgumentGroup {
  @Option(
    help:
      "Deviation of Gaussian z, or what the logits of a learned prior are divided by; 1 is the prior.",
    valueName: "number")
  var temperature: PositiveNumber = 1.0
}
