/// Something in a chapter that keeps it from being built: what is wrong, where, and what to do about it.
public struct Fault: Error, Sendable, Hashable, CustomStringConvertible {
  /// The chapter's file.
  public let file: String
  /// The line of the file, from 1; 0 for the file as a whole.
  public let line: Int
  /// What is wrong and what to do, in one line.
  public let message: String

  /// Creates a fault.
  public init(_ file: String, line: Int, _ message: String) {
    (self.file, self.line) = (file, line)
    self.message = message.split(separator: "\n").joined(separator: " ")
  }

  /// The place and the finding as a compiler writes them.
  public var description: String {
    line == 0 ? "\(file): \(message)" : "\(file):\(line): \(message)"
  }
}

/// What is wrong with a directive or with what it asks for; the chapter adds the place.
struct DirectiveError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
