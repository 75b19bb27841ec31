import Datasets
import Reporting

/// What `data info` says.
struct DataReport: Encodable {
  /// One set of images.
  struct Part: Encodable {
    let part: DatasetPart
    let summary: DatasetSummary

    /// Writes the summary's members beside the part's name.
    func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(part.rawValue, forKey: .part)
      try values.encode(summary.count, forKey: .count)
      try values.encode(summary.mean, forKey: .mean)
      try values.encode(summary.minimum, forKey: .minimum)
      try values.encode(summary.maximum, forKey: .maximum)
      try values.encode(summary.shareOfZeros, forKey: .shareOfZeros)
      try values.encode(summary.shareOfFull, forKey: .shareOfFull)
      try values.encode(summary.isBinary, forKey: .isBinary)
      try values.encode(summary.classCounts, forKey: .classCounts)
      try values.encode(summary.checksum, forKey: .checksum)
    }

    enum CodingKeys: String, CodingKey {
      case part, count, mean, minimum, maximum
      case shareOfZeros = "share_of_zeros"
      case shareOfFull = "share_of_full"
      case isBinary = "binary"
      case classCounts = "class_counts"
      case checksum = "sha256"
    }
  }

  let name: String
  let source: String
  let shape: ImageShape
  let parts: [Part]

  /// Summarises a data set.
  init(_ data: Dataset) {
    name = data.name
    source = data.source
    shape = data.shape
    parts = data.parts.map { Part(part: $0.part, summary: DatasetSummary($0.images)) }
  }

  /// The report for people.
  func text(width: Int?, palette: Palette) -> String {
    var table = Table(columns: [
      .init("part"), .init("images", alignment: .right), .init("mean", alignment: .right),
      .init("range", alignment: .right), .init("zeros", alignment: .right),
      .init("full", alignment: .right), .init("binary"),
      .init("SHA-256", fitting: .truncates(minimum: 8)),
    ])
    for part in parts {
      let summary = part.summary
      table.append([
        .init(part.part.rawValue), .init("\(summary.count)"),
        .init(NumberFormat.fixed(summary.mean, decimals: 4)),
        .init("\(summary.minimum)…\(summary.maximum)"),
        .init(NumberFormat.fixed(100 * summary.shareOfZeros, decimals: 1) + " %"),
        .init(NumberFormat.fixed(100 * summary.shareOfFull, decimals: 1) + " %"),
        .init(summary.isBinary ? "yes" : "no"), .init(String(summary.checksum.prefix(16))),
      ])
    }
    var text = "\(name) (\(source)), images of \(shape)\n\n"
    text += table.rendered(width: width, palette: palette)
    if let classes = classes { text += "\n" + classes.rendered(width: width, palette: palette) }
    return text
  }

  /// Images of each class, where classes are known.
  private var classes: Table? {
    let counts = parts.map { $0.summary.classCounts }
    let most = counts.map { $0?.count ?? 0 }.max() ?? 0
    guard most > 0 else { return nil }
    var table = Table(
      columns: [.init("class", alignment: .right)]
        + parts.map { .init($0.part.rawValue, alignment: .right) })
    for label in 0..<most {
      let cells = counts.map { counts in
        Table.Cell(counts.map { label < $0.count ? "\($0[label])" : "0" } ?? "–")
      }
      table.append([Table.Cell("\(label)")] + cells)
    }
    return table
  }
}
