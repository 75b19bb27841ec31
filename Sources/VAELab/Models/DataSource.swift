import Datasets

/// Where images come from: `builtin`, or a folder.
public enum DataSource: ArgumentValue, Sendable, Equatable {
  /// Digits that the program draws.
  case builtin
  /// IDX files or PNG images.
  case folder(String)

  /// `builtin` or a path; `./builtin` is a folder of that name.
  public init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    self = argument == "builtin" ? .builtin : .folder(argument)
  }

  /// What an error asks for.
  public static var expectation: String { "builtin, or a folder of IDX or PNG files" }

  /// The word or the path.
  public var argument: String {
    switch self {
    case .builtin: "builtin"
    case .folder(let path): path
    }
  }

  /// Reads the images.
  ///
  /// - Throws: `DatasetError`.
  public func load() throws(DatasetError) -> Dataset {
    switch self {
    case .builtin: .builtin()
    case .folder(let path): try Dataset.load(path)
    }
  }
}
