import CKernels

/// Returns the number below which a standard normal variable falls with a given probability.
///
/// - Parameter probability: In [0, 1]; the ends give -∞ and +∞, anything else outside gives NaN.
/// - Note: Wichura (1988), algorithm AS 241, routine PPND16: about 16 digits. Only IEEE additions,
///   multiplications, divisions and square roots: the bits do not depend on the processor.
@inlinable
public func standardNormalQuantile(_ probability: Double) -> Double {
  if probability > 0 && probability < 1 {
    return centralOrTailQuantile(probability - 0.5, min(probability, 1 - probability))
  }
  if probability == 0 { return -.infinity }
  return probability == 1 ? .infinity : .nan
}

/// Returns the standard normal quantile of ½ + `centred`.
///
/// - Parameters:
///   - centred: The probability less ½.
///   - tail: The smaller of the probability and its complement, which `centred` alone would round.
@inlinable
internal func centralOrTailQuantile(_ centred: Double, _ tail: Double) -> Double {
  ckNormalQuantile(centred, tail)
}
