/// A table of text that fits the width it is given.
///
/// Rows stand under one header and may be grouped by section titles. Columns are separated by two
/// spaces; nothing but the header's rule is drawn, so that a piped table stays easy to search.
public struct Table: Sendable {
  /// Side to which a column's text is moved.
  public enum Alignment: Sendable { case left, right }

  /// What happens to a cell that is wider than its column.
  public enum Fitting: Sendable, Equatable {
    /// The column keeps its natural width; it is cut only when nothing else is left to give.
    case fixed
    /// The text is cut with an ellipsis; the column gives way down to a minimum.
    case truncates(minimum: Int)
    /// The text continues on further lines; the column gives way down to a minimum.
    case wraps(minimum: Int)

    /// Columns below which this column does not give way.
    fileprivate func minimum(natural: Int) -> Int {
      switch self {
      case .fixed: natural
      case .truncates(let minimum), .wraps(let minimum): min(natural, max(2, minimum))
      }
    }
  }

  /// A column: its title and how its cells are set.
  public struct Column: Sendable {
    let title: String
    let alignment: Alignment
    let fitting: Fitting

    /// Creates a column.
    public init(_ title: String, alignment: Alignment = .left, fitting: Fitting = .fixed) {
      self.title = title
      self.alignment = alignment
      self.fitting = fitting
    }
  }

  /// The text of one cell and its emphasis.
  public struct Cell: Sendable, ExpressibleByStringInterpolation {
    /// What the cell says.
    public let text: String
    /// How it is said.
    public let emphasis: Emphasis

    /// Creates a cell.
    public init(_ text: String, emphasis: Emphasis = .plain) {
      self.text = text
      self.emphasis = emphasis
    }

    /// Creates a plain cell.
    public init(stringLiteral text: String) {
      self.init(text)
    }
  }

  enum Row: Sendable {
    case cells([Cell])
    case section(String)
  }

  let columns: [Column]
  private(set) var rows: [Row] = []
  private static let gap = 2

  /// Creates a table without rows.
  public init(columns: [Column]) {
    precondition(!columns.isEmpty, "a table needs at least one column")
    self.columns = columns
  }

  /// Adds a row of cells.
  ///
  /// - Precondition: There are as many cells as columns.
  public mutating func append(_ cells: [Cell]) {
    precondition(
      cells.count == columns.count, "\(cells.count) cells in a table of \(columns.count) columns")
    rows.append(.cells(cells))
  }

  /// Adds a title that stands above the rows that follow.
  public mutating func appendSection(_ title: String) {
    rows.append(.section(title))
  }

  /// Returns the table as text, each line ended by a line feed.
  ///
  /// - Parameters:
  ///   - width: Columns that a line may take; `nil` leaves every cell on one line, uncut.
  ///   - palette: Whether emphasis is shown.
  /// - Complexity: O(text) for each column that has to give way.
  public func rendered(width: Int?, palette: Palette) -> String {
    let widths = columnWidths(fitting: width)
    var lines = [line(columns.map { Cell($0.title, emphasis: .bold) }, widths, palette)]
    let total = widths.reduce(0, +) + Self.gap * (columns.count - 1)
    lines.append([palette.apply(.dim, to: String(repeating: "─", count: total))])
    for row in rows {
      switch row {
      case .cells(let cells):
        lines.append(line(cells, widths, palette))
      case .section(let title):
        let shown = width.map { title.truncated(toColumns: $0) } ?? title
        lines.append(["", palette.apply(.bold, to: shown)])
      }
    }
    return lines.joined().map { $0 + "\n" }.joined()
  }

  /// Chooses widths: natural ones if they fit, otherwise the widest column that may give way does.
  private func columnWidths(fitting width: Int?) -> [Int] {
    var widths = columns.map(\.title.displayWidth)
    for case .cells(let cells) in rows {
      for (index, cell) in cells.enumerated() {
        let natural = cell.text.split(separator: "\n").map(\.displayWidth).max() ?? 0
        widths[index] = max(widths[index], natural)
      }
    }
    guard let width else { return widths }
    let available = max(columns.count, width - Self.gap * (columns.count - 1))
    let minima = zip(columns, widths).map { $0.fitting.minimum(natural: $1) }
    for floor in [minima, columns.map { _ in 1 }] {
      while widths.reduce(0, +) > available,
        let widest = widths.indices.filter({ widths[$0] > floor[$0] })
          .max(by: { widths[$0] - floor[$0] < widths[$1] - floor[$1] })
      {
        widths[widest] -= 1
      }
    }
    return widths
  }

  /// Sets one row, which may take several lines.
  private func line(_ cells: [Cell], _ widths: [Int], _ palette: Palette) -> [String] {
    let texts = zip(zip(cells, columns), widths).map { pair, width in
      lines(of: pair.0.text, fitting: pair.1.fitting, width: width)
    }
    let height = texts.map(\.count).max() ?? 0
    return (0..<height).map { index in
      var line = ""
      for (column, text) in texts.enumerated() {
        let shown = index < text.count ? text[index] : ""
        let isLast = column == texts.count - 1
        let alignment = columns[column].alignment
        let padded =
          isLast && alignment == .left
          ? shown : shown.padded(toColumns: widths[column], alignment: alignment)
        line += palette.apply(shown.isEmpty ? .plain : cells[column].emphasis, to: padded)
        if !isLast { line += String(repeating: " ", count: Self.gap) }
      }
      return line.trimmingTrailingSpaces
    }
  }

  /// Breaks or cuts the text of one cell.
  private func lines(of text: String, fitting: Fitting, width: Int) -> [String] {
    guard text.displayWidth > width || text.contains("\n") else { return [text] }
    if case .wraps = fitting, width >= 2 { return text.wrapped(toColumns: width) }
    return [text.split(separator: "\n").joined(separator: " ").truncated(toColumns: width)]
  }
}

extension String {
  /// This text without the spaces at its end.
  fileprivate var trimmingTrailingSpaces: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
