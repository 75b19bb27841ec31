import Foundation
import Tensors
import Testing

@Suite("Kernels of Float: likelihoods")
struct LikelihoodKernelTests {
  static let unit = KernelInputs.unit

  /// The roundings of a sum of so many numbers in sixteen lanes, and of the numbers themselves.
  static func roundings(_ columns: Int) -> Double { Double(columns / 16 + 3) * unit }

  /// Rows of the shapes that are tried: columns, and how often a target is used.
  static let shapes = KernelInputs.lengths.flatMap { columns in [1, 2].map { (columns, $0) } }
  static let rows = 4

  static func logits(_ columns: Int) -> [Float] {
    var logits = KernelInputs.normals(rows * columns, scale: 6, "logits")
    for (index, value) in KernelInputs.special.enumerated() where index < columns {
      logits[logits.count - 1 - index] = value
    }
    return logits
  }

  @Test("Bernoulli: values and gradients within the bound of their roundings")
  func bernoulli() {
    for (columns, repeats) in Self.shapes {
      let l = Self.logits(columns)
      let x = KernelInputs.pixels(Self.rows / repeats * columns, "pixels")
      let weights = KernelInputs.normals(Self.rows, "weights")
      var values = [Float](repeating: .nan, count: Self.rows)
      var again = values
      var gradient = l
      Float.bernoulliLogLikelihood(
        logits: l, targets: x, rows: Self.rows, columns: columns, repeats: repeats, into: &values)
      Float.bernoulliGradient(
        logits: &gradient, targets: x, weights: weights, rows: Self.rows, columns: columns,
        repeats: repeats, into: &again)
      #expect(values == again)

      var expected = [Double](repeating: .nan, count: Self.rows)
      var slopes = l.doubles
      Double.bernoulliGradient(
        logits: &slopes, targets: x.doubles, weights: weights.doubles, rows: Self.rows,
        columns: columns, repeats: repeats, into: &expected)
      for r in 0..<Self.rows {
        var bound = Self.unit * expected[r].magnitude
        for c in 0..<columns {
          let (l, x) = (Double(l[r * columns + c]), Double(x[r / repeats * columns + c]))
          let linear = (x * l - max(l, 0)).magnitude
          // Product and difference; the sum over a lane; an exponential, 1 + e and a factor.
          bound += Self.unit * (x * l).magnitude + Self.roundings(columns) * linear + 4 * Self.unit
          let share = Double.sigmoid(l)
          let slopeBound =
            weights[r].double.magnitude
            * (4 * Self.unit * share + 2 * Self.unit * (x - share).magnitude + 0x1p-126)
          let index = r * columns + c
          #expect((gradient[index].double - slopes[index]).magnitude <= slopeBound)
        }
        #expect((values[r].double - expected[r]).magnitude <= bound)
      }
    }
  }

  @Test("Bernoulli: a thousand saturated logits cost what they should, and no more")
  func saturated() {
    // Exact: every target is met, and log(1 + e^−|l|) is below half a unit in the last place of 1.
    let right: [Float] = (0..<1000).map { $0 % 2 == 0 ? 88 : -88 }
    let targets: [Float] = right.map { $0 > 0 ? 1 : 0 }
    var value = [Float.nan]
    Float.bernoulliLogLikelihood(
      logits: right, targets: targets, rows: 1, columns: 1000, repeats: 1, into: &value)
    #expect(value == [0])
    // Every target is missed: 88 nats each, sums of which are exact.
    Float.bernoulliLogLikelihood(
      logits: right, targets: targets.map { 1 - $0 }, rows: 1, columns: 1000, repeats: 1,
      into: &value)
    #expect(value == [-88_000])
    // Zero logits: the products hold the largest factors there are.
    let zeros = [Float](repeating: 0, count: 5000)
    Float.bernoulliLogLikelihood(
      logits: zeros, targets: zeros, rows: 1, columns: 5000, repeats: 1, into: &value)
    #expect(value == [Float(-5000 * log(2.0))])
  }

