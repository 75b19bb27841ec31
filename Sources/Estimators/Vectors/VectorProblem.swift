import Distributions

/// F(μ, σ) = E f(z) for z ~ N(μ, diag σ²) on ℝ^D: an objective in several dimensions whose gradient is wanted.
///
/// f is evaluated for a tile of points at once.
public protocol VectorProblem: Sendable {
  /// The name by which it is called.
  static var name: String { get }

  /// N(μ, diag σ²).
  var law: DiagonalGaussian { get }

  /// Sets `values`, one number a draw, to f at each of the points, shape `[D, rows]`.
  func evaluate(_ points: Tile, values: UnsafeMutablePointer<Double>)

  /// Sets `slopes`, shape `[D, rows]`, to ∇f at each of the points, shape `[D, rows]`.
  func differentiate(_ points: Tile, slopes: Tile)
}

extension VectorProblem {
  /// D.
  @inlinable public var dimension: Int { law.dimension }

  /// f at one point, shape `[D]`.
  ///
  /// - Precondition: The point has D coordinates.
  public func value(at point: [Double]) -> Double {
    precondition(point.count == dimension, "\(point.count) coordinates in \(dimension) dimensions")
    return Tile.temporary(columns: dimension + 1, rows: 1) { tile in
      for (coordinate, z) in point.enumerated() { tile[coordinate][0] = z }
      evaluate(tile.columns(0..<dimension), values: tile[dimension])
      return tile[dimension][0]
    }
  }

  /// ∇f at one point, shape `[D]`.
  ///
  /// - Precondition: The point has D coordinates.
  public func gradient(at point: [Double]) -> [Double] {
    precondition(point.count == dimension, "\(point.count) coordinates in \(dimension) dimensions")
    return Tile.temporary(columns: 2 * dimension, rows: 1) { tile in
      for (coordinate, z) in point.enumerated() { tile[coordinate][0] = z }
      let slopes = tile.columns(dimension..<(2 * dimension))
      differentiate(tile.columns(0..<dimension), slopes: slopes)
      return Array(slopes.numbers)
    }
  }
}
