import Foundation
import Synchronization

/// A file that appears whole or not at all.
///
/// The content is written beside the destination, flushed to the disk and renamed over it. Opening
/// comes first, so that a destination that cannot be written is refused before any work is done.
/// A destination that exists and is no regular file (a device, a pipe) is written in place.
public final class AtomicFile {
  private let path: String
  private let destination: String
  private let temporary: String?
  private let partials: PartialFiles
  private var descriptor: Int32

  /// Opens a file for one writing.
  ///
  /// - Parameters:
  ///   - path: Where the content will stand; a symbolic link is followed.
  ///   - partials: Where the file is listed until it is whole.
  /// - Throws: `OutputError` naming the path, if it cannot be created there or is a folder.
  public init(path: String, partials: PartialFiles = .shared) throws(OutputError) {
    self.path = path
    self.partials = partials
    var status = stat()
    let exists = stat(path, &status) == 0
    let kind = exists ? status.st_mode & S_IFMT : S_IFREG
    guard kind != S_IFDIR else { throw OutputError(destination: path, code: EISDIR) }
    destination = exists ? Self.resolved(path) : path
    guard kind == S_IFREG else {
      temporary = nil
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
      if descriptor < 0 { throw OutputError(destination: path, code: errno) }
      return
    }
    if exists, access(path, W_OK) != 0 { throw OutputError(destination: path, code: errno) }
    let name = "\(destination).\(UInt32.random(in: 0 ... .max)).part"
    partials.insert(name)
    temporary = name
    descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    if descriptor < 0 {
      let code = errno
      partials.remove(name)
      throw OutputError(destination: path, code: code)
    }
    if exists { _ = fchmod(descriptor, status.st_mode & 0o777) }
  }

  deinit {
    discard()
  }

  /// Writes the content and puts it in its place.
  ///
  /// - Throws: `OutputError` with the system's reason; nothing is left beside the destination then.
  /// - Precondition: Called once.
  public func commit(_ text: String) throws(OutputError) {
    try commit(bytes: Array(text.utf8))
  }

  /// Writes the content, given as bytes, and puts it in its place.
  ///
  /// - Throws: `OutputError` with the system's reason; nothing is left beside the destination then.
  /// - Precondition: Called once.
  public func commit(bytes: [UInt8]) throws(OutputError) {
    precondition(descriptor >= 0, "\(path) has been written already")
    var code = writeAll(bytes, to: descriptor)
    if code == 0, temporary != nil, fsync(descriptor) != 0 { code = errno }
    if close(descriptor) != 0, code == 0 { code = errno }
    descriptor = -1
    if code == 0, let temporary, rename(temporary, destination) != 0 { code = errno }
    if let temporary {
      if code != 0 { unlink(temporary) }
      partials.remove(temporary)
    }
    if code != 0 { throw OutputError(destination: path, code: code) }
  }

  /// Gives up: nothing is left behind.
  private func discard() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    if let temporary {
      unlink(temporary)
      partials.remove(temporary)
    }
  }

  /// Follows symbolic links, so that the rename replaces the file and not the link to it.
  private static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}

/// A list of partial files, so that an interruption can remove them.
public final class PartialFiles: Sendable {
  /// The list of the process.
  public static let shared = PartialFiles()

  private let names = Mutex<Set<String>>([])

  /// Starts a list of its own.
  public init() {}

  fileprivate func insert(_ name: String) { names.withLock { _ = $0.insert(name) } }
  fileprivate func remove(_ name: String) { names.withLock { _ = $0.remove(name) } }

  /// Removes every partial file from the disk.
  public func removeAll() {
    names.withLock {
      for name in $0 { unlink(name) }
      $0 = []
    }
  }
}
