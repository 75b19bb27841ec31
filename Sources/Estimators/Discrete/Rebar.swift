import Distributions

/// REBAR: RELAX whose surrogate is η f at the relaxed draw.
///
/// - Contract: unbiased for every temperature τ and strength η, with the published coupling b = 1[z > 0].
/// - Cost: f at b and at the relaxed z̃, ∇f at both relaxed points.
/// - Variance: REINFORCE's at η = 0; depends on τ and η, which are given here and not learned.
/// - Note: Tucker, Mnih, Maddison, Lawson and Sohl-Dickstein (2017).
public struct Rebar<Problem: BernoulliProblem>: DiscreteEstimator {
  /// The estimator that it is an instance of.
  public let relax: Relax<Problem, RelaxedObjective<Problem>>

  /// Binds the estimator to a problem.
  ///
  /// - Precondition: The temperature is positive.
  public init(_ problem: Problem, temperature: Double = 0.5, strength: Double = 1) {
    relax = Relax(
      problem,
      surrogate: RelaxedObjective(problem, temperature: temperature, strength: strength),
      contract: Contract("rebar", "score of f less its relaxation, plus its path", evaluations: 4))
  }

  /// What is estimated.
  public var problem: Problem { relax.problem }

  /// Unbiased.
  public var contract: Contract { relax.contract }

  /// Those of RELAX.
  public var vectors: Int { relax.vectors }

  /// One draw of RELAX.
  @inlinable public func draw(
    into row: Coordinates, aside scratch: Scratch, using generator: inout Philox
  ) {
    relax.draw(into: row, aside: scratch, using: &generator)
  }
}
