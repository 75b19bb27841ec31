import Claims
import Reporting

/// The computation behind `verify` and `errata`, told on the console as it goes on.
struct Investigation {
  let seed: UInt64
  let threads: Int?
  let console: Console

  /// Computes claims.
  ///
  /// - Throws: `Failure` if the witness models cannot be set up under this seed.
  func results(of claims: [Claim]) throws(Failure) -> [ClaimResult] {
    let laboratory: Laboratory
    do {
      laboratory = try Laboratory(seed: seed)
    } catch {
      throw Failure(
        .refuted, "the witness models fail under seed \(seed): \(error); try another seed")
    }
    let progress = ProgressLine(of: "claims", total: claims.count, on: console.errors)
    defer { progress.finish() }
    return Verification.run(claims, in: laboratory, threads: threads) { _ in progress.advance() }
  }
}
