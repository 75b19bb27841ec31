import Distributions
import Foundation
import Numerics

// C55: E_{p(x)}[f(y,x)] = ∫ p(x) f(y,x) dx, a function of y. For f = cos(yx) and p = N(μ, σ²) it is
// exp(−½y²σ²) cos(yμ).

/// A normal law and the argument that an expectation leaves free.
struct FreeArgument: Sendable {
  /// p(x).
  let law: Gaussian

  /// y.
  let y: Double

  /// exp(−½y²σ²) cos(yμ).
  var closed: Bounded {
    Bounded(rounded: exp(-0.5 * y * y * law.variance) * cos(y * law.mean), magnitude: 1)
  }
}

extension Claim {
  /// An expectation is an integral weighted with the density; the argument that is not averaged stays.
  static let expectationDefinition: Claim = Claim(
    "expectation.integral", identity: "C55",
    title: "An expectation is the integral weighted with the density, a function of what is left",
    statement: #"\mathbb{E}_{p(x)}[f(y,x)] = \int p(x)\,f(y,x)\,dx"#,
    rows: ["S3-45"],
    checks: [
      .equality(
        "expectation of cos(yx)", on: { $0.freeArguments },
        routes: ("quadrature with the weight", "characteristic function of the normal law"),
        states: { e in try e.law.integral { cos(e.y * $0) } },
        equals: { e in e.closed },
        variants: [
          .mutant("weight dropped: ∫ f dx") { e in
            try e.law.integral(weighted: false) { cos(e.y * $0) }
          },
          .mutant("weight squared") { e in
            try e.law.integral { x in e.law.density(at: x) * cos(e.y * x) }
          },
          .mutant("y forgotten: f(1, x)") { e in try e.law.integral { cos($0) } },
          .mutant("f of the mean") { e in
            Bounded(rounded: cos(e.y * e.law.mean), magnitude: 1)
          },
        ]),
      .mean(
        "mean of cos(yx) over draws of x", on: { Array($0.freeArguments.prefix(2)) },
        draws: 100_000,
        against: "characteristic function",
        of: { e in { generator in cos(e.y * e.law.sample(using: &generator)) } },
        equals: { e in e.closed },
        variants: [
          .mutant("σ² for σ in the draws") { e in
            { generator in cos(e.y * (e.law.mean + e.law.variance * generator.standardNormal())) }
          }
        ]),
    ])

  // E_q[∇_θ log p] is ∫ q ∇_θ log p by definition, so that between these two there is never a '≠'; what differs is
  // ∇_θ E_q[p], with the logarithm missing.

  /// The integral of q times a gradient and the expectation of that gradient are one expression.
  static let expectationOfGradient: Claim = Claim(
    "expectation.of-gradient", identity: "C55",
    title: "Integral of q times gradient and expected gradient are the same number",
    statement:
      #"\int q(z|x)\,\nabla_\theta\log p(x|z)\,dz = \mathbb{E}_q[\nabla_\theta\log p(x|z)] \ne \nabla_\theta\mathbb{E}_q[p(x|z)]"#,
    rows: ["S3-48"],
    checks: [
      .equality(
        "derivative with respect to w", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature of q times the derivative", "moments of q in closed form"),
        states: { w in
          try w.approximate.integral { z in w.score(Parameter("w", .model), at: Latent(z, 0)) }
        },
        equals: { w in w.expectedSlope },
        variants: [
          .mutant("weight dropped") { w in
            try w.approximate.integral(weighted: false) { z in
              w.score(Parameter("w", .model), at: Latent(z, 0))
            }
          },
          .mutant("expectation under the posterior") { w in
            try w.expectation(under: .posterior) { z in w.score(Parameter("w", .model), at: z) }
          },
          .mutant("derivative at the mean of q") { w in
            let slope = w.score(Parameter("w", .model), at: Latent(w.approximate.mean, 0))
            return Bounded(rounded: slope, magnitude: 1)
          },
        ]),
      .separation(
        "the derivative of the expectation of p, without logarithm, is another number",
        on: { $0.witnesses.linearGaussian },
        routes: ("finite differences of a quadrature", "moments of q in closed form"),
        states: { w in
          try Differentiation.derivative(
            ofBounded: { value in
              let moved = try w.with(Parameter("w", .model), value)
              return try moved.approximate.integral { z in exp(moved.logLikelihood(Latent(z, 0))) }
            }, at: w.weight)
        },
        differsFrom: { w in w.expectedSlope },
        variants: [
          .written(
            "S3-48",
            #"\int q\,\nabla_\theta\ln p(x|z)\,dz \ne \mathbb{E}_q[\nabla_\theta\ln p(x|z)]"#,
            "integral of q times gradient claimed to differ from the expected gradient"
          ) { w in
            try w.approximate.integral { z in w.score(Parameter("w", .model), at: Latent(z, 0)) }
          }
        ]),
    ])
}

extension LinearGaussianWitness {
  /// E_q[(x − b − wz)z]/s² = ((x − b)m − w(m² + σ²))/s².
  fileprivate var expectedSlope: Bounded {
    let m = approximate.mean
    let first = (observation - bias) * m
    let second = weight * (m * m + approximate.variance)
    let precision = 1 / (noise * noise)
    return Bounded(
      rounded: (first - second) * precision,
      magnitude: max(first.magnitude, second.magnitude) * precision)
  }
}

extension Laboratory {
  /// Two fixed pairs of a law and an argument, then fifty random ones.
  fileprivate var freeArguments: [Subject<FreeArgument>] {
    let law = Gaussian(mean: 0.4, standardDeviation: 0.6)
    return family(
      fixed: [
        Subject("y = 0.7", FreeArgument(law: law, y: 0.7)),
        Subject("y = 2.3", FreeArgument(law: law, y: 2.3)),
      ], "free argument"
    ) { generator in
      FreeArgument(
        law: Gaussian(
          mean: generator.standardNormal(), standardDeviation: 0.3 + 0.6 * generator.uniform()),
        y: 1.2 + 1.5 * generator.uniform())
    }
  }
}
