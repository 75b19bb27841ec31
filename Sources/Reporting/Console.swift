import Foundation

/// Where a command writes: its results, and apart from them its messages and its progress.
public struct Console: Sendable {
  /// One of the two streams, with what is known about its reader.
  public struct Stream: Sendable {
    /// Where the text goes.
    public var sink: any TextSink
    /// Whether a person reads along.
    public var isTerminal: Bool
    /// Columns of the terminal; `nil` where lines may be of any length.
    public var width: Int?
    /// Whether emphasis is shown.
    public var palette: Palette

    /// Creates a stream; without further arguments one that nobody looks at.
    public init(
      sink: any TextSink, isTerminal: Bool = false, width: Int? = nil,
      palette: Palette = Palette(isColoured: false)
    ) {
      self.sink = sink
      self.isTerminal = isTerminal
      self.width = width
      self.palette = palette
    }

    /// Creates the stream of a file descriptor.
    ///
    /// - Parameters:
    ///   - descriptor: An open descriptor.
    ///   - name: How error messages call it.
    ///   - environment: Variables of the process: `COLUMNS`, `NO_COLOR` and `TERM` are read.
    public init(descriptor: Int32, name: String, environment: [String: String]) {
      let isTerminal = isatty(descriptor) == 1
      self.init(
        sink: DescriptorSink(descriptor: descriptor, name: name), isTerminal: isTerminal,
        width: isTerminal ? terminalWidth(descriptor, environment: environment) : nil,
        palette: Palette(isTerminal: isTerminal, environment: environment))
    }
  }

  /// Results.
  public var output: Stream
  /// Messages and progress.
  public var errors: Stream
  /// Asks long work to end.
  public let stop = StopRequest()

  /// Creates a console.
  public init(output: Stream, errors: Stream) {
    self.output = output
    self.errors = errors
  }

  /// Creates the console of this process.
  public static func ofProcess(environment: [String: String]) -> Console {
    Console(
      output: Stream(descriptor: 1, name: "standard output", environment: environment),
      errors: Stream(descriptor: 2, name: "standard error", environment: environment))
  }
}

/// Asks the terminal for its width; `COLUMNS` and then 80 stand in.
private func terminalWidth(_ descriptor: Int32, environment: [String: String]) -> Int {
  var size = winsize()
  if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
  return environment["COLUMNS"].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil } ?? 80
}
