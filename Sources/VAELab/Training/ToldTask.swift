import Foundation
import Reporting
import VAE

/// A column of the table of epochs.
struct EpochColumn: Sendable {
  let name: String
  let width: Int
  let decimals: Int
  let value: @Sendable (TrainingEpoch) -> Double?

  init(
    _ name: String, width: Int, decimals: Int = 3,
    _ value: @escaping @Sendable (TrainingEpoch) -> Double?
  ) {
    (self.name, self.width, self.decimals, self.value) = (name, width, decimals, value)
  }

  /// The cell of an epoch.
  func cell(_ epoch: TrainingEpoch) -> String {
    value(epoch).map { NumberFormat.fixed($0, decimals: decimals) } ?? "–"
  }
}

/// What is trained, as it is told on the console.
protocol ToldTask: TrainingTask {
  /// What stands between the number of an epoch and its validation.
  static var columns: [EpochColumn] { get }
  /// What the run makes.
  static var product: String { get }
}

extension TrainingConfiguration: ToldTask {
  static var columns: [EpochColumn] {
    [
      EpochColumn("bound", width: 11) { $0.bound },
      EpochColumn("reconstruction", width: 15) { $0.reconstruction },
      EpochColumn("kl", width: 9) { $0.kl },
    ]
  }
  static var product: String { "the model" }
}

extension QuantizedConfiguration: ToldTask {
  static var columns: [EpochColumn] {
    [
      EpochColumn("bound", width: 11) { $0.bound },
      EpochColumn("reconstruction", width: 15) { $0.reconstruction },
      EpochColumn("distance", width: 11) { $0.distance },
      EpochColumn("perplexity", width: 12, decimals: 2) { $0.perplexity },
    ]
  }
  static var product: String { "the model" }
}

extension PriorConfiguration: ToldTask {
  static var columns: [EpochColumn] {
    [
      EpochColumn("log p(codes)", width: 14) { $0.bound },
      EpochColumn("bits", width: 9, decimals: 2) { -$0.bound / log(2) },
    ]
  }
  static var product: String { "the prior" }
}
