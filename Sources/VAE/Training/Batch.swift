import Datasets
import Distributions
import Networks
import Tensors

/// A part of a batch that is worked on alone: its own workspace and its own part of the gradient.
///
/// A batch is cut by its size only, so the bits of a step do not depend on the number of threads.
struct Shard: Sendable {
  let workspace: Workspace<Float>
  let gradient: Parameters<Float>

  /// How many shards a batch is cut into: pieces of about 50 samples, few enough that adding their gradients is cheap.
  static func count(batch: Int, samples: Int) -> Int {
    min(max(batch * samples / 50, 1), min(batch, 8))
  }

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
