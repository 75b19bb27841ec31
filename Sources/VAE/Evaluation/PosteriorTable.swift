import Datasets
import Networks
import Tensors

/// q(z|x) = N(z; μ(x), diag σ²(x)) of every image of a set.
public struct PosteriorTable<Element: Scalar>: Sendable {
  /// μ, one row an image.
  public let means: Matrix<Element>
  /// σ, one row an image.
  public let deviations: Matrix<Element>
  /// log σ², one row an image.
  public let logVariances: Matrix<Element>

  /// The number of images.
  public var count: Int { means.rows }
  /// Latent dimensions.
  public var latent: Int { means.columns }

  /// Makes room.
  init(images: Int, latent: Int) {
    means = Matrix(rows: images, columns: latent)
    deviations = Matrix(rows: images, columns: latent)
    logVariances = Matrix(rows: images, columns: latent)
  }

  /// KL(q(zⱼ|x) ‖ p(zⱼ)) = ½ (μ² + σ² − 1 − log σ²) of one image and one dimension, in nats.
  @inlinable public func divergence(of image: Int, dimension: Int) -> Double {
    let μ = means[image, dimension].double
    let σ = deviations[image, dimension].double
    return 0.5 * (μ * μ + σ * σ - 1 - logVariances[image, dimension].double)
  }

  /// KL(q(z|x) ‖ p(z)) of one image, in nats.
  @inlinable public func divergence(of image: Int) -> Double {
    var sum = 0.0
    for dimension in 0..<latent { sum += divergence(of: image, dimension: dimension) }
    return sum
  }
}

extension VariationalAutoencoder {
  /// The images that are encoded together; the bits of a row may depend on it, so it is the same for all.
  private static var encodedTogether: Int { 128 }

  /// Encodes every image once.
  @_specialize(where Element == Float)
  @_specialize(where Element == Double)
  func posteriors<Element: Scalar>(
    of observations: Observations<Element>, _ parameters: Parameters<Element>, threads: Int
  ) -> PosteriorTable<Element> {
    let (count, latent) = (observations.count, architecture.latent)
    let table = PosteriorTable<Element>(images: count, latent: latent)
    let scale = architecture.posteriorScale
    let batch = Self.encodedTogether
    let batches = (count + batch - 1) / batch
    let shards = min(max(threads, 1), max(batches, 1))
    inParallel(pieces: shards, threads: threads) { shard in
      let images = Matrix<Element>(rows: batch, columns: architecture.image.count)
      let trace = Perceptron.Trace<Element>(encoder, rows: batch, differentiatesInput: false)
      for index in batches * shard / shards..<batches * (shard + 1) / shards {
        let range = index * batch..<min((index + 1) * batch, count)
        observations.read(range, images)
        // Rows of a former batch may follow those of the last one: they are encoded and not used.
        let head = encoder.forward(images, parameters, trace)
        for (row, image) in range.enumerated() {
          let (μ, s) = (head.row(row), head.row(row) + latent)
          for j in 0..<latent {
            let σ = scale.deviation(s[j])
            table.means[image, j] = μ[j]
            table.deviations[image, j] = σ
            table.logVariances[image, j] = scale.logVariance(s[j], deviation: σ)
          }
        }
      }
    }
    return table
  }
}
