/// Why a matrix is not a covariance.
public enum CovarianceError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The matrix differs from its transpose by more than rounding.
  case notSymmetric(row: Int, column: Int, value: Double, transposed: Double)
  /// After the earlier coordinates are accounted for, one has no variance left (or NaN).
  case notPositiveDefinite(coordinate: Int, remainingVariance: Double)

  /// What is wrong and where.
  public var description: String {
    switch self {
    case .notSymmetric(let row, let column, let value, let transposed):
      "covariance is not symmetric: \(value) at (\(row), \(column)), \(transposed) at (\(column), \(row))"
    case .notPositiveDefinite(let coordinate, let variance):
      "covariance is not positive definite: coordinate \(coordinate) keeps the variance \(variance)"
    }
  }
}

/// The lower triangular factor L of a covariance Σ = L Lᵀ.
public struct Cholesky: Sendable, Equatable {
  /// The number of rows d.
  public let dimension: Int
  /// The factor, shape `[d, d]`, row-major, zero above the diagonal.
  public let lower: [Double]

  /// Factors a symmetric positive definite matrix.
  ///
  /// - Parameters:
  ///   - matrix: Shape `[d, d]`, row-major.
  ///   - d: The number of rows.
  /// - Throws: `CovarianceError` if the matrix is not symmetric or, within the rounding of its
  ///   diagonal, not positive definite.
  /// - Precondition: The matrix has d² elements.
  /// - Complexity: O(d³).
  public init(_ matrix: [Double], dimension d: Int) throws(CovarianceError) {
    precondition(matrix.count == d * d, "a \(d) by \(d) matrix has not \(matrix.count) elements")
    let rounding = Double(d) * Double.ulpOfOne
    var lower = [Double](repeating: 0, count: d * d)
    for row in 0..<d {
      for column in 0..<row {
        let value = matrix[row * d + column]
        let transposed = matrix[column * d + row]
        let scale = max(value.magnitude, transposed.magnitude)
        guard (value - transposed).magnitude <= 4 * rounding * scale else {
          throw .notSymmetric(row: row, column: column, value: value, transposed: transposed)
        }
        var rest = value
        for k in 0..<column { rest -= lower[row * d + k] * lower[column * d + k] }
        lower[row * d + column] = rest / lower[column * d + column]
      }
      let variance = matrix[row * d + row]
      var rest = variance
      for k in 0..<row { rest -= lower[row * d + k] * lower[row * d + k] }
      guard rest > (row == 0 ? 0 : rounding * variance) && rest.isFinite else {
        throw .notPositiveDefinite(coordinate: row, remainingVariance: rest)
      }
      lower[row * d + row] = rest.squareRoot()
    }
    self.dimension = d
    self.lower = lower
  }

  /// Returns L v for a vector of shape `[d]`.
  public func multiplied(by vector: [Double]) -> [Double] {
    precondition(vector.count == dimension, "\(vector.count) coordinates, factor of \(dimension)")
    var result = vector
    for row in 0..<dimension {
      var total = 0.0
      for column in 0...row { total += lower[row * dimension + column] * vector[column] }
      result[row] = total
    }
    return result
  }

  /// Returns L⁻¹ v for a vector of shape `[d]`.
  public func solved(_ vector: [Double]) -> [Double] {
    precondition(vector.count == dimension, "\(vector.count) coordinates, factor of \(dimension)")
    var result = vector
    for row in 0..<dimension {
      for column in 0..<row { result[row] -= lower[row * dimension + column] * result[column] }
      result[row] /= lower[row * dimension + row]
    }
    return result
  }
}
