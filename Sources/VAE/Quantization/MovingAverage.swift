import Networks
import Tensors

/// What the vectors of a step say about the codes that they chose.
public struct CodeStatistics<Element: Scalar>: Sendable {
  /// n, how many chose each code.
  public let counts: Matrix<Element>
  /// Σz over those.
  public let sums: Matrix<Element>

  /// Creates zeros.
  public init(codes: Int, dimension: Int) {
    counts = Matrix(rows: 1, columns: codes)
    sums = Matrix(rows: codes, columns: dimension)
  }

  /// Adds vectors, in order.
  ///
  /// - Parameters:
  ///   - vectors: z, one a row.
  ///   - indices: Which code each chose.
  public func add(_ vectors: Matrix<Element>, _ indices: UnsafePointer<UInt32>) {
    for row in 0..<vectors.rows {
      let (z, sum) = (vectors.row(row), sums.row(Int(indices[row])))
      counts.start[Int(indices[row])] += Element(1)
      for j in 0..<vectors.columns { sum[j] += z[j] }
    }
  }

  /// Back to zeros.
  public func reset() {
    counts.fill(.zero)
    sums.fill(.zero)
  }
}

/// A codebook that follows the vectors which choose it; van den Oord et al. (2017), appendix A.1:
///
///     N ← γN + (1 − γ)n,   m ← γm + (1 − γ)Σz,   e = m/Ñ,   Ñ = (N + ε)/(ΣN + Kε) · ΣN.
///
/// N is the running count, not the batch's n: the two agree only while n stays the same. With γ = 0 and ε = 0 a step
/// over all vectors is the second half of a round of Lloyd's k-means; a code that nothing chose then stays.
public struct MovingAverage: Sendable, Equatable, Codable {
  /// γ, from 0 up to but not including 1.
  public var decay: Double
  /// ε of the Laplace smoothing of the counts, which keeps rare codes from being divided by next to nothing.
  public var smoothing: Double

  /// Creates a rule.
  public init(decay: Double = 0.99, smoothing: Double = 1e-5) {
    (self.decay, self.smoothing) = (decay, smoothing)
  }

  /// N ← γN + (1 − γ)n.
  public func follow<Element: Scalar>(
    usage: Matrix<Element>, _ statistics: CodeStatistics<Element>
  ) {
    average(usage, statistics.counts)
  }

  /// Moves counts, sums and codes by one step.
  ///
  /// - Parameters:
  ///   - codes: e, one a row.
  ///   - usage: N, one number a code.
  ///   - sums: m, one row a code.
  ///   - statistics: n and Σz of the step.
  public func follow<Element: Scalar>(
    codes: Matrix<Element>, usage: Matrix<Element>, sums: Matrix<Element>,
    _ statistics: CodeStatistics<Element>
  ) {
    average(usage, statistics.counts)
    average(sums, statistics.sums)
    var total = Element.zero
    for code in 0..<codes.rows { total += usage.start[code] }
    let ε = Element(smoothing)
    // 1 without smoothing, so that a code is then m/N to the last bit.
    let share = total / (total + Element(Double(codes.rows)) * ε)
    for code in 0..<codes.rows {
      let smoothed = (usage.start[code] + ε) * share
      guard .zero < smoothed else { continue }
      let (e, m) = (codes.row(code), sums.row(code))
      for j in 0..<codes.columns { e[j] = m[j] / smoothed }
    }
  }

  private func average<Element: Scalar>(_ mean: Matrix<Element>, _ new: Matrix<Element>) {
    let (γ, share) = (Element(decay), Element(1 - decay))
    for place in 0..<mean.count {
      mean.start[place] = γ * mean.start[place] + share * new.start[place]
    }
  }
}
