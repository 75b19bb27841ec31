import Tensors

extension Matrix {
  /// The numbers, row by row, as lists.
  var rowsOfNumbers: [[Element]] {
    (0..<rows).map { row in Array(UnsafeBufferPointer(start: self.row(row), count: columns)) }
  }
}
