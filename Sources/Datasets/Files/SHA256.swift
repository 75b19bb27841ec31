import CDigest
import Foundation

/// The digest SHA-256, fed piece by piece.
package struct SHA256 {
  private var context = SHA2_CTX()

  /// Begins with nothing.
  package init() { SHA256Init(&context) }

  /// Adds bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    SHA256Update(&context, start.assumingMemoryBound(to: UInt8.self), bytes.count)
  }

  /// Adds a text, ended by a zero byte so that two texts in a row cannot be taken for others.
  package mutating func update(_ text: String) {
    var text = text
    text.append("\0")
    text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
  }

  /// Ends, and returns 64 hexadecimal digits.
  package mutating func finish() -> String {
    var result = [UInt8](repeating: 0, count: 32)
    SHA256Final(&result, &context)
    return hex(result, separator: "")
  }

  /// Returns the digest of a file as it lies on the disk.
  static func ofFile(_ path: String) throws(DatasetError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(errno, path, doing: "opened") }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer {
      close(descriptor)
      buffer.deallocate()
    }
    var digest = SHA256()
    while true {
      let count = read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .system(errno, path, doing: "read") }
      if count == 0 { return digest.finish() }
      digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}

extension ImageSet {
  /// Feeds shape, count, intensities and labels to a digest.
  func feed(_ digest: inout SHA256) {
    digest.update("\(count) × \(shape), \(labels == nil ? "no labels" : "labels")")
    bytes.withUnsafeBytes { digest.update($0) }
    labels?.withUnsafeBytes { digest.update($0) }
  }
}
