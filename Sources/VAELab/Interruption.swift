import Dispatch
import Foundation
import Reporting

/// What happens when the process is told to stop: nothing half-written stays behind.
public enum Interruption {
  /// On SIGINT, SIGTERM and SIGHUP asks work that listens to save and end; else removes partial files and lets the
  /// signal end the process;
  /// makes a closed pipe and a file that grows too large ordinary errors of `write`.
  ///
  /// - Parameter console: A terminal there gets its line of progress erased.
  /// - Returns: The sources that listen; they do so as long as they are kept.
  public static func install(console: Console) -> [any DispatchSourceSignal] {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    let queue = DispatchQueue(label: "interruption", qos: .userInteractive)
    return [SIGINT, SIGTERM, SIGHUP].compactMap { number in
      // What was to be ignored from the start (`nohup`, a shell's background jobs) stays ignored.
      let previous = signal(number, SIG_IGN)
      if unsafeBitCast(previous, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
        return nil
      }
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        // Work that listens saves first; a second signal does not wait for it.
        if console.stop.make(by: number) { return }
        PartialFiles.shared.removeAll()
        if console.errors.isTerminal { try? console.errors.sink.write("\r\u{1B}[K") }
        endProcess(by: number)
      }
      source.activate()
      return source
    }
  }

  /// Ends the process by the signal that asked work to stop, if one did: the caller's shell sees an interrupt.
  public static func conclude(_ console: Console) {
    if let number = console.stop.signal { endProcess(by: number) }
  }
}

/// Lets a signal have its default effect; Dispatch's threads block signals, so this one is let through.
private func endProcess(by number: Int32) {
  signal(number, SIG_DFL)
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, number)
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  raise(number)
}
