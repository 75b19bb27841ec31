import Numerics

/// Equally spaced values of an integrand on the line, from which its integral follows with a bound on its error.
///
/// The trapezoidal sum with step h of a function w that dies out differs from its integral by Σ ŵ(2πk/h), k ≠ 0, where
/// ŵ is the Fourier transform of w (Poisson). If w is analytic in a strip of half-width a around the line, the difference
/// is at most 2M/(exp(2πa/h) − 1), with M the integral of |w| along the edges of the strip (Trefethen and Weideman 2014,
/// theorem 5.1): halving the step squares what is left.
///
/// The points with every fourth in one sum show ŵ at π/h, a quarter of the way of what is wrong with the sum over all
/// points squared twice. That amplitude, and the square of the one at half the frequency, which no choice of the origin
/// can hide, bound the error of every integrand whose transform falls at least as fast as the reciprocal of the
/// frequency: for analytic ones by far, for kinks and jumps still.
struct LineSum {
  /// The sums of the values by the number of their point modulo 4.
  private var parts = Array(repeating: Jet(0), count: 4)
  /// The sum of the magnitudes, number by number.
  private var magnitudes = Jet(0)

  /// Adds the value at the point of a number.
  mutating func add(_ value: Jet, at number: Int) {
    parts[number & 3] += value
    magnitudes += value.magnitudes
  }

  /// Makes room for a point between any two: numbers double.
  mutating func refine() {
    parts = [parts[0] + parts[2], Jet(0), parts[1] + parts[3], Jet(0)]
  }

  /// Returns the integral with its bound, and whether the bound is as small as it needs to be.
  ///
  /// - Parameters:
  ///   - step: The distance of the points.
  ///   - tail: A bound on what lies beyond them.
  func integral(step: Double, tail: Double) -> (value: Jet, isExact: Bool) {
    var isExact = true
    let value = Self.integral(
      parts, magnitudes, step: step, tail: tail, largest: step * magnitudes.largest,
      isExact: &isExact)
    return (value, isExact)
  }

  /// How small the bound needs to be beside the integral of the magnitude.
  private static let tolerance = 1e-10

  private static func integral(
    _ parts: [Jet], _ magnitudes: Jet, step: Double, tail: Double, largest: Double,
    isExact: inout Bool
  ) -> Jet {
    let tag = (parts + [magnitudes]).map(\.leadingTag).max() ?? -1
    if tag >= 0 {
      let split = parts.map { $0.split(at: tag) }
      let (size, sizeOfSlope) = magnitudes.split(at: tag)
      return .varying(
        tag: tag,
        value: integral(
          split.map(\.value), size, step: step, tail: tail, largest: largest, isExact: &isExact),
        slope: integral(
          split.map(\.slope), sizeOfSlope, step: step, tail: tail, largest: largest,
          isExact: &isExact))
    }
    let sums = parts.map(\.bounded)
    let total = (sums[0] + sums[1] + sums[2] + sums[3]) * Bounded(exactly: step)
    let size = step * magnitudes.bounded.value
    let (even, odd) = (sums[0].value - sums[2].value, sums[1].value - sums[3].value)
    let half = step * step * (even * even + odd * odd)
    let full =
      step * (sums[0].value - sums[1].value + sums[2].value - sums[3].value).magnitude
    let error = size > 0 ? max(full, half / size) : full
    if !(error <= max(tolerance * size, 1e-14 * largest, 4 * total.error)) { isExact = false }
    let bound = error + tail
    return .constant(
      Bounded(total.value, error: bound.isFinite ? total.error + bound : .nan))
  }
}

extension Jet {
  /// The number and its derivatives without their signs.
  var magnitudes: Jet {
    switch self {
    case .constant(let value): Jet(value.value.magnitude)
    case .varying(let tag, let value, let slope):
      .varying(tag: tag, value: value.magnitudes, slope: slope.magnitudes)
    }
  }

  /// The largest magnitude of the number and its derivatives; NaN if one of them is.
  var largest: Double {
    switch self {
    case .constant(let value): return value.value.magnitude
    case .varying(_, let value, let slope):
      let (a, b) = (value.largest, slope.largest)
      return a.isNaN || b.isNaN ? .nan : max(a, b)
    }
  }

  /// Whether the number and its derivatives are exactly 0.
  var isNothing: Bool {
    switch self {
    case .constant(let value): value.value == 0 && value.error == 0
    case .varying(_, let value, let slope): value.isNothing && slope.isNothing
    }
  }

  /// Returns the number with its distance to another estimate of it added to its error.
  func widened(towards other: Jet) -> Jet {
    switch self {
    case .constant(let value):
      let distance = (value.value - other.bounded.value).magnitude
      return .constant(
        Bounded(value.value, error: distance.isFinite ? value.error + distance : .nan))
    case .varying(let tag, let value, let slope):
      let (first, second) = other.split(at: tag)
      return .varying(
        tag: tag, value: value.widened(towards: first), slope: slope.widened(towards: second))
    }
  }

  /// The largest tag in which the number varies, or -1.
  fileprivate var leadingTag: Int {
    if case .varying(let tag, _, _) = self { tag } else { -1 }
  }

  /// The number and its derivative in the quantity of a tag.
  fileprivate func split(at tag: Int) -> (value: Jet, slope: Jet) {
    if case .varying(tag, let value, let slope) = self { (value, slope) } else { (self, Jet(0)) }
  }
}
