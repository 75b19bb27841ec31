import Foundation
import Numerics

/// A real number with a bound on its error and, where a derivative is being taken, how it varies.
///
/// Derivatives are exact (forward differentiation): a derivative names the quantity that it moves
/// by a tag, later derivatives have larger tags, and a number that does not move is a constant, so
/// that derivatives nest.
enum Jet: Sendable {
  /// A number that does not vary.
  case constant(Bounded)
  /// A number and its derivative in the quantity that the tag names; both may vary in quantities
  /// of smaller tags.
  indirect case varying(tag: Int, value: Jet, slope: Jet)

  /// Creates a number without error.
  init(_ value: Double) { self = .constant(Bounded(exactly: value)) }

  /// Creates the result of a closed form of a few roundings.
  init(rounded value: Double) { self = .constant(Bounded(rounded: value, ulps: 4)) }

  /// The number itself.
  var bounded: Bounded {
    switch self {
    case .constant(let value): value
    case .varying(_, let value, _): value.bounded
    }
  }

  /// The number, if it does not vary.
  var constant: Bounded? {
    if case .constant(let value) = self { value } else { nil }
  }

  /// The largest tag in which the number varies, or -1.
  private var tag: Int {
    switch self {
    case .constant: -1
    case .varying(let tag, _, _): tag
    }
  }

  /// Returns the number as seen by a tag: without its variation in it.
  private func value(at tag: Int) -> Jet {
    if case .varying(tag, let value, _) = self { value } else { self }
  }

  /// Returns the derivative in the quantity that a tag names; 0 where it does not vary.
  ///
  /// - Precondition: The tag is at least every tag in which the number varies.
  func slope(at tag: Int) -> Jet? {
    if case .varying(tag, _, let slope) = self { slope } else { nil }
  }

  /// Returns the derivative for the tag that was given out last.
  func derivative(at tag: Int) -> Jet { slope(at: tag) ?? Jet(0) }

  /// Applies a function of one number with its derivative.
  private func map(
    _ function: (Bounded) -> Bounded, derivative: (Jet) -> Jet
  ) -> Jet {
    switch self {
    case .constant(let value): .constant(function(value))
    case .varying(let tag, let value, let slope):
      .varying(
        tag: tag, value: value.map(function, derivative: derivative),
        slope: derivative(value) * slope)
    }
  }

  static prefix func - (x: Jet) -> Jet {
    switch x {
    case .constant(let value): .constant(-value)
    case .varying(let tag, let value, let slope): .varying(tag: tag, value: -value, slope: -slope)
    }
  }

  static func + (x: Jet, y: Jet) -> Jet {
    if case .constant(let a) = x, case .constant(let b) = y { return .constant(a + b) }
    let tag = max(x.tag, y.tag)
    let value = x.value(at: tag) + y.value(at: tag)
    switch (x.slope(at: tag), y.slope(at: tag)) {
    case (let a?, let b?): return .varying(tag: tag, value: value, slope: a + b)
    case (let a?, nil): return .varying(tag: tag, value: value, slope: a)
    case (nil, let b?): return .varying(tag: tag, value: value, slope: b)
    case (nil, nil): return value
    }
  }

  static func - (x: Jet, y: Jet) -> Jet { x + (-y) }

  static func * (x: Jet, y: Jet) -> Jet {
    if case .constant(let a) = x, case .constant(let b) = y { return .constant(a * b) }
    let tag = max(x.tag, y.tag)
    let (u, v) = (x.value(at: tag), y.value(at: tag))
    switch (x.slope(at: tag), y.slope(at: tag)) {
    case (let a?, let b?): return .varying(tag: tag, value: u * v, slope: a * v + u * b)
    case (let a?, nil): return .varying(tag: tag, value: u * v, slope: a * v)
    case (nil, let b?): return .varying(tag: tag, value: u * v, slope: u * b)
    case (nil, nil): return u * v
    }
  }

  static func / (x: Jet, y: Jet) -> Jet {
    if case .constant(let a) = x, case .constant(let b) = y { return .constant(a / b) }
    return x * y.reciprocal
  }

  static func += (x: inout Jet, y: Jet) { x = x + y }
  static func *= (x: inout Jet, y: Jet) { x = x * y }

  /// One over the number.
  var reciprocal: Jet {
    map({ 1 / $0 }) { -($0.reciprocal * $0.reciprocal) }
  }

  /// The exponential.
  var exponential: Jet { map(\.exponential) { $0.exponential } }

  /// The natural logarithm.
  var logarithm: Jet { map(\.logarithm) { $0.reciprocal } }

  /// The square root.
  var squareRoot: Jet { map(\.squareRoot) { Jet(0.5) * $0.squareRoot.reciprocal } }

  /// The absolute value; its derivative is the sign.
  var magnitude: Jet { map(\.magnitude) { Jet($0.bounded.value < 0 ? -1 : 1) } }

  /// The sine.
  var sine: Jet {
    map(\.sine) { $0.cosine }
  }

  /// The cosine.
  var cosine: Jet {
    map({ Bounded(cos($0.value), error: $0.error + 0x1p-51) }) {
      -$0.sine
    }
  }

  /// The error function, whose derivative is 2/√π e^{−x²}.
  var errorFunction: Jet {
    map({ Bounded(erf($0.value), error: 1.13 * $0.error + 0x1p-51) }) { x in
      .constant(Bounded(rounded: 2 / Double.pi.squareRoot(), ulps: 2)) * (-(x * x)).exponential
    }
  }

  /// Returns a whole power.
  func power(_ exponent: Int) -> Jet {
    if exponent < 0 { return power(-exponent).reciprocal }
    var result = Jet(1)
    for _ in 0..<exponent { result *= self }
    return result
  }
}

extension Bounded {
  /// The sine.
  var sine: Bounded { Bounded(sin(value), error: error + 0x1p-51) }
}
