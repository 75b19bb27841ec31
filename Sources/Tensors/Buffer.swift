/// Numbers in memory that does not move, aligned to a cache line.
///
/// A reference: every `Matrix` made from a buffer reads and writes the same numbers. Threads may work on
/// disjoint parts of one buffer at the same time; nothing guards overlapping ones.
public final class Buffer<Element: Scalar>: @unchecked Sendable {
  /// The first number.
  public let start: UnsafeMutablePointer<Element>
  /// How many numbers there are.
  public let count: Int

  /// Creates a buffer of zeros.
  public init(count: Int) {
    precondition(count >= 0, "a buffer of \(count) numbers")
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: Element.self, capacity: max(count, 1))
    start.initialize(repeating: .zero, count: max(count, 1))
    self.count = count
  }

  deinit {
    UnsafeMutableRawPointer(start).deallocate()
  }
}
