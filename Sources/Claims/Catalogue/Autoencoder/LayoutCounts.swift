import Datasets
import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import VAE

// C43: q = N(μ, diag σ²) over J latents takes 2J outputs; a decoder with a mean and a scale a pixel 2D, not D + 1
// (isotropic) and not D; a layer from m to n has (m + 1)n parameters.

extension Claim {
  /// How many numbers the networks emit and hold.
  static let autoencoderOutputs: Claim = Claim(
    "autoencoder.outputs", identity: "C43",
    title: "The encoder emits 2J numbers, a decoder with mean and scale 2D",
    statement: #"""
      (\mu, \log\sigma^2) \in \mathbb{R}^{2J}, \quad (\mu_x, \log\sigma_x^2) \in \mathbb{R}^{2D}, \#
      \quad \sum_{i=1}^n \left(m_i m_{i+1} + m_{i+1}\right) = \sum_{i=1}^n (m_i + 1)\,m_{i+1}
      """#,
    setting: #"""
      Let there be $J$ latents and $D$ pixels, and let the layer from $m_i$ to $m_{i+1}$ units \#
      hold a weight for each pair of units and a bias for each of its outputs.
      """#,
    rows: ["S1-53", "S2-03", "S4-29", "S4-30"],
    checks: [encoderOutputs, decoderOutputs, parameterCount])

  private static let encoderOutputs: Check = Check.equality(
    "outputs of the encoder", on: { layouts($0) },
    routes: ("columns of the last block", "parameters of a diagonal Gaussian over z"),
    states: { a in Bounded(exactly: Double(outputs(VariationalAutoencoder(a).encoder))) },
    equals: { a in parameters(ofDiagonalOver: a.latent) },
    variants: [
      .mutant("a mean and no scale") { a in Bounded(exactly: Double(a.latent)) },
      .mutant("one scale for all latents") { a in Bounded(exactly: Double(a.latent + 1)) },
    ])

  private static let decoderOutputs: Check = Check.equality(
    "outputs of the decoder", on: { layouts($0) },
    routes: ("columns of the last block", "parameters of a diagonal Gaussian over x"),
    states: { a in decoderOutputs(a, .gaussianDiagonal) },
    equals: { a in parameters(ofDiagonalOver: a.image.count) },
    variants: [
      .written(
        "S1-53",
        #"\mathrm{decoder}: z \mapsto (\mu_x(z), \Sigma_x(z)) \text{ by } D \text{ sigmoids}"#,
        "the Bernoulli decoder, D outputs"
      ) { a in decoderOutputs(a, .bernoulli) },
      .written(
        "S4-30", #"\text{one scale a pixel is isotropic}"#, "isotropic: D means and one scale"
      ) { a in Bounded(exactly: Double(a.image.count + 1)) },
      .mutant("one variance for all: D outputs") { a in
        decoderOutputs(a, .gaussianLearnedVariance)
      },
      .mutant("one scale a row and column, channels shared") { a in
        Bounded(exactly: Double(a.image.count + a.image.height * a.image.width))
      },
    ])

  private static let parameterCount: Check = Check.equality(
    "parameters in all", on: { layouts($0) },
    routes: ("sum over the blocks of the layout", "(m + 1)n a layer"),
    states: { a in blockSum(a) { _ in true } },
    equals: { a in
      let encoder = [a.image.count] + a.encoder + [2 * a.latent]
      let decoder =
        [a.latent] + a.decoder + [a.image.count * (a.likelihood == .gaussianDiagonal ? 2 : 1)]
      let learned = a.likelihood == .gaussianLearnedVariance ? 1 : 0
      return Bounded(exactly: Double(affine(encoder) + affine(decoder) + learned))
    },
    variants: [
      .mutant("biases left out") { a in blockSum(a) { !$0.name.hasSuffix("bias") } },
      .mutant("decoder alone") { a in blockSum(a) { !$0.name.hasPrefix("encoder") } },
      .mutant("length of the padded vector") { a in
        Bounded(exactly: Double(VariationalAutoencoder(a).layout.count))
      },
    ])

  /// A scale a pixel is another law than one scale.
  static let autoencoderDiagonal: Claim = Claim(
    "autoencoder.diagonal", identity: "C43",
    title:
      "With a log variance a pixel the model's likelihood is a diagonal, not an isotropic Gaussian",
    statement: #"\log p_\theta(x|z) = \sum_i \log\mathcal{N}(x_i; \mu_i, e^{s_i})"#,
    setting: #"""
      Let the decoder emit a mean $\mu_i$ and a log variance $s_i$ for each pixel, $p_\theta(x|z) \#
      = \mathcal{N}(x; \mu, \operatorname{diag}(e^{s}))$.
      """#,
    rows: ["S4-29", "S4-30"],
    checks: [diagonalLikelihood])

  private static let diagonalLikelihood: Check = Check.equality(
    "log p(x|z) at a sample", on: { diagonals($0) },
    routes: ("the oracle's densities at plain outputs", "the model's term"),
    states: { w in w.logDensity { _, s in exp(0.5 * s) } },
    equals: { w in
      let terms = w.terms(TrainingObjective(), noise: [w.noise[0]])
      return Bounded(rounded: terms.reconstruction, magnitude: w.scale)
    },
    variants: [
      .written(
        "S4-30", #"\sigma_x^2 I, \text{ one scale}"#, "isotropic: the mean of the variances for all"
      ) { w in
        w.logDensity { all, _ in
          let sum: Double = all.map { exp($0) }.reduce(0, +)
          return (sum / Double(all.count)).squareRoot()
        }
      },
      .mutant("log variance read as log deviation") { w in w.logDensity { _, s in exp(s) } },
      .mutant("unit variance: second half of the outputs unused") { w in
        w.logDensity { _, _ in 1 }
      },
      .mutant("scales in reverse order") { w in
        w.logDensity(reversed: true) { _, s in exp(0.5 * s) }
      },
    ])

  private static func outputs(_ network: Perceptron) -> Int {
    network.layers.last?.weight.columns ?? 0
  }

  private static func decoderOutputs(_ a: Architecture, _ likelihood: Likelihood) -> Bounded {
    var a = a
    a.likelihood = likelihood
    return Bounded(exactly: Double(outputs(VariationalAutoencoder(a).decoder)))
  }

  private static func parameters(ofDiagonalOver dimension: Int) -> Bounded {
    let law = DiagonalGaussian.standard(dimension: dimension)
    return Bounded(exactly: Double(law.mean.count + law.logVariance.count))
  }

  private static func blockSum(
    _ a: Architecture, _ counts: (ParameterLayout.Block) -> Bool
  ) -> Bounded {
    let sizes = VariationalAutoencoder(a).layout.blocks.filter(counts).map(\.count)
    return Bounded(exactly: Double(sizes.reduce(0, +) as Int))
  }

  private static func affine(_ widths: [Int]) -> Int {
    var sum = 0
    for (m, n) in zip(widths, widths.dropFirst()) { sum += (m + 1) * n }
    return sum
  }

  /// Three channels of 256 × 256, digits, then fifty random shapes.
  private static func layouts(_ laboratory: Laboratory) -> [Subject<Architecture>] {
    let picture = ImageShape(channels: 3, height: 256, width: 256)
    let digit = ImageShape(height: 28, width: 28)
    return laboratory.family(
      fixed: [
        Subject(
          "3 × 256 × 256",
          Architecture(
            image: picture, latent: 32, encoder: [64], decoder: [64], likelihood: .gaussianDiagonal)
        ),
        Subject(
          "1 × 28 × 28", Architecture(image: digit, latent: 20, encoder: [500], decoder: [500])),
      ], "layout"
    ) { generator in
      func upTo(_ count: Int) -> Int { 1 + Int(Double(count) * (1 - generator.uniform())) }
      let image = ImageShape(channels: upTo(3), height: 1 + upTo(5), width: 1 + upTo(5))
      let kinds: [Likelihood] = [.bernoulli, .gaussianLearnedVariance, .gaussianDiagonal]
      return Architecture(
        image: image, latent: 1 + upTo(7), encoder: (0..<upTo(3)).map { _ in upTo(9) },
        decoder: (1..<upTo(3)).map { _ in upTo(9) }, likelihood: kinds[upTo(3) - 1])
    }
  }

  /// Autoencoders with a mean and a log variance a pixel.
  private static func diagonals(_ laboratory: Laboratory) -> [Subject<AutoencoderWitness>] {
    laboratory.family(
      fixed: Array(AutoencoderWitness.fixed.suffix(1)), "diagonal autoencoder"
    ) { AutoencoderWitness.random(.gaussianDiagonal, using: &$0) }
  }
}

extension AutoencoderWitness {
  /// Σ log N(xᵢ; μᵢ, σᵢ²) at the first sample, σᵢ made from all second outputs and the i-th.
  fileprivate func logDensity(
    reversed: Bool = false, deviation: ([Double], Double) -> Double
  ) -> Bounded {
    let plain = PlainAutoencoder(self)
    let outputs = plain.outputs(plain.latent(noise[0]))
    let second = Array(outputs.suffix(numbers))
    let order = reversed ? Array(second.reversed()) : second
    var sum = 0.0
    for (index, x) in image.enumerated() {
      let σ = deviation(second, order[index])
      sum += log(Reference.gaussianDensity(x - outputs[index], standardDeviation: σ))
    }
    return Bounded(rounded: sum, magnitude: scale)
  }
}
