import Foundation

/// A document of the corpus: a correct derivation as authors write them, and the mistakes that can be planted in it.
///
/// In a file of `CorpusDocuments`, a line that opens with `!! ` is no line of the document but a mistake for the line above it:
/// `!! kind: this ⇒ that`. One that opens with `?? harmless: ` is an edit that changes no truth, and
/// `?? condition: ` says under which condition, not stated in the formula, the line above is true.
struct CorpusDocument: Sendable {
  /// An edit of one line.
  struct Plant: Sendable, CustomStringConvertible {
    /// The line of the document that is edited, from 1.
    let line: Int
    /// The kind of the mistake.
    let kind: String
    /// What is replaced; it stands in the line once.
    let old: String
    /// What it is replaced by.
    let new: String
    /// Whether the line stays true.
    var isHarmless: Bool { kind == "harmless" }

    var description: String { "\(kind): \(old) ⇒ \(new)" }
  }

  /// The name of the file.
  let name: String
  /// The lines of the correct document.
  private(set) var lines: [String] = []
  /// The edits, in the order of the lines.
  private(set) var plants: [Plant] = []
  /// The lines that are true under a condition only.
  private(set) var conditions: [Int: String] = [:]
  /// What is wrong with the file itself.
  private(set) var faults: [String] = []

  /// Reads a file of the corpus.
  init(contentsOf url: URL) throws {
    name = url.lastPathComponent
    let text = try String(contentsOf: url, encoding: .utf8)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("!! ") || line.hasPrefix("?? ") else {
        lines.append(String(line))
        continue
      }
      let parts = line.dropFirst(3).split(separator: ": ", maxSplits: 1)
      guard parts.count == 2, let edited = lines.last else {
        faults.append("\(name):\(lines.count): \(line)")
        continue
      }
      if parts[0] == "condition" {
        conditions[lines.count] = String(parts[1])
        continue
      }
      let sides = parts[1].components(separatedBy: " ⇒")
      guard sides.count == 2, edited.components(separatedBy: sides[0]).count == 2 else {
        faults.append("\(name):\(lines.count): \(line)")
        continue
      }
      plants.append(
        Plant(
          line: lines.count, kind: String(parts[0]), old: sides[0],
          new: String(sides[1].drop { $0 == " " })))
    }
  }

  /// The document, with a mistake planted in it or without.
  func text(with plant: Plant? = nil) -> String {
    guard let plant else { return lines.joined(separator: "\n") }
    var edited = lines
    edited[plant.line - 1] = edited[plant.line - 1].replacing(plant.old, with: plant.new)
    return edited.joined(separator: "\n")
  }

  /// All documents of the corpus, by name.
  static func all() throws -> [CorpusDocument] {
    let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().appending(path: "CorpusDocuments")
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { !$0.lastPathComponent.hasPrefix(".") }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
      .map(CorpusDocument.init)
  }
}
