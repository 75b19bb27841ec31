/// A matrix to multiply with, most of whose numbers may be zero: a batch of images.
///
/// Where few numbers are not zero, products go over these alone; else they are the dense ones. What this
/// decides is the density of the matrix and nothing else. Images of digits, 13 to 19 % not zero, take a
/// third of the time of the dense products, which are at the processor's peak.
///
/// A reference to scratch memory for one thread at a time: `assign` allocates nothing.
///
/// - Note: A zero takes no part: zero times NaN is left out where the dense product would give NaN.
public final class SparseRows<Element: Scalar>: @unchecked Sendable {
  /// The largest density for which products go over the lists; the two ways take the same time at about 0.4.
  public static var limit: Double { 0.35 }

  /// The matrix of the last `assign`.
  public private(set) var matrix: Matrix<Element>
  /// Whether products go over lists of the numbers that are not zero.
  public private(set) var isSparse = false

  private let capacity: Int
  private var byRow: Lists
  private var byColumn: Lists
  private var isTransposed = false

  private struct Lists {
    let starts: UnsafeMutablePointer<UInt32>
    let indices: UnsafeMutablePointer<UInt32>
    let values: Buffer<Element>

    init(most: Int, numbers: Int) {
      starts = .allocate(capacity: most + 1)
      starts.initialize(repeating: 0, count: most + 1)
      indices = .allocate(capacity: numbers)
      indices.initialize(repeating: 0, count: numbers)
      values = Buffer(count: numbers)
    }

    func deallocate() {
      starts.deallocate()
      indices.deallocate()
    }
  }

  /// Makes room for matrices of up to so many rows, of exactly so many columns.
  public init(rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "room for \(rows) × \(columns)")
    precondition(rows * columns <= Int(UInt32.max), "\(rows) × \(columns) numbers in 32-bit lists")
    capacity = rows
    let numbers = Int(Double(rows * columns) * SparseRows.limit) + columns
    byRow = Lists(most: rows, numbers: numbers)
    byColumn = Lists(most: columns, numbers: numbers)
    matrix = Matrix(rows: 0, columns: columns)
  }

  deinit {
    byRow.deallocate()
    byColumn.deallocate()
  }

  /// The part of the numbers that is not zero; nil if it exceeds `limit`.
  public var density: Double? {
    isSparse ? Double(byRow.starts[matrix.rows]) / Double(max(matrix.count, 1)) : nil
  }

  /// Takes another matrix; the numbers are not copied and must stay until the products are done.
  ///
  /// - Precondition: At most the rows, and exactly the columns, for which room was made.
  /// - Complexity: One pass over the numbers, which ends early where the matrix is dense.
  public func assign(_ matrix: Matrix<Element>) {
    precondition(
      matrix.rows <= capacity && matrix.columns == self.matrix.columns,
      "\(matrix.rows) × \(matrix.columns) where there is room for \(capacity) × \(self.matrix.columns)"
    )
    self.matrix = matrix
    let most = Int(Double(matrix.count) * SparseRows.limit)
    Element.compressRows(
      matrix.start, rows: matrix.rows, columns: matrix.columns, most: most, starts: byRow.starts,
      indices: byRow.indices, values: byRow.values.start)
    isSparse = Int(byRow.starts[matrix.rows]) <= most
    isTransposed = false
  }

  /// y = x W, for this matrix x.
  ///
  /// - Parameters:
  ///   - weight: W, as many rows as x has columns.
  ///   - y: What is overwritten, as many rows as x and columns as W.
  /// - Complexity: O(numbers that are not zero · *n*), or a dense product.
  public func product(with weight: Matrix<Element>, into y: Matrix<Element>) {
    guard isSparse else { return y.setProduct(matrix, weight) }
    precondition(
      weight.rows == matrix.columns && y.rows == matrix.rows && y.columns == weight.columns,
      "\(y.rows) × \(y.columns) is not the product of \(matrix.rows) × \(matrix.columns) and \(weight.rows) × \(weight.columns)"
    )
    Element.multiplyLists(
      starts: byRow.starts, indices: byRow.indices, values: byRow.values.start, lists: matrix.rows,
      dense: weight.start, n: weight.columns, into: y.start)
  }

  /// dW = xᵀ δ, for this matrix x: the gradient of what has the gradient δ with respect to x W.
  ///
  /// - Parameters:
  ///   - delta: δ, as many rows as x.
  ///   - gradient: What is overwritten, as many rows as x has columns and columns as δ.
  /// - Complexity: O(numbers that are not zero · *n*), or a dense product.
  public func gradient(with delta: Matrix<Element>, into gradient: Matrix<Element>) {
    guard isSparse else { return gradient.setProduct(transposed: matrix, delta) }
    precondition(
      delta.rows == matrix.rows && gradient.rows == matrix.columns
        && gradient.columns == delta.columns,
      "\(gradient.rows) × \(gradient.columns) is not the product of \(matrix.rows) × \(matrix.columns)ᵀ and \(delta.rows) × \(delta.columns)"
    )
    if !isTransposed {
      Element.transposeLists(
        starts: byRow.starts, indices: byRow.indices, values: byRow.values.start,
        rows: matrix.rows, columns: matrix.columns, columnStarts: byColumn.starts,
        columnIndices: byColumn.indices, columnValues: byColumn.values.start)
      isTransposed = true
    }
    Element.multiplyLists(
      starts: byColumn.starts, indices: byColumn.indices, values: byColumn.values.start,
      lists: matrix.columns, dense: delta.start, n: delta.columns, into: gradient.start)
  }
}
