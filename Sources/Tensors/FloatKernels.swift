import CKernels

// The kernels in C, vectorised: the same bits on every processor. NaN goes through all of them.
extension Float {
  /// Vectorised; within 4 units in the last place.
  public static func activate(
    _ activation: Activation, _ y: UnsafeMutablePointer<Float>,
    addingToRows b: UnsafePointer<Float>, rows: Int, columns: Int
  ) {
    ckActivate(activation.rawValue, y, b, rows, columns)
  }

  /// Vectorised; that of softplus without cancellation.
  public static func differentiate(
    _ activation: Activation, output y: UnsafePointer<Float>,
    gradient dy: UnsafeMutablePointer<Float>, count: Int
  ) {
    ckDifferentiate(activation.rawValue, y, dy, count)
  }

  /// Vectorised; the bits of the definition.
  public static func sumRows(
    _ a: UnsafePointer<Float>, rows: Int, columns: Int, into sum: UnsafeMutablePointer<Float>
  ) {
    ckSumRows(a, rows, columns, sum)
  }

  /// Vectorised; one exponential a number, and the logarithm of a product instead of a sum of logarithms.
  public static func bernoulliLogLikelihood(
    logits l: UnsafePointer<Float>, targets x: UnsafePointer<Float>, rows: Int, columns: Int,
    repeats: Int, into logLikelihood: UnsafeMutablePointer<Float>
  ) {
    ckBernoulliLogLikelihood(l, x, rows, columns, repeats, logLikelihood)
  }

  /// Vectorised; the log-likelihood has the bits of `bernoulliLogLikelihood`.
  public static func bernoulliGradient(
    logits l: UnsafeMutablePointer<Float>, targets x: UnsafePointer<Float>,
    weights: UnsafePointer<Float>, rows: Int, columns: Int, repeats: Int,
    into logLikelihood: UnsafeMutablePointer<Float>
  ) {
    ckBernoulliGradient(l, x, weights, rows, columns, repeats, logLikelihood)
  }

  /// Vectorised.
  public static func gaussianLogLikelihood(
    outputs: UnsafePointer<Float>, targets x: UnsafePointer<Float>, rows: Int, columns: Int,
    repeats: Int, into logLikelihood: UnsafeMutablePointer<Float>
  ) {
    ckGaussianLogLikelihood(outputs, x, rows, columns, repeats, logLikelihood)
  }

  /// Vectorised; the log-likelihood has the bits of `gaussianLogLikelihood`.
  public static func gaussianGradient(
    outputs: UnsafeMutablePointer<Float>, targets x: UnsafePointer<Float>,
    weights: UnsafePointer<Float>, rows: Int, columns: Int, repeats: Int,
    into logLikelihood: UnsafeMutablePointer<Float>
  ) {
    ckGaussianGradient(outputs, x, weights, rows, columns, repeats, logLikelihood)
  }

  /// Vectorised.
  public static func squaredDistances(
    means: UnsafePointer<Float>, targets x: UnsafePointer<Float>, rows: Int, columns: Int,
    repeats: Int, into distances: UnsafeMutablePointer<Float>
  ) {
    ckSquaredDistances(means, x, rows, columns, repeats, distances)
  }

  /// Vectorised; the bits of the definition.
  public static func residuals(
    means: UnsafeMutablePointer<Float>, targets x: UnsafePointer<Float>,
    weights: UnsafePointer<Float>, rows: Int, columns: Int, repeats: Int
  ) {
    ckResiduals(means, x, weights, rows, columns, repeats)
  }

  /// Vectorised; sums over lanes in single precision, then in double.
  public static func categoricalLogLikelihood(
    logits l: UnsafePointer<Float>, targets k: UnsafePointer<UInt32>, rows: Int, columns: Int,
    into logLikelihood: UnsafeMutablePointer<Float>
  ) {
    ckCategoricalLogLikelihood(l, k, rows, columns, logLikelihood)
  }

