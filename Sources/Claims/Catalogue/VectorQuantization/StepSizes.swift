import Distributions
import Foundation
import Numerics

// C49: d = z_e − e. Both at once at β: d ← d − 2ηβd − 2ηd. In turn (β = 1): d ← (1 − 2η)d twice.

extension Claim {
  /// Joint and alternating updates contract by different factors; which is better depends on the step.
  static let jointOrAlternating: Claim = Claim(
    "codebook.joint-against-alternating", identity: "C49",
    title: "Whether a joint update converges worse than an alternating one depends on the step",
    statement:
      #"z_e' - e' = (1 - 4\eta)\,d, \qquad z_e' - (e - 2\eta(e - z_e')) = (1 - 2\eta)^2 d, \qquad (1-2\eta)^2 - (1-4\eta) = 4\eta^2, \qquad (1-2\eta)^2 - (4\eta-1) = 4\left((\eta-1)^2 - \tfrac12\right)"#,
    setting:
      #"Let $d = z_e - e$. A step of size $\eta$ on $\|z_e - e\|^2$ moves both sides at once, to $z_e' = z_e - \eta\nabla_{z_e}\|z_e - e\|^2$ and $e' = e - \eta\nabla_e\|z_e - e\|^2$; in turn the code moves by $-2\eta(e - z_e')$. Over several steps the factors multiply; the last two equations compare their sizes for steps below and above a quarter."#,
    condition:
      "β = 1; the joint update is worse for 1 − 1/√2 < η < 1 + 1/√2 and better for smaller steps",
    rows: ["S4-54"],
    checks: [jointFactor, alternatingFactor, worse, better])

  /// At weight β the distance contracts by 1 − 2η(1 + β).
  static let commitmentContraction: Claim = Claim(
    "codebook.commitment-weight.contraction", identity: "C49",
    title: "A smaller commitment weight slows the approach of point and code, for small steps",
    statement:
      #"z_e - \eta\nabla_{z_e}\mathcal{J} - \left(e - \eta\nabla_e\mathcal{J}\right) = \left(1 - 2\eta(1 + \beta)\right)(z_e - e), \qquad \left(1-2\eta(1+\beta)\right) - (1-4\eta) = 2\eta(1-\beta)"#,
    setting:
      #"Let $\mathcal{J} = \|\mathrm{sg}[z_e] - e\|^2 + \beta\|z_e - \mathrm{sg}[e]\|^2$. A step of size $\eta$ multiplies the distance by the first factor; over several steps the factors multiply."#,
    condition:
      "0 < 2η(1 + β) < 1 for the order: a large step overshoots, and a smaller β speeds it up",
    rows: ["S4-56"],
    checks: [weightedFactor, slower])

  /// How many steps: enough for factors to differ, few enough for the errors of intervals.
  private static let steps = 5

  private static let jointFactor: Check = .equality(
    "z_e − e after 5 joint steps", on: PursuitSubjects.all,
    routes: ("(1 − 4η)⁵ d", "steps on differences of the losses"),
    states: { p in p.closed(factor: 1 - 4 * p.rate, steps: steps) },
    equals: { p in p.with(commitment: 1).simultaneous(steps: steps) },
    variants: [
      .mutant("as if in turn, (1 − 2η)²") { p in
        p.closed(factor: (1 - 2 * p.rate) * (1 - 2 * p.rate), steps: steps)
      },
      .mutant("half the gradient, 1 − 2η") { p in p.closed(factor: 1 - 2 * p.rate, steps: steps) },
      .mutant("derivative of the square taken once, 1 − η") { p in
        p.closed(factor: 1 - p.rate, steps: steps)
      },
    ])

  private static let alternatingFactor: Check = .equality(
    "z_e − e after 5 rounds in turn", on: PursuitSubjects.all,
    routes: ("(1 − 2η)¹⁰ d", "steps on differences of the losses"),
    states: { p in p.closed(factor: 1 - 2 * p.rate, steps: 2 * steps) },
    equals: { p in p.alternating(steps: steps) },
    variants: [
      .mutant("as if at once, 1 − 4η") { p in p.closed(factor: 1 - 4 * p.rate, steps: steps) },
      .mutant("one side a round, 1 − 2η") { p in p.closed(factor: 1 - 2 * p.rate, steps: steps) },
    ])

