/// A picture as data: panels side by side, each of curves, of clouds, of intervals or of a coloured map.
public struct Plot: Sendable {
  /// What a coordinate means and how it is drawn.
  public struct Axis: Sendable {
    let label: String
    let isLogarithmic: Bool

    /// Creates an axis.
    public init(_ label: String, isLogarithmic: Bool = false) {
      self.label = label
      self.isLogarithmic = isLogarithmic
    }
  }

  /// One point of the plane.
  public struct Point: Sendable, Equatable {
    /// The horizontal coordinate.
    public var x: Double
    /// The vertical coordinate.
    public var y: Double

    /// Creates a point.
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// A line through points, broken where a coordinate is not finite or, on a logarithmic axis, not positive.
  public struct Curve: Sendable {
    let title: String
    let points: [Point]
    let hasMarks: Bool

    /// Creates a curve.
    ///
    /// - Parameters:
    ///   - title: Its name in the legend.
    ///   - points: Its points, in order.
    ///   - hasMarks: Whether each point is marked.
    public init(_ title: String, _ points: [Point], hasMarks: Bool = false) {
      self.title = title
      self.points = points
      self.hasMarks = hasMarks
    }
  }

  /// Points of one kind, each on its own.
  public struct Cloud: Sendable {
    let title: String
    let points: [Point]

    /// Creates a cloud.
    ///
    /// - Parameters:
    ///   - title: Its name in the legend; an empty one stays out of it.
    ///   - points: Its points; those that are not finite stay out.
    public init(_ title: String, _ points: [Point]) {
      self.title = title
      self.points = points
    }
  }

  /// A named value with an interval, and beside it the value that is right.
  public struct Bar: Sendable {
    let title: String
    let value, low, high: Double
    let exact: Double?

    /// Creates a bar.
    public init(_ title: String, value: Double, low: Double, high: Double, exact: Double?) {
      self.title = title
      (self.value, self.low, self.high, self.exact) = (value, low, high, exact)
    }
  }

  /// Values over a grid, and the line where they change sign.
  public struct Map: Sendable {
    let columns, rows: [Double]
    let values: [[Double]]
    let border: [(Point, Point)]
    let label: String

    /// Creates a map.
    ///
    /// - Parameters:
    ///   - columns: The horizontal coordinates, rising.
    ///   - rows: The vertical coordinates, rising.
    ///   - values: One list a row; what is not finite stays blank.
    ///   - border: Pieces of the line that is drawn on top.
    ///   - label: What the values mean.
    /// - Precondition: The values have the shape `[rows, columns]`.
    public init(
      columns: [Double], rows: [Double], values: [[Double]], border: [(Point, Point)], label: String
    ) {
      precondition(
        values.count == rows.count && values.allSatisfy { $0.count == columns.count },
        "a map of \(rows.count) × \(columns.count) needs as many values")
      (self.columns, self.rows, self.values) = (columns, rows, values)
      (self.border, self.label) = (border, label)
    }
  }

  /// What a panel shows.
  public enum Content: Sendable {
    case curves([Curve])
    case clouds([Cloud])
    case bars([Bar])
    case map(Map)
  }

  /// One diagram.
  public struct Panel: Sendable {
    let title: String
    let x, y: Axis
    let content: Content

    /// Creates a panel.
    public init(_ title: String, x: Axis, y: Axis, _ content: Content) {
      self.title = title
      (self.x, self.y, self.content) = (x, y, content)
    }
  }

  let title: String
  let panels: [Panel]

  /// Creates a picture.
  ///
  /// - Precondition: There is at least one panel.
  public init(_ title: String, panels: [Panel]) {
    precondition(!panels.isEmpty, "a picture without panels")
    self.title = title
    self.panels = panels
  }
}

/// The formats of pictures, by the end of the file's name.
public enum PlotFormat: String, Sendable, CaseIterable {
  case svg, png, pdf

  /// The format that a file's name asks for; `nil` if it ends otherwise.
  public init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }
}
