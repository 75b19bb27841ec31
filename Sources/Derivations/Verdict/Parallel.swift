import Dispatch
import Synchronization

/// Independent pieces of work on all cores; the results do not depend on how many there are.
enum Parallel {
  /// Maps the elements, in order.
  static func map<Element: Sendable, Value: Sendable>(
    _ elements: [Element], _ work: @Sendable (Element) -> Value
  ) -> [Value] {
    if elements.count < 2 { return elements.map(work) }
    let results = Mutex([Value?](repeating: nil, count: elements.count))
    DispatchQueue.concurrentPerform(iterations: elements.count) { index in
      let value = work(elements[index])
      results.withLock { $0[index] = value }
    }
    return results.withLock { $0 }.compactMap(\.self)
  }
}
