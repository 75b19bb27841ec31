import CKernels
import Dispatch

/// Runs independent pieces of work, several at a time.
///
/// Which thread takes which piece is left open, so a result that depends on the pieces alone does not depend on the
/// number of threads. In every piece subnormal results are flushed to zero: moments of unused weights decay into
/// them, where processors slow down a hundredfold.
///
/// - Parameters:
///   - pieces: How many pieces there are.
///   - threads: How many are worked on at a time; 1 runs them in order on the calling thread.
///   - body: The work of a piece; it must not touch what another piece writes.
public func inParallel(pieces: Int, threads: Int, _ body: @Sendable (Int) -> Void) {
  let workers = min(pieces, threads)
  guard workers > 1 else {
    let mode = ckFlushSubnormals()
    for piece in 0..<pieces { body(piece) }
    ckRestoreRounding(mode)
    return
  }
  DispatchQueue.concurrentPerform(iterations: workers) { worker in
    let mode = ckFlushSubnormals()
    // Equal runs of neighbouring pieces: each thread keeps to its own part of memory.
    for piece in pieces * worker / workers..<pieces * (worker + 1) / workers { body(piece) }
    ckRestoreRounding(mode)
  }
}
