import Distributions
import Foundation
import Numerics

// C49: the codebook loss over the points of a cell is stationary, and least, at their mean;
// the moving average with γ = 0 goes there at once: the second half of a round of k-means.

extension Claim {
  /// k-means is the moving average without memory, and the codebook loss's minimum.
  static let kMeans: Claim = Claim(
    "codebook.k-means", identity: "C49",
    title: "The codebook loss is least at the mean of a code's points; γ = 0 goes there at once",
    statement:
      #"\nabla_e\left(\frac1n\sum_{i=1}^n\|\mathrm{sg}[z_i] - e\|^2\right) = 2(e - \bar z), \qquad \frac1n\sum_{i=1}^n\|z_i - e\|^2 = \frac1n\sum_{i=1}^n\|z_i - \bar z\|^2 + \|e - \bar z\|^2, \qquad \frac{m'}{N'} - \bar z = \gamma\frac{N}{N'}(e - \bar z)"#,
    setting:
      #"Let $\bar z = \frac1n\sum_{i=1}^n z_i$ be the mean of the points of a code $e$ with the count $N$. A moving average makes of them $N' = \gamma N + (1-\gamma)n$ and $m' = \gamma Ne + (1-\gamma)n\bar z$."#,
    condition: "γ = 0 for k-means; which points belong to the code is held fixed",
    rows: ["S4-53", "S4-55"],
    checks: [gradient, stationary, least, noMemory])

  private static let gradient: Check = .equality(
    "slope of the mean codebook loss at the code", on: FollowedCoordinate.all,
    routes: ("2(e − z̄)", "differences with the points frozen"),
    states: { c in c.pull(2) },
    equals: { c in c.batch.slope(of: c.batch.meanCodebookLoss, at: c.batch.code, c.axis) },
    variants: [
      .mutant("factor 2 missing: half the gradient") { c in c.pull(1) },
      .mutant("sign") { c in c.pull(-2) },
      .mutant("summed over the cell") { c in c.pull(2 * c.batch.size) },
      .mutant("averaged over the whole batch") { c in
        c.pull(2 * c.batch.size / Double(c.batch.points.count))
      },
    ])

  private static let stationary: Check = .equality(
    "slope of the mean codebook loss at the mean of the cell", on: FollowedCoordinate.all,
    routes: ("differences with the points frozen", "zero"),
    states: { c in c.slope(at: c.batch.center) }, equals: { _ in 0 },
    variants: [
      .mutant("at the mean of the whole batch") { c in
        c.slope(at: CodeBatch.mean(c.batch.points))
      },
      .mutant("at the code: the split alone does not put it there") { c in
        c.slope(at: c.batch.code)
      },
      .mutant("at the point of the cell nearest to the code") { c in
        c.slope(
          at: c.batch.assigned.min {
            QuantizerLoss.squaredLength($0 - c.batch.code)
              < QuantizerLoss.squaredLength($1 - c.batch.code)
          }!)
      },
    ])

  private static let least: Check = .order(
    "mean codebook loss at the mean of the cell is at most the least found",
    on: CodeBatch.all,
    routes: ("mean of the cell", "minimisation without derivatives"),
    states: { b in b.loss(at: b.center) },
    isAtMost: { b in
      let minimum = try Minimization.minimum(
        of: { b.meanCodebookLoss(Latent($0[0], $0[1])) },
        from: [b.code.x, b.code.y], steps: [0.1, 0.1])
      return b.closed(minimum.value)
    },
    variants: [
      .mutant("mean of the whole batch") { b in
        b.loss(at: CodeBatch.mean(b.points))
      },
      .mutant("halfway from the code to the mean") { b in
        b.loss(at: 0.5 * (b.code + b.center))
      },
      .mutant("sum of the cell over the batch's size") { b in
        b.loss(at: b.center * (b.size / Double(b.points.count)))
      },
    ])

  private static let noMemory: Check = .equality(
    "moving average at γ = 0", on: FollowedCoordinate.all,
    routes: ("m/N by the recursion", "mean of the cell"),
    states: { c in c.with(c.batch.with(decay: 0)).followed },
    equals: { c in c.batch.closed(c.batch.center[c.axis]) },
    variants: [
      .without(condition: "γ = 0", "γ = 0.9, or at random") { c in c.followed },
      .mutant("γ = 1: nothing new is let in") { c in c.with(c.batch.with(decay: 1)).followed },
      .mutant("mean of the whole batch") { c in
        c.batch.closed(CodeBatch.mean(c.batch.points)[c.axis])
      },
    ])
}

extension FollowedCoordinate {
  /// factor·(e − z̄).
  fileprivate func pull(_ factor: Double) -> Bounded {
    batch.closed(factor * (batch.code[axis] - batch.center[axis]))
  }

  /// The slope of the mean codebook loss somewhere; the place is rounded, and the slope's own slope is 2.
  fileprivate func slope(at code: Latent) -> Bounded {
    let slope = batch.slope(of: batch.meanCodebookLoss, at: code, axis)
    return Bounded(slope.value, error: slope.error + 16 * batch.scale.ulp)
  }
}

extension CodeBatch {
  /// The mean codebook loss somewhere.
  fileprivate func loss(at code: Latent) -> Bounded { closed(meanCodebookLoss(code)) }
}
