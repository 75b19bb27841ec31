import Distributions
import Foundation
import Numerics

// C53: (μ, log σ²) are the two halves of encoder(x), 2J numbers; z = μ + exp(½ log σ²) ε.

extension Claim {
  /// The encoder is applied to x; halving the module itself leaves x out.
  static let networkEncoderReadsInput: Claim = Claim(
    "network.encoder-reads-input", identity: "C53",
    title: "Mean and log variance are halves of encoder(x), and so move with x",
    statement:
      #"\frac{\partial}{\partial x}\mu(x) = \sum_{h=1}^H w_h\,c_h\,v_h, \qquad \mu(x') - \mu(x) = (x' - x)\sum_{h=1}^H w_h\,c_h\,v_h"#,
    setting:
      #"The means are the first half of what the encoder emits. For one pixel $x$ one of them is $\mu(x) = a + \sum_{h=1}^H w_h\,c_h\,(b_h + v_h x)$ with $c_h$ equal to 1 for the hidden units that are active and to 0 for the others; at $x'$ the same ones are active."#,
    condition: "some hidden unit is active at x",
    rows: ["S1-58"],
    checks: [
      .equality(
        "directional derivative of the first mean", on: { $0.networks },
        routes: ("finite differences through encoder(x) and chunk", "chain rule by hand"),
        states: { s in s.slope { s.network.chunk(s.network.encoded($0)).mean[0] } },
        equals: { s in Bounded(rounded: s.chainRule(0), magnitude: 1) },
        variants: [
          .written(
            "S1-58", #"(\mu, \log\sigma^2) = \mathrm{chunk}(\mathrm{encoder})"#,
            "the encoder's own numbers halved, x unused"
          ) { s in s.slope { _ in s.network.chunk(s.network.encoder.output.bias).mean[0] } },
          .mutant("halves exchanged") { s in
            s.slope { s.network.chunk(s.network.encoded($0)).logVariance[0] }
          },
          .mutant("rectifier left out") { s in
            s.slope { s.network.encoder.output(s.network.encoder.hidden($0))[0] }
          },
          .mutant("first layer skipped") { s in
            s.slope { s.network.encoder.output(TwoLayerAutoencoder.rectified($0))[0] }
          },
        ]),
      .separation(
        "two inputs have two means", on: { $0.networks },
        routes: ("first mean at x", "first mean at another input"),
        states: { s in
          Bounded(rounded: s.network.forward(s.input, noise: s.noise).mean[0], magnitude: 1)
        },
        differsFrom: { s in
          Bounded(rounded: s.network.forward(s.otherInput, noise: s.noise).mean[0], magnitude: 1)
        },
        variants: [
          .mutant("x unused: both passes see the same input") { s in
            Bounded(rounded: s.network.forward(s.otherInput, noise: s.noise).mean[0], magnitude: 1)
          }
        ]),
    ])

  /// The encoder emits two numbers a latent coordinate: first the means, then the log variances.
  static let networkEncoderHalves: Claim = Claim(
    "network.encoder-halves", identity: "C53",
    title: "The first half of the encoder's 2J outputs is the mean, the second the log variance",
    statement:
      #"\mathbb{E}_{q(z_j|x)}[z_j] = o_j, \qquad \mathrm{Var}_{q(z_j|x)}(z_j) = e^{o_{J+j}}"#,
    setting:
      #"The encoder emits the $2J$ numbers $o$ at $x$, and $q(z_j|x) = \mathcal{N}(z_j; o_j, e^{o_{J+j}})$."#,
    rows: ["S1-54"],
    checks: [
      .equality(
        "mean of the first latent coordinate", on: { $0.networks },
        routes: ("quadrature over the noise that the network is given", "first output"),
        states: { s in try s.expectedLatent { $0 } },
        equals: { s in Bounded(rounded: s.network.encoded(s.input)[0], magnitude: 1) },
        variants: [
          .mutant("halves exchanged") { s in
            let (mean, logVariance) = s.network.chunk(s.network.encoded(s.input))
            return try s.expectation { logVariance[0] + exp(0.5 * mean[0]) * $0 }
          },
          .mutant("noise not centred") { s in
            let (mean, logVariance) = s.network.chunk(s.network.encoded(s.input))
            return try s.expectation { mean[0] + exp(0.5 * logVariance[0]) * $0 * $0 }
          },
        ]),
      .equality(
        "variance of the first latent coordinate", on: { $0.networks },
        routes: ("quadrature over the noise that the network is given", "exponential of output J"),
        states: { s in
          let mean = s.network.encoded(s.input)[0]
          return try s.expectedLatent { z in (z - mean) * (z - mean) }
        },
        equals: { s in
          Bounded(rounded: exp(s.network.encoded(s.input)[s.network.codes]), ulps: 512)
        },
        variants: [
          .mutant("exp(log σ²) for σ", from: "rachtsingh/ibp_vae #3") { s in
            let logVariance = s.network.forward(s.input, noise: s.noise).logVariance[0]
            return try s.expectation { exp(2 * logVariance) * $0 * $0 }
          },
          .mutant("log variance for σ", from: "AntixK/PyTorch-VAE PR #53") { s in
            let logVariance = s.network.forward(s.input, noise: s.noise).logVariance[0]
            return try s.expectation { logVariance * logVariance * $0 * $0 }
          },
          .mutant("means and log variances interleaved") { s in
            let logVariance = s.network.encoded(s.input)[1]
            return try s.expectation { exp(logVariance) * $0 * $0 }
          },
          .mutant("no noise in evaluation", from: "pytorch/examples PR #419") { s in
            let mean = s.network.forward(s.input, noise: s.noise.map { _ in 0 }).latent[0]
            let z = s.network.encoded(s.input)[0]
            return try s.expectation { _ in (z - mean) * (z - mean) }
          },
        ]),
      .equality(
        "how many numbers the encoder emits", on: { $0.networks },
        routes: ("length of the output", "parameters of a diagonal Gaussian over z"),
        states: { s in Bounded(exactly: Double(s.network.encoded(s.input).count)) },
        equals: { s in
          let law = DiagonalGaussian.standard(dimension: s.noise.count)
          return Bounded(exactly: Double(law.mean.count + law.logVariance.count))
        },
        variants: [
          .mutant("one number a coordinate") { s in
            Bounded(exactly: Double(s.network.chunk(s.network.encoded(s.input)).mean.count))
          }
        ]),
    ])
}

extension NetworkSubject {
  /// The derivative at 0 of t ↦ f(x + t·direction).
  fileprivate func slope(_ f: ([Double]) -> Double) -> Bounded {
    Differentiation.derivative(of: { (t: Double) in f(moved(t)) }, at: 0, step: step)
  }

  /// An input so near that the same units of the encoder are active.
  fileprivate var otherInput: [Double] { moved(step) }
}
