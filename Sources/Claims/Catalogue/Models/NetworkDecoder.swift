import Distributions
import Foundation
import Numerics

// C53: D sigmoid outputs are the means of D Bernoulli pixels and state no Σ_x; a Gaussian p(x|z) takes 2D outputs.
// −log p(x|z) = softplus(t) − x t in the logit t; through σ(t), rounded to 1 from t = 37 on, it becomes infinite.

extension Claim {
  /// Location and scale a pixel take two outputs a pixel.
  static let networkDecoderHeads: Claim = Claim(
    "network.decoder-heads", identity: "C53",
    title: "A decoder that states mean and variance of x emits two numbers a pixel, the note's one",
    statement:
      #"\mathbb{E}_{p(x_j|z)}[x_j] = o_j, \qquad \mathrm{Var}_{p(x_j|z)}(x_j) = e^{o_{D+j}}"#,
    setting:
      #"For $D$ pixels the decoder emits the $2D$ numbers $o$ at $z$, and $p(x_j|z) = \mathcal{N}(x_j; o_j, e^{o_{D+j}})$."#,
    rows: ["S1-53"],
    checks: [
      .equality(
        "how many numbers the decoder emits", on: { $0.networks },
        routes: (
          "length of the Gaussian head's output", "parameters of a diagonal Gaussian over x"
        ),
        states: { s in Bounded(exactly: Double(s.gaussian.decoded(s.noise).count)) },
        equals: { s in
          let law = DiagonalGaussian.standard(dimension: s.input.count)
          return Bounded(exactly: Double(law.mean.count + law.logVariance.count))
        },
        variants: [
          .written(
            "S1-53", #"\mathrm{decoder}: z \mapsto (\mu_x(z), \Sigma_x(z))"#,
            "the note's decoder, which emits D numbers"
          ) { s in Bounded(exactly: Double(s.network.decoded(s.noise).count)) },
          .mutant("one scale for all pixels: D + 1") { s in
            Bounded(exactly: Double(s.network.decoded(s.noise).count + 1))
          },
        ]),
      .equality(
        "variance of the first pixel under the stated law", on: { $0.networks },
        routes: ("exponential of output D", "quadrature of the law that the head states"),
        states: { s in Bounded(rounded: exp(s.gaussian.decoded(s.noise)[s.input.count])) },
        equals: { s in
          let (mean, logVariance) = s.gaussian.chunk(s.gaussian.decoded(s.noise))
          let law = Gaussian(mean: mean[0], logVariance: logVariance[0])
          return try law.integral { x in (x - mean[0]) * (x - mean[0]) }
        },
        variants: [
          .mutant("likelihood with D outputs: variance left at 1") { _ in 1 },
          .mutant("likelihood with D outputs: the mean read as log variance") { s in
            Bounded(rounded: exp(s.gaussian.decoded(s.noise)[0]))
          },
          .mutant("output D read as standard deviation") { s in
            Bounded(rounded: exp(2 * s.gaussian.decoded(s.noise)[s.input.count]))
          },
        ]),
    ])

  /// The sigmoid head gives means of Bernoulli pixels.
  static let networkSigmoidHead: Claim = Claim(
    "network.sigmoid-head", identity: "C53",
    title: "Sigmoid outputs lie in [0, 1] and are the means of the pixels, not draws of them",
    statement:
      #"0 \le \sigma(t) \le 1, \qquad \sum_{x=0}^1 \sigma(t)^x(1 - \sigma(t))^{1-x} = 1, \qquad \sum_{x=0}^1 x\,\sigma(t)^x(1 - \sigma(t))^{1-x} = \sigma(t) = \frac{d}{dt}\log(1 + e^t)"#,
    setting:
      #"A pixel $x$, 0 or 1, has the mean $\sigma(t) = \frac{1}{1 + e^{-t}}$ at the decoder's logit $t$."#,
    rows: ["S1-56", "S1-63"],
    checks: [
      .order(
        "largest output is at most 1", on: { $0.networks },
        routes: ("forward pass of the network", "one"),
        states: { s in Bounded(exactly: s.outputs.max() ?? .nan) },
        isAtMost: { _ in 1 },
        variants: [
          .mutant("logits returned") { s in
            Bounded(exactly: s.network.decoded(s.latents).max() ?? .nan)
          }
        ]),
      .order(
        "smallest output is at least 0", on: { $0.networks },
        routes: ("negated forward pass of the network", "zero"),
        states: { s in Bounded(exactly: -(s.outputs.min() ?? .nan)) },
        isAtMost: { _ in 0 },
        variants: [
          .mutant("tanh for the sigmoid") { s in
            Bounded(exactly: -(s.network.decoded(s.latents).map { tanh($0) }.min() ?? .nan))
          },
          .mutant("logits returned") { s in
            Bounded(exactly: -(s.network.decoded(s.latents).min() ?? .nan))
          },
        ]),
      .equality(
        "first output = mean of its pixel", on: { $0.networks },
        routes: ("forward pass of the network", "derivative of the log normaliser by differences"),
        states: { s in Bounded(rounded: s.outputs[0], ulps: 512) },
        equals: { s in
          Differentiation.derivative(
            of: { (t: Double) in log1p(exp(t)) }, at: s.network.decoded(s.latents)[0])
        },
        variants: [
          .mutant("tanh for the sigmoid") { s in
            Bounded(rounded: tanh(s.network.decoded(s.latents)[0]))
          },
          .mutant("the likelier pixel for the mean") { s in
            Bounded(exactly: s.outputs[0] > 0.5 ? 1 : 0)
          },
          .mutant("decoded from the mean of z, noise left out") { s in
            let mean = s.network.forward(s.input, noise: s.noise).mean
            return Bounded(rounded: sigmoid(s.network.decoded(mean)[0]))
          },
        ]),
    ])

