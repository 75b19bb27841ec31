import Distributions
import Foundation
import Numerics

/// A batch of encoder outputs, a codebook, and the running count of the code that is followed.
struct CodeBatch: Sendable {
  /// Encoder outputs, shape `[batch]`.
  let points: [Latent]

  /// e_0 … e_{K−1}.
  let codes: [Latent]

  /// The code that is followed.
  let index: Int

  /// N, the running count before the batch; m = N·e then.
  let count: Double

  /// γ.
  let decay: Double

  /// The batch's points whose nearest code is the one that is followed, by brute force.
  let assigned: [Latent]

  /// Assigns the points.
  init(points: [Latent], codes: [Latent], index: Int, count: Double, decay: Double) {
    self.points = points
    self.codes = codes
    self.index = index
    self.count = count
    self.decay = decay
    assigned = points.filter { point in
      codes.indices.allSatisfy { other in
        let (own, far) = (codes[index] - point, codes[other] - point)
        return (own * own).sum() <= (far * far).sum()
      }
    }
  }

  /// n.
  var size: Double { Double(assigned.count) }

  /// e.
  var code: Latent { codes[index] }

  /// z̄, the mean of the assigned points.
  var center: Latent { CodeBatch.mean(assigned) }

  /// The same batch with another running count.
  func with(count: Double) -> CodeBatch {
    CodeBatch(points: points, codes: codes, index: index, count: count, decay: decay)
  }

  /// The same batch with another decay.
  func with(decay: Double) -> CodeBatch {
    CodeBatch(points: points, codes: codes, index: index, count: count, decay: decay)
  }

  /// The mean of points.
  static func mean(_ points: [Latent]) -> Latent {
    var sum = Latent(0, 0)
    for point in points { sum += point }
    return sum / Double(points.count)
  }

  /// (1/n) Σ ‖sg[z] − e‖² over the assigned points, for a code e.
  func meanCodebookLoss(_ code: Latent) -> Double {
    assigned.map { QuantizerLoss.squaredLength($0 - code) }.reduce(0.0, +) / size
  }

  /// γN‖e − sg[e_old]‖² + (1 − γ) Σ ‖sg[z] − e‖²: what the moving average minimises.
  func inertialLoss(_ code: Latent) -> Double {
    decay * count * QuantizerLoss.squaredLength(code - self.code)
      + (1 - decay) * size * meanCodebookLoss(code)
  }

  /// The slope of a function of a code by differences.
  func slope(of loss: (Latent) -> Double, at code: Latent, _ axis: Int) -> Bounded {
    var moved = code
    return Differentiation.derivative(
      of: { x in
        moved[axis] = x
        return loss(moved)
      }, at: code[axis], noise: 16 * scale.ulp)
  }

  /// A bound on the terms of the losses, near the points and codes.
  var scale: Double {
    var reach = 0.0
    for places in [points, codes] {
      for place in places { reach = max(reach, 1 + place.x.magnitude + place.y.magnitude) }
    }
    return (1 + count + Double(points.count)) * reach * reach
  }

  /// A closed form with the rounding of its terms.
  func closed(_ value: Double) -> Bounded { Bounded(rounded: value, magnitude: scale) }

  private static let ledgerPoints = [
    Latent(1.2, 0.3), Latent(0.6, -0.5), Latent(0.9, 0.1), Latent(1.5, -0.1),
  ]

  /// The ledger's batch with running count N.
  static func ledger(count: Double) -> CodeBatch {
    CodeBatch(
      points: ledgerPoints, codes: VectorQuantizationWitness.ledger.codes, index: 0, count: count,
      decay: 0.9)
  }

  /// The ledger's batch with N = 10 and two points that belong to other codes.
  static let ledgerWithStrangers = CodeBatch(
    points: ledgerPoints + [Latent(-1, 0.4), Latent(0.1, -1.1)],
    codes: VectorQuantizationWitness.ledger.codes, index: 0, count: 10, decay: 0.9)

  /// The ledger's batch with N = n and with N = 10, one with points of other cells, and random ones.
  static let all: Subjects<CodeBatch> = { laboratory in
    let fixed = [
      Subject("N = n = 4", CodeBatch.ledger(count: 4)),
      Subject("N = 10, n = 4", CodeBatch.ledger(count: 10)),
      Subject("N = 10, n = 4 of 6", CodeBatch.ledgerWithStrangers),
    ]
    return laboratory.family(fixed: fixed, "code-batch") { CodeBatch.random(using: &$0) }
  }

  /// A batch of 12 normal points about codes of which the followed one has the most, but not all.
  static func random(using generator: inout Philox) -> CodeBatch {
    while true {
      let w = VectorQuantizationWitness.random(using: &generator)
      let points = (0..<12).map { _ in
        Latent(generator.standardNormal(), generator.standardNormal())
      }
      let count = 1 + 19 * generator.uniform()
      let decay = 0.05 + 0.9 * generator.uniform()
      let batches = w.codes.indices.map {
        CodeBatch(points: points, codes: w.codes, index: $0, count: count, decay: decay)
      }
      let fullest = batches.max { $0.size < $1.size }!
      if (2..<12).contains(fullest.assigned.count) { return fullest }
    }
  }
}

/// One coordinate of a code that follows a batch.
struct FollowedCoordinate: Sendable {
  /// The batch.
  let batch: CodeBatch

  /// 0 or 1.
  let axis: Int

  /// The same coordinate of another batch.
  func with(_ batch: CodeBatch) -> FollowedCoordinate {
    FollowedCoordinate(batch: batch, axis: axis)
  }

  /// m/N after the batch: N ← γN + (1 − γ)n, m ← γm + (1 − γ)Σz, from m = Ne.
  var followed: Bounded { moved(repetitions: 1) }

  /// m/N after the same batch has come several times.
  func moved(repetitions: Int) -> Bounded {
    let decay = Bounded(exactly: batch.decay)
    let arriving = batch.assigned.map { Bounded(exactly: $0[axis]) }.sum()
    var count = Bounded(exactly: batch.count)
    var total = count * batch.code[axis]
    for _ in 0..<repetitions {
      count = decay * count + (1 - decay) * batch.size
      total = decay * total + (1 - decay) * arriving
    }
    return total / count
  }

  /// e + weight·(z̄ − e).
  func towardsCenter(_ weight: Double) -> Bounded {
    let e = batch.code[axis]
    return batch.closed(e + weight * (batch.center[axis] - e))
  }

  /// Both coordinates of the batches.
  static let all: Subjects<FollowedCoordinate> = { laboratory in
    try CodeBatch.all(laboratory).flatMap { subject in
      [0, 1].map { axis in
        Subject(
          "\(subject.name), z\(axis + 1)", FollowedCoordinate(batch: subject.value, axis: axis),
          isRandom: subject.isRandom)
      }
    }
  }
}
