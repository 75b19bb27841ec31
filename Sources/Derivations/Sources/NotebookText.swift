/// The Markdown cells of a notebook as one readable text.
struct NotebookText {
  /// A Markdown cell.
  struct Cell: Sendable, Hashable {
    /// The number of the cell among all cells of the notebook, from 1.
    var number: Int
    /// Where it stands in the readable text.
    var range: Range<Int>
  }

  /// The cells one after another, with an empty line between them.
  private(set) var text = SourceText()
  /// The place in the file of each scalar of the text.
  private(set) var filePositions: [SourcePosition] = []
  private(set) var cells: [Cell] = []

  /// Reads the file of a notebook, of the present format or of the older one with worksheets.
  ///
  /// - Throws: ``ReadingError`` where the file is not JSON or has no cells.
  init(_ file: SourceText) throws(ReadingError) {
    var reader = PositionedJSON(file)
    let root = try reader.read()
    let listed = root["cells"] ?? root["worksheets"]?.elements?.first?["cells"]
    guard let cells = listed?.elements else {
      throw ReadingError("the notebook has no list of cells", at: file.range(0..<0))
    }
    for (index, cell) in cells.enumerated()
    where cell["cell_type"]?.string(in: file) == "markdown" {
      let start = text.scalars.count
      for piece in cell["source"]?.pieces ?? [] {
        PositionedJSON.decode(piece, of: file) { scalar, index in
          if scalar != "\r" { append(scalar, at: file.positions[index]) }
        }
      }
      self.cells.append(Cell(number: index + 1, range: start..<text.scalars.count))
      let last = filePositions.last ?? SourcePosition(line: 1, column: 1)
      append("\n", at: last)
      append("\n", at: last)
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar, at position: SourcePosition) {
    text.append(scalar)
    filePositions.append(position)
  }
}
