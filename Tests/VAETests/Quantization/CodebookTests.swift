import Distributions
import Foundation
import Tensors
import Testing
import VAE

@Suite struct CodebookTests {
  /// Points around some centres, in turn.
  private func clusters(_ centers: [[Float]], each: Int, spread: Float) -> Matrix<Float> {
    var generator = Philox(seed: 5)
    let points = Matrix<Float>(rows: centers.count * each, columns: centers[0].count)
    for row in 0..<points.rows {
      for j in 0..<points.columns {
        points[row, j] =
          centers[row % centers.count][j] + spread * Float(generator.standardNormal())
      }
    }
    return points
  }

  @Test("A step of the moving average, against the recursion written out")
  func movingAverage() {
    // Ledger S4-55: N = 10, n = 4, γ = 0.9, e = (1, 0), the mean of the batch (1.05, −0.05).
    let batch = Matrix<Double>(
      rows: 4, columns: 2, [1.2, 0.3, 0.6, -0.5, 0.9, 0.1, 1.5, -0.1])
    let codes = Matrix<Double>(rows: 2, columns: 2, [1, 0, -7, 3])
    let usage = Matrix<Double>(rows: 1, columns: 2, [10, 2])
    let sums = Matrix<Double>(rows: 2, columns: 2, [10, 0, -14, 6])
    let statistics = CodeStatistics<Double>(codes: 2, dimension: 2)
    statistics.add(batch, [0, 0, 0, 0])
    MovingAverage(decay: 0.9, smoothing: 0).follow(
      codes: codes, usage: usage, sums: sums, statistics)
    // N = 9.4, m = (9 + 0.42, −0.02): four roundings of numbers below 10.
    #expect((usage[0, 0] - 9.4).magnitude <= 4 * 9.4.ulp)
    #expect((codes[0, 0] - 9.42 / 9.4).magnitude <= 8 * 1.0.ulp)
    #expect((codes[0, 1] + 0.02 / 9.4).magnitude <= 8 * 1.0.ulp)
    // A code that nothing chose: counts and sums fade alike, the code stays but for rounding.
    #expect((usage[0, 1] - 1.8).magnitude <= 2 * 1.8.ulp)
    #expect((codes[1, 0] + 7).magnitude <= 4 * 7.0.ulp)
  }

  @Test("Without memory and smoothing a code is the mean of its vectors, to the last bit")
  func means() {
    // Counts whose share of all, times all, is off by a rounding that the mean would show.
    for (count, others) in [(7, 18), (13, 10), (14, 11)] {
      let values = (0..<count).map { Double($0 * $0) }
      let batch = Matrix<Double>(
        rows: count + others, columns: 1, values + [Double](repeating: -6.5, count: others))
      let codes = Matrix<Double>(rows: 2, columns: 1, [1, -1])
      let statistics = CodeStatistics<Double>(codes: 2, dimension: 1)
      let chosen = [UInt32](repeating: 0, count: count) + [UInt32](repeating: 1, count: others)
      statistics.add(batch, chosen)
      MovingAverage(decay: 0, smoothing: 0).follow(
        codes: codes, usage: Matrix(rows: 1, columns: 2), sums: Matrix(rows: 2, columns: 1),
        statistics)
      #expect(codes[0, 0] == values.reduce(0, +) / Double(count))
      #expect(codes[1, 0] == -6.5)
    }
  }

  @Test("Smoothed counts keep their sum and lift the rare")
  func smoothing() {
    let codes = Matrix<Double>(rows: 2, columns: 1, [0, 0])
    let usage = Matrix<Double>(rows: 1, columns: 2, [8, 0])
    let sums = Matrix<Double>(rows: 2, columns: 1, [8, 1])
    // γ so close to 1 that nothing but the smoothing acts: N = (8, 0), ΣN = 8, K = 2, ε = 1.
    MovingAverage(decay: 1 - 0x1p-53, smoothing: 1).follow(
      codes: codes, usage: usage, sums: sums, CodeStatistics(codes: 2, dimension: 1))
    // Ñ = (9, 1)/10 · 8.
    #expect((codes[0, 0] - 8 / 7.2).magnitude <= 16 * 1.0.ulp)
    #expect((codes[1, 0] - 1 / 0.8).magnitude <= 16 * 1.0.ulp)
  }

  @Test("Seeding finds clusters that lie apart, one code each")
  func seeding() {
    let centers: [[Float]] = (0..<12).map { [Float($0 % 4) * 10, Float($0 / 4) * 10] }
    let points = clusters(centers, each: 50, spread: 0.1)
    let codes = Matrix<Float>(rows: 12, columns: 2)
    let chosen = CodebookSeeding().seed(codes, from: points, using: Philox(seed: 1))
    #expect(CodeUsage(chosen.values, codes: 12).counts == [Double](repeating: 50, count: 12))
    for (code, count) in CodeUsage(chosen.values, codes: 12).counts.enumerated() {
      let own = chosen.values.indices.filter { chosen.values[$0] == code }
      for j in 0..<2 {
        let mean = own.reduce(0.0) { $0 + Double(points[$1, j]) } / count
        // Sums of 50 numbers below 31 in single precision.
        #expect((Double(codes[code, j]) - mean).magnitude <= 50 * 31 * 0x1p-23)
      }
    }
  }

  @Test("More codes than different vectors, and a codebook drawn several codes a round")
  func crowded() {
    let points = clusters([[1, 2], [3, 4], [-5, 0]], each: 30, spread: 0)
    let codes = Matrix<Float>(rows: 700, columns: 2)
    let chosen = CodebookSeeding(rounds: 2).seed(codes, from: points, using: Philox(seed: 2))
    #expect(codes.values.allSatisfy { $0.isFinite })
    // Every vector sits on its code.
    for row in 0..<points.rows {
      let code = Int(chosen.values[row])
      #expect(codes[code, 0] == points[row, 0] && codes[code, 1] == points[row, 1])
    }
    let again = Matrix<Float>(rows: 700, columns: 2)
    _ = CodebookSeeding(rounds: 2).seed(again, from: points, using: Philox(seed: 2))
    #expect(Array(codes.values) == Array(again.values))
  }

  @Test("Perplexity: the number of codes for equal use, one for a single code")
  func perplexity() {
    #expect((CodeUsage(counts: [3, 3, 3, 3]).perplexity - 4).magnitude <= 8 * 4.0.ulp)
    #expect(CodeUsage(counts: [0, 9, 0]).perplexity == 1)
    #expect(CodeUsage(counts: [0, 9, 0]).unused == 2)
    // p = (½, ¼, ¼): H = 1.5 log 2.
    let usage = CodeUsage([0, 1, 0, 2], codes: 3)
    #expect((usage.perplexity - pow(2, 1.5)).magnitude <= 8 * 4.0.ulp)
  }
}
