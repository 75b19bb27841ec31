import Foundation

/// The log of a run: one line of JSON an epoch, in a file that a resumed run goes on with.
struct EpochLog {
  private let path: String

  /// Opens a log; lines of epochs beyond those that count, and a line cut short, are dropped.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - epochs: How many epochs are kept.
  init(_ path: String, keepingEpochs epochs: Int) throws(CheckpointError) {
    self.path = path
    let text = epochs > 0 ? (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" : ""
    let kept = text.split(separator: "\n").filter {
      guard let epoch = try? JSONDecoder().decode(TrainingEpoch.self, from: Data($0.utf8))
      else { return false }
      return epoch.epoch <= epochs
    }
    try PartialFile.replace(path, with: Data(kept.map { $0 + "\n" }.joined().utf8))
  }

  /// Adds a line.
  func append(_ epoch: TrainingEpoch) throws(CheckpointError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let line = try? encoder.encode(epoch) else {
      preconditionFailure("an epoch whose numbers are finite has a line: \(epoch)")
    }
    let bytes = line + Data("\n".utf8)
    guard let file = fopen(path, "a") else { throw CheckpointError.writing(path, code: errno) }
    let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    let code = errno
    guard fclose(file) == 0, written == bytes.count else {
      throw CheckpointError.writing(path, code: code == 0 ? EIO : code)
    }
  }
}
