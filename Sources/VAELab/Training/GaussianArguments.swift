import Datasets
import VAE

/// What only a VAE with a Gaussian posterior has.
struct GaussianArguments: ArgumentGroup {
  @Option(
    help:
      "The settings to begin from: flax (784-500-20-500-784, the default), pytorch-example, jaanli or burda; with --resume those of the checkpoint.",
    valueName: "name")
  var recipe: Recipe? = nil

  @Option(help: "Latent dimensions.", valueName: "n")
  var latent: Count? = nil

  @Option(help: "What the encoder emits for the deviation of q(z|x).", valueName: "name")
  var posteriorScale: PosteriorScale? = nil

  @Option(
    help: "The bound: closed or sampled divergence, or importance-weighted.", valueName: "bound")
  var objective: Objective.Bound? = nil

  @Option(help: "The estimator of the encoder's gradient.", valueName: "name")
  var estimator: Objective.Estimator? = nil

  @Option(help: "Samples of z an image.", valueName: "n")
  var samples: SampleCount? = nil

  @Option(help: "The weight of the divergence.", valueName: "number")
  var beta: NonnegativeNumber? = nil

  @Option(help: "Epochs over which the weight of the divergence rises from 0.", valueName: "number")
  var warmUp: NonnegativeNumber? = nil

  /// Replaces what is given.
  ///
  /// A sampled estimator without a bound means the sampled ELBO; several samples do not change the bound.
  func replace(_ settings: inout TrainingConfiguration) {
    if let latent { settings.architecture.latent = latent.value }
    if let posteriorScale { settings.architecture.posteriorScale = posteriorScale }
    if let objective { settings.objective.bound = objective }
    if let estimator { settings.objective.estimator = estimator }
    if let samples { settings.objective.samples = samples.value }
    if let beta { settings.objective.beta = beta.value }
    if let warmUp { settings.warmUpEpochs = warmUp.value }
  }
}
