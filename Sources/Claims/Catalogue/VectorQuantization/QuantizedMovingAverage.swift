import Datasets
import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import VAE

// C49 on the model: N ← γN + (1 − γ)n, m ← γm + (1 − γ)Σz, e = m/Ñ with Ñ = (N + ε)/(ΣN + Kε) · ΣN. Without smoothing and
// with N = n a step is one of gradient descent on the mean codebook loss, η = (1 − γ)/2.

extension Claim {
  /// `MovingAverage` and `CodeStatistics`.
  static let quantizedMovingAverage: Claim = Claim(
    "quantized-autoencoder.moving-average", identity: "C49",
    title: "The model's codes follow the running count and sum, not the batch's count",
    statement:
      #"e' = \frac{S + K\epsilon}{S}\cdot\frac{N'}{N' + \epsilon}\left(e + \frac{(1-\gamma)n}{N'}(\bar z - e)\right)"#,
    setting:
      #"A code $e$ with the count $N$ meets $n$ points of mean $\bar z$: $N' = \gamma N + (1-\gamma)n$ and $m' = \gamma Ne + (1-\gamma)n\bar z$. With the sum $S$ of all $K$ new counts the smoothed count is $\hat N = \frac{N' + \epsilon}{S + K\epsilon} S$ and the code $e' = \frac{m'}{\hat N}$."#,
    rows: ["S4-55"],
    checks: [modelFollows, modelSmooths])

  /// With a steady count.
  static let quantizedMovingAverageStep: Claim = Claim(
    "quantized-autoencoder.moving-average.gradient-step", identity: "C49",
    title: "With a steady count the model's moving average is its own gradient descent",
    statement:
      #"e' = e + (1-\gamma)(\bar z - e) = e - \tfrac{1-\gamma}{2}\,\nabla_e\left(\frac1n\sum_{i=1}^n\|\mathrm{sg}[z_i] - e\|^2\right)"#,
    setting:
      #"Let the running count be that of the batch, $n$, and $\bar z = \frac1n\sum_{i=1}^n z_i$ the mean of the points. The moving average leads to $e' = \frac{\gamma ne + (1-\gamma)n\bar z}{\gamma n + (1-\gamma)n}$."#,
    condition: "the running count is that of the batch, N = n; no smoothing",
    rows: ["S4-55"],
    checks: [modelFollowsSteadily, modelDescends])

  private static let modelFollows: Check = Check.equality(
    "code after one batch", on: FollowedCoordinate.all,
    routes: ("the model's rule, statistics and quantiser", "m/N by the recursion"),
    states: { c in c.followedByModel() },
    equals: { c in c.followed },
    variants: [
      .mutant("divided by the batch's n, not the running count") { c in
        c.followedByModel { code in (count: c.batch.size(of: code), mass: c.batch.count) }
      },
      .mutant("γ and 1 − γ exchanged") { c in
        c.followedByModel(decay: 1 - c.batch.decay)
      },
      .mutant("steady count taken for granted: N = n") { c in
        c.followedByModel { code in
          let n = c.batch.size(of: code)
          return (count: n, mass: n)
        }
      },
      .mutant("all points of the batch, whatever they chose") { c in
        c.followedByModel(everything: true)
      },
      .mutant("e + γ(z̄ − e)") { c in c.towardsCenter(c.batch.decay) },
    ])

  private static let modelSmooths: Check = Check.equality(
    "code after three batches, ε = 0.3", on: FollowedCoordinate.all,
    routes: ("the model's rule", "the recursion with smoothed counts"),
    states: { c in c.followedByModel(smoothing: 0.3, repetitions: 3) },
    equals: { c in c.smoothed(0.3, repetitions: 3) },
    variants: [
      .mutant("smoothing forgotten") { c in c.followedByModel(repetitions: 3) },
      .mutant("counts not scaled back to their sum") { c in
        c.smoothed(0.3, repetitions: 3) { _, _ in 1 }
      },
      .mutant("ε once in the sum, not once a code") { c in
        c.smoothed(0.3, repetitions: 3) { total, _ in total / (total + 0.3) }
      },
      .mutant("counts and sums of earlier batches kept in the next") { c in
        c.followedByModel(smoothing: 0.3, repetitions: 3, resets: false)
      },
      .mutant("one batch less") { c in c.followedByModel(smoothing: 0.3, repetitions: 2) },
    ])

