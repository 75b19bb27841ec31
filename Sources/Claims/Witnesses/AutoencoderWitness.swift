import Datasets
import Distributions
import Foundation
import Networks
import Tensors
import VAE

/// What training maximises; `Objective` alone is the gradient claims' own type.
typealias TrainingObjective = VAE.Objective

/// The trained kind of model, `VariationalAutoencoder`, so small that everything about it can be integrated: in double
/// precision, with numbers for its parameters, one latent dimension, one image and some noise.
///
/// What it computes it computes as training does, by `bound` and `gradient`; `PlainAutoencoder` is the other route.
struct AutoencoderWitness: Sendable {
  /// The model.
  let model: VariationalAutoencoder

  /// Its numbers, never written to after they were made.
  let parameters: Parameters<Double>

  /// x.
  let image: [Double]

  /// Frozen ε, for statements about single samples.
  let noise: [Double]

  /// Sets the parameters one by one.
  ///
  /// - Parameters:
  ///   - architecture: With one latent dimension.
  ///   - image: As many numbers as the architecture has.
  ///   - noise: Any number of ε.
  ///   - number: The parameter in a row and a column of a block; blocks come in the order of the layout.
  init(
    _ architecture: Architecture, image: [Double], noise: [Double],
    _ number: (ParameterLayout.Block, Int, Int) -> Double
  ) {
    precondition(
      architecture.latent == 1 && image.count == architecture.image.count,
      "\(architecture.latent) latents and \(image.count) numbers of \(architecture.image)")
    let model = VariationalAutoencoder(architecture)
    let parameters = Parameters<Double>(model.layout)
    for block in model.layout.blocks {
      let matrix = parameters[block]
      for row in 0..<block.rows {
        for column in 0..<block.columns { matrix[row, column] = number(block, row, column) }
      }
    }
    self.init(model: model, parameters: parameters, image: image, noise: noise)
  }

  private init(
    model: VariationalAutoencoder, parameters: Parameters<Double>, image: [Double],
    noise: [Double]
  ) {
    self.model = model
    self.parameters = parameters
    self.image = image
    self.noise = noise
  }

  /// Numbers of the image, D.
  var numbers: Int { image.count }

  // MARK: What the model says

  /// The terms of a bound with the given ε, one a sample.
  func terms(_ objective: TrainingObjective, noise: [Double]) -> BoundTerms {
    model.bound(of: objective, count: 1, parameters, workspace(noise: noise))
  }

  /// The terms of a bound with everything in it sampled at one ε.
  func sampled(_ noise: Double) -> BoundTerms {
    terms(TrainingObjective(.sampledELBO), noise: [noise])
  }

  /// The gradient of the negative bound at the given ε, one a sample.
  func gradient(of objective: TrainingObjective, noise: [Double]) -> Parameters<Double> {
    let gradient = Parameters<Double>(model.layout)
    _ = model.gradient(
      of: objective, count: 1, unit: 1, parameters, workspace(noise: noise), into: gradient)
    return gradient
  }

  /// Memory for one image, filled with it and with the noise.
  func workspace(noise: [Double]) -> Workspace<Double> {
    let workspace = Workspace<Double>(model, examples: 1, samples: noise.count)
    for (index, x) in image.enumerated() { workspace.images[0, index] = x }
    for (row, ε) in noise.enumerated() { workspace.noise[row, 0] = ε }
    return workspace
  }

  // MARK: Relatives

  /// The same with some parameters rewritten.
  func rewriting(_ change: (VariationalAutoencoder, Parameters<Double>) -> Void)
    -> AutoencoderWitness
  {
    let copy = parameters.copy()
    change(model, copy)
    return AutoencoderWitness(model: model, parameters: copy, image: image, noise: noise)
  }

  /// The same with another image.
  func seeing(_ image: [Double]) -> AutoencoderWitness {
    AutoencoderWitness(model: model, parameters: parameters, image: image, noise: noise)
  }

  /// The same numbers read by another architecture with blocks of the same shapes.
  func readBy(_ change: (inout Architecture) -> Void) -> AutoencoderWitness {
    var architecture = model.architecture
    change(&architecture)
    let other = VariationalAutoencoder(architecture)
    precondition(
      other.layout == model.layout, "\(architecture) does not lay out as \(model.architecture)")
    return AutoencoderWitness(model: other, parameters: parameters, image: image, noise: noise)
  }

