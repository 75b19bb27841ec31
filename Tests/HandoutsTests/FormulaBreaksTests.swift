import Handouts
import Testing

@Suite struct FormulaBreaksTests {
  /// A formula as pandoc writes it, one letter or sign an element; a number is a space of so many em.
  private func row(_ signs: String) -> String {
    signs.map { sign in
      switch sign {
      case "0", "1", "2": #"<mspace width="\#(sign).0em"></mspace>"#
      case _ where sign.isLetter: "<mi>\(sign)</mi>"
      case "/": "<mfrac><mrow><mi>a</mi><mo>=</mo><mi>b</mi></mrow><mi>c</mi></mfrac>"
      default: "<mo>\(sign)</mo>"
      }
    }.joined()
  }

  private func formula(_ signs: String, display: String, length: Int = 60) -> String {
    let tex = String(repeating: "x", count: length)
    return #"<math display="\#(display)" xmlns="m"><semantics><mrow>"# + row(signs)
      + "</mrow><annotation encoding=\"application/x-tex\">\(tex)</annotation></semantics></math>"
  }

  private func pieces(_ pieces: [String], style: String = "") -> String {
    pieces.enumerated().map { index, piece in
      let isSign = index > 0 && "=≤+−".contains(piece.prefix(1))
      let text =
        isSign
        ? #"<mo form="infix">\#(piece.prefix(1))</mo>"# + row(String(piece.dropFirst()))
        : row(piece)
      return #"<math display="inline"\#(style)><mrow>"# + text + "</mrow></math>"
    }.joined()
  }

  @Test(arguments: [
    ("a=b≤c", ["a", "=b", "≤c"]),
    ("a+b−c", ["a", "+b", "−c"]),
    ("a=−b", ["a", "=−b"]),
    ("−a=b", ["−a", "=b"]),
    ("f(a=b)=c", ["f(a=b)", "=c"]),
    ("(a)+b", ["(a)", "+b"]),
    ("a,2b,1c,0d", ["a,2", "b,1", "c,0d"]),
    ("/=/", ["/", "=/"]),
    ("∥a−b∥=∥a∥+c", ["∥a−b∥", "=∥a∥", "+c"]),
    ("a(=b", []),
    ("a:b=c", ["a:b", "=c"]),
    ("abc", []),
  ])
  func breaks(signs: String, expected: [String]) {
    let before = "<p>a = b "
    let line = formula(signs, display: "inline")
    #expect(
      (before + line + ".</p>").withFormulaBreaks()
        == before + (expected.isEmpty ? line : pieces(expected)) + ".</p>")
    let block = formula(signs, display: "block")
    let style = #" displaystyle="true""#
    #expect(
      (block + line).withFormulaBreaks()
        == (expected.isEmpty
          ? block + line
          : #"<span class="display">\#(pieces(expected, style: style))</span>"# + pieces(expected)))
  }

  @Test func rowsThatCloseWhatTheyDidNotOpenAreNone() {
    let inner = "<mrow>" + row("|b)+c(d|") + "</mrow>"
    let line = formula("a=", display: "inline").replacing(
      "</mrow><annotation",
      with: "<mrow>" + row("(a") + inner + row("e)") + "</mrow></mrow><annotation")
    #expect(line.withFormulaBreaks() == pieces(["a", "=(a|b)", "+c(d|e)"]))
  }

  @Test func shortOnesStayWhole() {
    let line = formula("a=b", display: "inline", length: 10)
    #expect(line.withFormulaBreaks() == line)
  }
}
