import CKernels
import Tensors
import Testing

@Suite("Kernels of Float: the same bits on every processor")
struct KernelLevelTests {
  static let levels = [ckPortable, ckVersion3, ckVersion4].filter { ckIsSupported($0) != 0 }

  /// Expects the same bits from every level as from the kernel that the loader chose.
  func same(
    _ name: String, _ chosen: (inout [Float]) -> Void, _ at: (CKLevel, inout [Float]) -> Void,
    from start: [Float]
  ) {
    var expected = start
    chosen(&expected)
    for level in Self.levels {
      var found = start
      at(level, &found)
      #expect(KernelInputs.bits(found) == KernelInputs.bits(expected), "\(name) at \(level)")
    }
  }

  /// Numbers with all kinds among them.
  static func mixed(_ count: Int, _ name: String) -> [Float] {
    let ends: [Float] = [.infinity, -.infinity, .nan]
    return Array(
      (KernelInputs.special + ends + KernelInputs.normals(count, scale: 5, name)).prefix(count))
  }

  @Test("Activations and sums", arguments: KernelInputs.lengths)
  func activations(_ columns: Int) {
    let y = Self.mixed(3 * columns, "y"), bias = KernelInputs.normals(columns, "bias")
    for activation in Activation.allCases.map(\.rawValue) {
      same(
        "activate", { ckActivate(activation, &$0, bias, 3, columns) },
        { ckActivateAt($0, activation, &$1, bias, 3, columns) }, from: y)
      same(
        "differentiate", { ckDifferentiate(activation, y, &$0, y.count) },
        { ckDifferentiateAt($0, activation, y, &$1, y.count) },
        from: KernelInputs.normals(y.count, "dy"))
    }
    same(
      "sumRows", { ckSumRows(y, 3, columns, &$0) }, { ckSumRowsAt($0, y, 3, columns, &$1) },
      from: bias)
    same("scale", { ckScale(y, &$0, columns) }, { ckScaleAt($0, y, &$1, columns) }, from: bias)
    same("add", { ckAdd(y, &$0, columns) }, { ckAddAt($0, y, &$1, columns) }, from: bias)
  }

  @Test("Likelihoods", arguments: KernelInputs.lengths)
  func likelihoods(_ columns: Int) {
    let x = KernelInputs.pixels(2 * columns, "x"), weights: [Float] = [0.5, -2]
    // One row of ordinary numbers and one of all kinds; behind them the results.
    let l = KernelInputs.normals(columns, scale: 5, "l") + Self.mixed(columns, "l")
    let start = l + [0, 0], size = l.count
    same(
      "Bernoulli", { ckBernoulliLogLikelihood(l, x, 2, columns, 1, &$0) },
      { ckBernoulliLogLikelihoodAt($0, l, x, 2, columns, 1, &$1) }, from: [0, 0])
    same(
      "Bernoulli gradient",
      {
        $0.withUnsafeMutableBufferPointer {
          ckBernoulliGradient($0.baseAddress, x, weights, 2, columns, 1, $0.baseAddress! + size)
        }
      },
      { level, values in
        values.withUnsafeMutableBufferPointer {
          ckBernoulliGradientAt(
            level, $0.baseAddress, x, weights, 2, columns, 1, $0.baseAddress! + size)
        }
      }, from: start)
    let targets = [UInt32(columns / 2), UInt32(columns - 1)]
    same(
      "categorical", { ckCategoricalLogLikelihood(l, targets, 2, columns, &$0) },
      { ckCategoricalLogLikelihoodAt($0, l, targets, 2, columns, &$1) }, from: [0, 0])
    same(
      "categorical gradient",
      {
        $0.withUnsafeMutableBufferPointer {
          ckCategoricalGradient($0.baseAddress, targets, 0.3, 2, columns, $0.baseAddress! + size)
        }
      },
      { level, values in
        values.withUnsafeMutableBufferPointer {
          ckCategoricalGradientAt(
            level, $0.baseAddress, targets, 0.3, 2, columns, $0.baseAddress! + size)
        }
      }, from: start)
    same(
      "Gaussian", { ckGaussianLogLikelihood(l, x, 1, columns, 1, &$0) },
      { ckGaussianLogLikelihoodAt($0, l, x, 1, columns, 1, &$1) }, from: [0])
    same(
      "Gaussian gradient",
      {
        $0.withUnsafeMutableBufferPointer {
          ckGaussianGradient($0.baseAddress, x, weights, 1, columns, 1, $0.baseAddress! + size)
        }
      },
      { level, values in
        values.withUnsafeMutableBufferPointer {
          ckGaussianGradientAt(
            level, $0.baseAddress, x, weights, 1, columns, 1, $0.baseAddress! + size)
        }
      }, from: start)
    same(
      "distances", { ckSquaredDistances(l, x, 2, columns, 1, &$0) },
      { ckSquaredDistancesAt($0, l, x, 2, columns, 1, &$1) }, from: [0, 0])
    same(
      "residuals", { ckResiduals(&$0, x, weights, 2, columns, 1) },
      { ckResidualsAt($0, &$1, x, weights, 2, columns, 1) }, from: l)
  }

