import Reporting

/// Where a report goes: to the console's output, or whole into a file.
///
/// Opened before the work begins, so that a place that cannot be written costs no waiting.
struct Destination {
  private let file: AtomicFile?
  private let stream: Console.Stream

  /// Opens the destination.
  ///
  /// - Parameters:
  ///   - path: A file; `nil` and `-` stand for the console's output.
  ///   - console: The console.
  init(path: String?, console: Console) throws(OutputError) {
    if let path, path != "-" {
      file = try AtomicFile(path: path)
      stream = Console.Stream(sink: StringSink())
    } else {
      file = nil
      stream = console.output
    }
  }

  /// Columns of the reader's terminal, if it is one.
  var width: Int? { stream.width }

  /// Whether emphasis is shown.
  var palette: Palette { stream.palette }

  /// Writes the whole report; called once.
  func write(_ text: String) throws(OutputError) {
    if let file { try file.commit(text) } else { try stream.sink.write(text) }
  }
}
