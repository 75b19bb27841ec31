extension RandomNumberGenerator {
  /// Returns a uniform number in (0, 1], a multiple of 2⁻⁵³, so that its logarithm is finite.
  @inlinable
  public mutating func uniform() -> Double {
    (Double(Int64(bitPattern: next() &>> 11)) + 1) * 0x1p-53
  }

  /// Returns a uniform number in (0, 1), an odd multiple of 2⁻⁵³, symmetric about ½.
  ///
  /// Neither the logarithm nor the logarithm of the complement is infinite or zero.
  @inlinable
  public mutating func openUniform() -> Double {
    centredUniform() + 0.5
  }

  /// Returns a uniform number in (-½, ½), an odd multiple of 2⁻⁵³.
  @inlinable
  internal mutating func centredUniform() -> Double {
    (Double(Int64(bitPattern: next()) &>> 12) + 0.5) * 0x1p-52
  }

  /// Returns a standard normal number from one 64-bit word, by inversion of the cdf.
  ///
  /// The word is cut to an odd multiple of 2⁻⁵³ in (0, 1): the law is exactly symmetric and
  /// reaches from -8.21 to 8.21.
  @inlinable
  public mutating func standardNormal() -> Double {
    let centred = centredUniform()
    return centralOrTailQuantile(centred, 0.5 - centred.magnitude)
  }
}