  @Test("Optimisers", arguments: KernelInputs.lengths)
  func optimizers(_ count: Int) {
    let parts = OptimizerKernelTests.start(count)
    let start = parts[0] + parts[1] + parts[2], g = parts[3]
    func pointers(
      _ values: inout [Float], _ body: (UnsafeMutablePointer<Float>?, Int) -> Void
    ) {
      values.withUnsafeMutableBufferPointer { body($0.baseAddress, count) }
    }
    same(
      "Adam",
      { pointers(&$0) { ckAdam($0, $0! + $1, $0! + 2 * $1, g, $1, 1e-3, 0.9, 0.99, 1e-8, 2, 3) } },
      { level, values in
        pointers(&values) {
          ckAdamAt(level, $0, $0! + $1, $0! + 2 * $1, g, $1, 1e-3, 0.9, 0.99, 1e-8, 2, 3)
        }
      }, from: start)
    same(
      "RMSprop", { pointers(&$0) { ckRMSProp($0, $0! + 2 * $1, g, $1, 1e-3, 0.9, 1e-8) } },
      { level, values in
        pointers(&values) { ckRMSPropAt(level, $0, $0! + 2 * $1, g, $1, 1e-3, 0.9, 1e-8) }
      }, from: start)
    same(
      "centred RMSprop",
      { pointers(&$0) { ckCentredRMSProp($0, $0! + $1, $0! + 2 * $1, g, $1, 1e-3, 0.9, 1e-8) } },
      { level, values in
        pointers(&values) {
          ckCentredRMSPropAt(level, $0, $0! + $1, $0! + 2 * $1, g, $1, 1e-3, 0.9, 1e-8)
        }
      }, from: start)
    same(
      "descent", { pointers(&$0) { ckDescend($0, $0! + $1, g, $1, 1e-3, 0.9) } },
      { level, values in pointers(&values) { ckDescendAt(level, $0, $0! + $1, g, $1, 1e-3, 0.9) } },
      from: start)
  }

  @Test("Batches and sparse products", arguments: [1, 7, 33, 200])
  func batches(_ columns: Int) {
    let bytes = GatherTests.bytes(4, columns: columns), rows = [2, 0, 3]
    let start = [Float](repeating: .nan, count: 3 * columns)
    same(
      "scaled", { ckGatherScaled(bytes, rows, 3, columns, &$0) },
      { ckGatherScaledAt($0, bytes, rows, 3, columns, &$1) }, from: start)
    same(
      "thresholded", { ckGatherThresholded(bytes, rows, 3, columns, 99, &$0) },
      { ckGatherThresholdedAt($0, bytes, rows, 3, columns, 99, &$1) }, from: start)
    same(
      "stochastic", { ckGatherStochastic(bytes, rows, 3, columns, 1, 2, 3, &$0) },
      { ckGatherStochasticAt($0, bytes, rows, 3, columns, 1, 2, 3, &$1) }, from: start)

    let x = SparseRowsTests.matrix(3, columns, density: 0.3, Float.self)
    let room = 4 * columns
    var starts = [UInt32](repeating: 0, count: 4), indices = [UInt32](repeating: 0, count: room)
    var values = [Float](repeating: 0, count: room)
    ckCompressRows(x.start, 3, columns, 3 * columns, &starts, &indices, &values)
    for level in Self.levels {
      var (starts2, indices2) = (starts.map { _ in UInt32(9) }, indices.map { _ in UInt32(0) })
      var values2 = values.map { _ in Float(0) }
      ckCompressRowsAt(level, x.start, 3, columns, 3 * columns, &starts2, &indices2, &values2)
      #expect(starts2 == starts && indices2 == indices && values2 == values)
    }
    for n in [5, 40, 300] {
      let dense = KernelInputs.normals(columns * n, "dense")
      same(
        "sparse product", { ckSparseProduct(starts, indices, values, 3, dense, n, &$0) },
        { ckSparseProductAt($0, starts, indices, values, 3, dense, n, &$1) },
        from: [Float](repeating: .nan, count: 3 * n))
    }
  }
}
