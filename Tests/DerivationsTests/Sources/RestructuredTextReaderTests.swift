import Derivations
import Testing

@Suite("Formulas of reStructuredText")
struct RestructuredTextReaderTests {
  @Test("Directives and roles are found, code is not", arguments: readings)
  func formulas(_ reading: Reading) throws {
    let found = try document(reading.text, as: .restructuredText).formulas
    #expect(found.map { $0.latex.trimmed } == reading.formulas)
  }

  @Test("A directive is a display formula, a role is an inline one, and comments may be directives")
  func styles() throws {
    let document = try document(
      ".. vae-lab: data y\n\n.. math:: a\n\nand :math:`b`", as: .restructuredText)
    #expect(document.formulas.map(\.style) == [.display, .inline])
    #expect(document.formulas.map(\.range.description) == ["3:1-12", "5:5-14"])
    #expect(document.directives.map(\.text) == ["data y"])
  }

  static let readings: [Reading] = [
    Reading(
      name: "a block", text: ".. math::\n\n   a &= b \\\\\n     &= c\n\ntext",
      formulas: ["a &= b \\\\\n     &= c"]),
    Reading(name: "options", text: ".. math::\n   :label: x\n   :nowrap:\n\n   a", formulas: ["a"]),
    Reading(
      name: "several equations", text: ".. math::\n\n   a = b\n\n   c = d\n",
      formulas: ["a = b", "c = d"]),
    Reading(
      name: "an empty line within an environment",
      text: ".. math::\n\n   \\begin{split}\n   a\n\n   b\n   \\end{split}\n",
      formulas: ["\\begin{split}\n   a\n\n   b\n   \\end{split}"]),
    Reading(
      name: "in a list", text: "* item\n\n  .. math:: a\n\n  text :math:`b`", formulas: ["a", "b"]),
    Reading(name: "a role over lines", text: "see :math:`a\n+ b` here", formulas: ["a\n+ b"]),
    Reading(
      name: "code",
      text:
        "``:math:`a```\n\n.. code-block:: x\n\n   :math:`b`\n\nthus::\n\n  :math:`c`\n\n:math:`d`",
      formulas: ["d"]),
  ]
}