  @Test("Gaussian: values and gradients within the bound of their roundings")
  func gaussian() {
    for (columns, repeats) in Self.shapes {
      let outputs = KernelInputs.normals(2 * Self.rows * columns, scale: 2, "outputs")
      let x = KernelInputs.normals(Self.rows / repeats * columns, "targets")
      let weights = KernelInputs.normals(Self.rows, "weights")
      var values = [Float](repeating: .nan, count: Self.rows)
      var again = values
      var gradient = outputs
      Float.gaussianLogLikelihood(
        outputs: outputs, targets: x, rows: Self.rows, columns: columns, repeats: repeats,
        into: &values)
      Float.gaussianGradient(
        outputs: &gradient, targets: x, weights: weights, rows: Self.rows, columns: columns,
        repeats: repeats, into: &again)
      #expect(values == again)

      var expected = [Double](repeating: .nan, count: Self.rows)
      var slopes = outputs.doubles
      Double.gaussianGradient(
        outputs: &slopes, targets: x.doubles, weights: weights.doubles, rows: Self.rows,
        columns: columns, repeats: repeats, into: &expected)
      for r in 0..<Self.rows {
        var bound = Self.unit * expected[r].magnitude
        for c in 0..<columns {
          let place = 2 * r * columns + c
          let (m, s) = (outputs[place].double, outputs[place + columns].double)
          let gap = x[r / repeats * columns + c].double - m
          let square = gap * gap * exp(-s)
          // Two differences, two products, an exponential of two units; then the sum over a lane.
          bound += 0.5 * (6 * Self.unit * square + Self.roundings(columns) * (s.magnitude + square))
          let weight = weights[r].double.magnitude
          let meanBound = 6 * Self.unit * weight * (gap * exp(-s)).magnitude
          let scaleBound =
            weight * 0.5 * (6 * Self.unit * square + 3 * Self.unit * (square - 1).magnitude)
          #expect((gradient[place].double - slopes[place]).magnitude <= meanBound)
          #expect(
            (gradient[place + columns].double - slopes[place + columns]).magnitude <= scaleBound)
        }
        #expect((values[r].double - expected[r]).magnitude <= bound)
      }
    }
  }

  @Test("Squared distances within the bound of their roundings; residuals to the bit")
  func distances() {
    for (columns, repeats) in Self.shapes {
      let means = KernelInputs.normals(Self.rows * columns, "means")
      let x = KernelInputs.normals(Self.rows / repeats * columns, "targets")
      let weights = KernelInputs.normals(Self.rows, "weights")
      var found = [Float](repeating: .nan, count: Self.rows)
      var expected = found.doubles
      Float.squaredDistances(
        means: means, targets: x, rows: Self.rows, columns: columns, repeats: repeats, into: &found)
      Double.squaredDistances(
        means: means.doubles, targets: x.doubles, rows: Self.rows, columns: columns,
        repeats: repeats, into: &expected)
      for r in 0..<Self.rows {
        let bound = (Self.roundings(columns) + 3 * Self.unit) * expected[r]
        #expect((found[r].double - expected[r]).magnitude <= bound)
      }
      var (residuals, plain) = (means, means.plain)
      Float.residuals(
        means: &residuals, targets: x, weights: weights, rows: Self.rows, columns: columns,
        repeats: repeats)
      PlainFloat.residuals(
        means: &plain, targets: x.plain, weights: weights.plain, rows: Self.rows, columns: columns,
        repeats: repeats)
      #expect(residuals == plain.floats)
    }
  }

  @Test("NaN or an infinite logit anywhere makes the value NaN, and NaN the gradient there")
  func notANumber() {
    for columns in [7, 40] {
      for place in [0, columns / 2, columns - 1] {
        let good = KernelInputs.normals(2 * columns, "good")
        var bad = good
        bad[place] = .nan
        let one: [Float] = [1]
        // In the outputs, then in the targets.
        for (l, x) in [(bad, good), (good, bad)] {
          var (logits, outputs) = (l, l)
          var values = [Float](repeating: 0, count: 3)
          Float.bernoulliGradient(
            logits: &logits, targets: x, weights: one, rows: 1, columns: columns, repeats: 1,
            into: &values[0])
          Float.gaussianGradient(
            outputs: &outputs, targets: x, weights: one, rows: 1, columns: columns, repeats: 1,
            into: &values[1])
          Float.squaredDistances(
            means: l, targets: x, rows: 1, columns: columns, repeats: 1, into: &values[2])
          #expect(values.allSatisfy { $0.isNaN })
          #expect(logits.indices.filter { logits[$0].isNaN } == [place])
          #expect(outputs.indices.filter { outputs[$0].isNaN } == [place, place + columns])
        }
        for infinity in [Float.infinity, -.infinity] {
          bad[place] = infinity
          var value = [Float(0)]
          Float.bernoulliLogLikelihood(
            logits: bad, targets: [Float](repeating: 0, count: columns), rows: 1, columns: columns,
            repeats: 1, into: &value)
          #expect(value[0].isNaN)
        }
      }
    }
  }

  @Test("Categorical: values and gradients within the bound of their roundings")
  func categorical() {
    for columns in KernelInputs.lengths {
      let rows = Self.rows
      let l = KernelInputs.normals(rows * columns, scale: 6, "logits")
      let targets = (0..<rows).map { UInt32($0 * 7919 % columns) }
      let weight: Float = -0.37
      var values = [Float](repeating: .nan, count: rows)
      var again = values
      var gradient = l
      Float.categoricalLogLikelihood(
        logits: l, targets: targets, rows: rows, columns: columns, into: &values)
      Float.categoricalGradient(
        logits: &gradient, targets: targets, weight: weight, rows: rows, columns: columns,
        into: &again)
      #expect(values == again)

      var expected = [Double](repeating: .nan, count: rows)
      var slopes = l.doubles
      Double.categoricalGradient(
        logits: &slopes, targets: targets, weight: weight.double, rows: rows, columns: columns,
        into: &expected)
      for r in 0..<rows {
        // Each term e^(l − max): the rounding of the difference, at most 48 wide, and three of the exponential.
        let terms = Self.unit * (48 + 3) + Self.roundings(columns)
        let bound = terms + 2 * Self.unit * (expected[r].magnitude + 48)
        #expect((values[r].double - expected[r]).magnitude <= bound)
        var sum = 0.0
        for c in 0..<columns {
          let index = r * columns + c
          let share = slopes[index].magnitude
          let slopeBound = (2 * terms + 4 * Self.unit) * share + 2 * Self.unit * 0.37 + 0x1p-126
          #expect((gradient[index].double - slopes[index]).magnitude <= slopeBound)
          sum += gradient[index].double
        }
        // A shift of all logits changes nothing: the slopes sum to zero.
        #expect(sum.magnitude <= 0.37 * (2 * terms + Double(columns) * Self.unit))
      }
    }
  }

  @Test("Categorical: logits far apart, and none that is a number")
  func categoricalEnds() {
    var result: [Float] = [0]
    Float.categoricalLogLikelihood(
      logits: [1e30, -1e30], targets: [0], rows: 1, columns: 2, into: &result)
    #expect(result == [0])
    Float.categoricalLogLikelihood(
      logits: [1e30, -1e30], targets: [1], rows: 1, columns: 2, into: &result)
    #expect(result == [-2e30])
    Float.categoricalLogLikelihood(
      logits: [0, .nan, 1], targets: [0], rows: 1, columns: 3, into: &result)
    #expect(result[0].isNaN)
  }
}
