import Synchronization

/// A wish that long work end soon, made from another thread (an interrupt), granted by work that listens.
public final class StopRequest: Sendable {
  private struct State {
    var listeners = 0
    var signal: Int32?
  }

  private let state = Mutex(State())

  /// Nobody wishes anything yet.
  public init() {}

  /// Whether the work shall end.
  public var isMade: Bool { signal != nil }

  /// The signal that asked.
  public var signal: Int32? { state.withLock(\.signal) }

  /// Makes the wish.
  ///
  /// - Parameter signal: The signal that asks.
  /// - Returns: Whether work listens that will grant it; not if it has been asked before.
  public func make(by signal: Int32) -> Bool {
    state.withLock { state in
      guard state.listeners > 0, state.signal == nil else { return false }
      state.signal = signal
      return true
    }
  }

  /// Does work that looks at `isMade` between its steps.
  public func listening<Result>(_ work: () throws -> Result) rethrows -> Result {
    state.withLock { $0.listeners += 1 }
    defer { state.withLock { $0.listeners -= 1 } }
    return try work()
  }
}
