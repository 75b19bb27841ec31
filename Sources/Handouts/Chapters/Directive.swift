import Foundation

/// What a comment `<!-- vae-lab: … -->` in a chapter asks for.
///
/// The fields of a directive are separated by a colon between spaces; a command is a command line of the tool
/// without the tool's name.
enum Directive: Equatable, Sendable {
  /// The statement of a claim as a displayed formula.
  case claim(String)
  /// Claims as a list.
  case claims([String])
  /// A transcript of a command, or some of its lines.
  case run(ToolCommand, LineSelection?)
  /// A table of what a command finds.
  case table(ToolCommand, ValuePath, [TableColumn])
  /// One number of what a command finds, in the line of text.
  case value(ToolCommand, ValuePath, ValueFormat?)
  /// A declaration of the project's source: the file, and what stands in the declaration's first line.
  case source(file: String, declaration: String)
  /// A picture that a command draws.
  case plot(picture: String, ToolCommand, caption: String)
  /// A picture of the columns of a stored table.
  case curve(CurveRequest)
  /// The beginning of an exercise.
  case exercise
  /// The beginning of its solution.
  case solution
  /// A correct derivation in which the handout plants a mistake.
  case mistake(text: String, replacement: String)
  /// A derivation that is shown because it is wrong.
  case wrong
  /// The end of a piece, of a mistake or of an exercise.
  case end

  /// Whether a piece of text follows that belongs to the directive, up to its end.
  var hasBody: Bool {
    switch self {
    case .claim, .claims, .run, .table, .source, .plot, .curve, .mistake, .wrong: true
    case .value, .exercise, .solution, .end: false
    }
  }

  /// Whether the text between the directive and its end is written by the tool.
  var isGenerated: Bool {
    switch self {
    case .mistake, .wrong: false
    default: hasBody
    }
  }

  /// Reads the text of a comment after `vae-lab:`.
  ///
  /// - Returns: nil for what is addressed to the reader of derivations (`latent z`).
  /// - Throws: `DirectiveError` where a directive is spoiled.
  init?(_ text: String) throws(DirectiveError) {
    let text = text.trimmed
    let word = String(text.prefix { !$0.isWhitespace })
    let rest = text.dropFirst(word.count).trimmed
    switch word {
    case "exercise", "solution", "end", "wrong":
      guard rest.isEmpty else { throw DirectiveError("“\(word)” takes nothing, not “\(rest)”") }
      self =
        switch word {
        case "exercise": .exercise
        case "solution": .solution
        case "wrong": .wrong
        default: .end
        }
    case "claim", "claims":
      let names = rest.split(whereSeparator: \.isWhitespace).map(String.init)
      guard !names.isEmpty else { throw DirectiveError("“\(word)” needs the name of a claim") }
      if word == "claim" {
        guard names.count == 1 else {
          throw DirectiveError("“claim” takes one name; “claims” takes several")
        }
        self = .claim(names[0])
      } else {
        self = .claims(names)
      }
    case "mistake":
      let parts = rest.components(separatedBy: "`")
      guard parts.count == 5, parts[2].trimmed == "=>", !parts[1].isEmpty, parts[1] != parts[3]
      else { throw DirectiveError("a mistake is written mistake `right` => `wrong`") }
      self = .mistake(text: parts[1], replacement: parts[3])
    case "run", "table", "value", "source", "plot", "curve":
      try self.init(word, fields: rest.components(separatedBy: " : ").map(\.trimmed))
    default:
      return nil
    }
  }

  private init(_ word: String, fields: [String]) throws(DirectiveError) {
    func expect(_ counts: ClosedRange<Int>, _ form: String) throws(DirectiveError) {
      guard counts.contains(fields.count), !fields.contains("") else {
        throw DirectiveError("“\(word)” is written \(word) \(form)")
      }
    }
    switch word {
    case "run":
      try expect(1...2, "COMMAND, or \(word) COMMAND : lines 1-8, 12-")
      let selection: LineSelection? =
        if fields.count == 2 { try LineSelection(fields[1]) } else { nil }
      self = .run(try ToolCommand(fields[0]), selection)
    case "table":
      try expect(3...3, "COMMAND : PATH : Header = path format, …")
      let columns = try fields[2].components(separatedBy: ",").map(TableColumn.init)
      self = .table(try ToolCommand(fields[0]), try ValuePath(fields[1]), columns)
    case "value":
      try expect(2...3, "COMMAND : PATH : format")
      let format: ValueFormat? = if fields.count == 3 { try ValueFormat(fields[2]) } else { nil }
      self = .value(try ToolCommand(fields[0]), try ValuePath(fields[1]), format)
    case "source":
      try expect(2...2, "FILE : DECLARATION")
      self = .source(file: fields[0], declaration: fields[1])
    case "plot":
      try expect(2...2, "PICTURE COMMAND : caption")
      let picture = String(fields[0].prefix { !$0.isWhitespace })
      let command = try ToolCommand(fields[0].dropFirst(picture.count).trimmed)
      self = .plot(picture: try Self.picture(picture), command, caption: fields[1])
    default:
      try expect(5...5, "PICTURE TABLE.csv : x = column : series = column, … : y label : caption")
      self = .curve(try CurveRequest(fields))
    }
  }

  /// A picture's path, which must end in .svg.
  static func picture(_ path: String) throws(DirectiveError) -> String {
    guard path.hasSuffix(".svg") else {
      throw DirectiveError("a picture is drawn into a file ending in .svg, not “\(path)”")
    }
    return path
  }
}

/// A command line of the tool, without the tool's name.
struct ToolCommand: Hashable, Sendable {
  /// Its words.
  let arguments: [String]
  /// As it is written.
  let text: String

  /// Splits a command line at its spaces, of which those in single or double quotes do not count.
  init(_ text: String) throws(DirectiveError) {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in text {
      if character == quote {
        quote = nil
      } else if quote == nil, character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if quote == nil, character.isWhitespace {
        if let complete = word { words.append(complete) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil else { throw DirectiveError("a quotation is not closed in “\(text)”") }
    if let word { words.append(word) }
    guard !words.isEmpty else { throw DirectiveError("a command is missing") }
    arguments = words
    self.text = text
  }

  /// The command with a further argument at its end, unless it is there already.
  func adding(_ argument: String) -> [String] {
    arguments.contains(argument) ? arguments : arguments + [argument]
  }
}