  /// The likelihood of a pixel is taken from the logit.
  static let networkLogitLikelihood: Claim = Claim(
    "network.likelihood-from-logits", identity: "C53",
    title:
      "The pixel's likelihood comes from the logit; through the rounded sigmoid it loses its digits",
    statement:
      #"-\log\left(y^x(1-y)^{1-x}\right) = \log(1 + e^t) - x\,t, \qquad \frac{d}{dt}\log(1+e^t) = y"#,
    setting:
      #"A pixel $x$, 0 or 1, has the mean $y = \frac{1}{1+e^{-t}}$ at the logit $t$, and so the likelihood $y^x(1-y)^{1-x}$."#,
    rows: ["S1-56"],
    checks: [
      .equality(
        "−log p(0|t)", on: { $0.logits },
        routes: ("law with the logit as parameter", "quadrature of the oracle's logistic function"),
        states: { t in Bounded(rounded: -Bernoulli(logit: t).logDensity(at: 0)) },
        equals: { t in try PixelLoss.softplus(t) },
        variants: [
          .mutant("−log(1 − σ(t)) with σ(t) rounded") { t in
            Bounded(rounded: -log(1 - 1 / (1 + exp(-t))))
          },
          .mutant("the same in single precision") { t in
            Bounded(rounded: Double(-log(1 - 1 / (1 + exp(Float(-t))))))
          },
          .mutant("−log p(1|t) for −log p(0|t)") { t in
            Bounded(rounded: -Bernoulli(logit: t).logDensity(at: 1))
          },
        ]),
      .equality(
        "−log p(1|t)", on: { $0.logits },
        routes: ("law with the logit as parameter", "quadrature of the logistic function, less t"),
        states: { t in Bounded(rounded: -Bernoulli(logit: t).logDensity(at: 1)) },
        equals: { t in try PixelLoss.softplus(t) - t },
        variants: [
          .mutant("+ x t") { t in try PixelLoss.softplus(t) + t },
          .mutant("squared error of the mean") { t in
            let residual = 1 - 1 / (1 + exp(-t))
            return Bounded(rounded: 0.5 * residual * residual)
          },
        ]),
    ])
}

/// The pixel's loss on the oracle side.
private enum PixelLoss {
  /// log(1 + eᵗ) = ∫_{−∞}^t σ(u) du; the part below min(t, 0) − 45 is at most exp of that.
  static func softplus(_ t: Double) throws(NumericsError) -> Bounded {
    let low = min(t, 0) - 45
    let part = try Quadrature().integral(from: low, to: t, singularities: [0]) { u in
      Reference.logisticCDF(u)
    }
    return part + Bounded(0, error: exp(low))
  }
}

extension NetworkSubject {
  /// z of the forward pass.
  fileprivate var latents: [Double] { network.forward(input, noise: noise).latent }

  /// x' of the forward pass.
  fileprivate var outputs: [Double] { network.forward(input, noise: noise).reconstruction }
}

extension Laboratory {
  /// Logits at which single (17) and double precision (40) saturate, then fifty moderate ones.
  fileprivate var logits: [Subject<Double>] {
    family(fixed: [1.3, 17, 35, 40, -40].map { Subject("t = \($0)", $0) }, "logit") { generator in
      5 * generator.standardNormal()
    }
  }
}
