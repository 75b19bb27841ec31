import Foundation

/// The course material beside the project: `VAE_LAB_SHARED`, or else `../shared` from the package.
///
/// It is no part of the package; a test that reads it is enabled only where it is present.
enum SharedData {
  /// The folder, whether or not it exists.
  static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["VAE_LAB_SHARED"], !path.isEmpty {
      return URL(fileURLWithPath: path, isDirectory: true)
    }
    return URL(fileURLWithPath: #filePath)  // …/Tests/ClaimsTests/SharedData.swift
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("shared", isDirectory: true)
  }()

  /// Whether a file is there.
  static func has(_ path: String) -> Bool {
    FileManager.default.isReadableFile(atPath: folder.appendingPathComponent(path).path)
  }

  /// The text of a file.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
  }
}
