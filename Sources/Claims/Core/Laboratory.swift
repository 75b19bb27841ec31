import Distributions
import Numerics

/// The witnesses and the noise of one run, fixed by a seed.
public struct Laboratory: Sendable {
  /// The sample size of a statistical check unless it says otherwise.
  public static let draws = 200_000

  /// The discrepancy, in standard errors, that a statistical check detects with probability 1 − 10⁻⁶.
  public static let detectable = FalseAlarm.detectableDiscrepancy(threshold: Evidence.threshold)

  /// The seed that `vae-lab verify` uses unless told otherwise.
  public static let defaultSeed: UInt64 = 2026

  /// The seed of every random witness and every draw.
  public let seed: UInt64

  /// The fixed witness models, each followed by its random relatives.
  public let witnesses: Witnesses

  /// Sets up the witnesses.
  ///
  /// - Throws: `NumericsError` where the evidence of a witness cannot be integrated.
  public init(seed: UInt64 = Laboratory.defaultSeed) throws {
    self.seed = seed
    witnesses = try Witnesses(generator: Philox(seed: seed).substream("witnesses"))
  }

  /// The stream of random numbers with this name: the same name, the same bits, on any thread.
  public func generator(_ name: String) -> Philox {
    Philox(seed: seed).substream(name)
  }

  /// A fixed subject followed by random ones from a named stream.
  ///
  /// - Parameters:
  ///   - fixed: Subjects with chosen numbers.
  ///   - name: The family's name; random subjects are called `name 1`, `name 2`, ….
  ///   - count: How many random ones.
  ///   - draw: Draws one; its generator is a stream of its own.
  public func family<Value>(
    fixed: [Subject<Value>] = [], _ name: String, count: Int = 50,
    _ draw: (inout Philox) throws -> Value
  ) rethrows -> [Subject<Value>] {
    let root = generator("family/\(name)")
    return fixed
      + (try (1...count).map { index in
        var generator = root.substream(index)
        return Subject("\(name) \(index)", try draw(&generator), isRandom: true)
      })
  }
}
