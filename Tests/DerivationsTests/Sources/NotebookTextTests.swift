import Derivations
import Testing

@Suite("Notebooks")
struct NotebookTextTests {
  /// A code cell, a cell as a list of strings, a cell as one string with escapes.
  static let notebook = #"""
    {"nbformat": 4, "cells": [
      {"cell_type": "code", "source": "$no$"},
      {"cell_type": "markdown", "source": [
        "# Title\n",
        "the bound $\\mathcal{L}$\n"
      ]},
      {"cell_type": "markdown", "source": "caf\u00e9 \ud835\udd3c\n\n$$ a = b $$"}
    ]}
    """#

  @Test("Formulas know their line in the joined cells, in their cell and in the file")
  func locations() throws {
    let document = try document(Self.notebook, as: .notebook)
    #expect(document.formulas.map { $0.latex.trimmed } == ["\\mathcal{L}", "a = b"])
    #expect(document.formulas.map(\.range.description) == ["2:11-24", "7:1-12"])
    let first = document.location(of: document.formulas[0].range.start)
    #expect(first == Document.Location(line: 5, column: 16, cell: 2, lineInCell: 2))
    let last = document.location(of: document.formulas[1].range.start)
    #expect(last.line == 7)
    #expect(last.cell == 3)
    #expect(last.lineInCell == 3)
    #expect(document.line(5) == "café 𝔼")
  }

  @Test("The older format with worksheets is read")
  func worksheets() throws {
    let text = #"{"worksheets": [{"cells": [{"cell_type": "markdown", "source": ["$x$"]}]}]}"#
    #expect(try document(text, as: .notebook).formulas.map(\.latex) == ["x"])
  }

  @Test(
    "What is no notebook is refused with the reason and its place",
    arguments: [
      ("", "1:1: the JSON ends too early"),
      ("[1, 2]", "1:1: the notebook has no list of cells"),
      ("{\"cells\": [{]}", "1:13: a name is missing in the JSON"),
      ("{\"cells\" []}", "1:10: a colon is missing in the JSON"),
      ("{\"cells\": [1 2]}", "1:14: a comma is missing in the JSON"),
      ("{\"cells\": \"", "1:12: a string in the JSON is never closed"),
      (String(repeating: "[", count: 100), "1:65: the JSON is nested too deeply"),
    ])
  func refusals(text: String, message: String) {
    #expect {
      try document(text, as: .notebook)
    } throws: {
      ($0 as? ReadingError)?.description == message
    }
  }
}
