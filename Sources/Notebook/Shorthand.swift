import Reporting

extension Plot {
  /// Creates a picture of one panel, titled as a whole.
  public init(_ title: String, x: String, y: String, _ curves: [Curve]) {
    self.init(title, x: Axis(x), y: Axis(y), .curves(curves))
  }

  /// Creates a picture of one panel with any axes and any content.
  public init(_ title: String, x: Axis, y: Axis, _ content: Content) {
    self.init(title, panels: [Panel("", x: x, y: y, content)])
  }
}

extension Plot.Curve {
  /// Creates the graph of a function.
  ///
  /// - Parameters:
  ///   - title: Its name in the legend.
  ///   - range: Where it is drawn.
  ///   - count: At how many places, evenly spaced.
  ///   - f: The function; where it throws, so does this.
  public init(
    _ title: String, over range: ClosedRange<Double>, count: Int = 201,
    _ f: (Double) throws -> Double
  ) rethrows {
    let width = range.upperBound - range.lowerBound
    self.init(
      title,
      try (0..<count).map { index in
        let x = range.lowerBound + width * Double(index) / Double(max(1, count - 1))
        return Plot.Point(x: x, y: try f(x))
      })
  }
}

extension Table {
  /// Creates a table from its titles and its rows: texts as they are, numbers with so many significant digits.
  ///
  /// The first column is moved to the left, the others to the right.
  ///
  /// - Precondition: There are titles, and every row has as many cells.
  public init(_ titles: [String], _ rows: [[Any]], digits: Int = 6) {
    self.init(
      columns: titles.enumerated().map { Column($1, alignment: $0 == 0 ? .left : .right) })
    for row in rows {
      append(
        row.map { cell in
          let number = cell as? Double
          return Cell(number.map { NumberFormat.significant($0, digits: digits) } ?? "\(cell)")
        })
    }
  }
}
