import Derivations
import Testing

@Suite("Tokens")
struct TokenizerTests {
  @Test("Formulas split into the expected tokens")
  func kinds() throws {
    let tokens = try Formula(latex: "\\frac12 x_10 + 2.5\\\\[3pt] &\\text{if }z' % rest\n.")
      .tokens()
    #expect(
      tokens.map(\.kind) == [
        .command("frac"), .number("1"), .number("2"), .letter("x"), .subscript, .number("1"),
        .number("0"), .symbol("+"), .number("2.5"), .rowBreak, .alignment, .text("if "),
        .letter("z"), .symbol("'"), .symbol("."),
      ])
  }
}