  private static let modelFollowsSteadily: Check = Check.equality(
    "code after one batch, with the running count of the batch", on: FollowedCoordinate.all,
    routes: (
      "the model's rule", "e − ½(1 − γ)∇ by differences of the mean codebook loss"
    ),
    states: { c in c.steady.followedByModel() },
    equals: { c in c.steppedByDifferences },
    variants: [
      .without(condition: "N = n", "running count 10, or at random") { c in c.followedByModel() },
      .without(condition: "no smoothing", "ε = 0.3") { c in
        c.steady.followedByModel(smoothing: 0.3)
      },
      .mutant("γ and 1 − γ exchanged") { c in
        c.steady.followedByModel(decay: 1 - c.batch.decay)
      },
      .mutant("e + γ(z̄ − e)") { c in c.towardsCenter(c.batch.decay) },
    ])

  private static let modelDescends: Check = Check.equality(
    "code after one step of the model's descent on its codebook loss, η = (1 − γ)/2",
    on: FollowedCoordinate.all,
    routes: ("the model's gradient and optimiser", "m/N by the recursion with N = n"),
    states: { c in c.descendedByModel(QuantizedLoss(commitment: 0)) },
    equals: { c in c.steady.followed },
    variants: [
      .mutant("β = 0.25 on the codebook loss", from: "CompVis/taming-transformers #46") { c in
        c.descendedByModel(QuantizedLoss(commitment: 1, codebook: 0.25))
      },
      .mutant("missing stop-gradient in the commitment loss") { c in
        var loss = QuantizedLoss(commitment: 1)
        loss.commitment.stopped = []
        return c.descendedByModel(loss)
      },
      .mutant("commitment loss alone") { c in
        c.descendedByModel(QuantizedLoss(commitment: 1, codebook: 0))
      },
      .mutant("summed over the cell, not its mean") { c in
        c.descendedByModel(QuantizedLoss(commitment: 0), share: 1)
      },
      .mutant("η = 1 − γ: the 2 of the square forgotten") { c in
        c.descendedByModel(QuantizedLoss(commitment: 0), share: 2 / c.batch.size)
      },
    ])
}

extension CodeBatch {
  /// n of any code.
  fileprivate func size(of code: Int) -> Double {
    CodeBatch(points: points, codes: codes, index: code, count: count, decay: decay).size
  }

  /// A model whose encoder emits its images, which are the points, as they are.
  var model: QuantizedWitness {
    let architecture = QuantizedArchitecture(
      image: ImageShape(height: 1, width: 2), positions: 1, codes: codes.count, dimension: 2,
      encoder: [], decoder: [], likelihood: .gaussian(variance: 1))
    return QuantizedWitness(
      architecture, images: points.map { [$0.x, $0.y] }, commitment: 0.25
    ) { block, row, column in
      switch block.name {
      case "encoder.0.weight": row == column ? 1 : 0
      case "codebook": codes[row][column]
      case "decoder.0.weight": 0.4 * Double(row) - 0.3 * Double(column)
      default: 0
      }
    }
  }
}

extension FollowedCoordinate {
  /// The same with N = n.
  fileprivate var steady: FollowedCoordinate { with(batch.with(count: batch.size)) }

