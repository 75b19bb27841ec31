import Foundation

/// Why a checkpoint could not be read or written: where, what was found there, and what to do about it.
///
/// The description is one line for whoever started the command.
public struct CheckpointError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The consequence for the command.
  public enum Kind: Sendable, Equatable {
    /// There is no such file (exit status 66).
    case missing
    /// The file is not what it should be (exit status 65).
    case invalid
    /// The system refused to read or write (exit status 74).
    case inputOutput
  }

  /// The consequence for the command.
  public let kind: Kind
  /// The file.
  public let place: String
  /// What was found.
  public let finding: String
  /// What to do.
  public let advice: String

  /// Creates an error.
  public init(_ kind: Kind, _ place: String, _ finding: String, advice: String) {
    self.kind = kind
    self.place = place
    self.finding = finding
    self.advice = advice
  }

  /// One line: where, what, what to do.
  public var description: String {
    "\(place): \(finding); \(advice)".unicodeScalars.reduce(into: "") { line, scalar in
      line += scalar.properties.generalCategory == .control ? "\u{FFFD}" : String(scalar)
    }
  }
}

extension CheckpointError {
  /// A file whose content is wrong.
  static func invalid(
    _ path: String, _ finding: String, advice: String = "take another checkpoint, or train again"
  ) -> CheckpointError {
    CheckpointError(.invalid, path, finding, advice: advice)
  }

  /// A file that the system refused to read, from its error number.
  static func reading(_ path: String, code: Int32) -> CheckpointError {
    let isMissing = code == ENOENT || code == ENOTDIR
    return CheckpointError(
      isMissing ? .missing : .inputOutput, path, "cannot read it: \(reason(code))",
      advice: isMissing ? "check the path" : "check its permissions")
  }

  /// A file that the system refused to write, from its error number.
  static func writing(_ path: String, code: Int32) -> CheckpointError {
    let isFull = [ENOSPC, EDQUOT, EFBIG].contains(code)
    return CheckpointError(
      .inputOutput, path, "cannot write it: \(reason(code))",
      advice: isFull
        ? "make room; what was there before is untouched"
        : "check the folder and its permissions")
  }

  /// The system's words for an error number.
  private static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// A text from a file in quotation marks, safe for one line of a terminal: escaped, at most 60 characters.
func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars.prefix(60) { result += scalar.escaped(asASCII: true) }
  if text.unicodeScalars.dropFirst(60).first != nil { result += "…" }
  return result + "\""
}
