import Distributions
import Foundation
import Numerics

/// Two laws P and Q on one sample space: the closed forms of the model side beside the sums and quadratures of
/// the oracle side.
struct LawPair: Sendable {
  /// Where the two laws live, and how an integral over it is taken.
  enum Space: Sendable {
    /// 0, 1, …, count − 1, by a sum.
    case counts(Int)
    /// An interval that holds the mass of both, by one quadrature between each two of the points given.
    case interval(Double, Double, splits: [Double])
    /// Positive numbers exp t, with the range of t, by quadrature over t: densities there are smooth in t.
    case positive(Double, Double)
  }

  /// log P(x), in nats.
  let logP: @Sendable (Double) -> Double

  /// log Q(x), in nats.
  let logQ: @Sendable (Double) -> Double

  /// The sample space.
  let space: Space

  /// Where P(x) = Q(x), so that |P − Q| has a kink: known for scalar Gaussians only.
  let crossings: [Double]

  /// KL(P‖Q) in closed form.
  let divergence: Bounded

  /// KL(Q‖P) in closed form.
  let reverseDivergence: Bounded

  /// H(P) in closed form, in nats.
  let entropy: Bounded

  /// H(P, Q) = −E_P log Q in closed form, in nats.
  let crossEntropy: Bounded

  /// Pairs two laws with the closed forms that `Distributions` has for them.
  init<L: Distribution>(
    _ p: L, _ q: L, over space: Space, crossings: [Double] = [], divergence: Double,
    reverse: Double, crossEntropy: Double, at value: @escaping @Sendable (Double) -> L.Value
  ) {
    logP = { p.logDensity(at: value($0)) }
    logQ = { q.logDensity(at: value($0)) }
    self.space = space
    self.crossings = crossings
    let scale = 1 + p.entropy.magnitude + crossEntropy.magnitude
    self.divergence = Bounded(rounded: divergence, magnitude: scale)
    reverseDivergence = Bounded(rounded: reverse, magnitude: scale + reverse)
    entropy = Bounded(rounded: p.entropy, magnitude: 1)
    self.crossEntropy = Bounded(rounded: crossEntropy, magnitude: 1)
  }

  /// Σ or ∫ of a function of the two log densities over the sample space; 0 where the function is not a number
  /// because a density is.
  func total(of f: (_ logP: Double, _ logQ: Double) -> Double) throws(NumericsError) -> Bounded {
    try total(splitting: [], of: f)
  }

  /// Half the total of |P − Q|, the largest gap between the probabilities of one event.
  func totalVariation() throws(NumericsError) -> Bounded {
    try 0.5 * total(splitting: crossings) { (exp($0) - exp($1)).magnitude }
  }

  private func total(
    splitting points: [Double], of f: (Double, Double) -> Double
  ) throws(NumericsError) -> Bounded {
    switch space {
    case .counts(let count):
      return (0..<count).map { index in
        let x = Double(index)
        return Bounded(rounded: f(logP(x), logQ(x)), magnitude: 1, ulps: 8)
      }.sum()
    case .interval(let low, let high, let splits):
      let inner = (splits + points).filter { low < $0 && $0 < high }.sorted()
      let ends = [low] + inner + [high]
      var parts: [Bounded] = []
      for (a, b) in zip(ends, ends.dropFirst()) {
        parts.append(try LawPair.rule.integral(from: a, to: b) { x in f(logP(x), logQ(x)) })
      }
      return parts.sum()
    case .positive(let low, let high):
      return try LawPair.rule.integral(from: low, to: high) { t in
        let x = exp(t)
        return x * f(logP(x), logQ(x))
      }
    }
  }

  /// Goes on until rounding stops it: well before that the rule's own estimate can be too good.
  private static let rule = Quadrature(absoluteTolerance: 1e-14, relativeTolerance: 1e-14)

  /// E_P of a function of the two log densities.
  func mean(of f: (_ logP: Double, _ logQ: Double) -> Double) throws(NumericsError) -> Bounded {
    try total { logP, logQ in
      let weight = exp(logP)
      return weight == 0 ? 0 : weight * f(logP, logQ)
    }
  }

  /// E_Q of a function of the two log densities.
  func meanUnderQ(
    of f: (_ logP: Double, _ logQ: Double) -> Double
  ) throws(NumericsError) -> Bounded {
    try total { logP, logQ in
      let weight = exp(logQ)
      return weight == 0 ? 0 : weight * f(logP, logQ)
    }
  }
}

extension LawPair {
  /// Two scalar Gaussians, over 12 standard deviations of each.
  init(_ p: Gaussian, _ q: Gaussian) {
    let low = min(p.mean - 12 * p.standardDeviation, q.mean - 12 * q.standardDeviation)
    let high = max(p.mean + 12 * p.standardDeviation, q.mean + 12 * q.standardDeviation)
    self.init(
      p, q, over: .interval(low, high, splits: []), crossings: LawPair.crossings(p, q),
      divergence: klDivergence(from: p, to: q), reverse: klDivergence(from: q, to: p),
      crossEntropy: Distributions.crossEntropy(of: p, relativeTo: q), at: { $0 })
  }

  /// Two probability tables of the same length.
  init(_ p: Categorical, _ q: Categorical) {
    self.init(
      p, q, over: .counts(p.count), divergence: klDivergence(from: p, to: q),
      reverse: klDivergence(from: q, to: p),
      crossEntropy: Distributions.crossEntropy(of: p, relativeTo: q), at: { Int($0) })
  }

  /// Two probability tables of the same length.
  init(table p: [Double], _ q: [Double]) {
    self.init(Categorical(probabilities: p), Categorical(probabilities: q))
  }

