import Distributions
import Foundation
import Numerics

/// Two members of one exponential family, with what its log-partition A says about them.
struct FamilyPair: Sendable {
  /// The two laws with their sums and quadratures.
  let laws: LawPair

  /// η of P, shape `[k]`.
  let natural: [Double]

  /// η of Q, shape `[k]`.
  let otherNatural: [Double]

  /// ∇A at η of P: the mean of the statistics under P, shape `[k]`.
  let means: [Double]

  /// ∇A at η of Q, shape `[k]`.
  let otherMeans: [Double]

  /// A at η of P.
  let logPartition: Double

  /// A at η of Q.
  let otherLogPartition: Double

  /// Pairs two laws of one family.
  init<Family: ExponentialFamily>(_ p: Family, _ q: Family, _ laws: LawPair) {
    self.laws = laws
    natural = p.naturalParameters
    otherNatural = q.naturalParameters
    means = p.meanParameters
    otherMeans = q.meanParameters
    logPartition = Family.logPartition(natural)
    otherLogPartition = Family.logPartition(otherNatural)
  }

  /// Two exponential laws.
  init(_ p: Exponential, _ q: Exponential) { self.init(p, q, LawPair(p, q)) }

  /// Two Poisson laws.
  init(_ p: Poisson, _ q: Poisson) { self.init(p, q, LawPair(p, q)) }

  /// Two gamma laws.
  init(_ p: Gamma, _ q: Gamma) { self.init(p, q, LawPair(p, q)) }

  /// Two scalar Gaussians.
  init(_ p: Gaussian, _ q: Gaussian) { self.init(p, q, LawPair(p, q)) }

  /// Two tables.
  init(_ p: Categorical, _ q: Categorical) { self.init(p, q, LawPair(p, q)) }

  /// Draws a pair of one of five families.
  static func random(using generator: inout Philox) -> FamilyPair {
    func between(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * generator.uniform()
    }
    switch Int(5 * (1 - generator.uniform())) {
    case 0:
      return FamilyPair(Exponential(rate: between(0.3, 3)), Exponential(rate: between(0.3, 3)))
    case 1: return FamilyPair(Poisson(mean: between(0.4, 8)), Poisson(mean: between(0.4, 8)))
    case 2:
      return FamilyPair(
        Gamma(shape: between(1.1, 5), rate: between(0.5, 2)),
        Gamma(shape: between(1.1, 5), rate: between(0.5, 2)))
    case 3:
      let pair = GaussianPair.random(using: &generator)
      return FamilyPair(pair.p, pair.q)
    default:
      func logits() -> [Double] { (0..<4).map { _ in generator.standardNormal() } }
      return FamilyPair(Categorical(logits: logits()), Categorical(logits: logits()))
    }
  }

  /// A(η) − A(η′) − slope·(η − η′) for numbers given, with the rounding of its largest term.
  func bregman(_ end: Double, _ start: Double, slope: [Double], sign: Double = 1) -> Bounded {
    let terms = slope.indices.map { slope[$0] * (otherNatural[$0] - natural[$0]) }
    let linear: Double = terms.reduce(0, +)
    let largest = (terms + [end, start]).map(\.magnitude).max() ?? 0
    return Bounded(rounded: end - start - sign * linear, magnitude: largest)
  }
}
