import Foundation

/// The text that makes gnuplot draw a picture: all data first, then the commands.
public struct PlotScript: Sendable {
  /// The script; the picture goes to gnuplot's standard output.
  public let text: String

  private static let panelWidth = 560
  private static let minimumHeight = 440

  /// Colours that people with any kind of colour vision tell apart (Okabe and Ito).
  private static let colours = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#999933",
  ]

  /// Writes the script of a picture.
  public init(_ plot: Plot, format: PlotFormat) {
    let columns = min(2, plot.panels.count)
    let rows = (plot.panels.count + columns - 1) / columns
    let height = rows * (plot.panels.map(Self.height).max() ?? Self.minimumHeight) + 40
    let width = columns * Self.panelWidth + (columns == 1 ? 160 : 0)
    var data = ""
    var commands = [
      Self.terminal(format, width: width, height: height),
      "set encoding utf8",
      "set multiplot layout \(rows),\(columns) title \(Self.quoted(plot.title))",
      "set grid linetype 1 linewidth 0.7 linecolor rgb '#cccccc'",
      "set tics nomirror",
    ]
    for (index, panel) in plot.panels.enumerated() {
      let (panelData, panelCommands) = Self.panel(panel, index: index)
      data += panelData
      commands += panelCommands
    }
    commands.append("unset multiplot")
    text = data + commands.map { $0 + "\n" }.joined()
  }

  private static func terminal(_ format: PlotFormat, width: Int, height: Int) -> String {
    switch format {
    case .svg:
      "set terminal svg size \(width),\(height) font 'Sans,12' background 'white' noenhanced"
    case .png: "set terminal pngcairo size \(width),\(height) font 'Sans,10' noenhanced"
    case .pdf:
      "set terminal pdfcairo size \(Double(width) / 90)in,\(Double(height) / 90)in "
        + "font 'Sans,10' noenhanced"
    }
  }

  /// Pixels that a panel wants in height.
  private static func height(of panel: Plot.Panel) -> Int {
    switch panel.content {
    case .bars(let bars): max(minimumHeight, 24 * bars.count + 140)
    case .curves(let curves): minimumHeight + 20 * ((curves.count + 1) / 2)
    case .clouds: panelWidth
    case .map: minimumHeight
    }
  }

  /// Data and commands of one panel.
  private static func panel(_ panel: Plot.Panel, index: Int) -> (data: String, commands: [String]) {
    var commands = ["set title \(quoted(panel.title))", "set xlabel \(quoted(panel.x.label))"]
    commands.append("set ylabel \(quoted(panel.y.label))")
    for (name, axis, range) in [("x", panel.x, panel.horizontal), ("y", panel.y, panel.vertical)] {
      commands.append((axis.isLogarithmic ? "set" : "unset") + " logscale \(name)")
      commands.append("set \(name)tics \(axis.isLogarithmic ? ticks(range) : "autofreq")")
      commands.append("set format \(name) '%g'")
    }
    let (data, drawing) =
      switch panel.content {
      case .curves(let curves): Self.curves(curves, panel, index)
      case .clouds(let clouds): Self.clouds(clouds, panel, index)
      case .bars(let bars): Self.bars(bars, panel, index)
      case .map(let map): Self.map(map, index)
      }
    return (data, commands + drawing)
  }

  private static func curves(
    _ curves: [Plot.Curve], _ panel: Plot.Panel, _ index: Int
  ) -> (String, [String]) {
    var data = ""
    var parts: [String] = []
    for (number, curve) in curves.enumerated() {
      let name = "$curve_\(index)_\(number)"
      let points = curve.points.map { point in
        drawable(point, panel) ? "\(point.x) \(point.y)" : ""
      }
      data += block(name, points)
      let colour = colours[number % colours.count]
      // A curve that lies on another one stays visible: later ones are thinner, and their lines are broken otherwise.
      let dash = 1 + number % 5
      let width = max(1.5, 4 - 0.5 * Double(number))
      parts.append(
        "\(name) using 1:2 with \(curve.hasMarks ? "linespoints pointtype 7 pointsize 0.5" : "lines") "
          + "linewidth \(width) dashtype \(dash) linecolor rgb '\(colour)' "
          + "title \(quoted(curve.title))")
    }
    return (
      data,
      [
        "set xrange [\(bounds(panel.horizontal))]", "set yrange [*:*]",
        "set key below height 1 maxrows \((curves.count + 1) / 2)",
        "plot " + parts.joined(separator: ", "),
      ]
    )
  }

  /// Colours of clouds: as many as there are digits, no two next to each other alike.
  private static let cloudColours = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#b2a300",
    "#7b3f9e", "#8a8a8a",
  ]

  private static func clouds(
    _ clouds: [Plot.Cloud], _ panel: Plot.Panel, _ index: Int
  ) -> (String, [String]) {
    var data = ""
    var parts: [String] = []
    let count = clouds.reduce(0) { $0 + $1.points.count }
    // Many points are drawn small, so that they do not hide each other.
    let size = min(0.9, max(0.25, 20 / Double(max(count, 1)).squareRoot()))
    let marks = [7, 5, 9, 13]
    for (number, cloud) in clouds.enumerated() {
      let points = cloud.points.filter { drawable($0, panel) }
      guard !points.isEmpty else { continue }
      let name = "$cloud_\(index)_\(number)"
      data += block(name, points.map { "\($0.x) \($0.y)" })
      let colour = cloudColours[number % cloudColours.count]
      let mark = marks[number / cloudColours.count % marks.count]
      parts.append(
        "\(name) using 1:2 with points pointtype \(mark) pointsize \(size) "
          + "linecolor rgb '\(colour)' notitle")
      // A mark of the legend has a size of its own.
      if !cloud.title.isEmpty {
        parts.append(
          "NaN with points pointtype \(mark) pointsize 1 linecolor rgb '\(colour)' "
            + "title \(quoted(cloud.title))")
      }
    }
    return (
      data,
      [
        "set xrange [*:*]", "set yrange [*:*]", "set key outside right top vertical",
        "plot " + (parts.isEmpty ? "NaN notitle" : parts.joined(separator: ", ")),
      ]
    )
  }

  /// A range as gnuplot writes it; open where there is none.
  private static func bounds(_ range: ClosedRange<Double>?) -> String {
    guard let range, range.lowerBound < range.upperBound else { return "*:*" }
    return "\(range.lowerBound):\(range.upperBound)"
  }

  /// Ticks of a logarithmic axis: where it spans less than three decades, at 1, 2 and 5 of each.
  private static func ticks(_ range: ClosedRange<Double>?) -> String {
    guard let range, range.lowerBound > 0, range.upperBound < 1000 * range.lowerBound else {
      return "autofreq"
    }
    let first = Int(log10(range.lowerBound).rounded(.down))
    let last = Int(log10(range.upperBound).rounded(.up))
    let values = (first...last).flatMap { decade in [1, 2, 5].map { $0 * pow(10, Double(decade)) } }
    return "(" + values.map { "\(NumberFormat.significant($0, digits: 2))" }.joined(separator: ", ")
      + ")"
  }

  /// Whether a point has a place on the panel's axes.
  private static func drawable(_ point: Plot.Point, _ panel: Plot.Panel) -> Bool {
    point.x.isFinite && point.y.isFinite && (!panel.x.isLogarithmic || point.x > 0)
      && (!panel.y.isLogarithmic || point.y > 0)
  }

  private static func bars(
    _ bars: [Plot.Bar], _ panel: Plot.Panel, _ index: Int
  ) -> (String, [String]) {
    let smallest = panel.x.isLogarithmic ? Double.leastNormalMagnitude : -.infinity
    var found: [String] = []
    var exact: [String] = []
    var ticks: [String] = []
    for (number, bar) in bars.enumerated() {
      let place = bars.count - number
      let isShown = bar.value.isFinite && bar.value >= smallest
      ticks.append(
        "\(quoted(isShown ? bar.title : "\(bar.title) (\(NumberFormat.significant(bar.value, digits: 2)))")) \(place)"
      )
      if isShown {
        found.append("\(bar.value) \(place) \(max(bar.low, smallest)) \(bar.high)")
      }
      if let value = bar.exact, value.isFinite, value >= smallest {
        exact.append("\(value) \(place)")
      }
    }
    let (values, truths) = ("$values_\(index)", "$exact_\(index)")
    var parts: [String] = []
    if !found.isEmpty {
      parts.append(
        "\(values) using 1:2:3:4 with xerrorbars pointtype 7 pointsize 0.6 linewidth 1.5 "
          + "linecolor rgb '\(colours[0])' title 'sampled, 99 % interval'")
    }
    if !exact.isEmpty {
      parts.append(
        "\(truths) using 1:2 with points pointtype 4 pointsize 1.4 linewidth 1.5 "
          + "linecolor rgb '\(colours[1])' title 'exact'")
    }
    if parts.isEmpty { parts = ["NaN notitle"] }
    return (
      block(values, found) + block(truths, exact),
      [
        "set yrange [0.3:\(Double(bars.count) + 0.7)]",
        "set ytics (\(ticks.joined(separator: ", ")))", "set xrange [*:*]", "set key below",
        "plot " + parts.joined(separator: ", "),
      ]
    )
  }

  private static func map(_ map: Plot.Map, _ index: Int) -> (String, [String]) {
    let (cells, border) = ("$cells_\(index)", "$border_\(index)")
    var lines: [String] = []
    for (y, row) in zip(map.rows, map.values) {
      for (x, value) in zip(map.columns, row) {
        lines.append("\(x) \(y) \(value.isFinite ? "\(value)" : "NaN")")
      }
      lines.append("")
    }
    let pieces = map.border.flatMap { ["\($0.x) \($0.y) 0", "\($1.x) \($1.y) 0", "", ""] }
    let reach = map.values.joined().filter(\.isFinite).map(\.magnitude).max() ?? 1
    let limit = reach > 0 ? reach : 1
    var parts = ["\(cells) using 1:2:3 with pm3d notitle"]
    if !pieces.isEmpty {
      parts.append(
        "\(border) using 1:2:(0) with lines linewidth 3 linecolor rgb 'black' nocontour title 'equal'"
      )
    }
    return (
      block(cells, lines) + block(border, pieces),
      [
        "set view map", "set pm3d interpolate 2,2", "unset grid", "set ylabel offset -2,0",
        "set palette defined (-1 '#2166ac', 0 '#f7f7f7', 1 '#b2182b')",
        "set cbrange [\(-limit):\(limit)]", "set cblabel \(quoted(map.label)) offset 1.5,0",
        "set xrange [\(map.columns[0]):\(map.columns[map.columns.count - 1])]",
        "set yrange [\(map.rows[0]):\(map.rows[map.rows.count - 1])]",
        "unset key", "splot " + parts.joined(separator: ", "),
      ]
    )
  }

  /// A named block of data lines.
  private static func block(_ name: String, _ lines: [String]) -> String {
    "\(name) << END_OF_DATA\n" + lines.map { $0 + "\n" }.joined() + "END_OF_DATA\n"
  }

  /// A text between single quotes, in which gnuplot reads nothing but a doubled quote.
  private static func quoted(_ text: String) -> String {
    let safe = text.map { $0.isNewline ? " " : $0 == "'" ? "''" : String($0) }.joined()
    return "'\(safe)'"
  }
}

extension Plot.Panel {
  /// The horizontal range of what is shown; `nil` where gnuplot finds it.
  fileprivate var horizontal: ClosedRange<Double>? {
    switch content {
    case .curves(let curves): Self.range(curves.flatMap { $0.points.map(\.x) })
    case .bars, .clouds: nil
    case .map(let map): Self.range(map.columns)
    }
  }

  /// The vertical range of what is shown; `nil` where gnuplot finds it.
  fileprivate var vertical: ClosedRange<Double>? {
    switch content {
    case .curves, .clouds, .bars: nil
    case .map(let map): Self.range(map.rows)
    }
  }

  private static func range(_ values: [Double]) -> ClosedRange<Double>? {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return nil }
    return low...high
  }
}
