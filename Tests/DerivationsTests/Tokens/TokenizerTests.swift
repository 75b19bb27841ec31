import Derivations
import Testing

@Suite("Tokens")
struct TokenizerTests {
  @Test("Formulas split into the expected tokens", arguments: cases)
  func kinds(latex: String, kinds: [Token.Kind]) throws {
    #expect(try Formula(latex: latex).tokens().map(\.kind) == kinds)
  }

  static let cases: [(String, [Token.Kind])] = [
    (
      "\\log x_{t}",
      [.command("log"), .letter("x"), .subscript, .groupStart, .letter("t"), .groupEnd]
    ),
    ("\\frac12", [.command("frac"), .number("1"), .number("2")]),
    ("x_10", [.letter("x"), .subscript, .number("1"), .number("0")]),
    ("2.5 .5 3.", [.number("2.5"), .number(".5"), .number("3"), .symbol(".")]),
    ("a\\\\[3pt] b", [.letter("a"), .rowBreak, .letter("b")]),
    ("\\\\*[-.5\\baselineskip]", [.rowBreak]),
    (
      "\\\\ [x]", [.rowBreak, .symbol("["), .letter("x"), .symbol("]")]
    ),
    ("a % rest\nb", [.letter("a"), .letter("b")]),
    ("\\text{if } \\mbox{KL}", [.text("if "), .text("KL")]),
    ("\\begin{array}{rl} x \\end{array}", [.begin("array"), .letter("x"), .end("array")]),
    ("\\begin{aligned}[t]", [.begin("aligned")]),
    ("\\begin{align\\*}", [.begin("align*")]),
    ("\\| \\{ \\_", [.command("|"), .command("{"), .command("_")]),
    ("θ ≥ −1", [.command("theta"), .command("geq"), .symbol("-"), .number("1")]),
    (
      "𝔼（x²）",
      [
        .command("mathbb"), .groupStart, .letter("E"), .groupEnd, .symbol("("), .letter("x"),
        .superscript, .number("2"), .symbol(")"),
      ]
    ),
    ("#1 #", [.parameter(1), .symbol("#")]),
    ("x\u{200B}\u{FFFD}", [.letter("x"), .symbol("\u{FFFD}")]),
  ]

  @Test("Escapes of Markdown are undone in Markdown only")
  func escapes() throws {
    let formula = try #require(try document("$$ \\mathbb{E}\\_q q\\* $$").formulas.first)
    #expect(try formula.tokens().spelling == "\\mathbb{E}_q q*")
    let latex = try #require(try document("$$ q\\_r $$", as: .latex).formulas.first)
    #expect(try latex.tokens().map(\.kind) == [.letter("q"), .command("_"), .letter("r")])
  }

  @Test("Spaces of every kind only mark the token behind them")
  func spaces() throws {
    let tokens = try Formula(latex: "a\\,b~c\\! d\\ e f\\quad g").tokens()
    #expect(tokens.map(\.isSpaced) == [false, true, true, true, true, true, false, true])
    #expect(tokens.count == 8)
  }

  @Test("Tokens know their ranges")
  func ranges() throws {
    let tokens = try Formula(latex: "\\log\nxy").tokens()
    #expect(tokens.map(\.range.description) == ["1:1-5", "2:1-2", "2:2-3"])
  }

  @Test(
    "Spoiled LaTeX is refused with its place",
    arguments: [
      ("\\text{a", "1:1: the group of \\text is not closed"),
      ("a \\begin", "1:3: \\begin without the name of an environment"),
      ("a\\", "1:2: a backslash at the end of the formula"),
    ])
  func refusals(latex: String, message: String) {
    #expect {
      try Formula(latex: latex).tokens()
    } throws: {
      ($0 as? ReadingError)?.description == message
    }
  }

  @Test("A formula beyond the bound is refused")
  func bound() {
    let latex = String(repeating: "x", count: Formula.longest + 1)
    #expect(throws: ReadingError.self) { try Formula(latex: latex).tokens() }
  }
}
