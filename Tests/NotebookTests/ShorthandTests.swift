import Notebook
import Reporting
import Testing

@Suite("Shorthand for notebooks")
struct ShorthandTests {
  @Test("A graph meets both ends of its range")
  func graphs() {
    let plot = Plot(
      "Square", x: "x", y: "x²", [Plot.Curve("f", over: -1...3, count: 5) { $0 * $0 }])
    #expect(plot.summary.contains("f: 5 points, -1 … 3 by 0 … 9"))
  }

  @Test("Cells are texts, whole numbers and rounded numbers")
  func cells() {
    let table = Table(["a", "b"], [["x", 1.0 / 3], ["y", 12]], digits: 3)
    let text = table.rendered(width: nil, palette: Palette(isColoured: false))
    #expect(text == "a      b\n────────\nx  0.333\ny     12\n")
  }
}
