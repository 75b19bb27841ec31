extension Statistics {
  /// Tests whether a sample comes from a continuous law.
  ///
  /// The statistic is the largest distance between the sample's distribution function and the
  /// law's. Its p-value is exact up to rounding for 140 values or fewer and in the tail for any
  /// number (see `KolmogorovLaw`).
  ///
  /// - Parameters:
  ///   - sample: Independent draws, in any order; at least one.
  ///   - cdf: Distribution function of the law, continuous (a discrete law makes the test miss
  ///     faults) and with no parameter fitted to the sample. Values that leave [0, 1] count
  ///     against the law.
  /// - Returns: All NaN when a value or its `cdf` is NaN.
  /// - Precondition: The sample is not empty.
  /// - Complexity: O(*n* log *n*), one call of `cdf` a value.
  public static func kolmogorovSmirnov(
    _ sample: [Double], cdf: (Double) -> Double
  ) -> TestOfFit {
    precondition(!sample.isEmpty, "Kolmogorov-Smirnov test of an empty sample")
    if sample.contains(where: \.isNaN) { return .notANumber }
    let n = Double(sample.count)
    var distance = 0.0
    for (rank, x) in sample.sorted().enumerated() {
      let u = cdf(x)
      if u.isNaN { return .notANumber }
      distance = max(distance, u - Double(rank) / n, Double(rank + 1) / n - u)
    }
    return TestOfFit(
      statistic: distance,
      pValue: KolmogorovLaw.upperTail(distance, count: sample.count))
  }

  /// Tests whether two samples come from the same continuous law.
  ///
  /// The p-value is exact up to rounding for samples of equal size and for unequal ones up to about
  /// ten thousand values each; beyond, asymptotic with Hodges' correction (see `SmirnovLaw`).
  ///
  /// - Returns: All NaN when a value is NaN. Ties make the p-value too large, never too small.
  /// - Precondition: Neither sample is empty.
  /// - Complexity: O(*n* log *n*) and the exact p-value, at most 5·10⁶ steps.
  public static func kolmogorovSmirnov(_ first: [Double], _ second: [Double]) -> TestOfFit {
    precondition(
      !first.isEmpty && !second.isEmpty,
      "Kolmogorov-Smirnov test of samples with \(first.count) and \(second.count) values")
    if first.contains(where: \.isNaN) || second.contains(where: \.isNaN) { return .notANumber }
    let (a, b) = (first.sorted(), second.sorted())
    var (i, j, widest) = (0, 0, 0)
    while i < a.count, j < b.count {
      let x = min(a[i], b[j])
      while i < a.count, a[i] <= x { i += 1 }
      while j < b.count, b[j] <= x { j += 1 }
      // |i/n − j/m| times n·m, so that equal distances compare equal.
      widest = max(widest, abs(i * b.count - j * a.count))
    }
    let p = SmirnovLaw.upperTail(scaledDistance: widest, a.count, b.count)
    return TestOfFit(
      statistic: Double(widest) / (Double(a.count) * Double(b.count)), pValue: p)
  }
}
