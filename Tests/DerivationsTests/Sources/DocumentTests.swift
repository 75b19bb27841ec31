import Derivations
import Testing

/// Reads a document from its text.
func document(_ text: String, as kind: DocumentKind = .markdown) throws -> Document {
  try Document(name: "a document", bytes: Array(text.utf8), kind: kind)
}

@Suite("Documents")
struct DocumentTests {
  @Test("A document hands out its formulas in reading order, with macros expanded")
  func reading() throws {
    let document = try document(
      """
      \\newcommand{\\E}[1]{\\mathbb{E}_{#1}}
      The bound is $L$, because

      $$ L = \\E{q}[f] \\label{eq:bound} $$
      """)
    #expect(document.formulas.map(\.latex) == ["L", " L = \\E{q}[f] \\label{eq:bound} "])
    #expect(document.formulas.map(\.style) == [.inline, .display])
    let tokens = try document.tokens(of: document.formulas[1])
    #expect(tokens.spelling == "L = \\mathbb{E}_{q}[f]")
    #expect(tokens[2].range.description == "4:8-10")
  }

  @Test(
    "The kind of a document follows from its name, or else from its content",
    arguments: [
      ("notes.MD", "", DocumentKind.markdown), ("a.b.Rmd", "", .markdown),
      ("thesis.tex", "", .latex),
      ("lab.ipynb", "{\"cells\": []}", .notebook), ("post.rst", "", .restructuredText),
      ("-", "{\"cells\": []}", .notebook), ("-", "\\documentclass{article}", .latex),
      ("-", "see :math:`x`", .restructuredText), ("-", "just $x$", .markdown),
    ])
  func kinds(name: String, content: String, kind: DocumentKind) throws {
    #expect(try Document(name: name, bytes: Array(content.utf8)).kind == kind)
  }
}
