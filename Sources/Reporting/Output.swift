import Foundation
import Synchronization

/// A failure to write, with the place and the system's reason.
public struct OutputError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What was being written: a path or a stream's name.
  public let destination: String
  /// The system's error number.
  public let code: Int32

  /// Creates a failure.
  public init(destination: String, code: Int32) {
    self.destination = destination
    self.code = code
  }

  /// What failed, where, and the system's reason, in one line.
  public var description: String {
    "cannot write \(destination): \(String(cString: strerror(code)))"
  }
}

/// Somewhere that text can be written to.
public protocol TextSink: Sendable {
  /// Writes the whole text before it returns.
  ///
  /// A reader that has gone away (`| head`) is no failure: what follows is dropped.
  func write(_ text: String) throws(OutputError)
}

/// An open file descriptor as a sink, unbuffered.
public final class DescriptorSink: TextSink {
  private let descriptor: Int32
  private let name: String
  private let isClosed = Mutex(false)

  /// Creates a sink that writes to a descriptor and leaves it open.
  ///
  /// - Parameters:
  ///   - descriptor: An open file descriptor.
  ///   - name: How error messages call it.
  public init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  /// Writes the whole text.
  ///
  /// - Throws: `OutputError` with the system's reason; not for a closed pipe.
  public func write(_ text: String) throws(OutputError) {
    let result: Result<Void, OutputError> = isClosed.withLock { closed in
      guard !closed else { return .success(()) }
      let code = writeAll(Array(text.utf8), to: descriptor)
      closed = code == EPIPE
      return code == 0 || closed
        ? .success(()) : .failure(OutputError(destination: name, code: code))
    }
    try result.get()
  }
}

/// A sink that keeps what was written, for tests and for reports that go into files.
public final class StringSink: TextSink {
  private let content = Mutex("")

  /// Creates an empty sink.
  public init() {}

  /// Everything written until now.
  public var text: String { content.withLock { $0 } }

  /// Keeps the text.
  public func write(_ text: String) throws(OutputError) {
    content.withLock { $0 += text }
  }
}

/// Writes all bytes, going on after interruptions and partial writes.
///
/// - Returns: 0 or the system's error number.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
  bytes.withUnsafeBytes { buffer in
    var rest = buffer[...]
    while !rest.isEmpty {
      let written = write(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written < 0 {
        if errno == EINTR { continue }
        return errno
      }
      rest = rest.dropFirst(written)
    }
    return 0
  }
}
