import Estimators
import Numerics

/// An estimator bound to its problem, and the way to its exact moments.
public struct EstimatorEntry: Sendable {
  /// The estimator; its name is that of its contract.
  public let estimator: any GradientEstimator

  /// Computes the exact moments of one draw, one set a parameter in the estimator's order.
  public let exact: @Sendable () throws -> [ExactMoments]

  /// Puts an estimator beside its exact moments.
  public init(
    _ estimator: any GradientEstimator, exact: @escaping @Sendable () throws -> [ExactMoments]
  ) {
    self.estimator = estimator
    self.exact = exact
  }

  /// The name by which it is called.
  public var name: String { estimator.contract.name }
}

/// The estimators of one family that apply to a problem, and why the others do not.
public struct EstimatorFamily: Sendable {
  /// Those that apply, in the order in which a report lists them.
  public let entries: [EstimatorEntry]

  /// Why the others do not apply, by name.
  public let inapplicable: [String: String]

  /// Puts a family together.
  ///
  /// - Precondition: No name is listed twice, and none of those that apply is among the others.
  public init(entries: [EstimatorEntry], inapplicable: [String: String] = [:]) {
    let names = entries.map(\.name)
    precondition(Set(names).count == names.count, "an estimator is listed twice: \(names)")
    precondition(
      names.allSatisfy { inapplicable[$0] == nil },
      "an estimator both applies and does not: \(names)")
    self.entries = entries
    self.inapplicable = inapplicable
  }

  /// The entry of a name.
  public func entry(_ name: String) -> EstimatorEntry? { entries.first { $0.name == name } }

  /// Both families, this one's entries first.
  public func merging(_ other: EstimatorFamily) -> EstimatorFamily {
    EstimatorFamily(
      entries: entries + other.entries,
      inapplicable: inapplicable.merging(other.inapplicable) { first, _ in first })
  }
}
