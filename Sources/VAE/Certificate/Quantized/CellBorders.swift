import Tensors

/// How far vectors are from where the code nearest to them changes.
enum CellBorders {
  /// The nearest code of a vector, found distance by distance, and how far the vector is from the border of its cell.
  ///
  /// Between codes a and b the border is the plane halfway, at (‖z − b‖² − ‖z − a‖²)/2‖a − b‖ from z. A code equal to the
  /// nearest has no cell of its own: ties go to the first.
  ///
  /// - Parameters:
  ///   - vector: z.
  ///   - codes: One code a row.
  /// - Returns: The code's row, and the distance; infinite for a single code.
  static func nearest(
    _ vector: UnsafePointer<Double>, among codes: Matrix<Double>
  ) -> (code: Int, clearance: Double) {
    func squaredDistance(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>) -> Double {
      (0..<codes.columns).reduce(0) { $0 + (a[$1] - b[$1]) * (a[$1] - b[$1]) }
    }
    let distances = (0..<codes.rows).map { squaredDistance(vector, codes.row($0)) }
    let nearest = distances.indices.min { distances[$0] < distances[$1] } ?? 0
    let clearances = distances.indices.compactMap { other -> Double? in
      let gap = squaredDistance(codes.row(nearest), codes.row(other)).squareRoot()
      return gap > 0 ? (distances[other] - distances[nearest]) / (2 * gap) : nil
    }
    return (nearest, clearances.min() ?? .infinity)
  }
}
