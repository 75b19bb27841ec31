/// A tableau of difference quotients at steps that halve, extrapolated to step zero.
///
/// The quotients are symmetric, so their error is a series in the squared step, and each further
/// column cancels one more term. Of all entries the one with the least total of truncation
/// (distance from its two ancestors) and noise (carried through the weights) is taken.
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
  static let levels = 10

  /// Returns the limit of the quotients for step zero.
  ///
  /// - Parameters:
  ///   - quotients: One per step, the longest step first; those that are NaN are passed over.
  ///   - noise: A bound on the error of the function values beside rounding. Noise that is larger
  ///     is noticed where the quotients of the shortest steps disagree.
  static func limit(of quotients: [Quotient], noise: Double) -> Bounded {
    let noise = max(noise, measuredNoise(in: quotients))
    var previous: [(value: Double, noise: Double)] = []
    var best = Bounded(.nan, error: .nan)
    for quotient in quotients {
      let scatter = quotient.amplification * (noise + quotient.rounding)
      var row = [(value: quotient.value, noise: scatter)]
      for (column, ancestor) in previous.enumerated() {
        let power = Double(sign: .plus, exponent: 2 * (column + 1), significand: 1)
        let parent = row[column]
        let value = parent.value + (parent.value - ancestor.value) / (power - 1)
        let scatter = (power * parent.noise + ancestor.noise) / (power - 1)
        let truncation = max(
          (value - parent.value).magnitude, (value - ancestor.value).magnitude)
        let total = 2 * truncation + scatter + value.ulp
        if total.isFinite, !(best.error <= total) { best = Bounded(value, error: total) }
        row.append((value, scatter))
      }
      previous = row
    }
    return best
  }

  /// Returns the noise of the function values as the shortest steps show it.
  ///
  /// There the truncation of the once-extrapolated quotients is far below the noise, so that
  /// their disagreement is noise (or, for a step that is too long, an overestimate of it).
  private static func measuredNoise(in quotients: [Quotient]) -> Double {
    var largest = 0.0
    for level in max(2, quotients.count - 4)..<max(2, quotients.count) {
      let fine = quotients[level].value
      let middle = quotients[level - 1].value
      let coarse = quotients[level - 2].value
      let disagreement = (fine + (fine - middle) / 3) - (middle + (middle - coarse) / 3)
      let noise = disagreement.magnitude / quotients[level].amplification
      if noise.isFinite { largest = max(largest, noise) }
    }
    return largest
  }
}
