import Foundation

/// Returns the number below which a standard normal variable falls with a given probability.
///
/// - Parameter probability: In [0, 1]; the ends give -∞ and +∞, anything else outside gives NaN.
/// - Note: Wichura (1988), algorithm AS 241, routine PPND16: about 16 digits.
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
  if centred.magnitude > 0.425 {
    let far = tailQuantile((-log(tail)).squareRoot())
    return centred < 0 ? -far : far
  }
  let r = 0.180625 - centred * centred
  var a = 2509.0809287301226727
  a = a * r + 33430.575583588128105
  a = a * r + 67265.770927008700853
  a = a * r + 45921.953931549871457
  a = a * r + 13731.693765509461125
  a = a * r + 1971.5909503065514427
  a = a * r + 133.14166789178437745
  a = a * r + 3.3871328727963666080
  var b = 5226.4952788528545610
  b = b * r + 28729.085735721942674
  b = b * r + 39307.895800092710610
  b = b * r + 21213.794301586595867
  b = b * r + 5394.1960214247511077
  b = b * r + 687.18700749205790830
  b = b * r + 42.313330701600911252
  b = b * r + 1
  return centred * a / b
}

/// Returns the positive quantile whose tail has probability exp(-`root`²), for `root` above 1.6.
@inlinable
internal func tailQuantile(_ root: Double) -> Double {
  var c: Double
  var d: Double
  if root <= 5 {
    let r = root - 1.6
    c = 7.74545014278341407640e-4
    c = c * r + 0.0227238449892691845833
    c = c * r + 0.241780725177450611770
    c = c * r + 1.27045825245236838258
    c = c * r + 3.64784832476320460504
    c = c * r + 5.76949722146069140550
    c = c * r + 4.63033784615654529590
    c = c * r + 1.42343711074968357734
    d = 1.05075007164441684324e-9
    d = d * r + 5.47593808499534494600e-4
    d = d * r + 0.0151986665636164571966
    d = d * r + 0.148103976427480074590
    d = d * r + 0.689767334985100004550
    d = d * r + 1.67638483018380384940
    d = d * r + 2.05319162663775882187
  } else {
    let r = root - 5
    c = 2.01033439929228813265e-7
    c = c * r + 2.71155556874348757815e-5
    c = c * r + 0.00124266094738807843860
    c = c * r + 0.0265321895265761230930
    c = c * r + 0.296560571828504891230
    c = c * r + 1.78482653991729133580
    c = c * r + 5.46378491116411436990
    c = c * r + 6.65790464350110377720
    d = 2.04426310338993978564e-15
    d = d * r + 1.42151175831644588870e-7
    d = d * r + 1.84631831751005468180e-5
    d = d * r + 7.86869131145613259100e-4
    d = d * r + 0.0148753612908506148525
    d = d * r + 0.136929880922735805310
    d = d * r + 0.599832206555887937690
  }
  let r = root <= 5 ? root - 1.6 : root - 5
  return c / (d * r + 1)
}
