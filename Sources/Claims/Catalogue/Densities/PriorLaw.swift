import Distributions
import Foundation
import Numerics

// C37: p(z) = N(z; 0, I) = (2π)^{−J/2}exp(−½zᵀz), and it carries no parameter: ∂KL(q‖p(z))/∂θ = 0.

extension Claim {
  /// The standard normal prior in J dimensions, and its independence of the decoder's parameters.
  static let priorStandardNormal = Claim(
    "prior.standard-normal", identity: "C37",
    title: "The prior is N(0, I): a constant for each coordinate, and no parameter",
    statement: #"p(z) = \mathcal{N}(z;0,I) = (2\pi)^{-J/2}\exp\left(-\tfrac12 z^\top z\right),"#
      + #"\quad \nabla_\theta D_{KL}(q(z|x)\,\|\,p(z)) = 0"#,
    rows: ["S1-49", "S2-06", "S3-09", "S4-04"],
    checks: [
      .equality(
        "total mass in J dimensions", on: { _ in (1...8).map { Subject("J = \($0)", $0) } },
        routes: ("quadrature over the radius with the area of the sphere", "one"),
        states: { dimension in
          try radial(dimension) { r in
            let law = DiagonalGaussian.standard(dimension: dimension)
            return law.logDensity(
              at: [r] + [Double](repeating: 0, count: dimension - 1))
          }
        },
        equals: { _ in 1 },
        variants: [
          .written(
            "S2-06", #"p_\theta(z) = N(0,1) \text{ for } z \in \mathbb{R}^J"#,
            "the constant of one dimension for all of them"
          ) { dimension in
            try radial(dimension) { r in -0.5 * r * r - 0.5 * log(2 * Double.pi) }
          },
          .mutant("exp(−zᵀz)") { dimension in
            try radial(dimension) { r in -r * r - 0.5 * Double(dimension) * log(2 * Double.pi) }
          },
          .mutant("1/(2π) for each coordinate") { dimension in
            try radial(dimension) { r in -0.5 * r * r - Double(dimension) * log(2 * Double.pi) }
          },
        ]),
      .equality(
        "slope of KL(q‖prior) in the decoder's weight", on: { $0.witnesses.linearGaussian },
        routes: ("difference quotients of quadratures", "zero"),
        states: { w in
          try slope(w) { v throws(NumericsError) in
            try v.divergence(from: .approximatePosterior, to: .prior)
          }
        },
        equals: { _ in 0 },
        variants: [
          .written(
            "S2-06", #"p_\theta(z), \text{ a prior with parameters } \theta"#,
            "mean of the prior learned, N(θ, 1) at θ = 0"
          ) { w in
            Differentiation.derivative(
              of: { (θ: Double) in
                klDivergence(from: w.approximate, to: Gaussian(mean: θ, standardDeviation: 1))
              }, at: 0)
          },
          .mutant("divergence from the posterior") { w in
            try slope(w) { v throws(NumericsError) in
              try v.divergence(from: .approximatePosterior, to: .posterior)
            }
          },
          .mutant("reconstruction term") { w in
            try slope(w) { v throws(NumericsError) in try v.reconstruction() }
          },
        ]),
    ])

  /// ∫ exp(logDensity(‖z‖)) dz over J dimensions: 2π^{J/2}/Γ(J/2)·∫ r^{J−1} exp(logDensity(r)) dr.
  private static func radial(
    _ dimension: Int, _ logDensity: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let half = 0.5 * Double(dimension)
    let logArea =
      Bounded(rounded: log(2) + half * log(Double.pi)) - (try SpecialFunctions.logGamma(half))
    let integral = try Quadrature().integral(from: 0, to: 14) { r in
      r == 0
        ? (dimension == 1 ? exp(logDensity(r)) : 0)
        : exp(Double(dimension - 1) * log(r) + logDensity(r))
    }
    return logArea.exponential * integral
  }

  /// ∂/∂w of a functional of a linear-Gaussian witness.
  private static func slope(
    _ w: LinearGaussianWitness,
    of functional: (LinearGaussianWitness) throws(NumericsError) -> Bounded
  ) throws(NumericsError) -> Bounded {
    let weight = Parameter("w", .model)
    return try Differentiation.derivative(
      ofBounded: { (t: Double) throws(NumericsError) in try functional(try w.with(weight, t)) },
      at: w.weight)
  }
}
