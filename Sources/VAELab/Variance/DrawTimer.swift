import Distributions
import Estimators
import Foundation

/// The processor time that one draw of an estimator takes, its bookkeeping left out.
enum DrawTimer {
  /// Measures on the calling thread: the quickest of five passes that take a millisecond or more each.
  ///
  /// - Returns: Nanoseconds; the only number of a report that the seed does not determine.
  static func nanoseconds(of estimator: some GradientEstimator, from generator: Philox) -> Double {
    let width = estimator.parameters.count
    let capacity = 1024
    let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: capacity * width)
    defer { buffer.deallocate() }
    var stream = generator
    func seconds(rows: Int, repeats: Int) -> Double {
      let part = UnsafeMutableBufferPointer(rebasing: buffer[0..<(rows * width)])
      let start = processorSeconds()
      for _ in 0..<repeats { estimator.fill(part, using: &stream) }
      return processorSeconds() - start
    }
    var (rows, repeats) = (1, 1)
    while seconds(rows: rows, repeats: repeats) < 1e-3 {
      if rows < capacity { rows *= 4 } else { repeats *= 2 }
    }
    let best = (0..<5).map { _ in seconds(rows: rows, repeats: repeats) }.min() ?? .nan
    return best / Double(rows * repeats) * 1e9
  }

  /// Processor time of this thread, so that other work on the machine does not count.
  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
