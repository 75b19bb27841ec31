/// A sample autocorrelation beside what independent draws would give.
public struct Autocorrelation: Sendable, Equatable {
  /// The sample autocorrelation, in [−1, 1]; NaN when the values do not vary.
  public let value: Double
  /// Its expectation for independent draws, slightly negative.
  public let expectation: Double
  /// Its standard error for independent draws.
  public let standardError: Double

  /// Distance from the expectation in standard errors; approximately standard normal for
  /// independent draws.
  public var zScore: Double { (value - expectation) / standardError }
}

extension Statistics {
  /// Returns the autocorrelation of a sequence at a lag.
  ///
  /// Σ (xᵢ − x̄)(xᵢ₊ₖ − x̄) / Σ (xᵢ − x̄)². For independent draws of any law its expectation is
  /// −(n − k)/(n(n − 1)) exactly; the standard error √((n − k)/(n(n + 2))) is that of Ljung and Box
  /// (1978) for normal draws, right for any law of finite variance as n grows.
  ///
  /// - Parameters:
  ///   - values: The sequence in its order.
  ///   - lag: Distance of the correlated values, between 1 and *n* − 1.
  /// - Precondition: The lag lies in that range.
  /// - Complexity: O(*n*).
  public static func autocorrelation(_ values: [Double], lag: Int) -> Autocorrelation {
    precondition(
      lag >= 1 && lag < values.count, "lag \(lag) of a sequence of \(values.count) values")
    let mean = RunningMoments(values).mean
    var (products, squares) = (0.0, 0.0)
    for (index, x) in values.enumerated() {
      let deviation = x - mean
      squares += deviation * deviation
      if index >= lag { products += deviation * (values[index - lag] - mean) }
    }
    let (n, pairs) = (Double(values.count), Double(values.count - lag))
    return Autocorrelation(
      value: products / squares, expectation: -pairs / (n * (n - 1)),
      standardError: (pairs / (n * (n + 2))).squareRoot())
  }
}
