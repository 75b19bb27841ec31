extension Table {
  /// The table as a piece of a page: a header, a body, and a line across it for each section.
  ///
  /// - Complexity: O(text).
  public var html: String {
    let head = columns.map { cell("th", $0.title, $0.alignment) }.joined()
    let body = rows.map { row in
      switch row {
      case .cells(let cells):
        "<tr>" + zip(cells, columns).map { cell("td", $0.text, $1.alignment) }.joined() + "</tr>"
      case .section(let title):
        "<tr><th colspan=\"\(columns.count)\" style=\"text-align:left\">\(title.escapedForHTML)</th></tr>"
      }
    }
    return "<table><thead><tr>\(head)</tr></thead><tbody>\(body.joined())</tbody></table>"
  }

  private func cell(_ name: String, _ text: String, _ alignment: Alignment) -> String {
    let side = alignment == .left ? "left" : "right"
    return "<\(name) style=\"text-align:\(side)\">\(text.escapedForHTML)</\(name)>"
  }
}
