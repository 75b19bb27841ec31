import Numerics

/// One comparison, and the variants that show what it can see.
///
/// A check does not assert: it returns verdicts. It is built by the factories in this folder
/// (`equality`, `order`, `separation`, `mean`, `variance`, `fit`), each of which takes the statement's
/// formula and any number of variants through the very same comparison.
public struct Check: Sendable {
  /// What is compared, in a few words.
  public let name: String

  /// How the left side is computed.
  public let leftRoute: String

  /// How the right side is computed, sharing no code with the left.
  public let rightRoute: String

  /// Runs the statement and its variants; `name` seeds the noise.
  let body: @Sendable (Laboratory, String) -> CheckResult

  /// Runs the check in a laboratory.
  ///
  /// - Parameter stream: The name of the stream of random numbers: the same name, the same bits.
  public func run(in laboratory: Laboratory, stream: String) -> CheckResult {
    body(laboratory, stream)
  }
}

/// What a check found on its statement and on each variant.
public struct CheckResult: Sendable, Equatable {
  /// What was compared.
  public let name: String

  /// How the left side was computed.
  public let leftRoute: String

  /// How the right side was computed.
  public let rightRoute: String

  /// The evidence on the statement itself.
  public let statement: Verdict

  /// The evidence on each variant.
  public let variants: [VariantResult]
}

/// A formula under test: from a subject to a number with its error bound.
public typealias Formula<Value> = @Sendable (Value) throws -> Bounded

/// The subjects of a check in a laboratory.
public typealias Subjects<Value: Sendable> = @Sendable (Laboratory) throws -> [Subject<Value>]
