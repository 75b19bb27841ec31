import Datasets
import Distributions
import Reporting
import Tensors
import VAE

/// One combination of what a gradient depends on beside its numbers.
package struct GradientCase: Sendable, Equatable, Encodable {
  /// The bound and the estimator.
  package let objective: Objective
  /// The decoder's law.
  package let likelihood: Likelihood
  /// The nonlinearity.
  package let activation: Activation
  /// What the encoder's second head means.
  package let posteriorScale: PosteriorScale

  /// `elbo-sampled, path-derivative, gaussian-learned, tanh, log-variance`.
  package var name: String {
    [title, likelihood.rawValue, activation.argument, posteriorScale.rawValue]
      .joined(separator: ", ")
  }

  /// `elbo-sampled, path-derivative`.
  package var title: String {
    "\(objective.bound.rawValue), \(objective.estimator.rawValue)"
  }

  /// Writes the names.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(objective.bound, forKey: .objective)
    try container.encode(objective.estimator, forKey: .estimator)
    try container.encode(likelihood, forKey: .likelihood)
    try container.encode(activation.argument, forKey: .activation)
    try container.encode(posteriorScale, forKey: .posteriorScale)
  }

  private enum Key: String, CodingKey {
    case objective, estimator, likelihood, activation
    case posteriorScale = "posterior_scale"
  }
}

/// The network and the batch on which gradients are certified.
package struct GradientSetting: Sendable, Encodable {
  /// Rows and columns of the images.
  package var side: Int
  /// Images.
  package var images: Int
  /// Latent dimensions.
  package var latent: Int
  /// Widths of the hidden layers, from the image to the latent; the decoder has them the other way round.
  package var hidden: [Int]
  /// Samples an image.
  package var samples: Int
  /// The weight of the divergence.
  package var beta: Double
  /// The seed.
  package var seed: UInt64

  /// The subject of a combination.
  ///
  /// The noise, the images and the weights depend on the seed and on the shapes alone.
  package func subject(_ combination: GradientCase) -> GradientSubject {
    GradientSubject(
      random: Architecture(
        image: ImageShape(height: side, width: side), latent: latent, encoder: hidden,
        decoder: hidden.reversed(), activation: combination.activation,
        likelihood: combination.likelihood, posteriorScale: combination.posteriorScale),
      objective: combination.objective, examples: images, using: Philox(seed: seed))
  }
}
