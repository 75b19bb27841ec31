import Dispatch
import Foundation

/// A program of the system that pages are made with.
public struct Program: Sendable {
  /// Its file.
  let path: String
  /// What messages call it.
  let name: String

  /// Why a program did not do its work, in one line with what to do.
  public struct Failure: Error, Sendable, CustomStringConvertible {
    /// What happened.
    public let description: String
  }

  /// Finds a program.
  ///
  /// - Parameters:
  ///   - names: The names it may have.
  ///   - package: The Debian package that holds it.
  ///   - purpose: What it is needed for.
  ///   - advice: What else could be done.
  ///   - searchPath: The folders to look in, separated by colons.
  /// - Throws: `Failure` naming the package.
  public init(
    _ names: [String], package: String, purpose: String, advice: String = "",
    searchPath: String = ProcessInfo.processInfo.environment["PATH"] ?? ""
  ) throws(Failure) {
    let files = searchPath.split(separator: ":").flatMap { folder in
      names.map { "\(folder)/\($0)" }
    }
    guard let path = files.first(where: { access($0, X_OK) == 0 }) else {
      throw Failure(
        description:
          "\(names[0]) is missing, which \(purpose): apt-get install \(package)\(advice)")
    }
    (self.path, name) = (path, names[0])
  }

  /// pandoc, which turns Markdown into HTML.
  public static func pandoc() throws(Failure) -> Program {
    try Program(["pandoc"], package: "pandoc", purpose: "turns Markdown into pages")
  }

  /// Chromium or Chrome, which prints pages.
  public static func chromium() throws(Failure) -> Program {
    try Program(
      ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
      package: "chromium", purpose: "prints pages as PDF",
      advice: ", or leave the PDF out with --no-pdf")
  }

  /// Runs the program.
  ///
  /// - Parameters:
  ///   - arguments: Its arguments.
  ///   - input: What it reads from its standard input.
  /// - Returns: Its standard output.
  /// - Throws: `Failure` where it ends with a status other than 0, with what it said last.
  func run(_ arguments: [String], input: String = "") throws(Failure) -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let (source, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = source
    process.standardOutput = output
    process.standardError = errors
    do {
      try process.run()
    } catch {
      throw Failure(description: "\(name) cannot be started: \(error)")
    }
    // All three streams at once: nobody waits for a full pipe.
    let feeding = DispatchWorkItem {
      try? source.fileHandleForWriting.write(contentsOf: Data(input.utf8))
      try? source.fileHandleForWriting.close()
    }
    nonisolated(unsafe) var message = Data()
    let listening = DispatchWorkItem {
      message = (try? errors.fileHandleForReading.readToEnd()) ?? Data()
    }
    DispatchQueue.global().async(execute: feeding)
    DispatchQueue.global().async(execute: listening)
    let result = (try? output.fileHandleForReading.readToEnd()) ?? Data()
    feeding.wait()
    listening.wait()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let text = String(decoding: message, as: UTF8.self).lines.suffix(3).joined(separator: " ")
      throw Failure(
        description: "\(name) ended with status \(process.terminationStatus): \(text)")
    }
    return String(decoding: result, as: UTF8.self)
  }
}
