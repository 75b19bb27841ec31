/// A kind of number that networks compute with: `Float` to train, `Double` to certify.
///
/// The kernels below are what networks spend their time in. Their definitions, in plain Swift, are the
/// defaults (`ReferenceKernels.swift`); `Float` replaces them by vectorised ones (`FloatKernels.swift`).
public protocol Scalar: Sendable, Equatable {
  /// 0.
  static var zero: Self { get }
  /// The largest relative error of one rounding.
  static var unitRoundoff: Double { get }
  /// The least normal number: what is smaller may be flushed to zero.
  static var leastNormal: Double { get }
  /// Converts a number.
  init(_ value: Double)
  /// The nearest double-precision number.
  var double: Double { get }

  static func + (left: Self, right: Self) -> Self
  static func - (left: Self, right: Self) -> Self
  static func * (left: Self, right: Self) -> Self
  static func / (left: Self, right: Self) -> Self
  static prefix func - (value: Self) -> Self
  static func += (left: inout Self, right: Self)
  static func *= (left: inout Self, right: Self)
  static func < (left: Self, right: Self) -> Bool
  /// The exponential.
  static func exp(_ value: Self) -> Self
  /// The natural logarithm.
  static func log(_ value: Self) -> Self
  /// log(1 + x), accurate near 0.
  static func log1p(_ value: Self) -> Self
  /// The hyperbolic tangent.
  static func tanh(_ value: Self) -> Self
  /// The square root.
  static func squareRoot(_ value: Self) -> Self

  /// C = op(A) op(B), or C += op(A) op(B), row-major.
  ///
  /// - Parameters:
  ///   - a: *m* × *k* numbers, or *k* × *m* if transposed.
  ///   - aTransposed: Whether op(A) = Aᵀ.
  ///   - b: *k* × *n* numbers, or *n* × *k* if transposed.
  ///   - bTransposed: Whether op(B) = Bᵀ.
  ///   - c: *m* × *n* numbers.
  ///   - m: The rows of op(A) and C.
  ///   - n: The columns of op(B) and C.
  ///   - k: The columns of op(A), the rows of op(B).
  ///   - accumulating: Whether the product is added to C.
  static func multiply(
    _ a: UnsafePointer<Self>, transposed aTransposed: Bool, _ b: UnsafePointer<Self>,
    transposed bTransposed: Bool, into c: UnsafeMutablePointer<Self>, m: Int, n: Int, k: Int,
    accumulating: Bool)

  /// y = f(y + b), b added to every row.
  static func activate(
    _ activation: Activation, _ y: UnsafeMutablePointer<Self>, addingToRows b: UnsafePointer<Self>,
    rows: Int, columns: Int)

  /// dy = dy · f′, with f′ found from the output y.
  static func differentiate(
    _ activation: Activation, output y: UnsafePointer<Self>,
    gradient dy: UnsafeMutablePointer<Self>, count: Int)

  /// sum = Σ over rows of a.
  static func sumRows(
    _ a: UnsafePointer<Self>, rows: Int, columns: Int, into sum: UnsafeMutablePointer<Self>)

  /// log p(x|z) = Σ x l − log(1 + eˡ), one number a row of logits l; row r is compared with target r / repeats.
  static func bernoulliLogLikelihood(
    logits l: UnsafePointer<Self>, targets x: UnsafePointer<Self>, rows: Int, columns: Int,
    repeats: Int, into logLikelihood: UnsafeMutablePointer<Self>)

  /// The same, and l becomes weightᵣ · (x − σ(l)), the gradient of weightᵣ · log p(x|z).
  static func bernoulliGradient(
    logits l: UnsafeMutablePointer<Self>, targets x: UnsafePointer<Self>,
    weights: UnsafePointer<Self>, rows: Int, columns: Int, repeats: Int,
    into logLikelihood: UnsafeMutablePointer<Self>)

  /// log N(x; μ, eˢ) = Σ −½ (log 2π + s + (x − μ)² e⁻ˢ), one number a row of outputs [μ | s]; row r is
  /// compared with target r / repeats.
  ///
  /// - Parameters:
  ///   - outputs: *rows* × 2 *columns* numbers.
  ///   - x: *rows* / *repeats* targets of *columns* numbers.
  ///   - rows: How many rows of outputs.
  ///   - columns: Numbers of one target; a row of outputs has twice as many.
  ///   - repeats: How many rows of outputs are compared with one target.
  ///   - logLikelihood: *rows* numbers.
  static func gaussianLogLikelihood(
    outputs: UnsafePointer<Self>, targets x: UnsafePointer<Self>, rows: Int, columns: Int,
    repeats: Int, into logLikelihood: UnsafeMutablePointer<Self>)

  /// The same, and [μ | s] becomes weightᵣ · [(x − μ) e⁻ˢ | ½ ((x − μ)² e⁻ˢ − 1)], the gradient of
  /// weightᵣ · log N(x; μ, eˢ).
  static func gaussianGradient(
    outputs: UnsafeMutablePointer<Self>, targets x: UnsafePointer<Self>,
    weights: UnsafePointer<Self>, rows: Int, columns: Int, repeats: Int,
    into logLikelihood: UnsafeMutablePointer<Self>)

