import Synchronization

/// How far a long piece of work has come, told on the stream of messages.
///
/// A terminal gets one line that is drawn over and erased at the end. Anything else gets a plain line
/// each ten seconds, so that a log stays short and quick work leaves no trace in it. Safe to call
/// from several threads.
public final class ProgressLine: Sendable {
  private struct State {
    var done = 0
    var lastShown: ContinuousClock.Instant
    var isDrawn = false
  }

  private let stream: Console.Stream
  private let what: String
  private let total: Int
  private let tellsLabels: Bool
  private let now: @Sendable () -> ContinuousClock.Instant
  private let state: Mutex<State>

  /// Creates the progress of some work; nothing is written yet.
  ///
  /// - Parameters:
  ///   - what: Name of the work, in the plural of its units ("claims").
  ///   - total: Units of work.
  ///   - tellsLabels: Whether plain lines show labels too.
  ///   - stream: Where it is told.
  ///   - now: The clock.
  public init(
    of what: String, total: Int, tellsLabels: Bool = false, on stream: Console.Stream,
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
  ) {
    self.what = what
    self.total = total
    self.tellsLabels = tellsLabels
    self.stream = stream
    self.now = now
    state = Mutex(State(lastShown: now()))
  }

  /// Notes that more units are done.
  ///
  /// - Parameters:
  ///   - units: How many.
  ///   - label: What was done, shown where there is room; made only when it is shown.
  public func advance(by units: Int = 1, _ label: @autoclosure () -> String = "") {
    state.withLock { state in
      state.done += units
      let instant = now()
      let pause: Duration = stream.isTerminal ? .milliseconds(50) : .seconds(10)
      guard instant - state.lastShown >= pause else { return }
      state.lastShown = instant
      if stream.isTerminal {
        state.isDrawn = true
        show("\r\u{1B}[K" + bar(state.done, label: label()))
      } else {
        show("\(state.done) of \(total) \(what)\(tellsLabels ? " · \(label())" : "")\n")
      }
    }
  }

  /// Erases the line on a terminal; to be called before anything else is written.
  public func finish() {
    state.withLock { state in
      if state.isDrawn { show("\r\u{1B}[K") }
      state.isDrawn = false
    }
  }

  /// Draws the bar in at most one line of the terminal.
  private func bar(_ done: Int, label: String) -> String {
    let length = 24
    let filled = total > 0 ? min(length, length * done / total) : length
    let blocks =
      String(repeating: "█", count: filled) + String(repeating: "░", count: length - filled)
    let line = "\(blocks) \(done)/\(total) \(what)  \(label)"
    return line.truncated(toColumns: (stream.width ?? 80) - 1)
  }

  /// Progress is a courtesy: a stream that cannot take it does not stop the work.
  private func show(_ text: String) {
    try? stream.sink.write(text)
  }
}
