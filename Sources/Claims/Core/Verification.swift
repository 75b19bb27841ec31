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
    Parallel.map(count: claims.count, threads: threads, progress: progress) { index in
      claims[index].verify(in: laboratory)
    }
  }
}
