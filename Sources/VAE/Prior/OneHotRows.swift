import Networks
import Tensors

/// Codes as the rows that a network multiplies with: of the *codes* numbers of each position, one is 1.
///
/// The rows are not written out: a product adds the rows of the weight that the codes choose.
///
/// A reference to scratch memory for one thread at a time: `assign` allocates nothing.
final class OneHotRows<Element: Scalar>: InputRows, @unchecked Sendable {
  private(set) var rows = 0
  private let positions: Int
  private let codes: Int
  private let capacity: Int
  private let starts: IndexBuffer
  private let places: IndexBuffer
  private let ones: Buffer<Element>
  private let columnStarts: IndexBuffer
  private let columnRows: IndexBuffer

  /// Makes room.
  init(rows: Int, positions: Int, codes: Int) {
    (self.positions, self.codes, capacity) = (positions, codes, rows)
    starts = IndexBuffer(count: rows + 1)
    places = IndexBuffer(count: rows * positions)
    ones = Buffer(count: rows * positions)
    for place in 0..<ones.count { ones.start[place] = Element(1) }
    columnStarts = IndexBuffer(count: positions * codes + 1)
    columnRows = IndexBuffer(count: rows * positions)
    for row in 0...rows { starts.start[row] = UInt32(row * positions) }
  }

  /// Takes the codes of some rows, position after position, each below the number of codes.
  func assign(_ indices: UnsafePointer<UInt32>, rows: Int) {
    precondition(rows <= capacity, "\(rows) rows where there is room for \(capacity)")
    self.rows = rows
    for place in 0..<rows * positions {
      places.start[place] = UInt32(place % positions * codes) + indices[place]
    }
  }

  /// y = x W.
  func product(with weight: Matrix<Element>, into y: Matrix<Element>) {
    Element.multiplyLists(
      starts: starts.start, indices: places.start, values: ones.start, lists: rows,
      dense: weight.start, n: weight.columns, into: y.start)
  }

  /// dW = xᵀ δ.
  func gradient(with delta: Matrix<Element>, into gradient: Matrix<Element>) {
    // All values are 1: the same numbers serve as the values of both lists.
    Element.transposeLists(
      starts: starts.start, indices: places.start, values: ones.start, rows: rows,
      columns: positions * codes, columnStarts: columnStarts.start,
      columnIndices: columnRows.start, columnValues: ones.start)
    Element.multiplyLists(
      starts: columnStarts.start, indices: columnRows.start, values: ones.start,
      lists: positions * codes, dense: delta.start, n: delta.columns, into: gradient.start)
  }
}
