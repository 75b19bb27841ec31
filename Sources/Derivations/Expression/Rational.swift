/// An exact fraction in lowest terms with a positive denominator: the numbers that documents write out.
public struct Rational: Hashable, Sendable {
  /// The numerator, which carries the sign.
  public let numerator: Int

  /// The denominator, positive.
  public let denominator: Int

  /// Makes a fraction in lowest terms.
  ///
  /// - Returns: Nil if the denominator is zero or a part does not fit.
  public init?(_ numerator: Int, over denominator: Int) {
    guard denominator != 0, numerator != .min, denominator != .min else { return nil }
    var (a, b) = (numerator.magnitude, denominator.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    let divisor = Int(max(a, 1)) * (denominator < 0 ? -1 : 1)
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  /// Makes a whole number.
  public init(_ value: Int) {
    numerator = value
    denominator = 1
  }

  /// Reads digits with an optional decimal point, exactly: `0.25` is 1/4.
  ///
  /// - Returns: Nil if the text is no such number or has too many digits for 64 bits.
  public init?(decimal text: some StringProtocol) {
    var numerator = 0
    var denominator = 1
    var digits = 0
    var seenPoint = false
    for character in text {
      if character == ".", !seenPoint {
        seenPoint = true
      } else if character.isASCII, let digit = character.wholeNumberValue {
        let (product, high) = numerator.multipliedReportingOverflow(by: 10)
        let (sum, carried) = product.addingReportingOverflow(digit)
        if high || carried { return nil }
        numerator = sum
        digits += 1
        if seenPoint {
          let (scaled, overflow) = denominator.multipliedReportingOverflow(by: 10)
          if overflow { return nil }
          denominator = scaled
        }
      } else {
        return nil
      }
    }
    guard digits > 0 else { return nil }
    self.init(numerator, over: denominator)
  }

  /// The nearest `Double`, to within one unit in the last place.
  public var value: Double { Double(numerator) / Double(denominator) }
}

extension Rational {
  /// How many decimals write the number exactly; nil if none do.
  var decimals: Int? {
    var (rest, twos, fives) = (denominator, 0, 0)
    while rest % 2 == 0 { (rest, twos) = (rest / 2, twos + 1) }
    while rest % 5 == 0 { (rest, fives) = (rest / 5, fives + 1) }
    return rest == 1 ? max(twos, fives) : nil
  }
}
