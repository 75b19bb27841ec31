/// Numbers of several draws held column by column, shape `[columns, rows]`, so that a loop over draws is contiguous.
public struct Tile {
  /// The first number of the first column.
  public let base: UnsafeMutablePointer<Double>

  /// How many columns.
  public let columns: Int

  /// How many draws.
  public let rows: Int

  /// The most draws that one tile holds: ten columns of noise and twenty of gradients stay in the second-level cache.
  public static let mostRows = 256

  /// A view of memory that holds `columns` times `rows` numbers.
  @inlinable public init(_ base: UnsafeMutablePointer<Double>, columns: Int, rows: Int) {
    self.base = base
    self.columns = columns
    self.rows = rows
  }

  /// One column.
  @inlinable public subscript(column: Int) -> UnsafeMutablePointer<Double> {
    base + column * rows
  }

  /// All numbers, column after column.
  @inlinable public var numbers: UnsafeMutableBufferPointer<Double> {
    UnsafeMutableBufferPointer(start: base, count: columns * rows)
  }

  /// Some of the columns.
  @inlinable public func columns(_ range: Range<Int>) -> Tile {
    Tile(self[range.lowerBound], columns: range.count, rows: rows)
  }

  /// Lends a tile whose numbers are not set.
  @inlinable public static func temporary<Result>(
    columns: Int, rows: Int, _ body: (Tile) throws -> Result
  ) rethrows -> Result {
    try withUnsafeTemporaryAllocation(of: Double.self, capacity: max(columns * rows, 1)) { memory in
      guard let base = memory.baseAddress else {
        preconditionFailure("an allocation without place")
      }
      return try body(Tile(base, columns: columns, rows: rows))
    }
  }
}
