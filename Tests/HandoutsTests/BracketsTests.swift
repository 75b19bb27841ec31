import Handouts
import Testing

/// MathML as pandoc writes it, with ( and ) for brackets that may grow, [ and ] for those that may not.
private func mathML(_ text: String) -> String {
  let marks: [Character: String] = [
    "(": #"<mo stretchy="true" form="prefix">(</mo>"#,
    ")": #"<mo stretchy="true" form="postfix">)</mo>"#,
    "[": #"<mo stretchy="false" form="prefix">(</mo>"#,
    "]": #"<mo stretchy="false" form="postfix">)</mo>"#,
    "|": #"<mo stretchy="true" form="infix">|</mo>"#,
    "!": #"<mo stretchy="false" form="infix">|</mo>"#,
    "/": "<mfrac><mi>a</mi><mi>b</mi></mfrac>",
    "Σ": "<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover>",
    ";": "</math></p><p>then ( <math>",
  ]
  return "<p>So (<math>" + text.map { marks[$0] ?? "<mi>\($0)</mi>" }.joined() + "</math>)</p>"
}

@Suite struct BracketsTests {
  @Test(arguments: [
    ("p(x)", "p[x]"),
    ("p(x|z)", "p[x!z]"),
    ("(x|f(z))(y)", "[x!f[z]][y]"),
    ("(/)", "(/)"),
    ("E(log(x)-Σ(z))", "E(log[x]-Σ[z])"),
    ("((x)|/)", "([x]|/)"),
    ("/(x)/", "/[x]/"),
    ("(x;/)(y)", "(x;/)[y]"),
    ("x)(y)", "x)[y]"),
    ("x|y", "x|y"),
    ("", ""),
  ])
  func growsOnlyAroundWhatIsTall(given: String, expected: String) {
    #expect(mathML(given).withLevelBrackets() == mathML(expected))
  }
}
