import Foundation

/// The Poisson law on the counts 0, 1, 2 and so on.
public struct Poisson: Distribution, Equatable {
  // MARK: Domain

  /// The mean, which is also the variance.
  public let mean: Double
  /// The logarithm of the mean.
  public let logMean: Double

  /// Creates the law from its mean.
  ///
  /// - Precondition: The mean is positive and finite.
  public init(mean: Double) {
    precondition(mean > 0 && mean.isFinite, "Poisson needs a positive mean, got \(mean)")
    self.mean = mean
    self.logMean = log(mean)
  }

  // MARK: Log density

  /// Returns the logarithm of the probability of a count, in nats; -∞ below 0.
  ///
  /// - Note: From 16 upwards Loader's form (2000), "Fast and accurate computation of binomial
  ///   probabilities", which does not cancel large terms.
  public func logDensity(at value: Int) -> Double {
    guard value >= 0 else { return -.infinity }
    let count = Double(value)
    if count < 16 { return count * logMean - mean - logGamma(count + 1) }
    return -count * excessOverLogarithm(mean, count) - stirlingError(count)
      - 0.5 * log(count) - halfLogTwoPi
  }

  // MARK: Sampling

  /// Returns one draw.
  ///
  /// - Complexity: O(mean) below a mean of 10, constant on average from there on.
  /// - Note: Inversion of one uniform number below 10; from there on Hörmann (1993), "The
  ///   transformed rejection method for generating Poisson random variables", algorithm PTRS.
  public func sample(using generator: inout some RandomNumberGenerator) -> Int {
    mean < 10
      ? sampleByInversion(using: &generator) : sampleByRejection(using: &generator)
  }

  private func sampleByInversion(using generator: inout some RandomNumberGenerator) -> Int {
    var left = generator.openUniform()
    var probability = exp(-mean)
    var count = 0
    while left > probability {
      left -= probability
      count += 1
      probability *= mean / Double(count)
      if probability == 0 { break }
    }
    return count
  }

  private func sampleByRejection(using generator: inout some RandomNumberGenerator) -> Int {
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let acceptance = 0.9277 - 3.6224 / (b - 2)
    let logInverseAlpha = log(1.1239 + 1.1328 / (b - 3.4))
    while true {
      let u = generator.centredUniform()
      let v = generator.uniform()
      let margin = 0.5 - u.magnitude
      let count = ((2 * a / margin + b) * u + mean + 0.43).rounded(.down)
      if margin >= 0.07 && v <= acceptance { return Int(count) }
      if count < 0 || (margin < 0.013 && v > margin) { continue }
      let level = log(v) + logInverseAlpha - log(a / (margin * margin) + b)
      if level <= logDensity(at: Int(count)) { return Int(count) }
    }
  }

  // MARK: Moments

  /// The variance, which is the mean.
  public var variance: Double { mean }

  /// The entropy in nats, by an exact sum: there is no closed form.
  ///
  /// - Complexity: O(√mean) terms, outwards from the mode until they no longer count.
  public var entropy: Double {
    let mode = Int(mean)
    var total = 0.0
    for step in [1, -1] {
      var count = step > 0 ? mode : mode - 1
      while count >= 0 {
        let logProbability = logDensity(at: count)
        let term = -exp(logProbability) * logProbability
        total += term
        if term <= total * 0x1p-60 && count != mode { break }
        count += step
      }
    }
    return total
  }
}

// MARK: Divergences

/// Returns KL(q‖p) = mq log(mq/mp) - mq + mp of two Poisson laws with means mq and mp, in nats.
public func klDivergence(from q: Poisson, to p: Poisson) -> Double {
  q.mean * excessOverLogarithm(p.mean, q.mean)
}

/// Returns the cross-entropy -E_p log q of two Poisson laws, in nats.
///
/// - Complexity: That of the entropy of p.
public func crossEntropy(of p: Poisson, relativeTo q: Poisson) -> Double {
  p.entropy + klDivergence(from: p, to: q)
}
