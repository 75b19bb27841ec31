import CZlib
import Foundation

/// A regular file read from its beginning, inflated on the way if it is gzipped.
///
/// Whether it is gzipped is told by its first two bytes, not by its name. Nothing beyond what the
/// caller asks for is inflated, so that a small file cannot fill the memory.
final class InputFile {
  /// The path as it was given.
  let path: String
  /// The length on disk.
  let size: Int
  /// Whether the contents are inflated.
  private(set) var isCompressed = false

  private let descriptor: Int32
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  private var unread = 0..<0
  private let inflater = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  /// Whether the compressed stream stands between two members, where it may end.
  private var isBetweenMembers = true
  private var members = 0

  /// Opens a file.
  init(_ path: String) throws(DatasetError) {
    self.path = path
    // Without O_NONBLOCK the opening of a pipe would wait for its writer.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      buffer.deallocate()
      inflater.deallocate()
      throw .system(errno, path, doing: "opened")
    }
    inflater.initialize(to: z_stream())
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      size = 0
      throw DatasetError(.invalid, path, "is not a regular file", advice: "give the path of a file")
    }
    size = Int(status.st_size)
    try refill()
    if unread.count >= 2, buffer[0] == 0x1F, buffer[1] == 0x8B {
      isCompressed = true
      let opened = inflateInit2_(inflater, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      guard opened == Z_OK else {
        isCompressed = false
        throw DatasetError(
          .inputOutput, path, "zlib cannot start (status \(opened))", advice: "free some memory")
      }
    }
  }

  deinit {
    if isCompressed { inflateEnd(inflater) }
    inflater.deallocate()
    buffer.deallocate()
    close(descriptor)
  }

  /// Fills as much of a target as the file has bytes left.
  ///
  /// - Returns: The number of bytes written; fewer than asked for only at the end of the file.
  func read(into target: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
    var filled = 0
    while filled < target.count {
      if unread.isEmpty { try refill() }
      if unread.isEmpty {
        guard isBetweenMembers else {
          throw DatasetError(
            .invalid, path, "the compressed data breaks off after \(size) bytes",
            advice: "fetch the file again")
        }
        return filled
      }
      let rest = UnsafeMutableRawBufferPointer(rebasing: target[filled...])
      filled += isCompressed ? try inflated(into: rest) : copied(into: rest)
    }
    return filled
  }

  /// Whether anything follows; at the end of compressed data its check sum is verified.
  func hasMore() throws(DatasetError) -> Bool {
    let probe = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
    defer { probe.deallocate() }
    return try read(into: probe) > 0
  }

  private func copied(into target: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(target.count, unread.count)
    target.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[unread.prefix(count)]))
    unread.removeFirst(count)
    return count
  }

  private func inflated(into target: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
    if isBetweenMembers {
      if members > 0 { inflateReset(inflater) }
      isBetweenMembers = false
      members += 1
    }
    let room = min(target.count, 1 << 30)
    inflater.pointee.next_in = (buffer.baseAddress! + unread.lowerBound)
      .assumingMemoryBound(to: Bytef.self)
    inflater.pointee.avail_in = uInt(unread.count)
    inflater.pointee.next_out = target.baseAddress!.assumingMemoryBound(to: Bytef.self)
    inflater.pointee.avail_out = uInt(room)
    let status = inflate(inflater, Z_NO_FLUSH)
    unread = (unread.upperBound - Int(inflater.pointee.avail_in))..<unread.upperBound
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isBetweenMembers = true
    default:
      let reason = inflater.pointee.msg.map { String(cString: $0) } ?? "status \(status)"
      let finding =
        members > 1 && inflater.pointee.total_out == 0
        ? "there is something else behind the compressed data"
        : "the compressed data is damaged (\(reason))"
      throw DatasetError(.invalid, path, finding, advice: "fetch the file again")
    }
    return room - Int(inflater.pointee.avail_out)
  }

  private func refill() throws(DatasetError) {
    var count = -1
    repeat {
      count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
    } while count < 0
      && errno == EINTR
    guard count >= 0 else { throw .system(errno, path, doing: "read") }
    unread = 0..<count
  }
}

extension DatasetError {
  /// The error of a call of the system.
  ///
  /// - Parameters:
  ///   - code: The call's `errno`.
  ///   - place: The file.
  ///   - action: What could not be done, as a participle.
  static func system(_ code: Int32, _ place: String, doing action: String) -> DatasetError {
    if code == ENOENT || code == ENOTDIR {
      return DatasetError(.missing, place, "does not exist", advice: "check the path")
    }
    let reason = String(cString: strerror(code))
    return DatasetError(
      .inputOutput, place, "cannot be \(action) (\(reason))",
      advice: code == ENOSPC ? "make room on the disk" : "check permissions and the disk")
  }
}

extension InputFile {
  /// Reads a whole plain file.
  ///
  /// - Throws: `DatasetError`, also for a file that is longer than expected.
  func contents(atMost limit: Int) throws(DatasetError) -> [UInt8] {
    guard size <= limit else {
      throw DatasetError(
        .invalid, path, "has \(size) bytes", advice: "at most \(limit) are expected of such a file")
    }
    var failure: DatasetError?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { target, filled in
      do throws(DatasetError) {
        filled = try read(
          into: UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(target)[..<size]))
      } catch { failure = error }
    }
    if let failure { throw failure }
    return bytes
  }
}
