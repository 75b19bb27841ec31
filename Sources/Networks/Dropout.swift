import Distributions
import Tensors

/// Leaves numbers out at random while a network is trained: each is multiplied by 0 with probability `rate`, else by
/// 1/(1 − rate), so that its mean stays; Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014).
public struct Dropout: Sendable, Equatable, Codable {
  /// The probability with which a number is left out, from 0 up to but not including 1.
  public var rate: Double

  /// Creates a rule.
  public init(rate: Double) { self.rate = rate }

  /// Draws factors.
  ///
  /// - Parameters:
  ///   - factors: Where they are written.
  ///   - count: How many.
  ///   - generator: The stream: factor *i* takes half *i* mod 2 of its word *i* / 2, so rates count to 2⁻³².
  @inlinable
  public func fill<Element: Scalar>(
    _ factors: UnsafeMutablePointer<Element>, count: Int, using generator: Philox
  ) {
    guard rate > 0 else { return factors.update(repeating: Element(1), count: count) }
    let limit = UInt64(rate * 0x1p32)
    let (dropped, kept) = (Element.zero, Element(1 / (1 - rate)))
    var (stream, word) = (generator, 0 as UInt64)
    for place in 0..<count {
      word = place.isMultiple(of: 2) ? stream.next() : word &>> 32
      factors[place] = word & 0xFFFF_FFFF < limit ? dropped : kept
    }
  }
}
