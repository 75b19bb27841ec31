import Foundation

/// The slope of log y over log x on a window that is chosen by one rule.
///
/// The window is the first decade from the left in which every y exceeds a hundred times its rounding error. Further
/// left a fit would be one of rounding, further right higher orders mix in; and since the rule looks at sizes and
/// never at slopes, it does not favour the slope that is hoped for.
public struct SlopeFit: Sendable, Equatable, Codable {
  /// The slope; `nil` where no decade rises above the rounding.
  public let slope: Double?
  /// The window's ends; empty without a slope.
  public let window: [Double]

  /// How far above the rounding a number has to be.
  static let clearance = 100.0

  /// Fits a line.
  ///
  /// - Parameters:
  ///   - x: Abscissas, rising.
  ///   - y: Ordinates; what is not finite ends the range.
  ///   - noise: Their rounding errors.
  init(_ x: [Double], _ y: [Double], noise: [Double]) {
    let isClear = zip(y, noise).map { $0.isFinite && $0 > Self.clearance * $1 }
    for first in x.indices {
      guard let last = x.indices.last(where: { x[$0] <= 10.000_001 * x[first] }),
        x[last] >= 9.999_999 * x[first]
      else { break }
      let window = first...last
      guard window.allSatisfy({ isClear[$0] }) else { continue }
      let points = window.map { (log(x[$0]), log(y[$0])) }
      let count = Double(points.count)
      let meanX = points.reduce(0) { $0 + $1.0 } / count
      let meanY = points.reduce(0) { $0 + $1.1 } / count
      let rise = points.reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
      let run = points.reduce(0) { $0 + ($1.0 - meanX) * ($1.0 - meanX) }
      slope = rise / run
      self.window = [x[first], x[last]]
      return
    }
    slope = nil
    window = []
  }

  /// Whether the slope is a given number within 0.1, or the remainder vanishes up to rounding.
  public func supports(_ order: Double) -> Bool {
    slope.map { ($0 - order).magnitude <= 0.1 } ?? true
  }
}
