extension Document {
  /// Where something stands in the file.
  public struct Location: Sendable, Hashable {
    /// The line of the file, from 1.
    public var line: Int
    /// The column of the file, from 1, in Unicode scalars.
    public var column: Int
    /// The number of the cell among all cells of the notebook, from 1.
    public var cell: Int?
    /// The line within the cell, from 1.
    public var lineInCell: Int?

    /// Creates a location.
    public init(line: Int, column: Int, cell: Int? = nil, lineInCell: Int? = nil) {
      self.line = line
      self.column = column
      self.cell = cell
      self.lineInCell = lineInCell
    }
  }

  /// Returns where a place of the readable text stands in the file.
  ///
  /// For all kinds but notebooks that is the place itself. In a notebook it is the line of the JSON, and
  /// the cell is named too.
  public func location(of position: SourcePosition) -> Location {
    guard let notebook, let index = text.index(of: position) else {
      return Location(line: position.line, column: position.column)
    }
    let cell = notebook.cells.last { $0.range.lowerBound <= index }
    let inFile =
      index < notebook.filePositions.count
      ? notebook.filePositions[index]
      : notebook.filePositions.last ?? SourcePosition(line: 1, column: 1)
    let cellLine = cell.flatMap {
      $0.range.lowerBound < text.positions.count ? text.positions[$0.range.lowerBound].line : nil
    }
    return Location(
      line: inFile.line, column: inFile.column, cell: cell?.number,
      lineInCell: cellLine.map { position.line - $0 + 1 })
  }
}
