import Datasets
import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import VAE

// C53: (μ | s) = encoder(x), the first half the mean; both move with x. −log p(x|l) = softplus(l) − xl from the logit l.

extension Claim {
  /// encoder(x), halved.
  static let autoencoderHead: Claim = Claim(
    "autoencoder.head", identity: "C53",
    title: "Mean and deviation of the model's samples are the two halves of encoder(x)",
    statement: #"""
      \mathbb{E}_{p(\varepsilon)}\left[\mu_\phi(x) + \sigma_\phi(x)\,\varepsilon\right] = \#
      \mu_\phi(x), \quad \operatorname{Var}_{p(\varepsilon)}\left[\mu_\phi(x) + \#
      \sigma_\phi(x)\,\varepsilon\right] = \sigma_\phi(x)^2
      """#,
    setting: #"""
      Let the two halves of $\mathrm{encoder}(x)$ be $\mu_\phi(x)$ and $s_\phi(x)$, let \#
      $\sigma_\phi(x)$ be the deviation that $s_\phi(x)$ stands for, and let $p(\varepsilon) = \#
      \mathcal{N}(\varepsilon; 0, 1)$.
      """#,
    rows: ["S1-54", "S1-58", "S2-03"],
    checks: [headMean, headDeviation, headMoves])

  private static let headMean: Check = Check.equality(
    "mean of z", on: { $0.autoencoders },
    routes: ("read off the divergence that the model samples", "plain loops"),
    states: { w in w.sampledMean },
    equals: { w in Bounded(rounded: PlainAutoencoder(w).head.mean, magnitude: 4) },
    variants: [
      .mutant("halves exchanged") { w in w.exchangingHalves.sampledMean },
      .written(
        "S1-58", #"(\mu, \log\sigma^2) = \mathrm{chunk}(\mathrm{encoder})"#,
        "the encoder's own numbers halved, x unused"
      ) { w in w.numbersOfTheEncoder.sampledMean },
      .mutant("x unused: a black image whatever it is") { w in
        w.seeing(w.image.map { _ in 0 }).sampledMean
      },
      .mutant("hidden nonlinearity left out") { w in
        w.readBy { $0.activation = .identity }.sampledMean
      },
    ])

  private static let headDeviation: Check = Check.equality(
    "deviation of z", on: { $0.autoencoders },
    routes: ("read off the divergence that the model samples", "plain loops"),
    states: { w in w.sampledVariance.squareRoot },
    equals: { w in Bounded(rounded: PlainAutoencoder(w).approximate.standardDeviation) },
    variants: [
      .mutant("halves exchanged") { w in w.exchangingHalves.sampledVariance.squareRoot },
      .mutant("x unused: a black image whatever it is") { w in
        w.seeing(w.image.map { _ in 0 }).sampledVariance.squareRoot
      },
      .mutant("the other meaning of the second half") { w in
        let scale = w.model.architecture.posteriorScale
        return w.readBy { $0.posteriorScale = scale == .logVariance ? .logDeviation : .logVariance }
          .sampledVariance.squareRoot
      },
      .mutant("no noise: z = μ", from: "pytorch/examples PR #419") { _ in 0 },
    ])

  private static let headMoves: Check = Check.equality(
    "change of the mean with the first pixel", on: { $0.autoencoders },
    routes: ("read off the model at both images", "plain loops at both images"),
    states: { w in w.sampledChange },
    equals: { w in
      let other = PlainAutoencoder(w.otherImage).head.mean
      return Bounded(rounded: other - PlainAutoencoder(w).head.mean, magnitude: 4)
    },
    variants: [
      .mutant("x unused: the encoder's own numbers halved") { w in
        w.numbersOfTheEncoder.sampledChange
      },
      .mutant("halves exchanged") { w in w.exchangingHalves.sampledChange },
      .mutant("the second pixel in its place") { w in
        var swapped = w.image
        swapped.swapAt(0, 1)
        return w.seeing(swapped).sampledChange
      },
    ])

  /// Pixels by their logits.
  static let autoencoderLogits: Claim = Claim(
    "autoencoder.logits", identity: "C53",
    title:
      "The model's Bernoulli likelihood comes from logits and keeps its digits where the sigmoid is 1",
    statement: #"""
      \sum_i \left(x_i\log\pi_i + (1-x_i)\log(1-\pi_i)\right) = \sum_i \left(x_i l_i - \log(1 + \#
      e^{l_i})\right)
      """#,
    setting: #"""
      Let $l_i$ be the logit that the decoder emits for pixel $i$ and $\pi_i = \#
      \frac{1}{1+e^{-l_i}}$ its probability of being 1, with which the left side is $\log \#
      p_\theta(x|z)$.
      """#,
    rows: ["S1-56"],
    checks: [likelihoodOfLogits])

  private static let likelihoodOfLogits: Check = Check.equality(
    "−log p(x|z), a black and a white pixel of one logit", on: { logits($0) },
    routes: ("the model's term", "quadrature of the oracle's logistic function"),
    states: { l in -pixels(l).likelihood },
    equals: { l in 2 * (try softplus(l)) - l },
    variants: [
      .mutant("through the sigmoid, rounded") { l in
        let p = 1 / (1 + exp(-l))
        return Bounded(rounded: -log(p) - log(1 - p))
      },
      .mutant("through the sigmoid in single precision") { l in
        let p = 1 / (1 + exp(Float(-l)))
        return Bounded(rounded: Double(-log(p) - log(1 - p)))
      },
      .mutant("sigmoid taken twice") { l in -pixels(1 / (1 + exp(-l))).likelihood },
      .mutant("means of a Gaussian for logits") { l in
        Bounded(rounded: 0.5 * (l * l + (1 - l) * (1 - l)) + log(2 * Double.pi))
      },
      .mutant("black for white") { l in 2 * (try softplus(l)) - 2 * l },
    ])

  /// log(1 + eˡ) = ∫_{−∞}^l σ(u) du; the part below min(l, 0) − 45 is at most exp of that.
  private static func softplus(_ l: Double) throws -> Bounded {
    let low = min(l, 0) - 45
    let part = try Quadrature().integral(from: low, to: l, singularities: [0]) { u in
      Reference.logisticCDF(u)
    }
    return part + Bounded(0, error: exp(low))
  }

  /// Two pixels, 0 and 1, whose decoder emits one logit for every z.
  private static func pixels(_ logit: Double) -> AutoencoderWitness {
    let architecture = Architecture(
      image: ImageShape(height: 1, width: 2), latent: 1, encoder: [], decoder: [])
    return AutoencoderWitness(architecture, image: [0, 1], noise: [0.7]) { block, _, _ in
      block.name == "decoder.0.bias" ? logit : 0
    }
  }

  /// Logits at which single (17) and double precision (40) saturate, then fifty moderate ones.
  private static func logits(_ laboratory: Laboratory) -> [Subject<Double>] {
    laboratory.family(
      fixed: [1.3, 17, 40, -40].map { Subject("l = \($0)", $0) }, "logit of two pixels"
    ) { 5 * $0.standardNormal() }
  }
}

extension AutoencoderWitness {
  /// log p(x|z) at the first sample.
  fileprivate var likelihood: Bounded {
    Bounded(rounded: terms(TrainingObjective(), noise: [noise[0]]).reconstruction, magnitude: 1)
  }

  /// The image with another first pixel.
  fileprivate var otherImage: AutoencoderWitness {
    var other = image
    other[0] = 1 - other[0]
    return seeing(other)
  }

  /// How far the mean moves from this image to the other one.
  fileprivate var sampledChange: Bounded { otherImage.sampledMean - sampledMean }

  /// The encoder's last layer with its two columns exchanged.
  fileprivate var exchangingHalves: AutoencoderWitness {
    rewriting { model, parameters in
      guard let last = model.encoder.layers.last else { return }
      for matrix in [parameters[last.weight], parameters[last.bias]] {
        for row in 0..<matrix.rows {
          (matrix[row, 0], matrix[row, 1]) = (matrix[row, 1], matrix[row, 0])
        }
      }
    }
  }

  /// An encoder that emits its own last biases for every image.
  fileprivate var numbersOfTheEncoder: AutoencoderWitness {
    rewriting { model, parameters in
      guard let last = model.encoder.layers.last else { return }
      parameters[last.weight].fill(0)
    }
  }
}
