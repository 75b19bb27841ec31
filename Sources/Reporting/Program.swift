import Dispatch
import Foundation

/// A program of the system that does a piece of the work: it is given text and gives bytes.
public struct Program: Sendable {
  private let path: String
  private let name: String

  /// Why a program did not do its work.
  public struct Failure: Error, Sendable, Equatable, CustomStringConvertible {
    /// What happened, in one line with what to do.
    public let description: String
    /// The status that the program ended with; nil where it never ran.
    public let status: Int32?

    /// Creates a failure.
    public init(_ description: String, status: Int32? = nil) {
      self.description = description
      self.status = status
    }
  }

  /// Finds a program.
  ///
  /// - Parameters:
  ///   - names: The names it may have.
  ///   - package: The Debian package that holds it.
  ///   - purpose: What it is needed for.
  ///   - advice: What else could be done.
  ///   - searchPath: The folders to look in, separated by colons; those of the process if nil.
  /// - Throws: `Failure` naming the package.
  public init(
    _ names: [String], package: String, purpose: String, advice: String = "",
    searchPath: String? = nil
  ) throws(Failure) {
    let folders = searchPath ?? ProcessInfo.processInfo.environment["PATH"] ?? ""
    let files = folders.split(separator: ":").flatMap { folder in
      names.map { "\(folder)/\($0)" }
    }
    guard let path = files.first(where: { access($0, X_OK) == 0 }) else {
      throw Failure("\(names[0]) is missing, which \(purpose): apt-get install \(package)\(advice)")
    }
    (self.path, name) = (path, names[0])
  }

  /// Runs the program.
  ///
  /// - Parameters:
  ///   - arguments: Its arguments.
  ///   - input: What it reads from its standard input.
  /// - Returns: Its standard output.
  /// - Throws: `Failure` where it ends with a status other than 0, with what it said last.
  public func run(_ arguments: [String], input: String = "") throws(Failure) -> [UInt8] {
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
      throw Failure("\(name) cannot be started: \(error)")
    }
    // All three streams at once: nobody waits for a full pipe.
    let descriptor = source.fileHandleForWriting.fileDescriptor
    let feeding = DispatchWorkItem {
      _ = writeAll(Array(input.utf8), to: descriptor)
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
      let last = String(decoding: message, as: UTF8.self).split(separator: "\n").suffix(3)
      throw Failure(
        "\(name) ended with status \(process.terminationStatus): \(last.joined(separator: " "))",
        status: process.terminationStatus)
    }
    return Array(result)
  }
}
