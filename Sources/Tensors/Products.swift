extension Matrix {
  /// Overwrites this matrix with op(A) op(B), or adds the product to it.
  ///
  /// - Parameters:
  ///   - a: *m* × *k*; *k* × *m* if transposed.
  ///   - b: *k* × *n*; *n* × *k* if transposed.
  ///   - accumulating: Whether the product is added to what stands here.
  /// - Precondition: The shapes fit, and this matrix is *m* × *n*.
  /// - Complexity: O(*m* · *n* · *k*); one thread.
  public func setProduct(
    _ a: Matrix, transposed aTransposed: Bool = false, _ b: Matrix,
    transposed bTransposed: Bool = false, accumulating: Bool = false
  ) {
    let m = aTransposed ? a.columns : a.rows
    let k = aTransposed ? a.rows : a.columns
    let n = bTransposed ? b.rows : b.columns
    precondition(
      (bTransposed ? b.columns : b.rows) == k && rows == m && columns == n,
      "\(rows) × \(columns) is not the product of \(a.rows) × \(a.columns)\(aTransposed ? "ᵀ" : "") and \(b.rows) × \(b.columns)\(bTransposed ? "ᵀ" : "")"
    )
    Element.multiply(
      a.start, transposed: aTransposed, b.start, transposed: bTransposed, into: start, m: m, n: n,
      k: k, accumulating: accumulating)
  }
}
