import Tensors

/// Finds the nearest code of every vector: k = argmin ‖z − eⱼ‖², the first one among equals.
///
/// ‖z − e‖² = ‖z‖² − 2 (z·e − ½‖e‖²), so one matrix product ranks all codes. Its rounding could rank near-equals
/// wrongly: where the best is ahead of another by less than the product's error bound, the distances of those in
/// question are summed in double precision and decide.
public struct NearestCodes<Element: Scalar>: Sendable {
  private let products: Matrix<Element>
  private let half: Matrix<Element>
  private let best: Matrix<Element>
  private let second: Matrix<Element>
  private let squares: Matrix<Element>
  /// Vectors whose products with all codes are made together.
  public let tile: Int
  private let isExact: Bool

  /// Numbers of a tile of products: what stays in a core's own cache.
  private static var tileSize: Int { 1 << 17 }

  /// Makes room.
  ///
  /// - Parameters:
  ///   - codes: K.
  ///   - rows: The most vectors of a call.
  ///   - isExact: Whether near-equals are decided by their distances; `false` leaves them to the product's rounding.
  public init(codes: Int, rows: Int, isExact: Bool = true) {
    tile = min(max(Self.tileSize / codes, 16), max(rows, 1))
    products = Matrix(rows: tile, columns: codes)
    half = Matrix(rows: 1, columns: codes)
    best = Matrix(rows: 1, columns: tile)
    second = Matrix(rows: 1, columns: tile)
    squares = Matrix(rows: 1, columns: tile)
    self.isExact = isExact
  }

  /// Assigns every vector.
  ///
  /// - Parameters:
  ///   - vectors: z, one a row.
  ///   - codebook: e, one code a row.
  ///   - indices: Room for one index a vector.
  /// - Complexity: One product of *vectors* × *dimension* × *codes*; allocates one row.
  @_specialize(where Element == Float)
  public func assign(
    _ vectors: Matrix<Element>, to codebook: Matrix<Element>,
    into indices: UnsafeMutablePointer<UInt32>
  ) {
    precondition(
      codebook.rows == half.columns && codebook.columns == vectors.columns,
      "\(codebook.rows) codes of \(codebook.columns) numbers for vectors of \(vectors.columns)")
    let origin = Matrix<Element>(rows: 1, columns: codebook.columns)
    Self.squares(codebook, origin, into: half)
    var largest = Element.zero
    for code in 0..<codebook.rows {
      let square = half.start[code]
      if largest < square { largest = square }
      half.start[code] = Element(0.5) * square
    }
    for first in stride(from: 0, to: vectors.rows, by: tile) {
      let rows = first..<min(first + tile, vectors.rows)
      products.rows(0..<rows.count).setProduct(vectors.rows(rows), transposed: codebook)
      Element.nearestCodes(
        products: products.start, half: half.start, rows: rows.count, codes: codebook.rows,
        indices: indices + first, best: best.start, second: second.start)
      guard isExact else { continue }
      Self.squares(vectors.rows(rows), origin, into: squares)
      for (row, place) in zip(rows, 0...) {
        // |fl(z·e − ½‖e‖²) − (z·e − ½‖e‖²)| ≤ (d + 2) u (‖z‖‖e‖ + ½‖e‖²) ≤ (d + 2) u (½‖z‖² + ‖e‖²), and what up to
        // 4(d + 2) flushes to zero take; twice: for either. Where a square overflows nothing is ahead of anything.
        let size = 0.5 * squares.start[place].double + largest.double
        let gap = best.start[place].double - second.start[place].double
        let rounding = Element.unitRoundoff * size + 4 * Element.leastNormal
        let bound = 2 * Double(vectors.columns + 2) * rounding
        if !(gap > bound) {
          indices[row] = closest(
            vectors.row(row), codebook, products.row(place),
            above: best.start[place].double - bound)
        }
      }
    }
  }

  /// The nearest of the codes whose score is not below a limit; one that is no number is below none.
  private func closest(
    _ z: UnsafePointer<Element>, _ codebook: Matrix<Element>, _ products: UnsafePointer<Element>,
    above limit: Double
  ) -> UInt32 {
    var (nearest, least) = (0, Double.infinity)
    for code in 0..<codebook.rows
    where !((products[code] - half.start[code]).double < limit) {
      let e = codebook.row(code)
      var distance = 0.0
      for j in 0..<codebook.columns {
        let d = z[j].double - e[j].double
        distance += d * d
      }
      if distance < least { (nearest, least) = (code, distance) }
    }
    return UInt32(nearest)
  }

  /// ‖z‖² of every row: its squared distance from the origin.
  private static func squares(
    _ vectors: Matrix<Element>, _ origin: Matrix<Element>, into squares: Matrix<Element>
  ) {
    Element.squaredDistances(
      means: vectors.start, targets: origin.start, rows: vectors.rows, columns: vectors.columns,
      repeats: vectors.rows, into: squares.start)
  }
}
