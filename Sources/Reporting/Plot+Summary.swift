extension Plot {
  /// The picture in words: for each panel what it shows, with the ranges of the numbers.
  ///
  /// - Complexity: O(points).
  public var summary: String {
    ([title] + panels.map(\.summary)).map { $0 + "\n" }.joined()
  }
}

extension Plot.Panel {
  /// One line on the panel, and one for each curve, cloud or bar.
  fileprivate var summary: String {
    let name = title.isEmpty ? "" : "\(title): "
    return (["  \(name)\(x.label), \(y.label)"] + parts.map { "    \($0)" })
      .joined(separator: "\n")
  }

  private var parts: [String] {
    switch content {
    case .curves(let curves): curves.map { Self.line($0.title, $0.points) }
    case .clouds(let clouds): clouds.map { Self.line($0.title, $0.points) }
    case .bars(let bars):
      bars.map { bar in
        let exact = bar.exact.map { ", exact \(Self.text($0))" } ?? ""
        return "\(bar.title): \(Self.text(bar.value)) in \(Self.range([bar.low, bar.high]))\(exact)"
      }
    case .map(let map):
      [
        "\(map.label): \(map.rows.count) × \(map.columns.count), \(Self.range(map.values.flatMap(\.self)))"
      ]
    }
  }

  private static func line(_ title: String, _ points: [Plot.Point]) -> String {
    let name = title.isEmpty ? "" : "\(title): "
    return "\(name)\(points.count) points, \(range(points.map(\.x))) by \(range(points.map(\.y)))"
  }

  private static func range(_ values: [Double]) -> String {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return "nothing" }
    return "\(text(low)) … \(text(high))"
  }

  private static func text(_ value: Double) -> String {
    NumberFormat.significant(value, digits: 4)
  }
}
