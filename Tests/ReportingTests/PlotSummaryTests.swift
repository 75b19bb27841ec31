import Reporting
import Testing

@Suite("Tables and pictures in other words")
struct PlotSummaryTests {
  private func plot(_ content: Plot.Content) -> String {
    Plot("Title", panels: [Plot.Panel("part", x: Plot.Axis("x"), y: Plot.Axis("y"), content)])
      .summary
  }

  @Test("A summary names ranges, without what is not finite")
  func summaries() {
    let points = [(0, 1), (2, .nan), (-1, 0.123456)].map { Plot.Point(x: $0.0, y: $0.1) }
    #expect(
      plot(.curves([Plot.Curve("c", points), Plot.Curve("none", [])]))
        == """
        Title
          part: x, y
            c: 3 points, -1 … 2 by 0.1235 … 1
            none: 0 points, nothing by nothing

        """)
    #expect(plot(.clouds([Plot.Cloud("", points)])).contains("\n    3 points, -1 … 2 by"))
    #expect(
      plot(.bars([Plot.Bar("b", value: 1, low: 0.5, high: 1.5, exact: 1.25)]))
        .contains("\n    b: 1 in 0.5 … 1.5, exact 1.25\n"))
    let map = Plot.Map(
      columns: [0, 1, 2], rows: [5], values: [[3, -4, 0]], border: [], label: "v")
    #expect(plot(.map(map)).contains("\n    v: 1 × 3, -4 … 3\n"))
  }

  @Test("Markup in cells is no markup of the page")
  func html() {
    var table = Table(columns: [.init("a&b"), .init("n", alignment: .right)])
    table.appendSection("<section>")
    table.append(["\"x\"", "<1"])
    #expect(
      table.html
        == "<table><thead><tr><th style=\"text-align:left\">a&amp;b</th>"
        + "<th style=\"text-align:right\">n</th></tr></thead><tbody>"
        + "<tr><th colspan=\"2\" style=\"text-align:left\">&lt;section&gt;</th></tr>"
        + "<tr><td style=\"text-align:left\">&quot;x&quot;</td><td style=\"text-align:right\">&lt;1</td></tr>"
        + "</tbody></table>")
  }
}
