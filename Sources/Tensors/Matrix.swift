/// A row-major matrix: a window on a buffer.
///
/// Copying a matrix copies the window, not the numbers; `copy()` copies the numbers. Operations write into
/// matrices made beforehand, so that a training loop allocates nothing.
public struct Matrix<Element: Scalar>: @unchecked Sendable {
  /// The number of rows, usually one an example.
  public let rows: Int
  /// The numbers of one row.
  public let columns: Int
  /// The first number; row *r* begins at `start + r · columns`.
  public let start: UnsafeMutablePointer<Element>
  /// What keeps the numbers alive.
  public let buffer: Buffer<Element>

  /// Creates a matrix of zeros.
  public init(rows: Int, columns: Int) {
    self.init(Buffer(count: rows * columns), offset: 0, rows: rows, columns: columns)
  }

  /// Creates a window on a buffer.
  ///
  /// - Precondition: The window lies inside the buffer.
  public init(_ buffer: Buffer<Element>, offset: Int, rows: Int, columns: Int) {
    precondition(
      rows >= 0 && columns >= 0 && offset >= 0 && offset + rows * columns <= buffer.count,
      "a window of \(rows) × \(columns) at \(offset) of \(buffer.count) numbers")
    self.buffer = buffer
    self.rows = rows
    self.columns = columns
    start = buffer.start + offset
  }

  /// Creates a matrix from its numbers, row after row.
  public init(rows: Int, columns: Int, _ values: [Element]) {
    precondition(
      values.count == rows * columns, "\(values.count) numbers for \(rows) × \(columns)")
    self.init(rows: rows, columns: columns)
    for (index, value) in values.enumerated() { start[index] = value }
  }

  /// `rows · columns`.
  @inlinable public var count: Int { rows * columns }

  /// One number.
  @inlinable public subscript(row: Int, column: Int) -> Element {
    get { start[row * columns + column] }
    nonmutating set { start[row * columns + column] = newValue }
  }

  /// The first number of a row.
  @inlinable public func row(_ row: Int) -> UnsafeMutablePointer<Element> { start + row * columns }

  /// A window on some consecutive rows.
  public func rows(_ range: Range<Int>) -> Matrix {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    return Matrix(
      buffer, offset: start - buffer.start + range.lowerBound * columns, rows: range.count,
      columns: columns)
  }

  /// The same numbers, cut into rows of another length.
  ///
  /// - Precondition: The numbers make whole rows.
  public func reshaped(columns: Int) -> Matrix {
    precondition(
      columns > 0 && count.isMultiple(of: columns), "\(count) numbers in rows of \(columns)")
    return Matrix(
      buffer, offset: start - buffer.start, rows: count / columns, columns: columns)
  }

  /// The numbers in order.
  @inlinable public var values: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: start, count: count)
  }

  /// A matrix of its own with the same numbers.
  public func copy() -> Matrix {
    let other = Matrix(rows: rows, columns: columns)
    other.assign(self)
    return other
  }

  /// Overwrites the numbers with those of a matrix of the same shape.
  public func assign(_ other: Matrix) {
    precondition(
      rows == other.rows && columns == other.columns,
      "\(other.rows) × \(other.columns) into \(rows) × \(columns)")
    start.update(from: other.start, count: count)
  }

  /// Overwrites every number.
  public func fill(_ value: Element) {
    start.update(repeating: value, count: count)
  }
}
