/// Why a picture could not be drawn.
public enum PlotError: Error, Sendable, Equatable, CustomStringConvertible {
  /// There is no gnuplot on the search path.
  case programMissing
  /// Gnuplot ended with a status that is not 0, or drew nothing.
  case programFailed(String)

  /// What is wrong and what to do, in one line.
  public var description: String {
    switch self {
    case .programMissing:
      "pictures are drawn by gnuplot, which is not installed: apt-get install gnuplot-nox, "
        + "or write the numbers with --csv"
    case .programFailed(let message): message
    }
  }
}

/// Gnuplot, which draws pictures as a program of its own.
private struct Gnuplot {
  private let program: Program

  /// Finds gnuplot in the folders of a search path, separated by colons; nil for the path of the process.
  init(searchPath: String?) throws(PlotError) {
    do throws(Program.Failure) {
      program = try Program(
        ["gnuplot"], package: "gnuplot-nox", purpose: "draws pictures", searchPath: searchPath)
    } catch {
      throw .programMissing
    }
  }

  /// Returns the bytes of a picture.
  func drawn(_ plot: Plot, as format: PlotFormat) throws(PlotError) -> [UInt8] {
    do throws(Program.Failure) {
      let picture = try program.run([], input: PlotScript(plot, format: format).text)
      guard !picture.isEmpty else { throw Program.Failure("gnuplot drew nothing", status: 0) }
      return picture
    } catch {
      throw .programFailed("\(error)")
    }
  }
}

extension Plot {
  /// Returns the picture as the bytes of a file.
  ///
  /// - Throws: `PlotError` if gnuplot is missing or fails.
  /// - Complexity: One run of gnuplot, some tenths of a second.
  public func drawn(as format: PlotFormat) throws -> [UInt8] {
    try Gnuplot(searchPath: nil).drawn(self, as: format)
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
    program = try Gnuplot(searchPath: searchPath)
    file = try AtomicFile(path: path)
  }

  /// Draws the picture and puts it in its place; called once.
  ///
  /// - Throws: `PlotError.programFailed`; `OutputError` if the file cannot be written.
  public func draw(_ plot: Plot) throws {
    try file.commit(bytes: try program.drawn(plot, as: format))
  }
}
