import Reporting
import Synchronization

/// How long some work will still take, from how long it has taken.
final class Pace: Sendable {
  private let total: Int
  private let began = ContinuousClock.now
  private let done = Mutex(0)

  /// Begins now.
  init(total: Int) { self.total = total }

  /// Notes that more units are done.
  ///
  /// - Returns: The time left, in words.
  func left(after units: Int) -> String {
    let done = done.withLock { done in
      done += units
      return done
    }
    let seconds = (.now - began) / Duration.seconds(1)
    return
      "\(Clock.text(seconds / Double(max(done, 1)) * Double(total - done))) left"
  }
}

/// A length of time as clocks show it.
enum Clock {
  /// Hours, minutes and seconds.
  static func text(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return whole >= 3600
      ? "\(whole / 3600):\(two(whole / 60 % 60)):\(two(whole % 60))"
      : "\(whole / 60):\(two(whole % 60))"
  }
}
