import CGSL

extension Statistics {
  /// Tests whether counts in cells come from the expected counts, by Pearson's χ².
  ///
  /// Neighbouring cells are merged, from the left, until each expects at least `minimumExpected`;
  /// a remainder joins the last one. The default of 100 is meant for thresholds around z = 5: the
  /// χ² law understates the true tail there by a factor of 3 for a rare cell that expects 100, of
  /// 12 at 25 and of 35 at the customary 5 (at z = 6: 10, 76 and 710).
  ///
  /// - Parameters:
  ///   - observed: Counts, one a cell, non-negative.
  ///   - expected: Expected counts, one a cell, non-negative, with the same total as `observed`
  ///     (up to rounding): cells must exhaust the possible outcomes.
  ///   - minimumExpected: Smallest expected count of a cell that is not merged.
  ///   - fittedParameters: How many parameters of the law were fitted to these counts.
  /// - Returns: χ², its p-value and the degrees of freedom: cells after merging − 1 −
  ///   `fittedParameters`.
  /// - Throws: `NumericsError` when a count is negative, an expectation is negative or not finite,
  ///   the totals differ, or no degree of freedom remains after merging.
  /// - Precondition: Both arrays have the same size.
  public static func chiSquared(
    observed: [Int], expected: [Double], minimumExpected: Double = 100, fittedParameters: Int = 0
  ) throws(NumericsError) -> TestOfFit {
    precondition(
      observed.count == expected.count,
      "χ² test of \(observed.count) counts against \(expected.count) expectations")
    precondition(
      minimumExpected > 0 && fittedParameters >= 0,
      "χ² test with minimum \(minimumExpected) and \(fittedParameters) fitted parameters")
    try checkCells(observed, expected)
    let cells = merged(observed, expected, minimum: minimumExpected)
    let degrees = cells.count - 1 - fittedParameters
    guard degrees > 0 else {
      throw badInput(
        "\(cells.count) cells expecting \(minimumExpected) or more remain of \(observed.count), "
          + "too few for a test with \(fittedParameters) fitted parameters")
    }
    let statistic = cells.reduce(0) { sum, cell in
      let gap = Double(cell.observed) - cell.expected
      return sum + gap * gap / cell.expected
    }
    let p = withoutAborting { gsl_cdf_chisq_Q(statistic, Double(degrees)) }
    return TestOfFit(statistic: statistic, pValue: p, degreesOfFreedom: degrees)
  }

  /// Throws what is wrong with the counts or the expectations, naming the cell.
  private static func checkCells(_ observed: [Int], _ expected: [Double]) throws(NumericsError) {
    for (index, count) in observed.enumerated() where count < 0 {
      throw badInput("cell \(index) was observed \(count) times")
    }
    for (index, value) in expected.enumerated() {
      guard value.isFinite else {
        throw .notFinite(at: [Double(index)], value: value, routine: chiSquaredName)
      }
      guard value >= 0 else { throw badInput("cell \(index) expects \(value)") }
    }
    let count = Double(observed.reduce(0, +))
    var total = 0.0
    for value in expected { total += value }
    // The expectations are n·p with p from a closed form or quadrature: a part in 10⁹ is rounding,
    // and changes χ² by less than 10⁻¹⁸·n.
    guard (count - total).magnitude <= 1e-9 * count else {
      throw badInput("\(count) observations, but the expectations add up to \(total)")
    }
  }

  /// Merges neighbours until every cell expects at least `minimum`.
  private static func merged(
    _ observed: [Int], _ expected: [Double], minimum: Double
  ) -> [(observed: Int, expected: Double)] {
    var cells: [(observed: Int, expected: Double)] = []
    var open = (observed: 0, expected: 0.0)
    for (count, value) in zip(observed, expected) {
      open.observed += count
      open.expected += value
      if open.expected >= minimum {
        cells.append(open)
        open = (0, 0)
      }
    }
    if let last = cells.indices.last {
      cells[last].observed += open.observed
      cells[last].expected += open.expected
    }
    return cells
  }

  private static let chiSquaredName = "chi-squared test of fit"

  /// The error of counts or expectations that no test can use.
  private static func badInput(_ message: String) -> NumericsError {
    NumericsError(
      routine: chiSquaredName, reason: .status(code: GSL_EINVAL, name: "GSL_EINVAL"),
      message: message)
  }
}
