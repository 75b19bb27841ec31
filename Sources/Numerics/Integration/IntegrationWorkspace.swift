import CGSL
import Synchronization

/// A workspace of the adaptive rules, taken from a pool and given back.
///
/// Nested integrals take one each, and so do threads; the pool grows to the largest number that
/// was ever in use at once.
struct IntegrationWorkspace: ~Copyable, @unchecked Sendable {
  let pointer: UnsafeMutablePointer<gsl_integration_workspace>

  private static let pooledLimit = 2000
  private static let pool = Mutex<[Pooled]>([])

  /// The pool owns a workspace alone while it holds it.
  private struct Pooled: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<gsl_integration_workspace>
  }

  /// Takes a workspace that holds at least `limit` subintervals.
  init(limit: Int) {
    if limit <= Self.pooledLimit, let pooled = Self.pool.withLock({ $0.popLast() }) {
      pointer = pooled.pointer
      return
    }
    let size = max(limit, Self.pooledLimit)
    guard let made = withoutAborting({ gsl_integration_workspace_alloc(size) }) else {
      preconditionFailure("no memory for a workspace of \(size) subintervals")
    }
    pointer = made
  }

  deinit {
    if pointer.pointee.limit == Self.pooledLimit {
      let pooled = Pooled(pointer: pointer)
      Self.pool.withLock { $0.append(pooled) }
    } else {
      gsl_integration_workspace_free(pointer)
    }
  }
}