  private static let worse: Check = .order(
    "distance in turn − distance at once is at most 0",
    on: PursuitSubjects.family(
      "large step", fixed: [(0.3, 1), (0.4, 1), (0.6, 1)],
      rates: (1 - 0.5.squareRoot())...(1 + 0.5.squareRoot()), commitments: 1...1),
    routes: ("steps on differences of the losses", "zero"),
    states: { p in p.advantageOfJoint(steps: steps) }, isAtMost: { _ in 0 },
    variants: [
      .without(condition: "η > 1 − 1/√2", "η = 0.25, where the joint update is there at once") {
        p in p.with(rate: 0.25).advantageOfJoint(steps: steps)
      },
      .without(condition: "η > 1 − 1/√2", "η = 0.1") { p in
        p.with(rate: 0.1).advantageOfJoint(steps: steps)
      },
      .without(condition: "η < 1 + 1/√2", "η = 1.8, where both diverge") { p in
        p.with(rate: 1.8).advantageOfJoint(steps: steps)
      },
      .mutant("one side a round for both in turn") { p in
        p.with(commitment: 0).simultaneous(steps: steps).magnitude
          - p.simultaneous(steps: steps).magnitude
      },
    ])

  private static let better: Check = .order(
    "distance at once − distance in turn is at most 0",
    on: PursuitSubjects.family(
      "small step", fixed: [(0.1, 1), (0.25, 1)], rates: 0.02...(1 - 0.5.squareRoot()),
      commitments: 1...1),
    routes: ("steps on differences of the losses", "zero"),
    states: { p in -p.advantageOfJoint(steps: steps) }, isAtMost: { _ in 0 },
    variants: [
      .without(condition: "η < 1 − 1/√2", "η = 0.4") { p in
        -p.with(rate: 0.4).advantageOfJoint(steps: steps)
      },
      .without(condition: "η < 1 − 1/√2", "η = 0.6, where the joint update diverges") { p in
        -p.with(rate: 0.6).advantageOfJoint(steps: steps)
      },
      .mutant("joint step on half the gradient") { p in
        p.with(rate: p.rate / 2).simultaneous(steps: steps).magnitude
          - p.alternating(steps: steps).magnitude
      },
    ])

  private static let weightedFactor: Check = .equality(
    "z_e − e after 5 steps at weight β", on: PursuitSubjects.all,
    routes: ("(1 − 2η(1 + β))⁵ d", "steps on differences of the losses"),
    states: { p in p.closed(factor: 1 - 2 * p.rate * (1 + p.commitment), steps: steps) },
    equals: { p in p.simultaneous(steps: steps) },
    variants: [
      .mutant("β scales the code's step too, 1 − 4ηβ") { p in
        p.closed(factor: 1 - 4 * p.rate * p.commitment, steps: steps)
      },
      .mutant("β ignored, 1 − 4η") { p in p.closed(factor: 1 - 4 * p.rate, steps: steps) },
      .mutant("commitment moves nothing, 1 − 2η") { p in
        p.closed(factor: 1 - 2 * p.rate, steps: steps)
      },
      .mutant("factor 2 missing, 1 − η(1 + β)") { p in
        p.closed(factor: 1 - p.rate * (1 + p.commitment), steps: steps)
      },
    ])

  private static let slower: Check = .order(
    "distance at β = 1 − distance at β is at most 0",
    on: PursuitSubjects.family(
      "small step, small weight", fixed: [(0.1, 0.25)], rates: 0.01...0.24, commitments: 0...1),
    routes: ("steps on differences of the losses", "zero"),
    states: { p in p.gain(of: 1) }, isAtMost: { _ in 0 },
    variants: [
      .without(
        condition: "0 < 2η(1 + β) < 1", "η = 0.6: β = 1 diverges, a smaller weight does not"
      ) { p in p.with(rate: 0.6).gain(of: 1) },
      .without(condition: "β ≤ 1", "a weight of 1.5 is faster than 1") { p in
        p.with(rate: 0.1).with(commitment: 1.5).gain(of: 1)
      },
      .mutant("β = 1 moves one side only") { p in p.gain(of: 0) },
    ])
}

extension Pursuit {
  /// |z_e − e| in turn less |z_e − e| at once, at β = 1.
  fileprivate func advantageOfJoint(steps: Int) -> Bounded {
    alternating(steps: steps).magnitude - with(commitment: 1).simultaneous(steps: steps).magnitude
  }

  /// |z_e − e| after 5 steps at another weight less the same at this one.
  fileprivate func gain(of other: Double) -> Bounded {
    with(commitment: other).simultaneous(steps: 5).magnitude - simultaneous(steps: 5).magnitude
  }
}
