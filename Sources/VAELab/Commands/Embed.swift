import Datasets
import Foundation
import Reporting
import VAE

/// `vae-lab embed`.
struct Embed: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "embed",
      abstract: "Write where a trained model puts images in its latent space.",
      discussion: """
        A line of comma-separated values an image: its number, its class where known, the means and the \
        deviations of q(z|x), and for builtin images what was varied in drawing them. The plot shows \
        two dimensions of the means, coloured by class: the two most active unless others are named.
        """,
      examples: [
        "vae-lab embed runs/first --output means.csv --plot means.png",
        "vae-lab embed runs/plane --data mnist --part train --count 5000 --plot plane.svg",
        "vae-lab embed runs/flax --data mnist --dimensions 3,14 --plot pair.pdf",
      ])
  }

  var model = ModelArguments()

  var input = ImageArguments()

  @Option(help: "Only the first so many images.", valueName: "n")
  var count: Count? = nil

  @Option(help: "The two dimensions of the plot, counted from 0.", valueName: "numbers")
  var dimensions: Dimensions? = nil

  @Option(help: "The seed of pixels that are drawn.", valueName: "n")
  var seed: UInt64 = 0

  @Option(help: "How many threads work; one a core if not given.", valueName: "n")
  var threads: Count? = nil

  @Option(
    help: "Draw two dimensions with gnuplot too, into a file ending in .svg, .png or .pdf.",
    valueName: "file", completion: .files)
  var plot: String? = nil

  @Flag(help: "Write JSON about the dimensions to the output.")
  var json: Bool = false

  @Option(help: "The comma-separated values.", valueName: "file", completion: .files)
  var output: String = "embed.csv"

  private static let name = configuration.name

  /// What `--json` writes.
  private struct Document: Encodable {
    let output: String
    let plot: String?
    let data: String
    let part: DatasetPart
    let images: Int
    let activeUnits: Int
    let latent: LatentUse
    let plotted: [Int]

    enum CodingKeys: String, CodingKey {
      case output, plot, data, part, images, latent, plotted
      case activeUnits = "active_units"
    }
  }

  func validate() throws(Failure) {
    try SideFiles.validate(plot: plot, command: Self.name)
    guard dimensions == nil || plot != nil else {
      throw Failure(.usage, "\(Self.name): --dimensions are those of the plot; name it with --plot")
    }
    guard dimensions.map({ $0.values.count == 2 }) ?? true else {
      throw Failure(.usage, "\(Self.name): the plot has two dimensions; name two with --dimensions")
    }
  }

  func run(in console: Console) throws -> ExitStatus {
    let files = try SideFiles(csv: output, plot: plot, command: Self.name)
    let trained: GaussianModel = try model.load()
    try dimensions?.check(latent: trained.latent, command: Self.name)
    let source = try input.load(for: trained, most: count?.value, command: Self.name)
    let posteriors = trained.model.posteriors(
      trained.parameters, of: source.images,
      EvaluationOptions(
        binarization: trained.checkpoint.configuration.binarization, seed: seed,
        threads: threads?.value ?? ProcessInfo.processInfo.activeProcessorCount))
    let use = posteriors.latentUse()
    let plotted = dimensions?.values ?? Array(use.byDivergence.prefix(2)).sorted()
    let embedding = Embedding(source: source, posteriors: posteriors)
    try files.write(csv: embedding.csv, plot: embedding.plot(of: plotted), command: Self.name)
    let document = Document(
      output: output, plot: plot, data: source.data, part: input.part, images: source.images.count,
      activeUnits: use.activeUnits, latent: use, plotted: plotted)
    try console.output.sink.write(json ? try JSON.text(document) : text(document))
    return .holds
  }

  private func text(_ document: Document) -> String {
    let latent = document.latent.divergences.count
    let dimensions = document.plotted.map(String.init).joined(separator: " and ")
    let shown = plot.map { ", dimensions \(dimensions) in \($0)" } ?? ""
    return """
      \(output): \(document.images) \(input.part.rawValue) images of \(document.data), \(latent) latent means \
      and deviations each\(shown)
      \(document.activeUnits) of \(latent) dimensions are active, the most: \
      \(document.latent.byDivergence.prefix(10).map(String.init).joined(separator: ", "))

      """
  }
}
