import Distributions
import Foundation
import Numerics

// C14: rounding x to cells of width Δ makes a density discrete. As Δ → 0 the wasted bits tend to D/log 2, while the
// entropy grows as h − log Δ: a density has no mean code length, but it has a mean waste.

extension Claim {
  /// For densities the divergence is the limit of the bits wasted on ever finer cells.
  static let codeDiscretisation: Claim = Claim(
    "code.discretisation", identity: "C14",
    title: "For densities the divergence is the limit of the bits wasted on finer and finer cells",
    statement:
      #"\lim_{\Delta\to 0}\sum_k P_k^\Delta\log_2\frac{P_k^\Delta}{Q_k^\Delta} = \frac{D_{KL}(P\,\|\,Q)}{\log 2}, \qquad \lim_{\Delta\to 0}\left(-\sum_k P_k^\Delta\log_2 P_k^\Delta + \log_2\Delta\right) = \frac{H(P)}{\log 2}"#,
    setting:
      #"Let $P_k^\Delta$ and $Q_k^\Delta$ be the masses of the cells of width $\Delta$ under the densities $P$ and $Q$."#,
    condition: "the second limit needs the term log₂ Δ: the entropy of the cells itself diverges",
    rows: ["S1-20", "S1-23"],
    checks: [
      .equality(
        "wasted bits, extrapolated to Δ = 0", on: { pairs($0) },
        routes: ("cell probabilities at Δ, Δ/2, Δ/4", "closed form of the divergence"),
        states: { pair in limit(pair) { p, q in p * log2(p / q) } },
        equals: { pair in pair.laws.divergence.bits },
        variants: [
          .mutant("nats called bits") { pair in limit(pair) { p, q in p * log(p / q) } },
          .mutant("averaged under Q") { pair in limit(pair) { p, q in q * log2(p / q) } },
          .mutant("exchanged") { pair in
            limit(pair.exchanged) { p, q in p * log2(p / q) }
          },
        ]),
      .equality(
        "entropy of the cells + log₂ Δ, extrapolated to Δ = 0", on: { pairs($0) },
        routes: ("cell probabilities at Δ, Δ/2, Δ/4", "closed form of the differential entropy"),
        states: { pair in limit(pair) { width, p, _ in -p * log2(p / width) } },
        equals: { pair in pair.laws.entropy.bits },
        variants: [
          .without(condition: "discrete law", "the entropy of the cells itself, which diverges") {
            pair in limit(pair) { _, p, _ in -p * log2(p) }
          },
          .mutant("− log₂ Δ", from: "a slip") { pair in
            limit(pair) { width, p, _ in -p * log2(p * width) }
          },
        ]),
    ])

  private static func pairs(_ laboratory: Laboratory) -> [Subject<GaussianPair>] {
    laboratory.family(
      fixed: [Subject("N(0,1), N(0.5,1.5²)", GaussianPair.ledger)], "gaussian-cells"
    ) { GaussianPair.random(using: &$0) }
  }

  private static func limit(
    _ pair: GaussianPair, of term: (_ p: Double, _ q: Double) -> Double
  ) -> Bounded {
    limit(pair) { _, p, q in term(p, q) }
  }

  /// The limit Δ → 0 of a sum over cells, whose error has even powers of Δ only (Richardson).
  private static func limit(
    _ pair: GaussianPair, of term: (_ width: Double, _ p: Double, _ q: Double) -> Double
  ) -> Bounded {
    let widest = 0.4 * min(pair.p.standardDeviation, pair.q.standardDeviation)
    let sums = [widest, widest / 2, widest / 4].map { width in
      CellGrid(pair, width: width).cells.reduce(0.0) { $0 + term(width, $1.p, $1.q) }
    }
    let first = (4 * sums[1] - sums[0]) / 3
    let second = (4 * sums[2] - sums[1]) / 3
    let both = (16 * second - first) / 15
    let rounding = Bounded(rounded: both, magnitude: 4).error
    return Bounded(both, error: (both - second).magnitude + rounding)
  }
}

/// The probabilities of cells of one width under two Gaussians, out to nine deviations of the first.
public struct CellGrid: Sendable {
  /// One probability a cell and law.
  public let cells: [(p: Double, q: Double)]

  /// Cuts the line into cells, one of them centred at the first mean.
  public init(_ p: Gaussian, _ q: Gaussian, width: Double) {
    let count = Int((9 * p.standardDeviation / width).rounded(.up))
    cells = (-count...count).map { index in
      let low = p.mean + (Double(index) - 0.5) * width
      return (
        CellGrid.mass(of: p, from: low, to: low + width),
        CellGrid.mass(of: q, from: low, to: low + width)
      )
    }
  }

  init(_ pair: GaussianPair, width: Double) { self.init(pair.p, pair.q, width: width) }

  /// P(low < x < high), from the tail that is smaller.
  private static func mass(of law: Gaussian, from low: Double, to high: Double) -> Double {
    low > law.mean
      ? law.upperTail(at: low) - law.upperTail(at: high)
      : law.cumulative(at: high) - law.cumulative(at: low)
  }

  /// The bits wasted on these cells by the code for the second law.
  public var wastedBits: Double { cells.reduce(0.0) { $0 + $1.p * log2($1.p / $1.q) } }
}
