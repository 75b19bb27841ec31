import Foundation

/// A chapter of the course: Markdown with directives, read but not yet computed.
public struct Chapter: Sendable {
  /// The file, as messages name it.
  public let file: String
  /// The folder of the file: pictures and stored results are found from there.
  let folder: URL
  /// The place in the course, from the file's name `4-two-gradients.md`; nil without one.
  public let number: Int?
  /// The name by which it is called: `two-gradients`.
  public let name: String
  /// The first heading.
  public let title: String
  /// The lines of the file.
  let lines: [String]
  /// What the directives have put into the text or want to.
  let pieces: [Piece]
  /// The numbers in the lines of text.
  let values: [InlineValue]
  /// The exercises.
  let exercises: [Exercise]

  /// A directive with a body.
  struct Piece: Sendable {
    let directive: Directive
    /// The line of the directive, from 0.
    let line: Int
    /// The lines up to the end, which stands on the line after.
    let body: Range<Int>
    /// All lines, with the directive and its end.
    var extent: ClosedRange<Int> { line...body.upperBound }
  }

  /// A number that a command computes, in the line of text.
  struct InlineValue: Sendable {
    let directive: Directive
    let line: Int
    /// The text between the comments.
    let text: Range<String.Index>
    /// With the comments.
    let extent: Range<String.Index>
  }

  /// An exercise with its solution; all lines from 0.
  struct Exercise: Sendable {
    let line: Int
    let solution: Int?
    let end: Int
    /// The lines of the task without the solution.
    var task: Range<Int> { line..<(solution ?? end) }
  }

  /// The number and name that a file's name gives: `4-two-gradients.md`.
  static func identity(of fileName: String) -> (number: Int?, name: String) {
    let stem = fileName.hasSuffix(".md") ? String(fileName.dropLast(3)) : fileName
    let parts = stem.split(separator: "-", maxSplits: 1)
    guard parts.count == 2, let number = Int(parts[0]) else { return (nil, stem) }
    return (number, String(parts[1]))
  }

  /// The stem of the pages built from it.
  public var stem: String { number.map { "\($0)-\(name)" } ?? name }

  /// Reads a chapter.
  ///
  /// - Parameters:
  ///   - file: The path for messages.
  ///   - folder: The folder of the file.
  ///   - text: The content.
  /// - Throws: `Fault` where a directive is spoiled or not ended, or the first heading is missing.
  public init(file: String, folder: URL, text: String) throws(Fault) {
    self.file = file
    self.folder = folder
    (number, name) = Self.identity(of: URL(fileURLWithPath: file).lastPathComponent)
    lines = text.lines
    var reader = ChapterReader(file: file, lines: lines)
    try reader.read()
    (pieces, values, exercises) = (reader.pieces, reader.values, reader.exercises)
    guard let heading = lines.first(where: { $0.hasPrefix("# ") }) else {
      throw Fault(file, line: 1, "a chapter begins with a heading: # Title")
    }
    title = heading.dropFirst(2).trimmed
  }

  /// The file's content.
  public var text: String { lines.joined(separator: "\n") + "\n" }

  /// The first paragraph after the title, for the index.
  public var aim: String {
    let rest = lines.drop { !$0.hasPrefix("# ") }.dropFirst()
    let text = rest.drop { $0.trimmed.isEmpty || $0.hasPrefix("<!--") || $0.hasPrefix("#") }
    return text.prefix { !$0.trimmed.isEmpty }.map(\.trimmed).joined(separator: " ")
  }

  /// The claims that the chapter shows, each once, in the order of the text.
  public var claims: [String] {
    var seen: Set<String> = []
    return pieces.flatMap { piece -> [String] in
      switch piece.directive {
      case .claim(let name): [name]
      case .claims(let names): names
      default: []
      }
    }.filter { seen.insert($0).inserted }
  }

  /// How many exercises it has.
  public var exerciseCount: Int { exercises.count }
}
