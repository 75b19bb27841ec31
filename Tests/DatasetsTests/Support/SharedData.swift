import Foundation

/// Data sets beside the project: `VAE_LAB_SHARED`, or else `../shared` from the package.
///
/// They are no part of the package; a test that reads them is enabled only where they are present.
enum SharedData {
  /// The folder, whether or not it exists.
  static let folder: String = {
    if let path = ProcessInfo.processInfo.environment["VAE_LAB_SHARED"], !path.isEmpty {
      return path
    }
    return URL(fileURLWithPath: #filePath)  // …/Tests/DatasetsTests/Support/SharedData.swift
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("shared").path
  }()

  /// The path of a file or folder.
  static func path(_ name: String) -> String { "\(folder)/data/\(name)" }

  /// Whether a file is there.
  static func has(_ name: String) -> Bool {
    FileManager.default.isReadableFile(atPath: path(name))
  }
}
