import Distributions
import Networks
import Tensors

/// A parameter block's gradient beside derivatives found without it, entry by entry.
///
/// An entry's relative error is |g − d| over the largest of |g|, |d|, the root mean square of g in the block, and a
/// thousandth of that over all blocks: an entry that happens to be near 0 is judged by its neighbours.
public struct BlockCheck: Sendable, Equatable, Codable {
  /// The block's name.
  public let name: String
  /// Its rows.
  public let rows: Int
  /// Its columns.
  public let columns: Int
  /// Entries checked: all, or so many drawn at random from a larger block.
  public let checked: Int
  /// Root mean square of the gradient in the block.
  public let size: Double
  /// Largest |g − d| against differences.
  public let maximumError: Double
  /// Largest relative error against differences.
  public let maximumRelativeError: Double
  /// Root mean square of the relative errors against differences.
  public let meanRelativeError: Double
  /// Row and column of the largest relative error.
  public let worst: [Int]
  /// The gradient there.
  public let worstGradient: Double
  /// The difference there.
  public let worstDifference: Double
  /// Largest relative error against derivatives by dual numbers, which are exact up to rounding.
  public let maximumDualError: Double

  /// The most that an error against differences may be.
  public static let differenceLimit = 1e-7
  /// The most that an error against another exact route may be: the rounding of sums of some thousand numbers.
  public static let roundingLimit = 1e-10

  /// Whether both errors are within their limits.
  public var holds: Bool {
    maximumRelativeError <= Self.differenceLimit && maximumDualError <= Self.roundingLimit
  }

  private enum CodingKeys: String, CodingKey {
    case name, rows, columns, checked, size, worst
    case maximumError = "maximum_error"
    case maximumRelativeError = "maximum_relative_error"
    case meanRelativeError = "mean_relative_error"
    case worstGradient = "worst_gradient"
    case worstDifference = "worst_difference"
    case maximumDualError = "maximum_dual_error"
  }

  init(
    _ block: ParameterLayout.Block, _ gradient: Parameters<Double>, wholeSize: Double,
    _ entries: [EntryDerivative]
  ) {
    let size = gradient[block].rootMeanSquare
    var (absolute, relative, sum, dual) = (0.0, 0.0, 0.0, 0.0)
    var worst = entries[0]
    for entry in entries {
      let g = gradient.buffer.start[entry.place]
      let floor = max(g.magnitude, size, 1e-3 * wholeSize)
      func error(_ d: Double) -> Double {
        let scale = max(floor, d.magnitude)
        return g == d ? 0 : (g - d).magnitude / scale
      }
      let found = error(entry.difference)
      // Not-a-number is never smaller, so it stays once it is met.
      if !(found <= relative) { (relative, worst) = (found, entry) }
      if !((g - entry.difference).magnitude <= absolute) {
        absolute = (g - entry.difference).magnitude
      }
      if !(error(entry.dual) <= dual) { dual = error(entry.dual) }
      sum += found * found
    }
    (name, rows, columns, checked) = (block.name, block.rows, block.columns, entries.count)
    self.size = size
    (maximumError, maximumRelativeError, maximumDualError) = (absolute, relative, dual)
    meanRelativeError = (sum / Double(entries.count)).squareRoot()
    let place = worst.place - block.offset
    self.worst = [place / block.columns, place % block.columns]
    worstGradient = gradient.buffer.start[worst.place]
    worstDifference = worst.difference
  }

  /// Checks every block.
  static func all(
    _ gradient: Parameters<Double>, _ entries: [[EntryDerivative]]
  ) -> [BlockCheck] {
    let size = Matrix(
      gradient.buffer, offset: 0, rows: 1, columns: gradient.buffer.count
    ).rootMeanSquare
    return zip(gradient.layout.blocks, entries).map {
      BlockCheck($0, gradient, wholeSize: size, $1)
    }
  }
}

/// One entry's derivative by two routes that do not use the backward pass.
struct EntryDerivative: Sendable {
  /// The entry's place in the vector of parameters.
  let place: Int
  /// (45 (f₁ − f₋₁) − 9 (f₂ − f₋₂) + (f₃ − f₋₃))/60h with fₖ = f(θ + khe): an error of h⁶ f⁽⁷⁾/140.
  let difference: Double
  /// The tangent of f at θ + εe.
  let dual: Double

  /// The step: 2⁻¹⁰, a fraction of ε^(1/7), where truncation and rounding of this formula are equal for a function of
  /// scale 1: exponentials of log-variances vary on a shorter scale.
  static let step = 0x1p-10

  /// Differentiates by the entries of each block: by all, or by so many drawn at random from larger blocks.
  static func all(
    _ subject: some CertifiableGradient, _ surrogate: (Parameters<Double>) -> Double, limit: Int,
    using generator: Philox
  ) -> [[EntryDerivative]] {
    let moved = subject.parameters.copy()
    let dualSurrogate = subject.surrogate(in: Dual<Double>.self)
    let dual: Parameters<Dual<Double>> = subject.parameters.converted()
    return subject.layout.blocks.map { block in
      places(of: block, limit: limit, using: generator.substream(block.name)).map { place in
        let θ = moved.buffer.start[place]
        func difference(_ steps: Double) -> Double {
          moved.buffer.start[place] = θ + steps * step
          let right = surrogate(moved)
          moved.buffer.start[place] = θ - steps * step
          return right - surrogate(moved)
        }
        let sum = 45 * difference(1) - 9 * difference(2) + difference(3)
        moved.buffer.start[place] = θ
        dual.buffer.start[place].tangent = 1
        let tangent = dualSurrogate(dual).tangent
        dual.buffer.start[place].tangent = 0
        return EntryDerivative(place: place, difference: sum / (60 * step), dual: tangent)
      }
    }
  }

  private static func places(
    of block: ParameterLayout.Block, limit: Int, using generator: Philox
  ) -> [Int] {
    guard block.count > limit else { return Array(block.range) }
    var stream = generator
    var chosen: Set<Int> = []
    while chosen.count < limit {
      chosen.insert(block.offset + Int(stream.next() % UInt64(block.count)))
    }
    return chosen.sorted()
  }
}

extension Matrix where Element == Double {
  /// √ of the mean of the squares.
  var rootMeanSquare: Double {
    (values.reduce(0) { $0 + $1 * $1 } / Double(count)).squareRoot()
  }
}
