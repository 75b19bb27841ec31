import Distributions

// A baseline b leaves E (f − b) ∇ log q = ∇ E f alone, because E ∇ log q = 0, and moves the variance by
// b² I − 2b E[f (∂ log q)²], I = E (∂ log q)²: a parabola in b with its lowest point at E[f (∂ log q)²]/I.
extension ScoreFunction {
  /// A constant baseline, the same for both parameters.
  ///
  /// - Contract: unbiased for any constant that does not depend on the draw.
  /// - Cost: one evaluation of f.
  /// - Variance: that of the score function with f − b in the place of f; a bad constant raises it.
  public static func constantBaseline(_ problem: Problem, _ baseline: Double) -> ScoreFunction {
    ScoreFunction(
      problem, baseline: LineGradient(mean: baseline, deviation: baseline),
      contract: Contract("score-constant-baseline", "f(z) − b times the score, b a constant"))
  }

  /// The exact mean of f as the baseline, the same for both parameters.
  ///
  /// - Parameters:
  ///   - problem: What is differentiated.
  ///   - mean: E f, computed by the caller (`LineTruth` does it by quadrature).
  /// - Contract: unbiased.
  /// - Cost: one evaluation of f, beside the mean that has to be known.
  /// - Variance: invariant under a constant added to f; not the least that a baseline can reach.
  public static func meanBaseline(_ problem: Problem, mean: Double) -> ScoreFunction {
    ScoreFunction(
      problem, baseline: LineGradient(mean: mean, deviation: mean),
      contract: Contract("score-mean-baseline", "f(z) − E f times the score"))
  }

  /// The baseline of least variance, another one for each parameter.
  ///
  /// - Parameters:
  ///   - problem: What is differentiated.
  ///   - optimum: E[f (∂ log q)²] / E(∂ log q)² for each parameter, computed by the caller.
  /// - Contract: unbiased.
  /// - Cost: one evaluation of f, beside the moments that have to be known.
  /// - Variance: the least of all constant baselines.
  /// - Note: Weaver and Tao (2001); Greensmith, Bartlett and Baxter (2004).
  public static func optimalBaseline(
    _ problem: Problem, _ optimum: LineGradient
  ) -> ScoreFunction {
    ScoreFunction(
      problem, baseline: optimum,
      contract: Contract(
        "score-optimal-baseline", "f(z) − b times the score, b of least variance per parameter"))
  }
}
