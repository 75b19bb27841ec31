import Datasets
import Reporting
import VAE

/// `vae-lab data`: the group of commands about images.
struct DataCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "data", abstract: "Look at images to train on, or fetch some.",
      subcommands: [DataInfo.self, DataFetch.self])
  }
}

/// `vae-lab data info`.
struct DataInfo: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "info", abstract: "Say what images a folder holds, and show some of each class.",
      discussion: """
        A folder holds IDX files by their usual names, plain or gzipped, or PNG images, a folder a \
        class; builtin are the digits that the program draws. The intensities are in units of 255.
        """,
      examples: [
        "vae-lab data info builtin --plot digits.png", "vae-lab data info mnist --json",
      ])
  }

  @Argument(
    help: "The images: builtin, or a folder of IDX or PNG files.", valueName: "source",
    completion: .files)
  var data: DataSource

  @Option(
    help: "Draw examples too, a row a class, into a file ending in .png.", valueName: "file",
    completion: .files)
  var plot: String? = nil

  @Option(help: "Examples of each class.", valueName: "n")
  var examples: PictureCount = 12

  @Flag(help: "Write JSON.")
  var json: Bool = false

  @Option(help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  private static let name = "data " + configuration.name

  func validate() throws(Failure) {
    if let plot { try PictureFile.validate(plot, command: Self.name) }
  }

  func run(in console: Console) throws -> ExitStatus {
    let destination = try Destination(path: output, console: console)
    let picture = try plot.map { path throws(OutputError) in try PictureFile(path: path) }
    let data = try data.load()
    let report = DataReport(data)
    if let picture {
      let sheet = ContactSheet(data.train, examples: examples.value)
      try picture.write(try sheet.picture())
    }
    try destination.write(
      json
        ? try JSON.text(report)
        : report.text(width: destination.width, palette: destination.palette))
    return .holds
  }
}

/// A data set that can be fetched.
enum FetchableData: String, ArgumentValue, CaseIterable {
  case mnist

  var download: DatasetDownload {
    switch self {
    case .mnist: .mnist
    }
  }
}

/// `vae-lab data fetch`.
struct DataFetch: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "fetch", abstract: "Download a public data set, verify it and keep it.",
      discussion: """
        Files that are there already and have the right SHA-256 are left alone; others are fetched \
        beside, verified as they arrive and renamed.
        """,
      examples: [
        "vae-lab data fetch mnist --to mnist",
        "vae-lab data fetch mnist --from https://example.org/mnist/",
      ])
  }

  @Argument(help: "The data set.", valueName: "name")
  var dataset: FetchableData

  @Option(
    help:
      "The folder; vae-lab/NAME in $XDG_CACHE_HOME, or else in ~/.cache, if not given.",
    valueName: "folder", completion: .files)
  var to: String? = nil

  @Option(
    help: "The address of a folder with the files; known mirrors if not given.", valueName: "url")
  var from: String? = nil

  @Flag(help: "Write JSON.")
  var json: Bool = false

  /// What `--json` writes.
  private struct Document: Encodable {
    struct File: Encodable {
      let name: String
      let bytes: Int
      let sha256: String
    }

    let folder: String
    let files: [File]
  }

  func run(in console: Console) throws -> ExitStatus {
    let download = from.map { dataset.download.from($0) } ?? dataset.download
    let unit = 1024
    let total = download.files.reduce(0) { $0 + $1.size / unit }
    let progress = ProgressLine(of: "kB", total: total, on: console.errors)
    defer { progress.finish() }
    let seen = ReceivedBytes(unit: unit)
    let folder = try download.fetch(into: to) { now in
      progress.advance(by: seen.advance(now), now.file)
    }
    progress.finish()
    let document = Document(
      folder: folder,
      files: download.files.map { Document.File(name: $0.name, bytes: $0.size, sha256: $0.sha256) })
    try console.output.sink.write(
      json
        ? try JSON.text(document)
        : "\(folder): \(download.files.count) files of \(download.name), verified\n")
    return .holds
  }
}
