import Datasets
import Synchronization

/// What has arrived of a download, told in whole units as it grows.
final class ReceivedBytes: Sendable {
  private struct State {
    var file = ""
    var units = 0
  }

  private let unit: Int
  private let state = Mutex(State())

  /// Begins at nothing.
  init(unit: Int) { self.unit = unit }

  /// How many units more have arrived of the present file.
  func advance(_ progress: DatasetDownload.Progress) -> Int {
    state.withLock { state in
      if state.file != progress.file { state = State(file: progress.file) }
      let units = progress.received / unit
      defer { state.units = units }
      return units - state.units
    }
  }
}