  /// Σ (x − μ)², one number a row of means μ; row r is compared with target r / repeats.
  static func squaredDistances(
    means: UnsafePointer<Self>, targets x: UnsafePointer<Self>, rows: Int, columns: Int,
    repeats: Int, into distances: UnsafeMutablePointer<Self>)

  /// μ becomes weightᵣ · (x − μ).
  static func residuals(
    means: UnsafeMutablePointer<Self>, targets x: UnsafePointer<Self>,
    weights: UnsafePointer<Self>, rows: Int, columns: Int, repeats: Int)

  /// log p(k) = l_k − log Σ eˡ, one number a row of logits; row r has category k = targetsᵣ.
  ///
  /// - Precondition: Every category is below the number of columns.
  static func categoricalLogLikelihood(
    logits l: UnsafePointer<Self>, targets k: UnsafePointer<UInt32>, rows: Int, columns: Int,
    into logLikelihood: UnsafeMutablePointer<Self>)

  /// The same, and l becomes weight · (1 at k, 0 elsewhere, less the probabilities), the gradient of
  /// weight · log p(k).
  static func categoricalGradient(
    logits l: UnsafeMutablePointer<Self>, targets k: UnsafePointer<UInt32>, weight: Self, rows: Int,
    columns: Int, into logLikelihood: UnsafeMutablePointer<Self>)

  /// One step of Adam: m = β₁m + (1 − β₁)g, v = β₂v + (1 − β₂)g², w −= rate · c₁m / (√(c₂v) + ε).
  static func adam(
    _ w: UnsafeMutablePointer<Self>, mean m: UnsafeMutablePointer<Self>,
    square v: UnsafeMutablePointer<Self>, gradient g: UnsafePointer<Self>, count: Int,
    rate: Self, beta1: Self, beta2: Self, epsilon: Self, correction1: Self, correction2: Self)

  /// One step of RMSprop: v = αv + (1 − α)g²; centred: m = αm + (1 − α)g, w −= rate · g / (√(v − m²) + ε);
  /// not centred: m = 0.
  static func rmsprop(
    _ w: UnsafeMutablePointer<Self>, mean m: UnsafeMutablePointer<Self>?,
    square v: UnsafeMutablePointer<Self>, gradient g: UnsafePointer<Self>, count: Int,
    rate: Self, decay: Self, epsilon: Self)

  /// One step of gradient descent with momentum: m = μm + g, w −= rate · m.
  static func descend(
    _ w: UnsafeMutablePointer<Self>, velocity m: UnsafeMutablePointer<Self>,
    gradient g: UnsafePointer<Self>, count: Int, rate: Self, momentum: Self)

  /// y *= m, number by number.
  static func scale(
    _ y: UnsafeMutablePointer<Self>, by m: UnsafePointer<Self>, count: Int)

  /// sum += a.
  static func add(
    _ a: UnsafePointer<Self>, to sum: UnsafeMutablePointer<Self>, count: Int)

  /// Lists the numbers of each row of a that are not zero, with their columns, in order.
  ///
  /// - Parameters:
  ///   - a: *rows* × *columns* numbers.
  ///   - rows: How many lists.
  ///   - columns: The length of a row.
  ///   - most: Where there are more numbers than these, the lists are left unfinished after the row that
  ///     shows it.
  ///   - starts: The list of row r goes from starts[r] to starts[r + 1]; starts[rows], above `most` or not,
  ///     tells whether the lists are whole.
  ///   - indices: The columns; room for `most` + `columns` of them.
  ///   - values: The numbers; room for as many.
  static func compressRows(
    _ a: UnsafePointer<Self>, rows: Int, columns: Int, most: Int,
    starts: UnsafeMutablePointer<UInt32>, indices: UnsafeMutablePointer<UInt32>,
    values: UnsafeMutablePointer<Self>)

  /// Turns the lists of rows into lists of columns, with their rows, in order.
  static func transposeLists(
    starts: UnsafePointer<UInt32>, indices: UnsafePointer<UInt32>, values: UnsafePointer<Self>,
    rows: Int, columns: Int, columnStarts: UnsafeMutablePointer<UInt32>,
    columnIndices: UnsafeMutablePointer<UInt32>, columnValues: UnsafeMutablePointer<Self>)

  /// outᵢ = Σ over list i of value · dense[index], the rows of dense and out having n numbers.
  static func multiplyLists(
    starts: UnsafePointer<UInt32>, indices: UnsafePointer<UInt32>, values: UnsafePointer<Self>,
    lists: Int, dense: UnsafePointer<Self>, n: Int, into out: UnsafeMutablePointer<Self>)

  /// For each row of products z·eⱼ: the largest of z·eⱼ − ½‖eⱼ‖², which belongs to the nearest code, its place (the
  /// first one among equals) and the largest of the others.
  ///
  /// - Parameters:
  ///   - products: *rows* × *codes* numbers.
  ///   - half: ½‖eⱼ‖², one number a code.
  ///   - rows: How many z.
  ///   - codes: How many eⱼ.
  ///   - indices: The place of the nearest code, one a row.
  ///   - best: The largest number, one a row.
  ///   - second: The largest of the others, one a row.
  static func nearestCodes(
    products: UnsafePointer<Self>, half: UnsafePointer<Self>, rows: Int, codes: Int,
    indices: UnsafeMutablePointer<UInt32>, best: UnsafeMutablePointer<Self>,
    second: UnsafeMutablePointer<Self>)
}
