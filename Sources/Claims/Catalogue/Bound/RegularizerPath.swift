import Distributions
import Foundation
import Numerics

// C22: q*_β = argmax_q E_q log p(x|z) − β KL(q‖p(z)). In the linear-Gaussian model
// 1/σ² = 1 + w²/(βs²) and m = w(x−b)/(w² + βs²); KL(q*_β‖p(z)) falls in β and is positive for every finite β.

extension Claim {
  /// The weight of the divergence draws the optimum towards the prior.
  static let regularizerPath: Claim = Claim(
    "bound.regularizer.path", identity: "C22",
    title: "The heavier the divergence from the prior weighs, the closer the optimum comes to it",
    statement:
      #"\frac{\partial}{\partial\beta} D_{KL}(q^*_{\beta}(z|x)\,\|\,p(z)) \le 0 < D_{KL}(q^*_{\beta}(z|x)\,\|\,p(z))"#,
    setting:
      #"Let $p(z) = \mathcal{N}(z; 0, 1)$ and $p(x|z) = \mathcal{N}(x; b + wz, s^2)$. At the weight $\beta > 0$ the optimum is $q^*_\beta(z|x) = \mathcal{N}\left(z; \frac{w(x-b)}{w^2+\beta s^2}, \frac{\beta s^2}{w^2+\beta s^2}\right)$."#,
    condition: "of the optima; they are drawn to the prior, not forced onto it",
    rows: ["S1-46", "S2-26", "S4-17"],
    checks: [
      .equality(
        "mean of the optimum at β = ¼, ½, 1, 2, 4", on: { WeightedObjective.subjects($0) },
        routes: ("w(x−b)/(w² + βs²)", "Brent's search on the weighted bound"),
        states: { o in Bounded(rounded: o.optimum.mean, magnitude: 1) },
        equals: { o in try o.bestMean() },
        variants: [
          .mutant("weight on the reconstruction") { o in
            Bounded(rounded: o.weighing(1 / o.weight).optimum.mean, magnitude: 1)
          },
          .mutant("optimum of β = 1 whatever the weight") { o in
            Bounded(rounded: o.weighing(1).optimum.mean, magnitude: 1)
          },
          .mutant("sign of the weight flipped") { o in
            let w = o.witness
            let scale = w.weight * w.weight - o.weight * w.noise * w.noise
            return Bounded(rounded: w.weight * w.residual / scale, magnitude: 1)
          },
        ]),
      .equality(
        "deviation of the optimum", on: { WeightedObjective.subjects($0) },
        routes: ("1/σ² = 1 + w²/(βs²)", "Brent's search on the weighted bound over log σ"),
        states: { o in Bounded(rounded: o.optimum.logStandardDeviation, magnitude: 1) },
        equals: { o in try o.bestLogDeviation() },
        variants: [
          .mutant("deviation of the prior") { _ in 0 },
          .mutant("w²/s² unweighted") { o in
            Bounded(rounded: o.weighing(1).optimum.logStandardDeviation, magnitude: 1)
          },
        ]),
      .order(
        "twice the weight, no larger divergence", on: { WeightedObjective.subjects($0) },
        routes: ("closed divergence of the optimum at 2β", "quadrature at the optimum at β"),
        states: { o in o.weighing(2 * o.weight).regularizer },
        isAtMost: { o in
          try o.witness.approximated(by: o.optimum).divergence(
            from: .approximatePosterior, to: .prior)
        },
        variants: [
          .mutant("monotone in the other sense") { o in o.weighing(o.weight / 2).regularizer }
        ]),
      .separation(
        "the optimum is not the prior", on: { WeightedObjective.subjects($0) },
        routes: ("closed divergence of the optimum", "zero"),
        states: { o in o.regularizer },
        differsFrom: { _ in 0 },
        variants: [
          .without(condition: "drawn to the prior, not forced", "q* = prior") { o in
            o.witness.approximated(by: o.witness.prior).closedFormRegularizer
          },
          .mutant("q* = prior at β = 1") { o in
            o.weight == 1
              ? o.witness.approximated(by: o.witness.prior).closedFormRegularizer : o.regularizer
          },
        ]),
    ])
}

/// The bound with a weight β on the divergence from the prior.
struct WeightedObjective: Sendable {
  /// The model.
  let witness: LinearGaussianWitness

  /// β.
  let weight: Double

  /// W-LG at five weights, then 50 random models with a random weight.
  static func subjects(_ laboratory: Laboratory) -> [Subject<WeightedObjective>] {
    laboratory.family(
      fixed: [0.25, 0.5, 1, 2, 4].map { weight in
        Subject("W-LG, β = \(weight)", WeightedObjective(witness: .ledger, weight: weight))
      }, "weighted linear-gaussian"
    ) { generator in
      let witness = LinearGaussianWitness.random(using: &generator)
      return WeightedObjective(
        witness: witness, weight: exp(1.4 * (2 * generator.uniform() - 1)))
    }
  }

  /// The same model with another weight.
  func weighing(_ weight: Double) -> WeightedObjective {
    WeightedObjective(witness: witness, weight: weight)
  }

  /// q*_β in closed form.
  var optimum: Gaussian {
    let (w2, s2) = (witness.weight * witness.weight, witness.noise * witness.noise)
    return Gaussian(
      mean: witness.weight * witness.residual / (w2 + weight * s2),
      standardDeviation: (1 / (1 + w2 / (weight * s2))).squareRoot())
  }

  /// KL(q*_β‖p(z)) in closed form.
  var regularizer: Bounded { witness.approximated(by: optimum).closedFormRegularizer }

  /// The mean at which E_q log p(x|z) − β KL(q‖p(z)) is greatest.
  func bestMean() throws -> Bounded {
    try witness.bestMean { weight * $0.closedFormRegularizer - $0.closedFormReconstruction }
  }

  /// The logarithm of the deviation at which it is greatest.
  func bestLogDeviation() throws -> Bounded {
    try witness.bestLogDeviation { weight * $0.closedFormRegularizer - $0.closedFormReconstruction }
  }
}
