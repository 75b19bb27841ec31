/// The mean of some numbers and its standard error.
public struct Estimate: Sendable, Equatable, Codable {
  /// The mean.
  public var mean: Double
  /// The sample deviation over √n; NaN for a single number.
  public var standardError: Double

  /// Creates an estimate.
  public init(mean: Double, standardError: Double) {
    self.mean = mean
    self.standardError = standardError
  }

  /// The mean of `value(0) … value(count − 1)`, summed in this order.
  init(count: Int, _ value: (Int) -> Double) {
    var sum = 0.0
    for index in 0..<count { sum += value(index) }
    let mean = sum / Double(count)
    var squares = 0.0
    for index in 0..<count {
      let gap = value(index) - mean
      squares += gap * gap
    }
    let variance = squares / Double(count - 1)
    self.init(mean: mean, standardError: (variance / Double(count)).squareRoot())
  }

  private enum CodingKeys: String, CodingKey {
    case mean
    case standardError = "standard_error"
  }
}
