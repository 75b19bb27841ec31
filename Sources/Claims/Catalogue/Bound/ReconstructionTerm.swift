import Foundation
import Numerics

// C11, C44: for x|z ~ N(wz + b, s²) the reconstruction term is minus a scaled squared error,
// E_q log p(x|z) = −E_q r²/(2s²) − ½ log 2πs² with r = x − b − wz and z ~ q(z|x).

extension Claim {
  /// The expected log-likelihood is minus an error, under q.
  static let reconstructionTerm: Claim = Claim(
    "bound.reconstruction-term", identity: "C11",
    title: "The reconstruction term is minus an error, under the approximate posterior",
    statement:
      #"\mathbb{E}_{q(z|x)}[\log p(x|z)] = -\frac{1}{2s^2}\mathbb{E}_{q(z|x)}[(x - b - wz)^2] - \frac{1}{2}\log 2\pi s^2"#,
    setting: #"Let $p(x|z) = \mathcal{N}(x; b + wz, s^2)$."#,
    condition: "the decoder is Gaussian with variance s²",
    rows: ["S4-18"],
    checks: [
      .equality(
        "Gaussian decoder", on: { $0.witnesses.linearGaussian },
        routes: ("quadrature of the squared error", "expected log density in closed form"),
        states: { w in
          let error = try w.squaredError(under: .approximatePosterior)
          return -error / (2 * w.noise * w.noise) - w.logNormalizer
        },
        equals: { w in w.closedFormReconstruction },
        variants: [
          .written(
            "S4-18", #"\frac{1}{2s^2}\mathbb{E}_{q}[(x - b - wz)^2]"#,
            "the expectation is an error: larger is worse"
          ) { w in try w.squaredError(under: .approximatePosterior) / (2 * w.noise * w.noise) },
          .written(
            "S4-18", #"\mathbb{E}_{p_\theta(z|x)}[\log p_\theta(x|z)]"#,
            "'when z|x' read as z from the posterior"
          ) { w in
            -(try w.squaredError(under: .posterior)) / (2 * w.noise * w.noise) - w.logNormalizer
          },
          .mutant("½ lost") { w in
            -(try w.squaredError(under: .approximatePosterior)) / (w.noise * w.noise)
              - w.logNormalizer
          },
          .mutant("deviation for variance") { w in
            -(try w.squaredError(under: .approximatePosterior)) / (2 * w.noise) - w.logNormalizer
          },
          .mutant("z from the prior") { w in
            -(try w.squaredError(under: .prior)) / (2 * w.noise * w.noise) - w.logNormalizer
          },
        ])
    ])
}

extension LinearGaussianWitness {
  /// E[(x − b − wz)²] under a law of z, by quadrature.
  func squaredError(under law: Law) throws -> Bounded {
    try expectation(under: law) { z in
      let r = residual - weight * z.x
      return r * r
    }
  }

  /// ½ log 2πs².
  var logNormalizer: Bounded {
    Bounded(rounded: 0.5 * log(2 * Double.pi * noise * noise), magnitude: 1)
  }
}
