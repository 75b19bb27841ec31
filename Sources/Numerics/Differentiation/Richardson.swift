/// A tableau of difference quotients at steps that halve, extrapolated to step zero.
///
/// The quotients are symmetric, so their error is a series in the squared step, and each further
/// column cancels one more term. In each row the entry with the least total of truncation
/// (distance from its two ancestors) and noise (carried through the weights) stands for the row.
/// Of the rows the best one is taken that agrees with all rows of shorter steps: a long step that
/// looks exact because it spans a period, or straddles a kink, is thereby found out.
struct Richardson {
  /// One difference quotient.
  struct Quotient {
    /// The quotient itself.
    var value: Double
    /// By what the noise of one function value is multiplied in it at most.
    var amplification: Double
    /// The bound on the rounding of the function values and of the points, as a noise.
    var rounding: Double
  }

  /// The number of step sizes, each half the one before.
  static let levels = 14

  /// An extrapolated quotient, the rounding it carries, and by what a noise is multiplied in it.
  private struct Entry {
    var value: Double
    var scatter: Double
    var amplification: Double
  }

  /// Returns the limit of the quotients for step zero.
  ///
  /// - Parameters:
  ///   - quotients: One per step, the longest step first; those that are NaN are passed over.
  ///   - noise: A bound on the error of the function values beside rounding. Noise that is larger
  ///     is noticed where the quotients of the shortest steps disagree.
  /// - Returns: The limit, NaN if no three steps in sequence gave finite quotients.
  static func limit(of quotients: [Quotient], noise: Double) -> Bounded {
    let rows = tableau(of: quotients)
    let noise = max(noise, measuredNoise(in: rows))
    var limit = Bounded(.nan, error: .nan)
    for level in rows.indices.reversed() where level > 0 {
      guard let row = best(of: rows[level], above: rows[level - 1], noise: noise) else { continue }
      if limit.error.isNaN {
        limit = row
      } else if (row.value - limit.value).magnitude > row.error + limit.error {
        break
      } else if row.error < limit.error {
        limit = row
      }
    }
    return limit
  }

  /// Returns the rows, one per step, of extrapolated quotients.
  private static func tableau(of quotients: [Quotient]) -> [[Entry]] {
    var rows: [[Entry]] = []
    for quotient in quotients {
      var row = [
        Entry(
          value: quotient.value, scatter: quotient.amplification * quotient.rounding,
          amplification: quotient.amplification)
      ]
      for (column, ancestor) in (rows.last ?? []).enumerated() {
        let power = Double(sign: .plus, exponent: 2 * (column + 1), significand: 1)
        let parent = row[column]
        row.append(
          Entry(
            value: parent.value + (parent.value - ancestor.value) / (power - 1),
            scatter: (power * parent.scatter + ancestor.scatter) / (power - 1),
            amplification: (power * parent.amplification + ancestor.amplification) / (power - 1)))
      }
      rows.append(row)
    }
    return rows
  }

  /// Returns the entry of a row with the least total error, or nil if none is finite.
  private static func best(
    of row: [Entry], above: [Entry], noise: Double
  ) -> Bounded? {
    var best: Bounded?
    for column in row.indices where column > 0 {
      let entry = row[column]
      let truncation = max(
        (entry.value - row[column - 1].value).magnitude,
        (entry.value - above[column - 1].value).magnitude)
      let total = 2 * truncation + entry.scatter + noise * entry.amplification + entry.value.ulp
      guard total.isFinite else { break }
      if let least = best, least.error <= total { continue }
      best = Bounded(entry.value, error: total)
    }
    return best
  }

  /// Returns the noise of the function values as the shortest steps show it.
  ///
  /// There the truncation of quotients that were extrapolated twice is far below the noise, so that
  /// their disagreement is noise (or, for a step that is too long, an overestimate of it).
  private static func measuredNoise(
    in rows: [[Entry]]
  ) -> Double {
    var largest = 0.0
    for level in rows.indices.suffix(5) where level >= 3 {
      let disagreement = (rows[level][2].value - rows[level - 1][2].value).magnitude
      let noise = disagreement / rows[level][0].amplification
      if noise.isFinite { largest = max(largest, noise) }
    }
    // A few samples of the noise fall short of its bound by less than half, but for rare exceptions.
    return 2 * largest
  }
}
