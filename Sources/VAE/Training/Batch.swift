import Datasets
import Distributions
import Networks
import Tensors

/// Room for some images of a batch, their noise, and their part of the gradient.
public struct ImageShard: TrainingShard {
  let workspace: Workspace<Float>
  /// ∂loss/∂parameters.
  public let gradient: Parameters<Float>

  /// Makes room for some examples; without room for a gradient where nothing is trained.
  init(_ model: VariationalAutoencoder, examples: Int, samples: Int, trains: Bool = true) {
    workspace = Workspace(model, examples: examples, samples: samples)
    gradient = Parameters(trains ? model.layout : ParameterLayout())
  }

  /// Reads images into the workspace and draws the noise.
  ///
  /// - Parameters:
  ///   - images: Where the images are.
  ///   - indices: Which ones, one a row.
  ///   - binarization: How their bytes are read.
  ///   - generator: The stream of this shard and step.
  func fill(
    from images: ImageSet, _ indices: UnsafeBufferPointer<Int>, _ binarization: Binarization,
    using generator: Philox
  ) {
    images.gather(
      indices, binarization, using: generator.substream("pixels"), into: workspace.images)
    var noise = generator.substream("noise")
    noise.fillNormals(workspace.noise.rows(0..<indices.count * workspace.samples).values)
  }
}
