import Foundation

/// A checkpoint on disk that is replaced whole or not at all.
///
/// A new content is written beside the old one, flushed and renamed over it. Whatever goes wrong before the
/// rename, the old file stays as it was and the partial one is removed; if the process is killed, the next
/// writing removes what it left.
public struct CheckpointFile: Sendable {
  /// Where the checkpoint stands.
  public let path: String
  /// The system's `write`, or what a test puts in its place.
  private let writeBytes: @Sendable (Int32, UnsafeRawBufferPointer) -> Int

  /// Names a checkpoint; nothing is read or written.
  public init(path: String) {
    self.init(path: path, writeBytes: PartialFile.systemWrite)
  }

  /// Names a checkpoint that is written by a function with the contract of `write(2)`.
  package init(
    path: String, writeBytes: @escaping @Sendable (Int32, UnsafeRawBufferPointer) -> Int
  ) {
    self.path = path
    self.writeBytes = writeBytes
  }

  /// Writes a content in place of the old one.
  ///
  /// - Throws: `CheckpointError` with the system's reason. The old checkpoint is untouched then, unless it
  ///   was the folder that could not be flushed: the new one stands there, but may not survive a power cut.
  public func write(_ content: TensorFile) throws(CheckpointError) {
    try PartialFile.replace(path, with: content.encode(), writeBytes)
  }

  /// Reads the content and checks all of it.
  ///
  /// A foreign file is refused by its header, before its data are read.
  ///
  /// - Parameter sealed: Whether a checksum must be there; files of other programs have none.
  /// - Throws: `CheckpointError` for a file that is missing, unreadable, truncated, altered or foreign.
  public func read(sealed: Bool = true) throws(CheckpointError) -> TensorFile {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .reading(path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .reading(path, code: errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .invalid(path, "not a file", advice: "give a file that train wrote")
    }
    let size = Int(status.st_size)
    let prefix = try bytes(TensorHeader.prefixCount, of: descriptor, atMost: size)
    let length = try TensorHeader.length(prefix: prefix, fileCount: size, path: path)
    let text = try bytes(length, of: descriptor, atMost: size)
    let dataCount = size - TensorHeader.prefixCount - length
    let header = try TensorHeader(Array(text), dataCount: dataCount, path: path, sealed: sealed)
    let data = try bytes(dataCount, of: descriptor, atMost: size)
    return try TensorFile(header, data: data, path: path)
  }

  /// Reads the next bytes.
  private func bytes(
    _ count: Int, of descriptor: Int32, atMost size: Int
  ) throws(CheckpointError) -> Data {
    var data = Data(count: min(count, size))
    var done = 0
    while done < data.count {
      let got = data.withUnsafeMutableBytes { buffer in
        Foundation.read(descriptor, buffer.baseAddress! + done, buffer.count - done)
      }
      if got < 0, errno == EINTR { continue }
      if got < 0 { throw .reading(path, code: errno) }
      if got == 0 { throw .invalid(path, "it became shorter while it was read") }
      done += got
    }
    return data
  }
}
