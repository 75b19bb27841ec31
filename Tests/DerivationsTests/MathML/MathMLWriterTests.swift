import Derivations
import Testing

@Suite("MathML")
struct MathMLWriterTests {
  @Test("Formulas are set as presentation MathML", arguments: cases)
  func markup(latex: String, markup: String) throws {
    #expect(try Self.markup(latex) == "<math display=\"inline\">\(markup)</math>")
  }

  static func markup(_ latex: String) throws -> String {
    let document = try document("$\(latex)$", as: .latex)
    return document.mathML(of: try #require(document.formulas.first))
  }

  static let cases: [(String, String)] = [
    ("x", "<mi>x</mi>"),
    ("x_1^2", "<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>"),
    ("x'", "<msup><mi>x</mi><mo>′</mo></msup>"),
    ("\\frac{a}{2}", "<mfrac><mi>a</mi><mn>2</mn></mfrac>"),
    ("{a \\over b}", "<mfrac><mi>a</mi><mi>b</mi></mfrac>"),
    ("\\sqrt[3]{x}", "<mroot><mi>x</mi><mrow><mn>3</mn></mrow></mroot>"),
    ("\\sum_i", "<munder><mo>∑</mo><mi>i</mi></munder>"),
    ("\\int_a^b", "<msubsup><mo>∫</mo><mi>a</mi><mi>b</mi></msubsup>"),
    ("\\mathbb{E}\\mathcal{N}", "<mrow><mi>𝔼</mi><mi>𝒩</mi></mrow>"),
    ("\\mathbf{x}", "<mi class=\"bold\">x</mi>"),
    ("\\mathrm{KL}", "<mi mathvariant=\"normal\">KL</mi>"),
    ("\\hat{x}", "<mover accent=\"true\"><mi>x</mi><mo>^</mo></mover>"),
    ("\\text{if } a<b", "<mrow><mtext>if\u{A0}</mtext><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow>"),
    ("\\unheardof", "<mtext class=\"unknown\">\\unheardof</mtext>"),
    (
      "\\underbrace{x}_{y}", "<munder><munder><mi>x</mi><mo>⏟</mo></munder><mi>y</mi></munder>"
    ),
    ("-\\infty", "<mrow><mo>−</mo><mi>∞</mi></mrow>"),
  ]

  @Test("Rows and cells become tables")
  func tables() throws {
    let markup = try Self.markup("\\begin{aligned} a &= b \\\\ &= c \\\\ \\end{aligned}")
    #expect(
      markup.contains(
        "<mtr><mtd><mi>a</mi></mtd><mtd><mrow><mo>=</mo><mi>b</mi></mrow></mtd></mtr>"))
    #expect(markup.count(of: "<mtr>") == 2)
  }

  @Test("Brackets of every size are kept, and a point is no bracket")
  func delimiters() throws {
    let markup = try Self.markup("\\left. x \\right| \\Big( y \\bigr]")
    #expect(markup.count(of: "<mo stretchy=\"true\"") == 3)
    #expect(!markup.contains("<mo>.</mo>"))
  }

  @Test("Elements close in the order in which they open, whatever the formula", arguments: spoiled)
  func balance(latex: String) throws {
    let markup = try Self.markup(latex)
    var open: [Substring] = []
    for tag in markup.split(separator: "<").map({ $0.prefix { $0 != ">" } }) {
      if tag.hasPrefix("/") {
        #expect(open.popLast() == tag.dropFirst())
      } else if !tag.hasSuffix("/") {
        open.append(tag.prefix { $0 != " " })
      }
    }
    #expect(open.isEmpty)
  }

  static let spoiled = [
    "}", "{", "^", "x__1^^2", "\\frac", "\\left(", "\\right)", "\\begin{align} a &", "\\end{align}",
    "\\sqrt[", "&\\\\&", "\\over\\over", "\\mathbb", "\\underbrace", "#1", "\\not",
    String(repeating: "{", count: 300), String(repeating: "\\hat", count: 300),
    String(repeating: "x^", count: 300),
  ]
}

extension String {
  /// How often a part occurs.
  func count(of part: String) -> Int {
    split(separator: part, omittingEmptySubsequences: false).count - 1
  }
}