  /// Vectorised; the log-likelihood has the bits of `categoricalLogLikelihood`.
  public static func categoricalGradient(
    logits l: UnsafeMutablePointer<Float>, targets k: UnsafePointer<UInt32>, weight: Float,
    rows: Int, columns: Int, into logLikelihood: UnsafeMutablePointer<Float>
  ) {
    ckCategoricalGradient(l, k, weight, rows, columns, logLikelihood)
  }

  /// Vectorised, one sweep; the bits of the definition.
  public static func adam(
    _ w: UnsafeMutablePointer<Float>, mean m: UnsafeMutablePointer<Float>,
    square v: UnsafeMutablePointer<Float>, gradient g: UnsafePointer<Float>, count: Int,
    rate: Float, beta1: Float, beta2: Float, epsilon: Float, correction1: Float, correction2: Float
  ) {
    ckAdam(w, m, v, g, count, rate, beta1, beta2, epsilon, correction1, correction2)
  }

  /// Vectorised, one sweep; the bits of the definition.
  public static func rmsprop(
    _ w: UnsafeMutablePointer<Float>, mean m: UnsafeMutablePointer<Float>?,
    square v: UnsafeMutablePointer<Float>, gradient g: UnsafePointer<Float>, count: Int,
    rate: Float, decay: Float, epsilon: Float
  ) {
    if let m {
      ckCentredRMSProp(w, m, v, g, count, rate, decay, epsilon)
    } else {
      ckRMSProp(w, v, g, count, rate, decay, epsilon)
    }
  }

  /// Vectorised, one sweep; the bits of the definition.
  public static func descend(
    _ w: UnsafeMutablePointer<Float>, velocity m: UnsafeMutablePointer<Float>,
    gradient g: UnsafePointer<Float>, count: Int, rate: Float, momentum: Float
  ) {
    ckDescend(w, m, g, count, rate, momentum)
  }

  /// Vectorised; the bits of the definition.
  public static func scale(
    _ y: UnsafeMutablePointer<Float>, by m: UnsafePointer<Float>, count: Int
  ) {
    ckScale(m, y, count)
  }

  /// Vectorised; the bits of the definition.
  public static func add(
    _ a: UnsafePointer<Float>, to sum: UnsafeMutablePointer<Float>, count: Int
  ) {
    ckAdd(a, sum, count)
  }

  /// Vectorised.
  public static func compressRows(
    _ a: UnsafePointer<Float>, rows: Int, columns: Int, most: Int,
    starts: UnsafeMutablePointer<UInt32>, indices: UnsafeMutablePointer<UInt32>,
    values: UnsafeMutablePointer<Float>
  ) {
    ckCompressRows(a, rows, columns, most, starts, indices, values)
  }

  /// In C.
  public static func transposeLists(
    starts: UnsafePointer<UInt32>, indices: UnsafePointer<UInt32>, values: UnsafePointer<Float>,
    rows: Int, columns: Int, columnStarts: UnsafeMutablePointer<UInt32>,
    columnIndices: UnsafeMutablePointer<UInt32>, columnValues: UnsafeMutablePointer<Float>
  ) {
    ckTransposeLists(
      starts, indices, values, rows, columns, columnStarts, columnIndices, columnValues)
  }

  /// Vectorised, the sums held in registers; the bits of the definition.
  public static func multiplyLists(
    starts: UnsafePointer<UInt32>, indices: UnsafePointer<UInt32>, values: UnsafePointer<Float>,
    lists: Int, dense: UnsafePointer<Float>, n: Int, into out: UnsafeMutablePointer<Float>
  ) {
    ckSparseProduct(starts, indices, values, lists, dense, n, out)
  }

  /// Vectorised; the bits of the definition.
  public static func nearestCodes(
    products: UnsafePointer<Float>, half: UnsafePointer<Float>, rows: Int, codes: Int,
    indices: UnsafeMutablePointer<UInt32>, best: UnsafeMutablePointer<Float>,
    second: UnsafeMutablePointer<Float>
  ) {
    ckNearestCodes(products, half, rows, codes, indices, best, second)
  }
}
