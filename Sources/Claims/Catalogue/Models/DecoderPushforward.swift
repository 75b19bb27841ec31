import Distributions
import Foundation
import Numerics

// C51: for z ~ N(0,1) and any continuous law with distribution function F, x = F⁻¹(Φ(z)) follows F; so
// f(g(z)) g'(z) = φ(z) and F(g(z)) = Φ(z) for g = F⁻¹∘Φ. A linear g keeps x Gaussian.

/// A law on the line that a decoder should reach from a standard normal latent.
enum TargetLaw: Sendable {
  case exponential(Exponential)
  case laplace(Laplace)
  case gumbel(Gumbel)

  /// F⁻¹ at the probability whose logarithm is `lower`; 1 − p has the logarithm `upper`.
  func quantile(lower: Double, upper: Double) -> Double {
    switch self {
    case .exponential(let law): -upper / law.rate
    case .laplace(let law):
      lower < upper
        ? law.location + law.scale * (log(2) + lower) : law.location - law.scale * (log(2) + upper)
    case .gumbel(let law): law.location - law.scale * log(-lower)
    }
  }

  /// g(z) = F⁻¹(Φ(z)).
  func decoded(_ z: Double) -> Double {
    let standard = Gaussian.standard
    return quantile(lower: log(standard.cumulative(at: z)), upper: log(standard.upperTail(at: z)))
  }

  /// The straight line that gives x the law's mean and variance.
  func linear(_ z: Double) -> Double {
    switch self {
    case .exponential(let law): (1 + z) / law.rate
    case .laplace(let law): law.location + 2.0.squareRoot() * law.scale * z
    case .gumbel(let law):
      law.location + law.scale * (0.577_215_664_901_532_9 + Double.pi / 6.0.squareRoot() * z)
    }
  }

  /// f by the model side.
  func density(at x: Double) -> Double {
    switch self {
    case .exponential(let law): law.density(at: x)
    case .laplace(let law): law.density(at: x)
    case .gumbel(let law): law.density(at: x)
    }
  }

  /// F by the oracle side.
  func cumulative(at x: Double) -> Double {
    switch self {
    case .exponential(let law): Reference.exponentialCDF(x, rate: law.rate)
    case .laplace(let law): Reference.laplaceCDF(x, location: law.location, scale: law.scale)
    case .gumbel(let law): Reference.gumbelCDF(x, location: law.location, scale: law.scale)
    }
  }
}

/// A target law and a latent value.
struct DecodedPoint: Sendable {
  /// The law of x.
  let target: TargetLaw

  /// z.
  let z: Double
}

extension Claim {
  /// Some function of a standard normal latent has any continuous law.
  static let decoderPushforward: Claim = Claim(
    "decoder.pushforward", identity: "C51",
    title: "A flexible decoder turns a standard normal latent into any continuous law",
    statement: #"F(g(z)) = \Phi(z), \qquad f(g(z))\,g'(z) = \mathcal{N}(z; 0, 1)"#,
    setting:
      #"Let $z$ have the law $\mathcal{N}(z; 0, 1)$ with the distribution function $\Phi$, let $F$ be the distribution function of a continuous law with the density $f = F'$, and let $g(z) = F^{-1}(\Phi(z))$."#,
    condition: "the decoder can be the curve F⁻¹∘Φ",
    rows: ["S1-73", "S4-41"],
    checks: [
      .equality(
        "distribution function at the decoded latent", on: { $0.decodedPoints },
        routes: ("closed quantile, then the oracle's distribution function", "Φ(z) of the oracle"),
        states: { p in
          Bounded(rounded: p.target.cumulative(at: p.target.decoded(p.z)), magnitude: 1)
        },
        equals: { p in Bounded(rounded: Reference.gaussianCDF(p.z)) },
        variants: [
          .without(
            condition: "the decoder is a curve", "linear decoder with the right mean and variance"
          ) {
            p in Bounded(rounded: p.target.cumulative(at: p.target.linear(p.z)), magnitude: 1)
          },
          .mutant("logistic function for Φ") { p in
            let x = p.target.quantile(lower: logSigmoid(p.z), upper: logSigmoid(-p.z))
            return Bounded(rounded: p.target.cumulative(at: x), magnitude: 1)
          },
          .mutant("latent doubled") { p in
            Bounded(rounded: p.target.cumulative(at: p.target.decoded(2 * p.z)), magnitude: 1)
          },
        ]),
      .equality(
        "density carried along the decoder", on: { $0.decodedPoints },
        routes: ("f(g(z)) times the derivative of g by differences", "φ(z) of the oracle"),
        states: { p in
          try p.slope { p.target.decoded($0) } * p.target.density(at: p.target.decoded(p.z))
        },
        equals: { p in Bounded(rounded: Reference.gaussianDensity(p.z)) },
        variants: [
          .mutant("derivative inverted") { p in
            try Bounded(rounded: p.target.density(at: p.target.decoded(p.z)))
              / p.slope { p.target.decoded($0) }
          },
          .mutant("derivative forgotten") { p in
            Bounded(rounded: p.target.density(at: p.target.decoded(p.z)))
          },
          .without(condition: "the decoder is a curve", "linear decoder") { p in
            try p.slope { p.target.linear($0) } * p.target.density(at: p.target.linear(p.z))
          },
        ]),
      .fit(
        "decoded draws", on: { Array($0.decodedPoints.prefix(1)) },
        against: "distribution function of the oracle",
        of: { p in { generator in p.target.decoded(generator.standardNormal()) } },
        follows: { p in { x in p.target.cumulative(at: x) } },
        variants: [
          .without(
            condition: "the decoder is a curve", "linear decoder with the right mean and variance"
          ) {
            p in { generator in p.target.linear(generator.standardNormal()) }
          },
          .equivalent("decreasing decoder F⁻¹(1 − Φ(z))") { p in
            { generator in p.target.decoded(-generator.standardNormal()) }
          },
        ]),
    ])
}

extension DecodedPoint {
  /// The derivative at z of a decoder; the Laplace law's kink at z = 0 is kept out of the steps.
  fileprivate func slope(_ decoder: (Double) -> Double) throws -> Bounded {
    Differentiation.derivative(of: decoder, at: z, step: min(0.0625, 0.5 * z.magnitude))
  }
}

extension Laboratory {
  /// Exp(1) at z = 0.7, then fifty laws and latents.
  fileprivate var decodedPoints: [Subject<DecodedPoint>] {
    family(
      fixed: [
        Subject(
          "Exp(1) at z = 0.7", DecodedPoint(target: .exponential(Exponential(rate: 1)), z: 0.7))
      ], "decoded point"
    ) { generator in
      let location = generator.standardNormal()
      let scale = 0.4 + 1.6 * generator.uniform()
      let sign = generator.uniform() <= 0.5 ? -1.0 : 1.0
      let z = sign * (0.2 + 2.3 * generator.uniform())
      let target: TargetLaw =
        switch generator.uniform() {
        case ..<0.34: .exponential(Exponential(rate: scale))
        case ..<0.67: .laplace(Laplace(location: location, scale: scale))
        default: .gumbel(Gumbel(location: location, scale: scale))
        }
      return DecodedPoint(target: target, z: z)
    }
  }
}
