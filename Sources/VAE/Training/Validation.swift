import Datasets
import Distributions
import Networks
import Tensors

extension VariationalAutoencoder {
  /// The ELBO with closed divergence, one sample an image, summed over a set.
  ///
  /// - Parameters:
  ///   - images: The set.
  ///   - parameters: The weights.
  ///   - binarization: How pixels are read; drawn from the generator where they are drawn.
  ///   - threads: How many threads work; the numbers do not depend on it.
  ///   - generator: The stream of the noise and of the pixels.
  /// - Complexity: One pass through both networks; memory for 100 images a piece.
  public func elbo(
    of images: ImageSet, _ parameters: Parameters<Float>, binarization: Binarization,
    threads: Int, using generator: Philox
  ) -> BoundTerms {
    let piece = 100
    let pieces = (images.count + piece - 1) / piece
    let workers = max(1, min(threads, pieces))
    let shards = (0..<workers).map { _ in
      ImageShard(self, examples: piece, samples: 1, trains: false)
    }
    let results = UnsafeMutableBufferPointer<BoundTerms>.allocate(capacity: pieces)
    results.initialize(repeating: BoundTerms())
    defer { results.deallocate() }
    nonisolated(unsafe) let terms = results
    inParallel(pieces: workers, threads: workers) { worker in
      for index in pieces * worker / workers..<pieces * (worker + 1) / workers {
        let range = index * piece..<min((index + 1) * piece, images.count)
        let indices = Array(range)
        indices.withUnsafeBufferPointer {
          shards[worker].fill(from: images, $0, binarization, using: generator.substream(index))
        }
        terms[index] = bound(
          of: Objective(), count: range.count, parameters, shards[worker].workspace)
      }
    }
    return results.reduce(into: BoundTerms()) { $0 += $1 }
  }
}
