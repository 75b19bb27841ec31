import Dispatch
import Foundation
import Reporting

/// What happens when the process is told to stop: nothing half-written stays behind.
public enum Interruption {
  /// Removes partial files on SIGINT, SIGTERM and SIGHUP and then lets the signal end the process;
  /// makes a closed pipe an ordinary error of `write`.
  ///
  /// - Parameter console: A terminal there gets its line of progress erased.
  /// - Returns: The sources that listen; they do so as long as they are kept.
  public static func install(console: Console) -> [any DispatchSourceSignal] {
    signal(SIGPIPE, SIG_IGN)
    let queue = DispatchQueue(label: "interruption", qos: .userInteractive)
    return [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        PartialFiles.shared.removeAll()
        if console.errors.isTerminal { try? console.errors.sink.write("\r\u{1B}[K") }
        signal(number, SIG_DFL)
        raise(number)
      }
      source.activate()
      return source
    }
  }
}
