import Foundation

/// A file on its way: open beside its destination under a name of its own, and locked.
///
/// The lock tells a file that someone is writing from one that a killed process left: the system drops a
/// lock with the process that held it.
struct PartialFile {
  private let path: String
  private let destination: String
  private let name: String
  private let descriptor: Int32

  /// The system's `write`.
  static let systemWrite: @Sendable (Int32, UnsafeRawBufferPointer) -> Int = {
    Foundation.write($0, $1.baseAddress, $1.count)
  }

  /// Replaces a file's content whole or not at all.
  ///
  /// - Throws: `CheckpointError` with the system's reason; the old file is untouched then, unless it was the
  ///   folder that could not be flushed.
  static func replace(
    _ path: String, with data: Data,
    _ writeBytes: (Int32, UnsafeRawBufferPointer) -> Int = systemWrite
  ) throws(CheckpointError) {
    let partial = try PartialFile(beside: path)
    defer { partial.close() }
    do throws(CheckpointError) {
      try partial.write(data, writeBytes)
      try partial.rename()
    } catch {
      partial.remove()
      throw error
    }
  }

  /// Opens a partial file in the destination's folder and removes those that nobody writes any more.
  ///
  /// - Throws: `CheckpointError` if the folder is missing or cannot be written to, or the destination is
  ///   something other than a file.
  private init(beside path: String) throws(CheckpointError) {
    self.path = path
    var status = stat()
    let exists = stat(path, &status) == 0
    guard !exists || status.st_mode & S_IFMT == S_IFREG else {
      throw CheckpointError(.inputOutput, path, "not a file", advice: "choose another path")
    }
    // The rename would replace a write-protected file too.
    if exists, access(path, W_OK) != 0 { throw .writing(path, code: errno) }
    // The rename replaces the file, not a link to it.
    let destination = Self.resolved(path)
    self.destination = destination
    Self.removeLeftovers(of: destination)
    while true {
      let number = String(UInt64.random(in: 0 ... .max), radix: 16)
      let name =
        "\(destination).\(String(repeating: "0", count: 16 - number.count))\(number).part"
      let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor < 0 {
        if errno == EEXIST || errno == EINTR { continue }
        throw .writing(path, code: errno)
      }
      // Locks that the file system does not know protect nobody, and nobody cleans up by them either.
      let isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
      if isLocked, fstat(descriptor, &status) == 0, status.st_nlink > 0 {
        self.name = name
        self.descriptor = descriptor
        break
      }
      // Another process took it for a leftover between the two calls: once more.
      Foundation.close(descriptor)
    }
    if exists, stat(destination, &status) == 0 { _ = fchmod(descriptor, status.st_mode & 0o777) }
  }

  /// Writes everything and brings it to the disk.
  private func write(
    _ data: Data, _ writeBytes: (Int32, UnsafeRawBufferPointer) -> Int
  ) throws(CheckpointError) {
    let code = data.withUnsafeBytes { (buffer: UnsafeRawBufferPointer) -> Int32 in
      var rest = buffer
      while !rest.isEmpty {
        let written = writeBytes(descriptor, rest)
        if written < 0, errno == EINTR { continue }
        if written < 0 { return errno }
        if written == 0 { return ENOSPC }
        rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      }
      return fsync(descriptor) == 0 ? 0 : errno
    }
    if code != 0 { throw .writing(path, code: code) }
  }

  /// Puts the file in its place and brings the folder to the disk.
  private func rename() throws(CheckpointError) {
    guard Foundation.rename(name, destination) == 0 else { throw .writing(path, code: errno) }
    let folder = open(Self.folder(of: destination), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { return }
    defer { Foundation.close(folder) }
    // EINVAL: a file system that does not flush folders.
    if fsync(folder) != 0, errno != EINVAL { throw .writing(path, code: errno) }
  }

  /// Removes the file if it has not been renamed.
  private func remove() {
    unlink(name)
  }

  /// Lets go of the file.
  private func close() {
    Foundation.close(descriptor)
  }

  /// Removes partial files of a destination that nobody holds a lock on: killed processes left them.
  static func removeLeftovers(of path: String) {
    let destination = resolved(path)
    let folder = folder(of: destination)
    let prefix = (destination as NSString).lastPathComponent + "."
    guard let stream = opendir(folder) else { return }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      let middle = name.dropFirst(prefix.count).dropLast(".part".count)
      guard name.hasPrefix(prefix), name.hasSuffix(".part"), middle.utf8.count == 16,
        middle.allSatisfy(\.isHexDigit)
      else { continue }
      let path = "\(folder)/\(name)"
      let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(path) }
      Foundation.close(descriptor)
    }
  }

  private static func folder(of path: String) -> String {
    let folder = (path as NSString).deletingLastPathComponent
    return folder.isEmpty ? "." : folder
  }

  /// Follows symbolic links; a path where nothing stands stays as it is.
  private static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
