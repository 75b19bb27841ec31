/// A document: its formulas in reading order, the macros that it defines, and where everything stands.
public struct Document: Sendable {
  /// The name for messages, as a rule the path of the file.
  public let name: String
  /// How the document is written.
  public let kind: DocumentKind
  /// The formulas in reading order.
  public let formulas: [Formula]
  /// The comments addressed to this tool, in reading order.
  public let directives: [Directive]
  /// The macros that the document defines.
  public let macros: MacroTable
  /// What is wrong with the document without keeping it from being read: a formula that is never closed.
  public let warnings: [ReadingError]

  let text: SourceText
  let notebook: NotebookText?

  /// The largest document that is read, in bytes.
  public static let largestSize = 64 << 20

  /// Reads a document.
  ///
  /// - Parameters:
  ///   - name: The name for messages; its suffix tells the kind where no kind is given.
  ///   - bytes: The content of the file.
  ///   - kind: How it is written, or nil to decide by the name and, without a known suffix, by the content.
  /// - Throws: ``ReadingError`` where the bytes are no text or, for a notebook, no notebook.
  /// - Complexity: O(*n*) for *n* bytes of the documents that people write.
  public init(name: String, bytes: [UInt8], kind: DocumentKind? = nil) throws(ReadingError) {
    guard bytes.count <= Self.largestSize else {
      throw ReadingError(
        "the document has \(bytes.count) bytes, and at most \(Self.largestSize) are read",
        at: SourceRange(at: SourcePosition(line: 1, column: 1)))
    }
    self.name = name
    var warnings: [ReadingError] = []
    let file = try SourceText.decode(bytes, warnings: &warnings)
    let kind = kind ?? DocumentKind(fileName: name) ?? DocumentKind(guessedFrom: file)
    self.kind = kind
    let notebook = kind == .notebook ? try NotebookText(file) : nil
    self.notebook = notebook
    text = notebook?.text ?? file
    let isMarkdown = kind == .markdown || kind == .notebook
    let definitions = MacroDefinitions(text, isMarkdown: isMarkdown)
    macros = definitions.table
    let formulaText = FormulaText(text, definitions: definitions)
    var findings = Findings()
    switch kind {
    case .markdown, .notebook:
      let parts = notebook?.cells.map(\.range) ?? [0..<text.scalars.count]
      for part in parts {
        var reader = MarkdownReader(formulaText, in: part)
        let found = reader.read()
        findings.formulas += found.formulas
        findings.directives += found.directives
        findings.warnings += found.warnings
      }
    case .latex:
      var reader = LatexReader(formulaText, macros: definitions.table)
      findings = reader.read()
    case .restructuredText:
      var reader = RestructuredTextReader(formulaText)
      findings = reader.read()
    }
    formulas = findings.formulas
    directives = findings.directives
    self.warnings = warnings + findings.warnings
  }

  /// Returns the tokens of a formula: macros expanded, and what only concerns its look taken out.
  ///
  /// - Throws: ``ReadingError`` where the LaTeX or the use of a macro is spoiled.
  public func tokens(of formula: Formula) throws(ReadingError) -> [Token] {
    Layout.removed(from: try macros.expand(formula.tokens()))
  }

  /// The number of lines of the readable text.
  public var lineCount: Int { text.lineStarts.count }

  /// Returns a line of the readable text without its end, or nothing where there is no such line.
  public func line(_ number: Int) -> String { text.line(number) }
}
