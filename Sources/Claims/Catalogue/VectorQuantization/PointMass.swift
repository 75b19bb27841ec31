import Distributions
import Foundation
import Numerics

// C45: q(k|x) is 1 for the nearest code and 0 for the others. With 0·log 0 = 0 and p(k) = 1/K:
// KL(q‖p) = log 1 − log(1/K) = log K, whatever z_e is: it moves nothing and is dropped from the loss.

extension Claim {
  /// The divergence of a one-hot law from the uniform prior is log K.
  static let pointMassDivergence: Claim = Claim(
    "quantizer.point-mass.divergence", identity: "C45",
    title: "A quantised encoder is a point mass, at the constant divergence log K from the prior",
    statement:
      #"D_{KL}(q(k|x)\,\|\,\tfrac{1}{K}) = \log K - H(q(k|x)), \qquad -\log\mathcal{N}(x; Az_q, I) + \log K = \tfrac{1}{2}\|x - Az_q\|^2 + \tfrac{D}{2}\log 2\pi + \log K"#,
    setting:
      #"The prior over the $K$ codes is uniform; $q(k|x)$ is 1 for the code nearest to $z_e$ and 0 for the others, so that its entropy is 0 wherever $z_e$ lies. The decoder is $\mathcal{N}(x; Az, I)$."#,
    condition: "the prior over the codes is uniform",
    rows: ["S4-45"],
    checks: [value, bound, slope])

  private static let value: Check = .equality(
    "divergence from the uniform prior", on: { $0.witnesses.vectorQuantization },
    routes: ("log K", "sum over the codes, 0·log 0 = 0"),
    states: { w in Bounded(rounded: log(Double(w.codes.count))) },
    equals: { w in try w.divergence(from: .approximatePosterior, to: .prior) },
    variants: [
      .equivalent("the categorical laws' closed divergence") { w in
        let uniform = Categorical(logits: [Double](repeating: 0, count: w.codes.count))
        return Bounded(rounded: klDivergence(from: w.oneHot, to: uniform), magnitude: 1)
      },
      .mutant("a point mass is no law to diverge: 0") { _ in 0 },
      .mutant("in bits") { w in Bounded(rounded: log2(Double(w.codes.count))) },
      .mutant("entropy of q") { w in Bounded(rounded: w.oneHot.entropy, magnitude: 1) },
      .mutant("averaged over the codes: log(K)/K") { w in
        Bounded(rounded: log(Double(w.codes.count))) / Double(w.codes.count)
      },
      .without(condition: "the prior is uniform", "prior falling like 2⁻ʲ: −log p(k)") { w in
        let prior = Categorical(logits: w.codes.indices.map { -Double($0) * log(2) })
        return Bounded(rounded: klDivergence(from: w.oneHot, to: prior), magnitude: 1)
      },
    ])

  private static let bound: Check = .equality(
    "minus the bound = reconstruction loss + constants", on: { $0.witnesses.vectorQuantization },
    routes: ("½‖x − Az‖² + (D/2) log 2π + log K", "sum over the codes of q log(p(x,k)/q)"),
    states: { w in w.negativeBound(at: w.quantized, divergence: log(Double(w.codes.count))) },
    equals: { w in -(try w.evidenceLowerBound()) },
    variants: [
      .mutant("divergence forgotten") { w in w.negativeBound(at: w.quantized, divergence: 0) },
      .mutant("decoder sees z_e, not its code") { w in
        w.negativeBound(at: w.encoded, divergence: log(Double(w.codes.count)))
      },
    ])

  private static let slope: Check = .equality(
    "slope of the divergence in z_e", on: QuantizedCoordinate.all,
    routes: ("differences of the sum over the codes", "zero"),
    states: { c in
      c.slope(
        of: { moving, _ in moving.divergenceFromUniform(moving.oneHot.probabilities) },
        in: .encoder)
    },
    equals: { _ in 0 },
    variants: [
      .mutant("soft assignment, softmax of −‖z − e‖²") { c in
        c.slope(
          of: { moving, _ in
            let logits = moving.codes.map { -QuantizerLoss.squaredLength($0 - moving.encoded) }
            return moving.divergenceFromUniform(Categorical(logits: logits).probabilities)
          }, in: .encoder)
      },
      .mutant("a Gaussian's: KL(N(z_e, I)‖N(0, I)) still in the loss") { c in
        c.slope(
          of: { moving, _ in 0.5 * QuantizerLoss.squaredLength(moving.encoded) }, in: .encoder)
      },
    ])
}

extension VectorQuantizationWitness {
  /// q(k|x) as a categorical law.
  fileprivate var oneHot: Categorical {
    Categorical(logits: codes.indices.map { $0 == selected ? 0 : -.infinity })
  }

  /// ½‖x − Az‖² + (D/2) log 2π + a divergence.
  fileprivate func negativeBound(at z: Latent, divergence: Double) -> Bounded {
    let constant = 0.5 * Double(observation.count) * log(2 * Double.pi)
    return Bounded(rounded: loss(z) + constant + divergence, magnitude: scale)
  }

  /// Σ_j p_j log(K p_j), with 0·log 0 = 0.
  fileprivate func divergenceFromUniform(_ probabilities: [Double]) -> Double {
    var total = 0.0
    for p in probabilities where p > 0 { total += p * log(p * Double(probabilities.count)) }
    return total
  }
}
