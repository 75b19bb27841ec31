import Handouts
import Testing

@Suite struct MathSpacingTests {
  /// What pandoc writes, with ‹log 1 0› for a name with a space on its left and none on its right.
  @Test(arguments: [
    ("<mrow><mo>log</mo><mi>p</mi></mrow>", "<mrow>‹log 0 1›<mi>p</mi></mrow>"),
    ("<mi>a</mi><mo>log</mo><mi>p</mi>", "<mi>a</mi>‹log 1 1›<mi>p</mi>"),
    ("<mo>=</mo><mo>log</mo><mn>2</mn>", "<mo>=</mo>‹log 0 1›<mn>2</mn>"),
    (
      #"<mo>log</mo><mrow><mo stretchy="true" form="prefix">(</mo>"#,
      #"‹log 0 0›<mrow><mo stretchy="true" form="prefix">(</mo>"#
    ),
    (
      #"<mo stretchy="false" form="postfix">)</mo><mo>log</mo><mi>p</mi>"#,
      #"<mo stretchy="false" form="postfix">)</mo>‹log 1 1›<mi>p</mi>"#
    ),
    (
      #"<mo stretchy="false" form="prefix">(</mo><mo>log</mo><mi>p</mi>"#,
      #"<mo stretchy="false" form="prefix">(</mo>‹log 0 1›<mi>p</mi>"#
    ),
    (
      "<mi>k</mi><mo>=</mo><mo>arg</mo><msub><mo>min</mo><mi>j</mi></msub>",
      "<mi>k</mi><mo>=</mo>‹arg 0 1›<msub>‹min 0 1›<mi>j</mi></msub>"
    ),
    (
      "<mi>k</mi><msub><mo>min</mo><mi>j</mi></msub>", "<mi>k</mi><msub>‹min 1 1›<mi>j</mi></msub>"
    ),
    (
      #"<mspace width="0.167em"></mspace><mo>log</mo><mo>=</mo>"#,
      #"<mspace width="0.167em"></mspace>‹log 0 0›<mo>=</mo>"#
    ),
    ("<mo>=</mo><mo>d</mo><mi>x</mi>", "<mo>=</mo><mo>d</mo><mi>x</mi>"),
    ("no formula", "no formula"),
  ])
  func namesHaveSpaces(given: String, expected: String) {
    let spaces = ["0": "0em", "1": "0.167em"]
    let name = /‹(?<name>[a-z]+) (?<left>.) (?<right>.)›/
    let written = expected.replacing(name) { match in
      "<mo lspace=\"\(spaces[String(match.left)]!)\" rspace=\"\(spaces[String(match.right)]!)\">\(match.name)</mo>"
    }
    #expect(given.withSpacesOfTeX() == written)
  }

  @Test(arguments: [
    ("<mo>=</mo>", true), ("<mrow>", true), (#"<mspace width="2.0em"></mspace>"#, true),
    (#"<mo stretchy="false" form="prefix">(</mo>"#, true), ("<mi>a</mi>", false),
    (#"<mo stretchy="false" form="postfix">)</mo>"#, false),
  ])
  func signsBelongToWhatFollows(before: String, expected: Bool) {
    let minus = expected ? #"<mo form="prefix">−</mo>"# : "<mo>−</mo>"
    #expect((before + "<mo>−</mo><mi>b</mi>").withSpacesOfTeX() == before + minus + "<mi>b</mi>")
  }

  @Test func barsHaveNone() {
    #expect(
      #"<mo stretchy="false" form="postfix">∥</mo><mi>z</mi>"#.withSpacesOfTeX()
        == #"<mo stretchy="false" form="postfix" lspace="0em" rspace="0em">∥</mo><mi>z</mi>"#)
  }
}
