import Foundation

/// The numbers that a document says a quantity is between: 0 < η < ¼, β ∈ (0, 1).
public struct QuantityRange: Hashable, Sendable {
  /// The greatest number that the quantity is said to be above, or not below.
  public var lower: Double?
  /// The least number that the quantity is said to be below, or not above.
  public var upper: Double?

  /// Makes a range; an end that is nil is open.
  public init(lower: Double? = nil, upper: Double? = nil) {
    (self.lower, self.upper) = (lower, upper)
  }

  /// Returns what two statements say together; the later where they contradict one another.
  func narrowed(by later: QuantityRange) -> QuantityRange {
    let both = QuantityRange(
      lower: [lower, later.lower].compactMap(\.self).max(),
      upper: [upper, later.upper].compactMap(\.self).min())
    guard let low = both.lower, let high = both.upper, low >= high else { return both }
    return later
  }

  /// Returns a number inside.
  ///
  /// - Parameter magnitude: How far from the end of a half-open range.
  func number(magnitude: Double, _ generator: inout WitnessGenerator) -> Double {
    let share = generator.number(from: 0.0625, to: 0.9375)
    switch (lower, upper) {
    case (let low?, let high?): return low + (high - low) * share
    case (let low?, nil): return low + magnitude * share
    case (nil, let high?): return high - magnitude * share
    case (nil, nil): return magnitude * share
    }
  }
}

extension Step {
  /// The name and the range that an inequality between a name and a number, or an interval, gives it.
  var statedRange: (name: Symbol, range: QuantityRange)? {
    if relation == .member, let name = left.asSymbol {
      guard case .tuple(let ends) = right.kind, ends.count == 2, let low = ends[0].constant,
        let high = ends[1].constant, low < high
      else { return nil }
      return (name, QuantityRange(lower: low, upper: high))
    }
    for (side, bound, isLeft) in [(left, right, true), (right, left, false)] {
      guard let name = side.asSymbol, !side.isLawName, let number = bound.constant else { continue }
      switch relation {
      case .less, .lessOrEqual, .muchLess:
        return (name, isLeft ? QuantityRange(upper: number) : QuantityRange(lower: number))
      case .greater, .greaterOrEqual, .muchGreater:
        return (name, isLeft ? QuantityRange(lower: number) : QuantityRange(upper: number))
      default: return nil
      }
    }
    return nil
  }
}

extension Expression {
  /// The value of an expression of numbers alone: ¼, 1 + 1/√2, 2π.
  var constant: Double? {
    func all(_ parts: [Expression]) -> [Double]? {
      let values = parts.compactMap(\.constant)
      return values.count == parts.count ? values : nil
    }
    let value: Double?
    switch kind {
    case .number(let number): value = number.value
    case .constant(.pi): value = .pi
    case .constant(.e): value = M_E
    case .negated(let inner): value = inner.constant.map { -$0 }
    case .sum(let terms): value = all(terms)?.reduce(0, +)
    case .product(let factors): value = all(factors)?.reduce(1, *)
    case .quotient(let top, let bottom): value = all([top, bottom]).map { $0[0] / $0[1] }
    case .power(let base, let exponent): value = all([base, exponent]).map { pow($0[0], $0[1]) }
    case .function(.squareRoot, let inner): value = all(inner)?.first.map { $0.squareRoot() }
    case .function(.log(nil), let inner): value = all(inner)?.first.map { log($0) }
    case .function(.exp, let inner): value = all(inner)?.first.map { exp($0) }
    default: value = nil
    }
    return value.flatMap { $0.isFinite ? $0 : nil }
  }
}
