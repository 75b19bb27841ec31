import Datasets
import Distributions
import Networks
import Tensors

/// What a VQ-VAE makes of some images.
public struct QuantizedTerms: Sendable {
  /// Sums over the images.
  public var sum: BoundTerms
  /// log p(x|z_q) image by image, in nats.
  public var logLikelihoods: [Double]
  /// k, image after image, position after position.
  public var codes: [UInt32]
}

extension QuantizedAutoencoder {
  /// The images that are worked on together.
  private static var together: Int { 100 }

  /// Encodes, quantises and decodes every image of a set.
  ///
  /// - Parameters:
  ///   - images: The set.
  ///   - parameters: The weights.
  ///   - binarization: How pixels are read; drawn from the generator where they are drawn.
  ///   - threads: How many threads work; the numbers do not depend on it.
  ///   - generator: The stream of pixels.
  /// - Complexity: One pass through both networks; memory for 100 images a thread.
  public func terms(
    of images: ImageSet, _ parameters: Parameters<Float>, binarization: Binarization,
    threads: Int, using generator: Philox
  ) -> QuantizedTerms {
    var result = QuantizedTerms(
      sum: BoundTerms(), logLikelihoods: .init(repeating: 0, count: images.count),
      codes: .init(repeating: 0, count: images.count * architecture.positions))
    let pieces = (images.count + Self.together - 1) / Self.together
    var sums = [BoundTerms](repeating: BoundTerms(), count: pieces)
    result.logLikelihoods.withUnsafeMutableBufferPointer { logLikelihoods in
      result.codes.withUnsafeMutableBufferPointer { codes in
        sums.withUnsafeMutableBufferPointer { sums in
          nonisolated(unsafe) let (sums, codes, logLikelihoods) = (sums, codes, logLikelihoods)
          eachPiece(of: images, binarization, threads: threads, using: generator) {
            index, range, workspace in
            sums[index] = bound(count: range.count, parameters, workspace)
            for (row, image) in range.enumerated() {
              logLikelihoods[image] = Double(workspace.logLikelihood.start[row])
            }
            let places = range.lowerBound * architecture.positions
            for place in 0..<range.count * architecture.positions {
              codes[places + place] = workspace.indices.start[place]
            }
          }
        }
      }
    }
    result.sum = sums.reduce(into: BoundTerms()) { $0 += $1 }
    return result
  }

  /// z_e of every image of a set, one image a row.
  ///
  /// - Parameters: As for `terms`.
  public func encodings(
    of images: ImageSet, _ parameters: Parameters<Float>, _ binarization: Binarization,
    threads: Int, using generator: Philox
  ) -> Matrix<Float> {
    let result = Matrix<Float>(rows: images.count, columns: architecture.latent)
    eachPiece(of: images, binarization, threads: threads, using: generator) {
      _, range, workspace in
      let encodings = encode(workspace.images.rows(0..<range.count), parameters, workspace)
      result.rows(range).assign(encodings)
    }
    return result
  }

  /// z_q of codes, one image a row.
  ///
  /// - Parameters:
  ///   - indices: k, image after image, position after position, each below the number of codes.
  ///   - parameters: Of the model; the codebook is among them.
  public func vectors(ofCodes indices: [UInt32], _ parameters: Parameters<Float>) -> Matrix<Float> {
    precondition(
      indices.count.isMultiple(of: architecture.positions)
        && indices.allSatisfy { $0 < architecture.codes },
      "\(indices.count) indices for \(architecture.positions) positions of \(architecture.codes) codes"
    )
    let result = Matrix<Float>(
      rows: indices.count / architecture.positions, columns: architecture.latent)
    indices.withUnsafeBufferPointer { indices in
      guard let start = indices.baseAddress else { return }
      decode(start, parameters[codebook], into: result)
    }
    return result
  }

  /// Reads the images of a set piece by piece into workspaces and hands them out.
  func eachPiece(
    of images: ImageSet, _ binarization: Binarization, threads: Int, using generator: Philox,
    _ body: @Sendable (Int, Range<Int>, QuantizedWorkspace<Float>) -> Void
  ) {
    let pieces = (images.count + Self.together - 1) / Self.together
    let workers = max(1, min(threads, pieces))
    let workspaces = (0..<workers).map { _ in
      QuantizedWorkspace<Float>(self, examples: min(Self.together, images.count), trains: false)
    }
    inParallel(pieces: workers, threads: workers) { worker in
      let workspace = workspaces[worker]
      for index in pieces * worker / workers..<pieces * (worker + 1) / workers {
        let range =
          index * Self.together..<min((index + 1) * Self.together, images.count)
        Array(range).withUnsafeBufferPointer {
          images.gather(
            $0, binarization, using: generator.substream(index), into: workspace.images)
        }
        body(index, range, workspace)
      }
    }
  }
}
