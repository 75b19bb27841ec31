import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import VAE

// C44: −log N(x; μ, I) = ½‖x − μ‖² + (D/2) log 2π, gradient μ − x by the means; for a Bernoulli pixel σ(l) − x by the logit.

extension Claim {
  /// The likelihood `gaussian:1`.
  static let autoencoderSquaredError: Claim = Claim(
    "autoencoder.squared-error", identity: "C44",
    title: "With unit variance the model's −log p(x|z) is half the squared error and a constant",
    statement: #"-\log p_\theta(x|z) = \tfrac12\|x - \mu_\theta(z)\|^2 + \tfrac D2\log 2\pi"#,
    setting: #"Let $p_\theta(x|z) = \mathcal{N}(x; \mu_\theta(z), I)$ with $D$ pixels."#,
    condition: "the variance is 1",
    rows: ["S1-52", "S4-18", "S4-47"],
    checks: [squaredErrorValue])

  private static let squaredErrorValue: Check = Check.equality(
    "−log p(x|z) at a sample", on: { unitVariances($0) },
    routes: ("half the squared error of plain outputs, and the constant", "the model's term"),
    states: { w in w.squaredError(0.5, constant: 1) },
    equals: { w in
      let terms = w.terms(TrainingObjective(), noise: [w.noise[0]])
      return Bounded(rounded: -terms.reconstruction, magnitude: w.scale)
    },
    variants: [
      .mutant("½ dropped") { w in w.squaredError(1, constant: 1) },
      .mutant("mean for sum") { w in w.squaredError(0.5 / Double(w.numbers), constant: 1) },
      .mutant("mean squared error, as it stands") { w in
        w.squaredError(1 / Double(w.numbers), constant: 0)
      },
      .mutant("constant dropped", from: "clementchadebec/benchmark_VAE #123") { w in
        w.squaredError(0.5, constant: 0)
      },
      .mutant("constant of one number for all") { w in
        w.squaredError(0.5, constant: 1 / Double(w.numbers))
      },
      .written("S4-18", #"\mathbb{E}\log p = +\text{error}"#, "sign: the likelihood as the error") {
        w in -w.squaredError(0.5, constant: 1)
      },
      .without(condition: "the variance is 1", "variance ¼, the error as it was") { w in
        let quarter = w.readBy { $0.likelihood = .gaussian(variance: 0.25) }
        let terms = quarter.terms(TrainingObjective(), noise: [w.noise[0]])
        return Bounded(rounded: -terms.reconstruction, magnitude: w.scale)
      },
    ])

  /// The gradient that training descends by.
  static let autoencoderLikelihoodGradient: Claim = Claim(
    "autoencoder.likelihood-gradient", identity: "C44",
    title: "The model's gradient by means and logits is that of −log p(x|z)",
    statement: #"""
      \frac{\partial}{\partial\mu_i}\tfrac12\|x-\mu\|^2 = \mu_i - x_i, \qquad \#
      \frac{\partial}{\partial l_i}\big(\log(1+e^{l_i}) - x_i l_i\big) = \sigma(l_i) - x_i
      """#,
    setting: #"Let $\sigma(l) = \frac{1}{1+e^{-l}}$."#,
    rows: ["S3-65", "S4-47"],
    checks: [gradientByMeans, gradientByLogits])

  private static let gradientByMeans: Check = Check.equality(
    "unit variance: by the bias of the first mean", on: { unitVariances($0) },
    routes: ("the model's gradient of its loss", "differences of the plain loss at the frozen z"),
    states: { w in w.biasGradient() },
    equals: { w in w.biasSlope },
    variants: [
      .mutant("½ dropped: twice the gradient") { w in 2 * w.biasGradient() },
      .mutant("gradient of the mean squared error") { w in
        w.biasGradient() * (2 / Double(w.numbers))
      },
      .written(
        "S3-65", #"\nabla_\theta(\bar x - \hat x)^2"#, "squared error ascended, without −1/(2s²)"
      ) { w in -2 * w.biasGradient() },
      .mutant("at the mean of q, the noise left out") { w in w.biasGradient(noise: 0) },
    ])

  private static let gradientByLogits: Check = Check.equality(
    "Bernoulli: by the bias of the first logit", on: { bernoullis($0) },
    routes: ("the model's gradient of its loss", "differences of the plain loss at the frozen z"),
    states: { w in w.biasGradient() },
    equals: { w in w.biasSlope },
    variants: [
      .mutant("logit for its sigmoid") { w in
        let plain = PlainAutoencoder(w)
        let logit = plain.outputs(plain.latent(w.noise[0]))[0]
        return Bounded(rounded: logit - w.image[0], magnitude: 4)
      },
      .mutant("sign") { w in -w.biasGradient() },
      .mutant("squared error of the sigmoid: σ′(l) too much") { w in
        let plain = PlainAutoencoder(w)
        let p = sigmoid(plain.outputs(plain.latent(w.noise[0]))[0])
        return w.biasGradient() * (p * (1 - p))
      },
      .mutant("mean over the pixels") { w in w.biasGradient() / Double(w.numbers) },
    ])

  /// Autoencoders with unit variance.
  private static func unitVariances(_ laboratory: Laboratory) -> [Subject<AutoencoderWitness>] {
    laboratory.family(
      fixed: [
        Subject(
          "Gaussian VAE, variance 1",
          AutoencoderWitness.sines(.gaussian(variance: 1), image: AutoencoderWitness.grey))
      ], "unit-variance autoencoder"
    ) { AutoencoderWitness.random(.gaussian(variance: 1), using: &$0) }
  }

  /// Autoencoders of black and white pixels.
  private static func bernoullis(_ laboratory: Laboratory) -> [Subject<AutoencoderWitness>] {
    laboratory.family(fixed: Array(AutoencoderWitness.fixed.prefix(1)), "Bernoulli autoencoder") {
      AutoencoderWitness.random(.bernoulli, using: &$0)
    }
  }
}

extension AutoencoderWitness {
  /// factor · ‖x − μ‖² + constant · (D/2) log 2π at the first sample.
  fileprivate func squaredError(_ factor: Double, constant: Double) -> Bounded {
    let plain = PlainAutoencoder(self)
    var square = 0.0
    for (x, μ) in zip(image, plain.outputs(plain.latent(noise[0]))) {
      square += (x - μ) * (x - μ)
    }
    let normaliser = 0.5 * Double(numbers) * log(2 * Double.pi)
    return Bounded(rounded: factor * square + constant * normaliser, magnitude: scale)
  }

  /// ∂loss/∂ the first bias of the decoder's last layer, by the model with one sample at the first ε.
  fileprivate func biasGradient(noise ε: Double? = nil) -> Bounded {
    let gradient = gradient(of: TrainingObjective(), noise: [ε ?? noise[0]])
    guard let last = model.decoder.layers.last else { return Bounded(exactly: .nan) }
    return Bounded(rounded: gradient[last.bias][0, 0], magnitude: 4)
  }

  /// The same by differences of −log p(x|z) at the z of the first ε.
  fileprivate var biasSlope: Bounded {
    let plain = PlainAutoencoder(self)
    let z = plain.latent(noise[0])
    let last = plain.decoder.count - 1
    return Differentiation.derivative(
      of: { (bias: Double) -> Double in
        var moved = plain
        moved.decoder[last].bias[0] = bias
        return -moved.logLikelihood(z)
      }, at: plain.decoder[last].bias[0])
  }
}