  /// The same with q(z|x) = N(mean, deviation²) for every x.
  func withPosterior(mean: Double, deviation: Double) -> AutoencoderWitness {
    let s =
      switch model.architecture.posteriorScale {
      case .logVariance: 2 * log(deviation)
      case .logDeviation: log(deviation)
      case .softplus: log(expm1(deviation))
      }
    return withHead(mean: mean, s)
  }

  /// The same with an encoder that emits the two numbers for every x.
  func withHead(mean: Double, _ s: Double) -> AutoencoderWitness {
    rewriting { model, parameters in
      guard let last = model.encoder.layers.last else { return }
      parameters[last.weight].fill(0)
      parameters[last.bias][0, 0] = mean
      parameters[last.bias][0, 1] = s
    }
  }
}

extension AutoencoderWitness {
  /// Six numbers, a hidden layer of four units in the encoder and one of three in the decoder.
  private static func architecture(_ likelihood: Likelihood) -> Architecture {
    Architecture(
      image: ImageShape(height: 2, width: 3), latent: 1, encoder: [4], decoder: [3],
      activation: .tanh, likelihood: likelihood)
  }

  /// The k-th parameter is 0.8 sin k, and the bias of log σ² less 1.6.
  static func sines(_ likelihood: Likelihood, image: [Double]) -> AutoencoderWitness {
    var k = 0.0
    return AutoencoderWitness(
      architecture(likelihood), image: image, noise: [0.8, -1.1, 0.4]
    ) { block, _, column in
      k += 1
      return 0.8 * sin(k) - (block.name == "encoder.1.bias" && column == 1 ? 1.6 : 0)
    }
  }

  /// Six grey values about 0.
  static let grey = [0.9, -0.4, 0.3, 1.1, -0.8, 0.2]

  /// One of each likelihood that needs no number of its own.
  static let fixed: [Subject<AutoencoderWitness>] = [
    Subject("Bernoulli VAE", sines(.bernoulli, image: [1, 0, 1, 1, 0, 1])),
    Subject("Gaussian VAE, variance ½", sines(.gaussian(variance: 0.5), image: grey)),
    Subject("diagonal Gaussian VAE", sines(.gaussianDiagonal, image: grey)),
  ]

  /// Draws likelihood, activation, meaning of the second head, depth, parameters, image and noise.
  static func random(
    _ likelihood: Likelihood? = nil, using generator: inout Philox
  ) -> AutoencoderWitness {
    func pick<Value>(_ values: [Value]) -> Value {
      values[Int(Double(values.count) * (1 - generator.uniform()))]
    }
    let variance = 0.3 + 0.9 * generator.uniform()
    let kind = pick([
      Likelihood.bernoulli, .gaussian(variance: variance), .gaussianLearnedVariance,
      .gaussianDiagonal,
    ])
    let architecture = Architecture(
      image: ImageShape(height: 2, width: pick([2, 3])), latent: 1,
      encoder: pick([[4], [3, 3]]), decoder: pick([[3], [3, 2]]),
      activation: pick([.tanh, .softplus, .sigmoid]), likelihood: likelihood ?? kind,
      posteriorScale: pick(PosteriorScale.allCases))
    return AutoencoderWitness(architecture, using: &generator)
  }

  /// Draws parameters, an image that suits the likelihood, and noise.
  init(_ architecture: Architecture, using generator: inout Philox) {
    let image = (0..<architecture.image.count).map { _ -> Double in
      architecture.likelihood == .bernoulli
        ? (generator.uniform() <= 0.5 ? 1 : 0) : generator.standardNormal()
    }
    let noise = (0..<3).map { _ in generator.standardNormal() }
    let head = "encoder.\(architecture.encoder.count)"
    // About σ = 0.7, whatever s means; s varies by half as much as the other outputs.
    let center =
      switch architecture.posteriorScale {
      case .logVariance: -0.7
      case .logDeviation: -0.35
      case .softplus: 0.0
      }
    self.init(architecture, image: image, noise: noise) { block, _, column in
      let size = block.name.hasSuffix("weight") ? 1.6 / Double(block.rows).squareRoot() : 0.5
      let number = size * (2 * generator.uniform() - 1)
      guard block.name.hasPrefix(head), column == 1 else { return number }
      return 0.5 * number + (block.name == head + ".bias" ? center : 0)
    }
  }
}

extension Laboratory {
  /// Three fixed autoencoders, then fifty random ones of all likelihoods.
  var autoencoders: [Subject<AutoencoderWitness>] {
    family(fixed: AutoencoderWitness.fixed, "autoencoder") {
      AutoencoderWitness.random(using: &$0)
    }
  }
}
