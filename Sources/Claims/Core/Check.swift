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

  /// Whether it rests on draws, and so can raise a false alarm.
  public let isStatistical: Bool

  /// Runs the statement and, where asked, its variants; the name seeds the noise.
  let body: @Sendable (Laboratory, String, Bool) -> (Verdict, [VariantResult])

  /// Makes a check from its evaluation; called by the factories.
  ///
  /// - Parameters:
  ///   - name: What is compared.
  ///   - routes: How the left and the right side are computed.
  ///   - isStatistical: Whether it rests on draws.
  ///   - variants: What takes the place of `statement`.
  ///   - prepare: Computes once what all verdicts share, and returns the map from formulas to verdicts.
  ///   - statement: The formula under test.
  init<Formula: Sendable>(
    _ name: String, routes: (String, String), isStatistical: Bool, variants: [Variant<Formula>],
    statement: Formula,
    prepare: @escaping @Sendable (Laboratory, String) -> (Formula) -> Verdict
  ) {
    self.name = name
    (leftRoute, rightRoute) = routes
    self.isStatistical = isStatistical
    body = { laboratory, stream, withVariants in
      let verdict = prepare(laboratory, stream)
      let tried = withVariants ? variants : []
      return (
        verdict(statement),
        tried.map { VariantResult(name: $0.name, role: $0.role, verdict: verdict($0.formula)) }
      )
    }
  }

  /// Runs the check in a laboratory.
  ///
  /// - Parameters:
  ///   - laboratory: The witnesses and the noise.
  ///   - stream: The name of the stream of random numbers: the same name, the same bits.
  ///   - variants: Whether the variants are run too.
  public func run(
    in laboratory: Laboratory, stream: String, variants: Bool = true
  ) -> CheckResult {
    let (statement, tried) = body(laboratory, stream, variants)
    return CheckResult(
      name: name, leftRoute: leftRoute, rightRoute: rightRoute, isStatistical: isStatistical,
      statement: statement, variants: tried)
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

  /// Whether it rests on draws.
  public let isStatistical: Bool

  /// The evidence on the statement itself.
  public let statement: Verdict

  /// The evidence on each variant.
  public let variants: [VariantResult]
}

/// A formula under test: from a subject to a number with its error bound.
public typealias Formula<Value> = @Sendable (Value) throws -> Bounded

/// The subjects of a check in a laboratory.
public typealias Subjects<Value: Sendable> = @Sendable (Laboratory) throws -> [Subject<Value>]
