import Derivations
import Testing

@Suite("Formulas of LaTeX")
struct LatexReaderTests {
  @Test("Formulas are found in every spelling, and nowhere else", arguments: readings)
  func formulas(_ reading: Reading) throws {
    let found = try document(reading.text, as: .latex).formulas
    #expect(found.map { $0.latex.trimmed } == reading.formulas)
  }

  @Test("Directives stand in comments")
  func directives() throws {
    let document = try document("% vae-lab: noise u\n\\begin{document}x\n", as: .latex)
    #expect(document.directives.map(\.text) == ["noise u"])
  }

  @Test("A formula that is never closed is reported once")
  func unclosed() throws {
    let document = try document("\\[ a = b\n\nA new paragraph begins. $c$", as: .latex)
    #expect(document.formulas.map(\.latex) == ["c"])
    #expect(
      document.warnings.map(\.description) == [
        "1:1: the formula that \\[ opens here is never closed"
      ])
  }

  static let readings: [Reading] = [
    Reading(
      name: "delimiters", text: "$a$ \\(b\\) $$c$$ \\[d\\] \\begin{eqnarray}e\\end{eqnarray}",
      formulas: ["a", "b", "c", "d", "\\begin{eqnarray}e\\end{eqnarray}"]),
    Reading(name: "comments", text: "% $a$\n50\\% $b$ % $c$\n$d % $\n$", formulas: ["b", "d % $"]),
    Reading(
      name: "verbatim",
      text: "\\begin{verbatim}$a$\\end{verbatim} \\verb|$b$| \\verb*+$c$+ $d$", formulas: ["d"]),
    Reading(name: "conditional text", text: "\\iffalse $a$ \\fi $b$", formulas: ["b"]),
    Reading(
      name: "the preamble",
      text: "\\title{$a$}\\begin{document}$b$\\end{document} $c$", formulas: ["b", "c"]),
    Reading(
      name: "environments by macros",
      text: "\\def\\be{\\begin{equation}}\n\\def\\ee{\\end{equation}}\n\\be a = b \\ee",
      formulas: ["\\be a = b \\ee"]),
    Reading(name: "escaped dollars", text: "\\$5 \\\\ $a$", formulas: ["a"]),
    Reading(
      name: "an environment that stays open",
      text: "\\begin{align} a\n\\begin{align}b\\end{align}",
      formulas: ["\\begin{align}b\\end{align}"]),
    Reading(
      name: "an end in a comment",
      text: "\\begin{align}a % \\end{align}\n\\end{align}",
      formulas: ["\\begin{align}a % \\end{align}\n\\end{align}"]),
  ]
}
