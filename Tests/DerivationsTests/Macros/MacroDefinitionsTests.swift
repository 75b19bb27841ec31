import Derivations
import Testing

@Suite("Macros")
struct MacroDefinitionsTests {
  @Test("Definitions of every form are expanded", arguments: cases)
  func expansion(definition: String, use: String, result: String) throws {
    let document = try document("\(definition)\n\n$$ \(use) $$", as: .latex)
    let formula = try #require(document.formulas.last)
    #expect(try document.tokens(of: formula).spelling.trimmed == result)
  }

  static let cases: [(String, String, String)] = [
    ("\\newcommand{\\R}{\\mathbb{R}}", "x \\in \\R", "x \\in \\mathbb{R}"),
    ("\\newcommand\\E[2]{E_{#1}[#2]}", "\\E{q}{f}", "E_{q}[f]"),
    ("\\newcommand*{\\E}[2][q]{E_{#1}[#2]}", "\\E{f} + \\E[p]{g}", "E_{q}[f] + E_{p}[g]"),
    ("\\def\\KL#1#2{D(#1\\|#2)}", "\\KL{q}p", "D(q\\|p)"),
    ("\\DeclareMathOperator*{\\KL}{KL}", "\\KL(q)", "\\operatorname{KL}(q)"),
    ("\\let\\eps\\varepsilon", "\\eps", "\\varepsilon"),
    ("\\let\\old=\\phi\n\\renewcommand{\\phi}{\\varphi}", "\\phi \\old", "\\varphi \\phi"),
    ("\\newcommand{\\a}{x}\n\\let\\b\\a\n\\renewcommand{\\a}{y}", "\\a\\b", "yx"),
    ("\\newcommand{\\a}{x}\n\\providecommand{\\a}{y}\\providecommand{\\b}{z}", "\\a\\b", "xz"),
    ("\\NewDocumentCommand{\\E}{O{q} m}{E_{#1}[#2]}", "\\E{f}", "E_{q}[f]"),
    ("\\DeclarePairedDelimiter{\\n}{\\lVert}{\\rVert}", "\\n*{x}", "\\lVert x\\rVert"),
    (
      "\\DeclarePairedDelimiterX{\\dd}[2]{(}{)}{#1\\,\\delimsize\\|\\,#2}", "D\\dd[\\big]{q}{p}",
      "D(q \\|p)"
    ),
    ("\\newcommand{\\th}{p_\\theta}", "x^\\th", "x^{p_\\theta}"),
    ("\\newcommand{\\D}[1]{D_{\\text{#1}}}", "\\D{KL}", "D_{\\text{KL}}"),
    ("\\newcommand{\\be}{\\begin{equation}}\\newcommand{\\ee}{\\end{equation}}", "a", "a"),
  ]

  @Test("A page's configuration of MathJax or KaTeX defines macros", arguments: configurations)
  func configuration(script: String, use: String, result: String) throws {
    let document = try document("<script>\n\(script)\n</script>\n\n$$ \(use) $$")
    let formula = try #require(document.formulas.first)
    #expect(try document.tokens(of: formula).spelling.trimmed == result)
  }

  static let configurations: [(String, String, String)] = [
    (
      "MathJax = {tex: {macros: {E: '\\\\mathbb{E}', // mean\n x: \"y\"}}}", "\\E \\x",
      "\\mathbb{E} y"
    ),
    ("TeX: { Macros: { KL: [\"D(#1\\\\|#2)\", 2] } }", "\\KL{q}{p}", "D(q\\|p)"),
    ("macros: { E: ['E_{#1}[#2]', 2, 'q'] }", "\\E{f}", "E_{q}[f]"),
    ("\"macros\": { \"\\\\f\": \"f(#1)\" }", "\\f{x}", "f(x)"),
  ]

  @Test("A macro means what was defined last before its use, or else what is defined first")
  func order() throws {
    let document = try document(
      "$\\a$ \\newcommand{\\a}{x} $\\a$ \\renewcommand{\\a}{y} $\\a$", as: .latex)
    #expect(try document.formulas.map { try document.tokens(of: $0).spelling } == ["x", "x", "y"])
  }

  @Test("Tokens of a body stand where the macro is used, those of arguments where they are written")
  func positions() throws {
    let document = try document("\\def\\f#1{g(#1)}\n$a \\f{xy}$", as: .latex)
    let tokens = try document.tokens(of: document.formulas[0])
    #expect(
      tokens.map(\.range.description) == ["2:2-3", "2:4-6", "2:4-6", "2:7-8", "2:8-9", "2:4-6"])
  }

  @Test("What cannot be expanded is refused with its place", arguments: refusals)
  func refusal(definition: String, use: String, message: String) throws {
    let document = try document("\(definition)\n$\(use)$", as: .latex)
    let formula = try #require(document.formulas.last)
    #expect {
      try document.tokens(of: formula)
    } throws: {
      ($0 as? ReadingError)?.description == message
    }
  }

  static let refusals: [(String, String, String)] = [
    ("\\def\\a{\\a}", "x\\a", "2:3: \\a expands into itself without end"),
    (
      "\\def\\a{\\b\\b}\\def\\b{\\c\\c}\\def\\c{\\d\\d}\\def\\d{\\e\\e}\\def\\e{\\f\\f}\\def\\f{"
        + String(repeating: "x", count: 1000) + "}",
      "\\a", "2:2: the macros of this formula expand to more than 20000 tokens"
    ),
    (
      "\\def\\a(#1){x}", "\\a(y)",
      "2:2: \\a is defined with delimited arguments, which are not followed"
    ),
    ("\\newcommand{\\a}[2]{#1#2}", "{\\a x}", "2:3: \\a takes 2 arguments, but 1 follow"),
    (
      "\\NewDocumentCommand{\\a}{s m}{#2}", "\\a x",
      "2:2: \\a takes kinds of arguments that are not followed"
    ),
  ]
}
