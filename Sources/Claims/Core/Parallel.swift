import Dispatch
import Synchronization

/// Independent pieces of work on all cores; the result does not depend on their number.
package enum Parallel {
  /// Maps 0 ..< count, in order of the index.
  ///
  /// - Parameters:
  ///   - count: How many pieces.
  ///   - threads: How many are worked on at a time; `nil` for one a core.
  ///   - progress: Called after each piece, from any thread, with the number done so far.
  ///   - work: One piece.
  /// - Throws: The error of the first piece that threw, in order of the index.
  package static func map<Value: Sendable, Failure: Error>(
    count: Int, threads: Int?, progress: @escaping @Sendable (Int) -> Void = { _ in },
    _ work: @escaping @Sendable (Int) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    guard count > 0 else { return [] }
    let results = Mutex([Result<Value, Failure>?](repeating: nil, count: count))
    let next = Atomic(0)
    let done = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(max(1, threads ?? count), count)) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        let result = Result { () throws(Failure) in try work(index) }
        results.withLock { $0[index] = result }
        progress(done.wrappingAdd(1, ordering: .relaxed).newValue)
      }
    }
    var values: [Value] = []
    for result in results.withLock({ $0 }) {
      guard let result else { preconditionFailure("a piece of work left no result") }
      values.append(try result.get())
    }
    return values
  }
}
