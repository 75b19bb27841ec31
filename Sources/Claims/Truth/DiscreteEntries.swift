import Estimators
import Numerics

extension DiscreteTruth {
  /// The estimators that apply to Bernoulli latents, with their exact moments: all of the discrete family.
  ///
  /// - Parameters:
  ///   - problem: One or several bits.
  ///   - samples: K of the leave-one-out baseline, 2 or more.
  ///   - temperature: τ of the relaxations, positive.
  ///   - strength: η of REBAR.
  public static func entries(
    for problem: some BernoulliProblem, samples: Int = 2, temperature: Double = 0.5,
    strength: Double = 1
  ) -> EstimatorFamily {
    let gradient: @Sendable () -> [Bounded] = { DiscreteTruth.gradient(of: problem) }
    let throughGumbel = StraightThroughGumbel(problem, temperature: temperature)
    let rebar = Rebar(problem, temperature: temperature, strength: strength)
    let relax = Relax(
      problem, surrogate: AdditiveSurrogate(of: problem, temperature: temperature))
    let arm = AugmentReinforceMerge(problem)
    let disarm = DisARM(problem)
    return EstimatorFamily(
      entries: stateEntries(problem, samples, gradient) + [
        relaxedEntry(GumbelSoftmax(problem, temperature: temperature), gradient),
        EstimatorEntry(throughGumbel) { paired(gradient(), try moments(of: throughGumbel)) },
        EstimatorEntry(rebar) { paired(gradient(), try moments(of: rebar)) },
        EstimatorEntry(relax) { paired(gradient(), try moments(of: relax)) },
        EstimatorEntry(arm) { paired(gradient(), try moments(of: arm)) },
        EstimatorEntry(disarm) { paired(gradient(), try moments(of: disarm)) },
      ])
  }

  /// The estimators that apply to a categorical latent, with their exact moments, and why the others do not.
  ///
  /// - Parameters:
  ///   - problem: One category.
  ///   - samples: K of the leave-one-out baseline, 2 or more.
  ///   - temperature: τ of the relaxations, positive.
  public static func entries(
    for problem: some CategoricalProblem, samples: Int = 2, temperature: Double = 0.5
  ) -> EstimatorFamily {
    let gradient: @Sendable () -> [Bounded] = { DiscreteTruth.gradient(of: problem) }
    let throughGumbel = StraightThroughGumbel(problem, temperature: temperature)
    let conditional = "its conditional relaxed draw is that of a logistic variable given its sign"
    let antithetic = "its antithetic pair is one of coins: 1 − u has no counterpart for a category"
    return EstimatorFamily(
      entries: stateEntries(problem, samples, gradient) + [
        relaxedEntry(GumbelSoftmax(problem, temperature: temperature), gradient),
        EstimatorEntry(throughGumbel) { paired(gradient(), nil) },
      ],
      inapplicable: [
        "rebar": conditional, "relax": conditional, "arm": antithetic, "disarm": antithetic,
      ])
  }

  /// ExactEnumeration and the estimators that see f at states only.
  private static func stateEntries<Problem: DiscreteProblem>(
    _ problem: Problem, _ samples: Int, _ gradient: @escaping @Sendable () -> [Bounded]
  ) -> [EstimatorEntry] {
    let enumeration = ExactEnumeration(problem)
    let leaveOneOut = LeaveOneOutReinforce(problem, samples: samples)
    return [EstimatorEntry(enumeration) { paired(gradient(), moments(of: enumeration)) }]
      + Reinforce<Problem>.Baseline.allCases.map {
        stateEntry(Reinforce(problem, baseline: $0), gradient)
      } + [
        EstimatorEntry(leaveOneOut) { paired(gradient(), moments(of: leaveOneOut)) },
        stateEntry(MuProp(problem), gradient),
        stateEntry(StraightThrough(problem), gradient),
      ]
  }

  private static func stateEntry(
    _ estimator: some StateEstimator, _ gradient: @escaping @Sendable () -> [Bounded]
  ) -> EstimatorEntry {
    EstimatorEntry(estimator) { paired(gradient(), moments(of: estimator)) }
  }

  private static func relaxedEntry(
    _ estimator: GumbelSoftmax<some DiscreteProblem>,
    _ gradient: @escaping @Sendable () -> [Bounded]
  ) -> EstimatorEntry {
    EstimatorEntry(estimator) { paired(gradient(), try moments(of: estimator)) }
  }

  /// Puts the moments beside the gradient, where there is a route to them.
  private static func paired(
    _ gradient: [Bounded], _ moments: [DrawMoments]?
  ) -> [ExactMoments] {
    gradient.indices.map { d in
      ExactMoments(
        gradient: gradient[d], mean: moments?[d].mean, variance: moments?[d].variance)
    }
  }
}
