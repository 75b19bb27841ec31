import Datasets
import Distributions
import Networks
import Tensors

extension ImageSet: TrainingExamples {}

// How a variational autoencoder with a Gaussian posterior is trained.
extension TrainingConfiguration: TrainingTask {
  /// The format of its checkpoints.
  public static var format: CheckpointFormat { .gaussian }

  /// The model.
  public var model: VariationalAutoencoder { VariationalAutoencoder(architecture) }

  /// Samples of z an image.
  public var samples: Int { objective.samples }

  /// Why there can be no such run.
  public var obstacle: String? { objective.contradiction ?? architecture.obstacle }

  /// Why it cannot be on these images.
  public func obstacle(to images: ImageSet) -> String? {
    images.shape == architecture.image
      ? nil : "the model is for images of \(architecture.image), the data are \(images.shape)"
  }

  /// β, raised over the first epochs where there is a warm-up.
  public func beta(afterEpochs passed: Double) -> Double {
    warmUpEpochs > 0 ? objective.beta * min(1, passed / warmUpEpochs) : objective.beta
  }

  /// By the initialiser, the decoder at the mean image if it is to begin there.
  public func initialParameters(
    _ model: VariationalAutoencoder, for images: ImageSet, threads: Int, using generator: Philox
  ) -> Parameters<Float> {
    model.initialParameters(
      initializer, pixelMeans: startsAtPixelMeans ? images.pixelMeans : nil, using: generator)
  }

  /// A workspace and a gradient.
  public func shard(_ model: VariationalAutoencoder, examples: Int) -> ImageShard {
    ImageShard(model, examples: examples, samples: objective.samples)
  }

  /// Reads the images, draws the noise and differentiates the bound.
  public func differentiate(
    _ model: VariationalAutoencoder, _ indices: UnsafeBufferPointer<Int>, of images: ImageSet,
    beta: Double, unit: Double, _ parameters: Parameters<Float>, _ shard: ImageShard,
    using generator: Philox
  ) -> BoundTerms {
    shard.fill(from: images, indices, binarization, using: generator)
    var objective = objective
    objective.beta = beta
    return model.gradient(
      of: objective, count: indices.count, unit: unit, parameters, shard.workspace,
      into: shard.gradient)
  }

  /// The ELBO.
  public func bound(
    _ model: VariationalAutoencoder, of images: ImageSet, _ parameters: Parameters<Float>,
    threads: Int
  ) -> Double {
    model.elbo(
      of: images, parameters, binarization: binarization, threads: threads,
      using: Philox(seed: seed).substream("validation")
    ).bound / Double(images.count)
  }
}
