import Derivations
import Testing

@Suite("Layout in formulas")
struct LayoutTests {
  @Test(
    "What only concerns the look is taken out, everything else stays",
    arguments: [
      ("a \\label{eq:x} \\tag{3} \\tag*{$*$} = b \\nonumber", "a = b"),
      ("{\\color{red} a} + \\textcolor{blue}{b}", "{ a} + {b}"),
      ("\\displaystyle\\sum\\limits_i x_i", "\\sum _i x_i"),
      ("\\hphantom{=} a \\hspace{1cm} b \\vspace*{2pt}", "a b"),
      ("\\boxed{a} \\cancel{b}", "{a} \\cancel{b}"),
      ("\\color[rgb]{1,0,0} a", "a"),
    ])
  func removal(latex: String, rest: String) throws {
    let document = try document("$$ \(latex) $$")
    let formula = try #require(document.formulas.first)
    #expect(try document.tokens(of: formula).spelling.trimmed == rest)
  }
}
