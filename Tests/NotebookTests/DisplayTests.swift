import Datasets
import Foundation
import Notebook
import Reporting
import Testing

@Suite("What values look like in a notebook")
struct DisplayTests {
  /// The content of one type.
  private func content(_ type: String, of value: any Displayable) -> String? {
    value.representations.first { $0.type == type }?.content
  }

  @Test("Everything has a text beside its picture or its markup")
  func texts() throws {
    let plot = Plot(
      "A line",
      panels: [
        Plot.Panel(
          "", x: Plot.Axis("x"), y: Plot.Axis("y"),
          .curves([Plot.Curve("up", [Plot.Point(x: 0, y: 1), Plot.Point(x: 2, y: 3)])]))
      ])
    var table = Table(columns: [.init("n", alignment: .right)])
    table.append(["1 < 2"])
    let picture = PNGImage(width: 2, height: 1, pixels: [0, 255])
    let values: [(any Displayable, String)] = [
      (SVG("<svg></svg>", text: "empty"), "empty"),
      (PNG([1, 2, 3]), "a picture"),
      (HTML("<b>bold</b>", text: "bold"), "bold"),
      (Markdown("*a*"), "*a*"),
      (plot, plot.summary),
      (table, "    n\n─────\n1 < 2\n"),
      (picture, "a picture of 2 × 1 pixels"),
    ]
    for (value, text) in values {
      #expect(value.representations.count == 2)
      #expect(content("text/plain", of: value) == text)
    }
    let svg = try #require(content("image/svg+xml", of: plot))
    #expect(svg.contains("<svg") && svg.contains("A line"))
  }

  @Test("A picture comes back from its base64")
  func pictures() throws {
    let picture = PNGImage(width: 3, height: 2, pixels: [0, 50, 100, 150, 200, 250])
    let text = try #require(content("image/png", of: picture))
    let bytes = try #require(Data(base64Encoded: text))
    #expect(try PNGImage(decoding: Array(bytes), place: "here") == picture)
  }

  @Test("A drawing is the same at every run")
  func drawings() throws {
    let cloud = Plot.Cloud("points", (0..<9).map { Plot.Point(x: Double($0), y: Double($0 * $0)) })
    let plot = Plot(
      "Squares",
      panels: [Plot.Panel("", x: Plot.Axis("n"), y: Plot.Axis("n²"), .clouds([cloud]))])
    #expect(try plot.drawn(as: .svg) == plot.drawn(as: .svg))
  }
}
