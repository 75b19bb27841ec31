import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import VAE

// C49 on the model: with γ = 0, ε = 0 and all points in the batch a step is a round of Lloyd's k-means. Points with whole
// coordinates have exact sums, so that both end with the same bits. The codebook loss is stationary there:
// ∂/∂e Σ‖sg[z] − e‖² = 2n(e − z̄).

extension Claim {
  /// k-means as a limit of the model's moving average.
  static let quantizedLloyd: Claim = Claim(
    "quantized-autoencoder.k-means", identity: "C49",
    title: "Without memory and on all points the model's moving average is Lloyd's k-means",
    statement:
      #"\frac{m'}{N'} - \bar z = \gamma\frac{N}{N'}(e - \bar z), \qquad \nabla_e\left(\sum_{i=1}^n\|\mathrm{sg}[z_i] - e\|^2\right) = 2n(e - \bar z)"#,
    setting:
      #"Let $\bar z = \frac{1}{n}\sum_{i=1}^{n} z_i$ be the mean of all the points of a code $e$, $N' = \gamma N + (1-\gamma)n$ and $m' = \gamma Ne + (1-\gamma)n\bar z$."#,
    condition: "γ = 0, ε = 0, the batch holds all points; a code without points stays",
    rows: ["S4-53", "S4-55"],
    checks: [lloydInDouble, lloydInSingle, lloydAfterSeeding, pullOnModelCodes])

  private static let lloydInDouble: Check = Check.equality(
    "codebook after four rounds, to the last bit", on: LloydCase.all,
    routes: ("the model's quantiser, statistics and rule", "k-means in plain loops"),
    states: { c in c.followed(Double.self) },
    equals: { c in c.number(c.iterated()) },
    variants: [
      .without(condition: "γ = 0", "γ = 0.1") { c in
        c.followed(Double.self, MovingAverage(decay: 0.1, smoothing: 0))
      },
      .without(condition: "ε = 0", "ε = 10⁻⁵, as trained") { c in
        c.followed(Double.self, MovingAverage(decay: 0, smoothing: 1e-5))
      },
      .without(condition: "the batch holds all points", "the odd and the even points in turn") {
        c in c.followed(Double.self, halves: true)
      },
      .mutant("one round less") { c in c.followed(Double.self, rounds: 3) },
      .mutant("sums over the cell divided by the batch's size") { c in
        c.number(c.iterated { sum, _ in sum / Double(c.points.count) })
      },
      .mutant("points stay with the code of the first round") { c in
        c.number(c.iterated(assignsOnce: true))
      },
      .mutant("middle between code and mean") { c in
        c.followed(Double.self, MovingAverage(decay: 0.5, smoothing: 0), fillsUsage: true)
      },
    ])

  private static let lloydInSingle: Check = Check.equality(
    "codebook in single precision after four rounds, to the last bit", on: LloydCase.all,
    routes: ("the model's quantiser, statistics and rule", "k-means in plain loops, codes rounded"),
    states: { c in c.followed(Float.self) },
    equals: { c in c.number(c.iterated { sum, n in Double(Float(sum / n)) }) },
    variants: [
      .mutant("one round less") { c in c.followed(Float.self, rounds: 3) },
      .without(condition: "ε = 0", "ε = 10⁻⁵, as trained") { c in
        c.followed(Float.self, MovingAverage(decay: 0, smoothing: 1e-5))
      },
    ])

  private static let lloydAfterSeeding: Check = Check.equality(
    "codebook seeded with five rounds, to the last bit", on: LloydCase.all,
    routes: ("the model's seeding", "k-means in plain loops, from the codes as drawn"),
    states: { c in c.number(c.seeded(rounds: 5)) },
    equals: { c in
      let drawn = LloydCase(points: c.points, codes: c.seeded(rounds: 0), seed: c.seed)
      return c.number(drawn.iterated(rounds: 5) { sum, n in Double(Float(sum / n)) })
    },
    variants: [
      .mutant("no rounds: codes as drawn") { c in c.number(c.seeded(rounds: 0)) },
      .mutant("one round") { c in c.number(c.seeded(rounds: 1)) },
      .mutant("from other codes") { c in c.followed(Float.self, rounds: 5) },
    ])

  private static let pullOnModelCodes: Check = Check.equality(
    "the model's gradient of its codebook loss at the code", on: FollowedCoordinate.all,
    routes: ("2n(e − z̄)", "the model's gradient"),
    states: { c in c.pullOnCode(2 * c.batch.size, from: c.batch.center) },
    equals: { c in
      let model = c.batch.model
      let gradient = model.gradient(of: model.loss.only(\.codebook))
      return c.batch.closed(gradient["codebook"][c.batch.index, c.axis])
    },
    variants: [
      .mutant("factor 2 missing") { c in c.pullOnCode(c.batch.size, from: c.batch.center) },
      .mutant("mean over the cell") { c in c.pullOnCode(2, from: c.batch.center) },
      .mutant("sign") { c in c.pullOnCode(-2 * c.batch.size, from: c.batch.center) },
      .mutant("all points of the batch") { c in
        let points = c.batch.points
        return c.pullOnCode(2 * Double(points.count), from: CodeBatch.mean(points))
      },
    ])
}

extension FollowedCoordinate {
  /// factor·(e − place).
  fileprivate func pullOnCode(_ factor: Double, from place: Latent) -> Bounded {
    batch.closed(factor * (batch.code[axis] - place[axis]))
  }
}

