import Dispatch
import Synchronization

/// Runs claims on all cores; the result does not depend on their number.
public enum Verification {
  /// Verifies claims in a laboratory.
  ///
  /// - Parameters:
  ///   - claims: The claims, in the order of the results.
  ///   - laboratory: The witnesses and the noise.
  ///   - threads: How many claims are worked on at a time; `nil` for one a core.
  ///   - progress: Called after each claim, from any thread, with the number done so far.
  /// - Returns: One result a claim, in the order given.
  public static func run(
    _ claims: [Claim], in laboratory: Laboratory, threads: Int? = nil,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) -> [ClaimResult] {
    let results = Mutex([ClaimResult?](repeating: nil, count: claims.count))
    let next = Atomic(0)
    let done = Atomic(0)
    let workers = max(1, threads ?? Int.max)
    DispatchQueue.concurrentPerform(iterations: min(workers, claims.count)) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < claims.count else { return }
        let result = claims[index].verify(in: laboratory)
        results.withLock { $0[index] = result }
        progress(done.wrappingAdd(1, ordering: .relaxed).newValue)
      }
    }
    return results.withLock { $0.compactMap { $0 } }
  }
}
