/// Why data cannot be had: where, what was found there, and what to do about it.
///
/// The description is one line for whoever started the command.
public struct DatasetError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The consequence for the command.
  public enum Kind: Sendable, Equatable {
    /// A file or folder is not there, or holds nothing of the kind (exit status 66).
    case missing
    /// What is there is not what it should be (exit status 65).
    case invalid
    /// The system or the network refused to read or write (exit status 74).
    case inputOutput
  }

  /// The consequence for the command.
  public let kind: Kind
  /// The file, folder or address.
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
    let line = "\(place): \(finding); \(advice)"
    return String(
      String.UnicodeScalarView(
        line.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
  }
}
