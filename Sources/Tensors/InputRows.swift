/// What the first layer of a network multiplies with: one input a row.
public protocol InputRows<Element> {
  /// The kind of number.
  associatedtype Element: Scalar
  /// How many inputs.
  var rows: Int { get }
  /// y = x W.
  func product(with weight: Matrix<Element>, into y: Matrix<Element>)
  /// dW = xᵀ δ.
  func gradient(with delta: Matrix<Element>, into gradient: Matrix<Element>)
}

extension Matrix: InputRows {
  /// y = x W.
  public func product(with weight: Matrix, into y: Matrix) { y.setProduct(self, weight) }

  /// dW = xᵀ δ.
  public func gradient(with delta: Matrix, into gradient: Matrix) {
    gradient.setProduct(transposed: self, delta)
  }
}

extension SparseRows: InputRows {
  /// Rows of the matrix of the last `assign`.
  public var rows: Int { matrix.rows }
}
