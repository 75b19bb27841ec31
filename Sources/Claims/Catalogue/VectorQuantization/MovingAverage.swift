import Distributions
import Foundation
import Numerics

// C49: N ← γN + (1 − γ)n, m ← γm + (1 − γ)Σz, e = m/N, from m = Ne. Then
// e ← e + w(z̄ − e) with w = (1 − γ)n/(γN + (1 − γ)n); with N = n this is w = 1 − γ.

extension Claim {
  /// A codebook that follows a moving average moves by the share of the arriving points.
  static let movingAverage: Claim = Claim(
    "codebook.moving-average.step", identity: "C49",
    title: "A moving average moves the code by the arriving points' share of the running count",
    statement:
      #"e' = e + \frac{(1-\gamma)n}{N'}(\bar z - e), \qquad e' - \bar z = \gamma\frac{N}{N'}(e - \bar z)"#,
    setting:
      #"A code $e$ with the count $N$ meets $n$ points of mean $\bar z$: $N' = \gamma N + (1-\gamma)n$, $m' = \gamma Ne + (1-\gamma)n\bar z$ and $e' = \frac{m'}{N'}$. Over several steps the factors of the second equation multiply."#,
    rows: ["S4-55"],
    checks: [step, repeated, minimizer])

  /// With a steady count the moving average is a step of gradient descent.
  static let movingAverageStep: Claim = Claim(
    "codebook.moving-average.gradient-step", identity: "C49",
    title: "With a steady count the moving average is gradient descent at η = (1 − γ)/2",
    statement:
      #"e' = e + (1-\gamma)(\bar z - e) = e - \tfrac{1-\gamma}{2}\,\nabla_e\left(\frac1n\sum_{i=1}^n\|\mathrm{sg}[z_i] - e\|^2\right)"#,
    setting:
      #"Let the running count be that of the batch, $n$, and $\bar z = \frac1n\sum_{i=1}^n z_i$ the mean of the points. The moving average leads to $e' = \frac{\gamma ne + (1-\gamma)n\bar z}{\gamma n + (1-\gamma)n}$."#,
    condition: "the running count is that of the batch, N = n",
    rows: ["S4-55"],
    checks: [descent])

  private static let step: Check = .equality(
    "code after one batch", on: FollowedCoordinate.all,
    routes: ("e + w(z̄ − e)", "m/N by the recursion"),
    states: { c in c.towardsCenter(c.share) }, equals: { c in c.followed },
    variants: [
      .mutant("divided by the batch's n, not the running count") { c in
        let b = c.batch
        let total =
          b.decay * b.count * b.code[c.axis] + (1 - b.decay) * b.size * b.center[c.axis]
        return b.closed(total / b.size)
      },
      .mutant("e + γ(z̄ − e)") { c in c.towardsCenter(c.batch.decay) },
      .mutant("steady count taken for granted: e + (1 − γ)(z̄ − e)") { c in
        c.towardsCenter(1 - c.batch.decay)
      },
      .mutant("count not decayed, N + n") { c in
        c.towardsCenter(c.batch.size / (c.batch.count + c.batch.size))
      },
      .mutant("all points of the batch, not those of the cell") { c in
        let b = c.batch
        let all = CodeBatch.mean(b.points)[c.axis]
        return b.closed(b.code[c.axis] + c.share * (all - b.code[c.axis]))
      },
    ])

  private static let repeated: Check = .equality(
    "code after the same batch 50 times", on: FollowedCoordinate.all,
    routes: ("z̄ + γ⁵⁰ (N₀/N₅₀)(e₀ − z̄)", "m/N by the recursion"),
    states: { c in c.towardsCenter(1 - c.memory(50)) },
    equals: { c in c.moved(repetitions: 50) },
    variants: [
      .mutant("γ⁵⁰ alone, without N₀/N₅₀") { c in
        c.towardsCenter(1 - pow(c.batch.decay, 50))
      },
      .mutant("(1 − γ)⁵⁰") { c in c.towardsCenter(1 - pow(1 - c.batch.decay, 50)) },
      .mutant("stays where it was") { c in c.towardsCenter(0) },
      .mutant("arrived at the mean of the whole batch") { c in
        c.batch.closed(CodeBatch.mean(c.batch.points)[c.axis])
      },
    ])

  private static let minimizer: Check = .equality(
    "slope of γN‖e − e_old‖² + (1 − γ)Σ‖z − e‖² at the code after one batch",
    on: FollowedCoordinate.all,
    routes: ("differences at e + w(z̄ − e)", "zero"),
    states: { c in c.inertialSlope(weight: c.share) }, equals: { _ in 0 },
    variants: [
      .mutant("at e + γ(z̄ − e)") { c in c.inertialSlope(weight: c.batch.decay) },
      .mutant("at e + (1 − γ)(z̄ − e)") { c in c.inertialSlope(weight: 1 - c.batch.decay) },
      .mutant("at the old code") { c in c.inertialSlope(weight: 0) },
    ])

  private static let descent: Check = .equality(
    "code after one batch, with the running count of the batch", on: FollowedCoordinate.all,
    routes: ("m/N by the recursion", "e − ½(1 − γ)∇ by differences of the mean codebook loss"),
    states: { c in c.with(c.batch.with(count: c.batch.size)).followed },
    equals: { c in c.descended(rate: (1 - c.batch.decay) / 2) },
    variants: [
      .without(condition: "N = n", "running count 10, or at random") { c in c.followed },
      .equivalent("e + (1 − γ)(z̄ − e)") { c in c.towardsCenter(1 - c.batch.decay) },
      .mutant("η = 1 − γ: the 2 of the square forgotten") { c in
        c.descended(rate: 1 - c.batch.decay)
      },
      .mutant("η = γ/2") { c in c.descended(rate: c.batch.decay / 2) },
      .mutant("summed codebook loss, n times the step") { c in
        c.descended(rate: c.batch.size * (1 - c.batch.decay) / 2)
      },
      .mutant("e + γ(z̄ − e)") { c in c.towardsCenter(c.batch.decay) },
    ])
}

extension FollowedCoordinate {
  /// (1 − γ)n/(γN + (1 − γ)n).
  fileprivate var share: Double {
    let arriving = (1 - batch.decay) * batch.size
    return arriving / (batch.decay * batch.count + arriving)
  }

  /// γ^T N₀/N_T with N_T = γ^T N₀ + (1 − γ^T) n.
  fileprivate func memory(_ times: Int) -> Double {
    let left = pow(batch.decay, Double(times))
    return left * batch.count / (left * batch.count + (1 - left) * batch.size)
  }

  /// The slope of the inertial loss at e + weight·(z̄ − e).
  fileprivate func inertialSlope(weight: Double) -> Bounded {
    let code = batch.code + weight * (batch.center - batch.code)
    let slope = batch.slope(of: batch.inertialLoss, at: code, axis)
    // The code is rounded, and the slope's own slope is 2N'.
    let curvature = 2 * (batch.decay * batch.count + (1 - batch.decay) * batch.size)
    return Bounded(slope.value, error: slope.error + curvature * 8 * batch.scale.ulp)
  }

  /// e − η∇ of the mean codebook loss.
  fileprivate func descended(rate: Double) -> Bounded {
    let e = batch.code
    return e[axis] - rate * batch.slope(of: batch.meanCodebookLoss, at: e, axis)
  }
}
