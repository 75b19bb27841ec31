import Derivations
import Testing

@Suite("Positions and encodings")
struct SourceTextTests {
  @Test("Every character of a formula knows its line and column", arguments: texts)
  func positions(text: String) throws {
    let document = try document(text)
    for formula in document.formulas {
      for (scalar, position) in zip(formula.scalars, formula.positions) {
        let line = Array(document.line(position.line).unicodeScalars)
        let written = position.column <= line.count ? line[position.column - 1] : "\n"
        // An entity decodes to another sign, and a tag to a space.
        #expect(written == scalar || written == "&" || written == "<" || written == "{")
      }
    }
    #expect(!document.formulas.isEmpty)
  }

  static let texts = [
    "é $x$ and\ty $a\tb$", "> $$\r\n> a &amp; b\r\n> \\\\ c <br/> d\r\n> $$", "\u{FEFF}$$a\rb$$",
    "$$ 𝔼_{q} \n\n = ü {% raw %} $$",
  ]

  @Test("Line ends of every system count alike, and a byte-order mark counts nothing")
  func lineEnds() throws {
    for end in ["\n", "\r\n", "\r"] {
      let document = try document("\u{FEFF}a\(end)\(end)$x$\(end)")
      #expect(document.formulas.first?.range.description == "3:1-4")
      #expect(document.lineCount == 4)
    }
  }

  @Test("Bytes that are not UTF-8 are reported and do not keep the rest from being read")
  func spoiled() throws {
    let document = try Document(
      name: "a.md", bytes: Array("ab\n".utf8) + [0xE9] + Array(" $x$".utf8))
    #expect(document.formulas.map(\.latex) == ["x"])
    #expect(document.warnings.map(\.range.start.description) == ["2:1"])
  }

  @Test("Files that are no text are refused")
  func refusals() {
    for bytes in [[0xFF, 0xFE, 0x61, 0x00], [0x61, 0x00, 0x62]] as [[UInt8]] {
      #expect(throws: ReadingError.self) { try Document(name: "a.md", bytes: bytes) }
    }
  }
}