/// Points and codes to begin with, all with whole coordinates below 2¹⁰.
private struct LloydCase: Sendable {
  /// One array a point.
  let points: [[Double]]

  /// One array a code.
  let codes: [[Double]]

  /// For what the seeding draws.
  let seed: UInt64

  /// After rounds of assignment and means, written out.
  ///
  /// - Parameters:
  ///   - rounds: How many.
  ///   - assignsOnce: Whether points keep the code of the first round.
  ///   - mean: What a code becomes of the sum and the number of its points.
  func iterated(
    rounds: Int = 4, assignsOnce: Bool = false,
    mean: (Double, Double) -> Double = { sum, n in sum / n }
  ) -> [[Double]] {
    var current = codes
    var chosen = points.map { PlainQuantized.nearest($0, current) }
    for round in 0..<rounds {
      if round > 0, !assignsOnce { chosen = points.map { PlainQuantized.nearest($0, current) } }
      for code in current.indices {
        let own = points.indices.filter { chosen[$0] == code }
        guard !own.isEmpty else { continue }
        for j in current[code].indices {
          let sum = own.reduce(0.0) { $0 + points[$1][j] }
          current[code][j] = mean(sum, Double(own.count))
        }
      }
    }
    return current
  }

  /// After rounds of the model's quantiser, statistics and rule.
  ///
  /// - Parameters:
  ///   - rule: γ and ε.
  ///   - rounds: How many.
  ///   - halves: Whether odd and even points come in turn.
  ///   - fillsUsage: Whether N and m begin as if every code had one point at its place.
  func followed<Element: Scalar>(
    _: Element.Type, _ rule: MovingAverage = MovingAverage(decay: 0, smoothing: 0),
    rounds: Int = 4, halves: Bool = false, fillsUsage: Bool = false
  ) -> Bounded {
    let book: Matrix<Element> = matrix(codes)
    let usage = Matrix<Element>(rows: 1, columns: codes.count)
    let sums = Matrix<Element>(rows: codes.count, columns: codes[0].count)
    if fillsUsage {
      usage.fill(Element(1))
      sums.assign(book)
    }
    let statistics = CodeStatistics<Element>(codes: codes.count, dimension: codes[0].count)
    for round in 0..<rounds {
      let taken = halves ? points.indices.filter { $0 % 2 == round % 2 }.map { points[$0] } : points
      let vectors: Matrix<Element> = matrix(taken)
      let indices = IndexBuffer(count: taken.count)
      NearestCodes<Element>(codes: codes.count, rows: taken.count)
        .assign(vectors, to: book, into: indices.start)
      statistics.reset()
      statistics.add(vectors, indices.start)
      rule.follow(codes: book, usage: usage, sums: sums, statistics)
    }
    return number(rows(book))
  }

  /// What the model's seeding makes of the points.
  func seeded(rounds: Int) -> [[Double]] {
    let book = Matrix<Float>(rows: codes.count, columns: codes[0].count)
    _ = CodebookSeeding(rounds: rounds).seed(
      book, from: matrix(points), using: Philox(seed: seed))
    return rows(book)
  }

  /// A codebook as one number.
  func number(_ codes: [[Double]]) -> Bounded {
    var sum = 0.0
    for (place, e) in codes.joined().enumerated() { sum += cos(Double(place)) * e }
    return Bounded(exactly: sum)
  }

  private func matrix<Element: Scalar>(_ points: [[Double]]) -> Matrix<Element> {
    Matrix(
      rows: points.count, columns: points[0].count, points.joined().map { Element($0) })
  }

  private func rows<Element: Scalar>(_ book: Matrix<Element>) -> [[Double]] {
    PlainQuantized.vectors(book.values.map(\.double), book.columns)
  }

  /// Points on a line and in the plane, a code without points among theirs, then fifty cases of up to forty points.
  static let all: Subjects<LloydCase> = { laboratory in
    let line = LloydCase(
      points: [1, 2, 4, 7, 11, 16, 22, 29, 37, 46].map { [$0] }, codes: [[1], [2], [4], [900]],
      seed: 1)
    let plane = LloydCase(
      points: [
        [0, 1], [3, -2], [5, 5], [9, 1], [-4, 7], [12, -3], [-8, -1], [2, 2], [7, 8], [-5, -6],
      ], codes: [[0, 1], [3, -2], [5, 5]], seed: 2)
    let squares = LloydCase(
      points: (1...30).map { [Double($0 * $0)] }, codes: [[1], [4], [9], [16]], seed: 3)
    let fixed = [
      Subject("ten points on a line", line), Subject("ten points in the plane", plane),
      Subject("thirty squares", squares),
    ]
    return laboratory.family(fixed: fixed, "k-means case") { LloydCase.random(using: &$0) }
  }

  private static func random(using generator: inout Philox) -> LloydCase {
    func whole(_ range: ClosedRange<Int>) -> Int {
      range.lowerBound + Int(Double(range.count) * (1 - generator.uniform()))
    }
    let (count, size, dimension) = (whole(2...6), whole(20...40), whole(1...3))
    func places(_ count: Int) -> [[Double]] {
      (0..<count).map { _ in (0..<dimension).map { _ in Double(whole(-999...999)) } }
    }
    let points = places(size)
    return LloydCase(points: points, codes: places(count), seed: generator.next())
  }
}
