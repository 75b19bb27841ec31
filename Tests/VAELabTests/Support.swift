import Foundation
import Reporting
import Testing
import VAELab

/// What one command line left behind.
struct Outcome {
  let status: Int32
  let output: String
  let errors: String
}

/// Runs a command line without a process.
func run(_ line: String, width: Int? = nil) -> Outcome {
  run(line.split(separator: " ").map(String.init), width: width)
}

/// Runs a command line, given word by word.
func run(_ arguments: [String], width: Int? = nil) -> Outcome {
  let output = StringSink()
  let errors = StringSink()
  let console = Console(output: .init(sink: output, width: width), errors: .init(sink: errors))
  let status = Tool.run(arguments, in: console)
  return Outcome(status: status, output: output.text, errors: errors.text)
}

/// Compares a text with a golden file; with `VAE_LAB_RECORD` set it writes the file instead.
func expectGolden(_ text: String, _ name: String, location: SourceLocation = #_sourceLocation)
  throws
{
  if ProcessInfo.processInfo.environment["VAE_LAB_RECORD"] != nil {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    try text.write(
      to: folder.appendingPathComponent("Golden/\(name)"), atomically: true, encoding: .utf8)
    return
  }
  let file = try #require(
    Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Golden"))
  let golden = try String(contentsOf: file, encoding: .utf8)
  #expect(text == golden, "\(name) differs", sourceLocation: location)
}

/// A folder that is gone after use.
func withFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder.path)
}
