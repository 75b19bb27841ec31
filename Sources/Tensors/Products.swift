extension Matrix {
  /// Overwrites this matrix with A B.
  ///
  /// - Parameters:
  ///   - a: *m* × *k*.
  ///   - b: *k* × *n*.
  /// - Precondition: The shapes fit, and this matrix is *m* × *n*.
  /// - Complexity: O(*m* · *n* · *k*); one thread.
  public func setProduct(_ a: Matrix, _ b: Matrix) {
    set(a, false, b, false)
  }

  /// Overwrites this matrix with Aᵀ B, A *k* × *m* and B *k* × *n*.
  public func setProduct(transposed a: Matrix, _ b: Matrix) {
    set(a, true, b, false)
  }

  /// Overwrites this matrix with A Bᵀ, A *m* × *k* and B *n* × *k*.
  public func setProduct(_ a: Matrix, transposed b: Matrix) {
    set(a, false, b, true)
  }

  private func set(_ a: Matrix, _ aTransposed: Bool, _ b: Matrix, _ bTransposed: Bool) {
    let (m, k) = aTransposed ? (a.columns, a.rows) : (a.rows, a.columns)
    let (l, n) = bTransposed ? (b.columns, b.rows) : (b.rows, b.columns)
    precondition(
      k == l && rows == m && columns == n,
      "\(rows) × \(columns) is not the product of \(m) × \(k) and \(l) × \(n)")
    Element.multiply(
      a.start, transposed: aTransposed, b.start, transposed: bTransposed, into: start, m: m, n: n,
      k: k, accumulating: false)
  }
}