  /// The coordinate after batches that the model's rule follows, all with the assignments of the first.
  ///
  /// - Parameters:
  ///   - decay: γ, unless it is the batch's.
  ///   - smoothing: ε.
  ///   - repetitions: How often the batch comes.
  ///   - resets: Whether statistics begin at zero every time.
  ///   - everything: Whether all points count for this code.
  ///   - before: N and what takes its place in m = Ne, code by code; N for both unless it is told.
  fileprivate func followedByModel(
    decay: Double? = nil, smoothing: Double = 0, repetitions: Int = 1, resets: Bool = true,
    everything: Bool = false, before: ((Int) -> (count: Double, mass: Double))? = nil
  ) -> Bounded {
    let (count, size) = (batch.codes.count, batch.points.count)
    let codes = Matrix<Double>(rows: count, columns: 2, batch.codes.flatMap { [$0.x, $0.y] })
    let points = Matrix<Double>(rows: size, columns: 2, batch.points.flatMap { [$0.x, $0.y] })
    let usage = Matrix<Double>(rows: 1, columns: count)
    let sums = Matrix<Double>(rows: count, columns: 2)
    for code in 0..<count {
      let start = before?(code) ?? (count: batch.count, mass: batch.count)
      usage[0, code] = start.count
      for j in 0..<2 { sums[code, j] = start.mass * codes[code, j] }
    }
    let indices = IndexBuffer(count: size)
    NearestCodes<Double>(codes: count, rows: size).assign(points, to: codes, into: indices.start)
    if everything { indices.start.update(repeating: UInt32(batch.index), count: size) }
    let rule = MovingAverage(decay: decay ?? batch.decay, smoothing: smoothing)
    let statistics = CodeStatistics<Double>(codes: count, dimension: 2)
    for _ in 0..<repetitions {
      if resets { statistics.reset() }
      statistics.add(points, indices.start)
      rule.follow(codes: codes, usage: usage, sums: sums, statistics)
    }
    return batch.closed(codes[batch.index, axis])
  }

  /// m/Ñ after the same batch has come several times; `share` of ΣN and Kε is what smoothed counts are scaled by.
  fileprivate func smoothed(
    _ ε: Double, repetitions: Int,
    share: (Bounded, Double) -> Bounded = { total, extra in total / (total + extra) }
  ) -> Bounded {
    let decay = Bounded(exactly: batch.decay)
    let sizes = batch.codes.indices.map { batch.size(of: $0) }
    var counts = batch.codes.map { _ in Bounded(exactly: batch.count) }
    let arriving = batch.assigned.map { Bounded(exactly: $0[axis]) }.sum()
    var sum = counts[batch.index] * batch.code[axis]
    for _ in 0..<repetitions {
      counts = zip(counts, sizes).map { decay * $0 + (1 - decay) * $1 }
      sum = decay * sum + (1 - decay) * arriving
    }
    let scale = share(counts.sum(), Double(counts.count) * ε)
    return sum / ((counts[batch.index] + ε) * scale)
  }

  /// e − ½(1 − γ)∇, the gradient by differences of the mean codebook loss.
  fileprivate var steppedByDifferences: Bounded {
    let slope = batch.slope(of: batch.meanCodebookLoss, at: batch.code, axis)
    return batch.code[axis] - 0.5 * (1 - batch.decay) * slope
  }

  /// The coordinate after one step of the model's plain descent at η = (1 − γ)/2 on a loss's mean over the cell.
  fileprivate func descendedByModel(_ loss: QuantizedLoss, share: Double? = nil) -> Bounded {
    var loss = loss
    loss.reconstruction.weight = 0
    let witness = batch.model
    let optimizer = Optimizer.descent(momentum: 0)
    var state = Optimizer.State<Double>(optimizer, layout: witness.model.layout)
    let rate = 0.5 * (1 - batch.decay) * (share ?? 1 / batch.size)
    let stepped = witness.rewriting { _, parameters in
      optimizer.step(
        parameters, gradients: [witness.gradient(of: loss)], rate: rate, state: &state, threads: 1)
    }
    return batch.closed(stepped.parameters["codebook"][batch.index, axis])
  }
}
