/// What a command's end says to the shell; part of the interface, listed in every help text.
public enum ExitStatus: Int32, Sendable, CaseIterable {
  case holds = 0
  case refuted = 1
  case usage = 64
  case badData = 65
  case missingInput = 66
  case inputOutput = 74

  /// What the status means, for the help text.
  var meaning: String {
    switch self {
    case .holds: "Done; everything that was checked holds."
    case .refuted: "Something that was checked is refuted, or a mutant passed."
    case .usage: "The command line is wrong."
    case .badData: "An input file's content is wrong."
    case .missingInput: "An input file is missing or cannot be read."
    case .inputOutput: "The results cannot be written."
    }
  }
}

/// The end of a command that could not do its work: one line for people, a status for the shell.
public struct Failure: Error, Sendable, Equatable {
  /// What the shell is told.
  public let status: ExitStatus
  /// What is wrong, where, and what to do about it, in one line.
  public let message: String

  /// Creates a failure.
  public init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }
}
