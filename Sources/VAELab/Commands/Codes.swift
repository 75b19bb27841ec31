import Datasets
import Distributions
import Foundation
import Reporting
import Tensors
import VAE

/// `vae-lab codes`.
struct Codes: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "codes",
      abstract: "Show what every code of a trained VQ-VAE does at every position.",
      discussion: """
        A code has no image of its own: what the decoder makes of it depends on where it stands and on what \
        stands elsewhere. --view effect puts a code at one position of real images, leaves their other positions as \
        they are, and shows by how much the decoder's mean changes on the average over the images: grey where \
        nothing changes, white where the code adds ink, black where it takes ink away, the strongest change of \
        the sheet in full. A row is a position, a column a code, the most used code first; so a column shows one \
        code in its different roles. --view image shows the average images themselves, with that of the \
        images as they are in front of every row. --view alone shows, code after code, the decoder's image when all \
        positions hold the same code, which no image may have. A residual quantiser has a codebook for every position: \
        there the codes of a column have nothing but their number in common.
        """,
      examples: [
        "vae-lab codes runs/vq --data mnist",
        "vae-lab codes runs/vq --data mnist --view image --most 20 --output images.png",
        "vae-lab codes runs/vq --view alone",
      ])
  }

  var model = ModelArguments()

  var input = ImageArguments()

  @Option(help: "What is shown of a code.", valueName: "view")
  var view: CodeView = .effect

  @Option(help: "Only the codes that are used most.", valueName: "n")
  var most: PictureCount = 64

  @Option(help: "Images that are averaged over, the first of --data.", valueName: "n")
  var images: PictureCount = 100

  @Option(help: "The seed of pixels that are drawn.", valueName: "n")
  var seed: UInt64 = 0

  @Option(
    help: "The picture's pixels for each of an image's; enough to see it if not given.",
    valueName: "n")
  var scale: Count? = nil

  @Option(help: "How many threads work; one a core if not given.", valueName: "n")
  var threads: Count? = nil

  @Flag(help: "Write JSON: the codes in their order, and how often the images have each.")
  var json: Bool = false

  @Option(
    help: "The picture, a PNG file.", valueName: "file", completion: .files)
  var output: String = "codes.png"

  private static let name = configuration.name

  /// What `--json` writes.
  private struct Document: Encodable {
    let output: String
    let view: String
    let data: String
    let part: DatasetPart
    let images: Int
    let positions: Int
    let codes: [Int]
    let counts: [Int]
    let largestChange: Double?

    enum CodingKeys: String, CodingKey {
      case output, view, data, part, images, positions, codes, counts
      case largestChange = "largest_change"
    }
  }

  func validate() throws(Failure) {
    try PictureFile.validate(output, command: Self.name)
  }

  func run(in console: Console) throws -> ExitStatus {
    let file = try PictureFile(path: output)
    let trained: QuantizedModel = try model.load()
    let workers = threads?.value ?? ProcessInfo.processInfo.activeProcessorCount
    let shown = min(most.value, trained.architecture.codes)
    let positions = trained.architecture.positions
    // Refused before any work, if there is no room for the picture.
    let layout = try layout(trained, codes: shown)
    let source = try input.load(for: trained, most: images.value, command: Self.name)
    let coded = trained.model.coded(
      source.images, trained.parameters, binarization: trained.binarization, threads: workers,
      using: Philox(seed: seed).substream(Self.name).substream("pixels"))
    let counts = CodeUsage(coded.codes, codes: trained.architecture.codes).counts
    let order = Array(
      counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }.prefix(shown))

    var largestChange: Double?
    switch view {
    case .alone:
      let means = trained.model.images(ofSingleCodes: order, trained.parameters)
      try file.write(layout.picture(try ImageSet(shape: trained.image, intensities: means)))
    case .effect, .image:
      let effects = trained.model.effects(
        of: order, among: coded.codes, trained.parameters, threads: workers)
      largestChange = Double(effects.largestChange)
      if view == .effect {
        try file.write(
          layout.picture(try ImageSet(shape: trained.image, intensities: effects.differences)))
      } else {
        let first = try ImageSet(shape: trained.image, intensities: effects.average)
        let others = try ImageSet(shape: trained.image, intensities: effects.averages)
        let fronts = (0..<positions).map { $0 * layout.columns }
        let places = (0..<positions * shown).map {
          $0 / shown * layout.columns + 1 + $0 % shown
        }
        let pictures = fronts.reduce(others) { pictures, _ in pictures + first }
        try file.write(layout.picture(pictures, at: places + fronts))
      }
    }
    let document = Document(
      output: output, view: view.rawValue, data: source.data, part: input.part,
      images: source.images.count, positions: positions, codes: order,
      counts: order.map { Int(counts[$0]) }, largestChange: largestChange)
    try console.output.sink.write(json ? try JSON.text(document) : text(document, trained))
    return .holds
  }

  private func layout(_ trained: QuantizedModel, codes: Int) throws -> GridLayout {
    switch view {
    case .effect, .image:
      return try GridLayout(
        shape: trained.image, rows: trained.architecture.positions,
        columns: codes + (view == .image ? 1 : 0), scale: scale?.value)
    case .alone:
      let columns = Int(Double(codes).squareRoot().rounded(.up))
      return try GridLayout(
        shape: trained.image, rows: (codes + columns - 1) / columns, columns: columns,
        scale: scale?.value)
    }
  }

  private func text(_ document: Document, _ trained: QuantizedModel) -> String {
    let all = trained.architecture.codes
    let codes = "\(document.codes.count) of \(all) codes, the most used first"
    let images =
      "\(document.images) \(input.part.rawValue) images of \(document.data)"
    let what =
      switch view {
      case .effect:
        "a row each of \(document.positions) positions, a column each of \(codes); white and black are ± \(NumberFormat.significant(document.largestChange ?? 0, digits: 3)) against the mean of \(images)"
      case .image:
        "a row each of \(document.positions) positions, its mean in front, a column each of \(codes); averages over \(images)"
      case .alone: "\(codes) by \(images), each at all \(document.positions) positions"
      }
    let order = document.codes.prefix(10).map(String.init).joined(separator: ", ")
    return """
      \(output): \(what)
      codes: \(order)\(document.codes.count > 10 ? ", …" : "")

      """
  }
}

/// What `codes` shows of a code.
public enum CodeView: String, ArgumentValue, Sendable, CaseIterable {
  /// How the decoder's mean changes.
  case effect
  /// The mean images.
  case image
  /// The image of one code at all positions.
  case alone
}
