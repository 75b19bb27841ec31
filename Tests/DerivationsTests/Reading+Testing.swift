import Derivations

/// What the grammar makes of a formula, written back.
struct Readback {
  /// The steps as `left relation right`.
  var steps: [String] = []
  /// The formulas without a relation.
  var expressions: [String] = []
  /// The messages of what is not read.
  var messages: [String] = []
  /// The places of what is not read.
  var places: [SourcePosition] = []
  /// The steps themselves.
  var details: [Step] = []

  /// Reads formulas one after the other, as displays of one document.
  init(_ formulas: String...) throws {
    var reader = DerivationReader()
    for latex in formulas {
      let reading = reader.read(try Formula(latex: latex).tokens())
      steps += reading.steps.map { "\($0.left.latex) \($0.relation.rawValue) \($0.right.latex)" }
      expressions += reading.expressions.map(\.latex)
      messages += reading.unread.map(\.error.message)
      places += reading.unread.map(\.error.range.start)
      details += reading.steps
    }
  }

  /// The one expression that a formula is.
  static func expression(_ latex: String) throws -> String? {
    let readback = try Readback(latex)
    return readback.messages.isEmpty && readback.expressions.count == 1
      ? readback.expressions[0] : nil
  }
}

/// An expression without the sizes of its brackets and without spaces, for comparing.
func bare(_ latex: String) -> String {
  var text = latex
  for size in ["\\left\\{", "\\right\\}"] {
    text = text.replacing(size, with: String(size.suffix(2)))
  }
  for size in ["\\left\\lvert", "\\left\\lVert", "\\right\\rvert", "\\right\\rVert"] {
    text = text.replacing(size, with: String(size.suffix(6)))
  }
  text = text.replacing("\\left", with: "").replacing("\\right)", with: ")").replacing(
    "\\right]", with: "]")
  return text.filter { $0 != " " }
}
