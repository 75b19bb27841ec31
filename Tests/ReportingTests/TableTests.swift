import Reporting
import Testing

@Suite("Tables and the width of text")
struct TableTests {
  private static let plain = Palette(isColoured: false)

  private var table: Table {
    var table = Table(columns: [
      .init("claim"), .init("statement", fitting: .wraps(minimum: 12)),
      .init("margin", alignment: .right), .init("verdict"),
    ])
    table.appendSection("000 · a note with a rather long title")
    table.append(["kl.gibbs", "𝔼_q[log q(z) − log p(z)] ≥ 0 for all laws", "1.2e-13", "holds"])
    table.append(["kl.swap", "KL(q‖p) = KL(p‖q) für 中文", "0.45", .init("refuted", emphasis: .bad)])
    return table
  }

  @Test("Characters are measured as a terminal draws them")
  func widths() {
    #expect("abc".displayWidth == 3)
    #expect("𝔼 ∑ⱼ ‖".displayWidth == 6)
    #expect("x\u{304}".displayWidth == 1)
    #expect("中文".displayWidth == 4)
    #expect("🙂".displayWidth == 2)
    #expect("中文字".truncated(toColumns: 4) == "中…")
    #expect("abcdef".truncated(toColumns: 6) == "abcdef")
    #expect("abcdef".truncated(toColumns: 0) == "")
    #expect("one two  three".wrapped(toColumns: 7) == ["one two", "three"])
    #expect("abcdefgh ij".wrapped(toColumns: 3) == ["abc", "def", "gh", "ij"])
    #expect("".wrapped(toColumns: 5) == [""])
  }

  @Test("No line is wider than asked for, and the cells are all there")
  func everyWidthFits() {
    for width in 20...100 {
      let text = table.rendered(width: width, palette: Self.plain)
      for line in text.split(separator: "\n") {
        #expect(line.displayWidth <= width, "\(line)")
      }
    }
    let unlimited = table.rendered(width: nil, palette: Self.plain)
    #expect(unlimited.split(separator: "\n").count == 5)
    #expect(unlimited.contains("𝔼_q[log q(z) − log p(z)] ≥ 0 for all laws"))
  }

  @Test("Columns stand below each other")
  func rendering() {
    #expect(
      table.rendered(width: 50, palette: Self.plain) == """
        claim     statement                margin  verdict
        ──────────────────────────────────────────────────

        000 · a note with a rather long title
        kl.gibbs  𝔼_q[log q(z) − log      1.2e-13  holds
                  p(z)] ≥ 0 for all laws
        kl.swap   KL(q‖p) = KL(p‖q) für      0.45  refuted
                  中文

        """)
  }

  @Test("Colour is written only where it is welcome")
  func colour() {
    #expect(Palette(isTerminal: true, environment: ["TERM": "xterm"]).isColoured)
    #expect(!Palette(isTerminal: true, environment: ["NO_COLOR": "1"]).isColoured)
    #expect(Palette(isTerminal: true, environment: ["NO_COLOR": ""]).isColoured)
    #expect(!Palette(isTerminal: true, environment: ["TERM": "dumb"]).isColoured)
    #expect(!Palette(isTerminal: false, environment: [:]).isColoured)
    #expect(!table.rendered(width: 60, palette: Self.plain).contains("\u{1B}"))
    let coloured = table.rendered(width: 60, palette: Palette(isColoured: true))
    #expect(coloured.contains("\u{1B}[31;1mrefuted\u{1B}[0m"))
  }
}