  /// Two exponential laws, from e⁻⁴⁰ to 60 means (mass outside: below 10⁻¹⁷).
  init(_ p: Exponential, _ q: Exponential) {
    self.init(
      p, q,
      over: .positive(log(min(p.mean, q.mean)) - 40, log(60 * max(p.mean, q.mean))),
      divergence: klDivergence(from: p, to: q), reverse: klDivergence(from: q, to: p),
      crossEntropy: Distributions.crossEntropy(of: p, relativeTo: q), at: { $0 })
  }

  /// Two Laplace laws, 60 scales to each side, with pieces between and beside their kinks.
  init(_ p: Laplace, _ q: Laplace) {
    let reach = 60 * max(p.scale, q.scale)
    let near = 6 * min(p.scale, q.scale)
    let low = min(p.location, q.location)
    let high = max(p.location, q.location)
    self.init(
      p, q,
      over: .interval(low - reach, high + reach, splits: [low - near, low, high, high + near]),
      divergence: klDivergence(from: p, to: q), reverse: klDivergence(from: q, to: p),
      crossEntropy: Distributions.crossEntropy(of: p, relativeTo: q), at: { $0 })
  }

  /// Two gamma laws with shapes of at least 1, from e⁻⁴⁰ to 80 times the larger mean scale.
  init(_ p: Gamma, _ q: Gamma) {
    let reach = 80 * max((1 + p.shape) / p.rate, (1 + q.shape) / q.rate)
    self.init(
      p, q, over: .positive(-log(max(p.rate, q.rate)) - 40, log(reach)),
      divergence: klDivergence(from: p, to: q), reverse: klDivergence(from: q, to: p),
      crossEntropy: Distributions.crossEntropy(of: p, relativeTo: q), at: { $0 })
  }

  /// Two Poisson laws, up to 15 standard deviations and 40 counts above the larger mean.
  init(_ p: Poisson, _ q: Poisson) {
    let largest = max(p.mean, q.mean)
    self.init(
      p, q, over: .counts(Int(largest + 15 * largest.squareRoot()) + 40),
      divergence: klDivergence(from: p, to: q), reverse: klDivergence(from: q, to: p),
      crossEntropy: Distributions.crossEntropy(of: p, relativeTo: q), at: { Int($0) })
  }

  /// The points where two Gaussian densities are equal: the roots of a quadratic.
  private static func crossings(_ p: Gaussian, _ q: Gaussian) -> [Double] {
    let (u, v) = (1 / p.variance, 1 / q.variance)
    let a = 0.5 * (v - u)
    let b = p.mean * u - q.mean * v
    let c =
      0.5 * (q.mean * q.mean * v - p.mean * p.mean * u)
      + q.logStandardDeviation - p.logStandardDeviation
    guard a != 0 else { return b == 0 ? [] : [-c / b] }
    let discriminant = b * b - 4 * a * c
    guard discriminant > 0 else { return [] }
    // The root without cancellation first; the other one from their product.
    let far = -0.5 * (b + (b < 0 ? -1 : 1) * discriminant.squareRoot())
    return far == 0 ? [far / a] : [far / a, c / far]
  }
}

extension LawPair {
  /// Draws a pair of one of six kinds: Gaussian, table, exponential, Laplace, gamma, Poisson.
  static func random(using generator: inout Philox) -> LawPair {
    func between(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * generator.uniform()
    }
    switch Int(6 * (1 - generator.uniform())) {
    case 0:
      let pair = GaussianPair.random(using: &generator)
      return LawPair(pair.p, pair.q)
    case 1:
      let count = 2 + Int(6 * (1 - generator.uniform()))
      func logits() -> [Double] { (0..<count).map { _ in 1.2 * generator.standardNormal() } }
      return LawPair(Categorical(logits: logits()), Categorical(logits: logits()))
    case 2:
      return LawPair(Exponential(rate: between(0.3, 3)), Exponential(rate: between(0.3, 3)))
    case 3:
      return LawPair(
        Laplace(location: between(-1, 1), scale: between(0.3, 2)),
        Laplace(location: between(-1, 1), scale: between(0.3, 2)))
    case 4:
      return LawPair(
        Gamma(shape: between(1.1, 5), rate: between(0.5, 2)),
        Gamma(shape: between(1.1, 5), rate: between(0.5, 2)))
    default:
      return LawPair(Poisson(mean: between(0.4, 8)), Poisson(mean: between(0.4, 8)))
    }
  }
}

/// Two scalar Gaussians P and Q.
struct GaussianPair: Sendable {
  /// P.
  let p: Gaussian

  /// Q.
  let q: Gaussian

  /// The pair with its sums and quadratures.
  var laws: LawPair { LawPair(p, q) }

  /// Q and P.
  var exchanged: GaussianPair {
    GaussianPair((q.mean, q.standardDeviation), (p.mean, p.standardDeviation))
  }

  /// Pairs two Gaussians given by mean and standard deviation.
  init(_ p: (Double, Double), _ q: (Double, Double)) {
    self.p = Gaussian(mean: p.0, standardDeviation: p.1)
    self.q = Gaussian(mean: q.0, standardDeviation: q.1)
  }

  /// Draws means in (−1.5, 1.5) and deviations in (0.6, 1.7).
  static func random(using generator: inout Philox) -> GaussianPair {
    func between(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * generator.uniform()
    }
    func law() -> (Double, Double) {
      let mean = between(-1.5, 1.5)
      return (mean, between(0.6, 1.7))
    }
    let first = law()
    return GaussianPair(first, law())
  }

  /// N(0, 1) and N(½, 1.5²): KL 0.183243 nat one way, 0.286 the other.
  static let ledger = GaussianPair((0, 1), (0.5, 1.5))
}
