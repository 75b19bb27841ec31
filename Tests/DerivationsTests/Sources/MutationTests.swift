import Derivations
import Testing

/// A small generator with a seed, so that a failing text can be made again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    // SplitMix64.
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite("Spoiled documents")
struct MutationTests {
  @Test(
    "Mutated documents never crash, and places stay inside them", arguments: DocumentKind.allCases)
  func mutations(kind: DocumentKind) throws {
    for seed in 0..<500 as Range<UInt64> {
      var generator = SeededGenerator(state: seed)
      let text = Self.mutated(
        kind == .notebook ? NotebookTextTests.notebook : Self.text, &generator)
      guard let document = try? document(text, as: kind) else { continue }
      for formula in document.formulas {
        check(formula, in: document, seed: seed)
        guard let tokens = try? document.tokens(of: formula) else { continue }
        for token in tokens where !contains(token.range, in: document) {
          Issue.record("seed \(seed): \(token) lies outside of the document")
        }
      }
      for warning in document.warnings where !contains(warning.range, in: document) {
        Issue.record("seed \(seed): the warning \(warning) lies outside of the document")
      }
    }
  }

  private func check(_ formula: Formula, in document: Document, seed: UInt64) {
    #expect(contains(formula.range, in: document), "seed \(seed): \(formula.range)")
    #expect(formula.positions == formula.positions.sorted(), "seed \(seed)")
    for position in formula.positions
    where position < formula.range.start || !(position < formula.range.end) {
      Issue.record("seed \(seed): \(position) lies outside of the formula at \(formula.range)")
    }
  }

  private func contains(_ range: SourceRange, in document: Document) -> Bool {
    func isInside(_ position: SourcePosition) -> Bool {
      (1...document.lineCount).contains(position.line)
        && (1...document.line(position.line).unicodeScalars.count + 2).contains(position.column)
    }
    return isInside(range.start) && isInside(range.end) && !(range.end < range.start)
  }

  /// Cuts, doubles, moves and inserts parts of a text.
  static func mutated(_ text: String, _ generator: inout SeededGenerator) -> String {
    var scalars = Array(text.unicodeScalars)
    for _ in 0..<Int.random(in: 1...12, using: &generator) {
      let start = Int.random(in: 0...scalars.count, using: &generator)
      let end = min(scalars.count, start + Int.random(in: 0...20, using: &generator))
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: scalars.removeSubrange(start..<end)
      case 1: scalars.insert(contentsOf: scalars[start..<end], at: start)
      case 2:
        let part = Array(scalars[start..<end])
        scalars.removeSubrange(start..<end)
        scalars.insert(contentsOf: part, at: Int.random(in: 0...scalars.count, using: &generator))
      default:
        let sign = signs[Int.random(in: 0..<signs.count, using: &generator)]
        scalars.insert(contentsOf: sign.unicodeScalars, at: start)
      }
    }
    var mutated = String.UnicodeScalarView()
    mutated.append(contentsOf: scalars)
    return String(mutated)
  }

  private static let signs = [
    "$", "$$", "\\", "\\[", "\\]", "\\(", "{", "}", "`", "```", "\n", "\n\n", "> ", "%", "&amp;",
    "<!--",
    "-->", "\\begin{align}", "\\end{align}", "\\newcommand{\\a}{\\a\\b}", "\\def\\b#1{#1#1}", "#1",
    "\u{301}",
    "é", "\u{1D53C}", "\r", "\t", "{% raw %}", "{%", "\\text{", "\\u00e9", "\"", "    ", ":math:`",
    "::\n",
    "[", "]", "_", "^", "\\\\[3pt]", "macros: {x: ['",
  ]

  private static let text = """
    ---
    title: a note
    ---
    Costs $5. The **bound** $L(x; \\theta)$ with \\newcommand{\\E}[2][q]{\\mathbb{E}_{#1}\\left[#2\\right]}:

    > $$
    > \\begin{aligned}
    > L &= \\E{\\log p} \\\\[4pt]  % first
    >   &\\geq 0 \\label{eq:bound} \\text{ if } z &amp; <br>
    > \\end{aligned}
    > $$

    ```math
    a = b
    ```

    .. math:: c

    - item \\(x\\), :math:`y`, `code`, <!-- vae-lab: latent z -->

    \\begin{align*} x_{1:T} &= \\frac12 \\end{align*} % \\verb|$|
    """

  @Test("Texts that repeat one sign are read to their end", arguments: patterns)
  func repetition(pattern: String) {
    let text = String(repeating: pattern, count: 10_000 / pattern.utf8.count)
    for kind in DocumentKind.allCases {
      guard let document = try? document(text, as: kind) else { continue }
      for formula in document.formulas.prefix(100) {
        #expect(formula.range.start <= formula.range.end)
        _ = try? document.tokens(of: formula)
      }
    }
  }

  static let patterns = [
    "$", "$$", "$${\n", "${", "\\[", "\\[ a\n\n", "\\(", "\\\\[", "`", "``a", "```math\n", "\n",
    " \n", "> ",
    "<!--", "<script", "{%", "{% raw", "\\begin{align}", "\\begin{align}\n\n", "\\newcommand{\\a}{",
    "\\newcommand{\\a}{b}", "\\def\\a{\\a\\a}$\\a$", "\\let\\a\\a", "$\\text{", "[", "{",
    "{\"a\":[",
    ".. math::\n\n a\n\n", ".. math::\n \\begin{x}\n\n", ":math:`a\n", "acros:{'", "\\be",
    "\\iffalse", "\\verb|",
    "    $a$\n\n", "- $$\n",
  ]
}
