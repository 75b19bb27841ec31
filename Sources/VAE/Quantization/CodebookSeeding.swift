import Distributions
import Tensors

/// Begins a codebook at data: k-means++ and some rounds of Lloyd's k-means.
///
/// Every code is drawn from the vectors with a probability that grows with its squared distance from the codes drawn
/// before (Arthur and Vassilvitskii, 2007). Large codebooks are drawn in 256 rounds, several codes at a time with the
/// same distances (Bahmani et al., 2012, oversample so), which needs one product a round.
public struct CodebookSeeding: Sendable {
  /// Rounds of Lloyd's k-means after the draws.
  public var rounds: Int

  /// Creates a rule.
  public init(rounds: Int = 10) { self.rounds = rounds }

  /// Places the codes.
  ///
  /// - Parameters:
  ///   - codes: Where they are written, one a row.
  ///   - vectors: The data, one a row; at least one.
  ///   - generator: The stream of the draws.
  /// - Returns: Which code each vector chose in the end.
  /// - Complexity: O(*vectors* · *codes* · *dimension* · *rounds*).
  public func seed(
    _ codes: Matrix<Float>, from vectors: Matrix<Float>, using generator: Philox
  ) -> IndexBuffer {
    precondition(vectors.rows > 0 && vectors.columns == codes.columns, "no vectors to seed from")
    draw(codes, from: vectors, using: generator)
    let nearest = NearestCodes<Float>(codes: codes.rows, rows: vectors.rows)
    let indices = IndexBuffer(count: vectors.rows)
    let lloyd = MovingAverage(decay: 0, smoothing: 0)
    let statistics = CodeStatistics<Float>(codes: codes.rows, dimension: codes.columns)
    let usage = Matrix<Float>(rows: 1, columns: codes.rows)
    let sums = Matrix<Float>(rows: codes.rows, columns: codes.columns)
    for _ in 0..<rounds {
      nearest.assign(vectors, to: codes, into: indices.start)
      statistics.reset()
      statistics.add(vectors, indices.start)
      lloyd.follow(codes: codes, usage: usage, sums: sums, statistics)
    }
    nearest.assign(vectors, to: codes, into: indices.start)
    return indices
  }

  /// k-means++.
  private func draw(
    _ codes: Matrix<Float>, from vectors: Matrix<Float>, using generator: Philox
  ) {
    var stream = generator
    let together = (codes.rows + 255) / 256
    var distances = [Double](repeating: .infinity, count: vectors.rows)
    let nearest = IndexBuffer(count: vectors.rows)
    var placed = 0
    while placed < codes.rows {
      let new = placed..<min(placed + together, codes.rows)
      let total = placed == 0 ? 0 : distances.reduce(0, +)
      for code in new {
        let row =
          total > 0 && total.isFinite
          ? pick(distances, total * stream.uniform()) : Int(stream.next() % UInt64(vectors.rows))
        codes.row(code).update(from: vectors.row(row), count: codes.columns)
      }
      let drawn = codes.rows(new)
      NearestCodes<Float>(codes: new.count, rows: vectors.rows)
        .assign(vectors, to: drawn, into: nearest.start)
      for row in 0..<vectors.rows {
        let (z, e) = (vectors.row(row), drawn.row(Int(nearest.start[row])))
        var distance = 0.0
        for j in 0..<vectors.columns { distance += Double((z[j] - e[j]) * (z[j] - e[j])) }
        distances[row] = min(distances[row], distance)
      }
      placed = new.upperBound
    }
  }

  /// The first place at which the running sum reaches a mark.
  private func pick(_ weights: [Double], _ mark: Double) -> Int {
    var sum = 0.0
    for (place, weight) in weights.enumerated() {
      sum += weight
      if sum >= mark, weight > 0 { return place }
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }
}
