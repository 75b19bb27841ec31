import Foundation

/// The learning rate as a function of the epoch.
public enum LearningRate: Sendable, Equatable, Codable {
  /// The same throughout.
  case constant(Double)
  /// Multiplied by a factor when each of some epochs begins (counted from 0).
  case milestones(Double, epochs: [Int], factor: Double)
  /// Half a cosine from the first value to zero at the end of training.
  case cosine(Double)
  /// Stages i = 0 … 7 of 3ⁱ epochs at 10⁻⁴ · 10^(1 − i/7), the power rounded to one decimal: 3280 epochs;
  /// Burda, Grosse and Salakhutdinov (2016).
  case burda

  /// The rate during an epoch.
  ///
  /// - Parameters:
  ///   - epoch: The epoch, from 0.
  ///   - epochs: How many epochs training has.
  public func value(epoch: Int, of epochs: Int) -> Double {
    switch self {
    case .constant(let rate): return rate
    case .milestones(let rate, let milestones, let factor):
      return rate * pow(factor, Double(milestones.count { $0 <= epoch }))
    case .cosine(let rate):
      return rate * 0.5 * (1 + cos(.pi * Double(epoch) / Double(max(epochs, 1))))
    case .burda:
      var end = 0
      for stage in 0..<8 {
        end += Int(pow(3, Double(stage)))
        if epoch < end || stage == 7 {
          return 1e-4 * (pow(10, 1 - Double(stage) / 7) * 10).rounded() / 10
        }
      }
      return 1e-4
    }
  }
}
