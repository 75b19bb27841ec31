import Dispatch
import Foundation

/// Why a picture could not be drawn.
public enum PlotError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is no gnuplot on the search path.
  case programMissing
  /// Gnuplot ended with a status that is not 0, or drew nothing.
  case programFailed(status: Int32, message: String)

  /// What is wrong and what to do, in one line.
  public var description: String {
    switch self {
    case .programMissing:
      "pictures are drawn by gnuplot, which is not installed: apt-get install gnuplot-nox, "
        + "or write the numbers with --csv"
    case .programFailed(let status, let message):
      "gnuplot ended with status \(status): "
        + message.split(separator: "\n").joined(separator: " ")
    }
  }
}

/// Gnuplot, which draws pictures as a program of its own.
private struct Gnuplot {
  private let program: String

  /// Finds gnuplot in the folders of a search path, separated by colons.
  init(searchPath: String) throws(PlotError) {
    let candidates = searchPath.split(separator: ":").map { "\($0)/gnuplot" }
    guard let program = candidates.first(where: { access($0, X_OK) == 0 }) else {
      throw .programMissing
    }
    self.program = program
  }

  /// Returns the bytes of a picture.
  func drawn(_ plot: Plot, as format: PlotFormat) throws -> [UInt8] {
    let script = PlotScript(plot, format: format).text
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    let (input, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    do {
      try process.run()
    } catch {
      throw PlotError.programFailed(status: 127, message: "\(error)")
    }
    // Both directions at once: neither side waits for the other with a full pipe.
    let descriptor = input.fileHandleForWriting.fileDescriptor
    let fed = DispatchWorkItem {
      _ = writeAll(Array(script.utf8), to: descriptor)
      try? input.fileHandleForWriting.close()
    }
    DispatchQueue.global().async(execute: fed)
    let picture = try output.fileHandleForReading.readToEnd() ?? Data()
    let message = try errors.fileHandleForReading.readToEnd() ?? Data()
    fed.wait()
    process.waitUntilExit()
    guard process.terminationStatus == 0, !picture.isEmpty else {
      throw PlotError.programFailed(
        status: process.terminationStatus, message: String(decoding: message, as: UTF8.self))
    }
    return Array(picture)
  }
}

/// The folders that programs are looked for in.
private let programPath = ProcessInfo.processInfo.environment["PATH"] ?? ""

extension Plot {
  /// Returns the picture as the bytes of a file.
  ///
  /// - Throws: `PlotError` if gnuplot is missing or fails.
  /// - Complexity: One run of gnuplot, some tenths of a second.
  public func drawn(as format: PlotFormat) throws -> [UInt8] {
    try Gnuplot(searchPath: programPath).drawn(self, as: format)
  }
}

/// A picture's place on the disk: opened before the work, drawn after it, there whole or not at all.
public final class PlotFile {
  private let format: PlotFormat
  private let program: Gnuplot
  private let file: AtomicFile

  /// Finds gnuplot and opens the file.
  ///
  /// - Parameters:
  ///   - path: The picture's file.
  ///   - format: What the file will hold.
  ///   - searchPath: The folders that are looked through for gnuplot, separated by colons.
  /// - Throws: `PlotError.programMissing`; `OutputError` if the file cannot be written.
  public init(
    path: String, format: PlotFormat,
    searchPath: String? = nil
  ) throws {
    self.format = format
    program = try Gnuplot(searchPath: searchPath ?? programPath)
    file = try AtomicFile(path: path)
  }

  /// Draws the picture and puts it in its place; called once.
  ///
  /// - Throws: `PlotError.programFailed`; `OutputError` if the file cannot be written.
  public func draw(_ plot: Plot) throws {
    try file.commit(bytes: try program.drawn(plot, as: format))
  }
}
