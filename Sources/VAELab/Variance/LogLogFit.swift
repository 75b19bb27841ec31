import Foundation

/// A straight line through logarithms: y ≈ c·xˢ by least squares.
struct LogLogFit: Encodable, Sendable, Equatable {
  /// s.
  let slope: Double
  /// The standard error of s from the residuals; `nil` below three points.
  let error: Double?

  /// Fits positive finite points; `nil` if fewer than two different abscissas are left.
  init?(_ points: [(x: Double, y: Double)]) {
    let logs = points.filter { $0.x > 0 && $0.y > 0 && $0.x.isFinite && $0.y.isFinite }
      .map { (x: log($0.x), y: log($0.y)) }
    let n = Double(logs.count)
    let meanX = logs.reduce(0) { $0 + $1.x } / n
    let meanY = logs.reduce(0) { $0 + $1.y } / n
    let spread = logs.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    guard logs.count >= 2, spread > 0 else { return nil }
    let slope = logs.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread
    let residuals = logs.map { point in point.y - meanY - slope * (point.x - meanX) }
    let sum = residuals.reduce(0) { $0 + $1 * $1 }
    self.slope = slope
    error = logs.count > 2 ? (sum / (n - 2) / spread).squareRoot() : nil
  }
}
