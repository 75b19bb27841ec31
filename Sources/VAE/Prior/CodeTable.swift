import Datasets
import Distributions
import Networks
import Tensors

/// The codes of images: what a prior is trained on.
public struct CodeTable: TrainingExamples, Equatable {
  /// Codes an image.
  public let positions: Int
  /// K, how many codes there are to choose from.
  public let codes: Int
  /// k, image after image, position after position.
  public let indices: [UInt32]
  /// The checksum of the VQ-VAE that chose them.
  public let model: String

  /// Creates a table.
  ///
  /// - Precondition: The indices make whole images, and each is below the number of codes.
  public init(positions: Int, codes: Int, indices: [UInt32], model: String) {
    precondition(
      positions > 0 && indices.count.isMultiple(of: positions) && indices.allSatisfy { $0 < codes },
      "\(indices.count) indices for \(positions) positions of \(codes) codes")
    self.positions = positions
    self.codes = codes
    self.indices = indices
    self.model = model
  }

  /// How many images.
  public var count: Int { indices.count / positions }

  /// The SHA-256 of the model, the shape and the codes, in hexadecimal.
  public var checksum: String {
    var digest = SHA256()
    digest.update("\(model) \(count) × \(positions) of \(codes)")
    indices.withUnsafeBytes { digest.update($0) }
    return digest.finish()
  }

  /// The codes of some images in a row.
  public subscript(images: Range<Int>) -> CodeTable {
    CodeTable(
      positions: positions, codes: codes,
      indices: Array(indices[images.lowerBound * positions..<images.upperBound * positions]),
      model: model)
  }

  /// How often each code stands at a position.
  public func usage(at position: Int) -> CodeUsage {
    CodeUsage(
      stride(from: position, to: indices.count, by: positions).lazy.map { indices[$0] },
      codes: codes)
  }

  /// Writes the codes of some images.
  func copy(_ images: some Sequence<Int>, into codes: UnsafeMutablePointer<UInt32>) {
    indices.withUnsafeBufferPointer { indices in
      guard let start = indices.baseAddress else { return }
      for (row, image) in images.enumerated() {
        (codes + row * positions).update(from: start + image * positions, count: positions)
      }
    }
  }
}

extension QuantizedAutoencoder {
  /// The SHA-256 of the shape and of all weights that encode, quantise or decode, in hexadecimal.
  ///
  /// Counts and sums of the codebook's moving average are no part of it: they change no code.
  public func checksum(_ parameters: Parameters<Float>) -> String {
    var digest = SHA256()
    for block in layout.blocks where block != usage && block != sums {
      digest.update("\(block.name) \(block.rows) × \(block.columns)")
      digest.update(UnsafeRawBufferPointer(parameters[block].values))
    }
    return digest.finish()
  }
}

extension TrainingCheckpoint<QuantizedConfiguration> {
  /// The codes of images.
  ///
  /// - Parameters:
  ///   - images: The images, read as in the model's training; pixels that are drawn are drawn once.
  ///   - threads: How many threads work; the codes do not depend on it.
  public func codes(of images: ImageSet, threads: Int) -> CodeTable {
    let (model, architecture) = (model, configuration.architecture)
    let codes = model.terms(
      of: images, parameters, binarization: configuration.binarization, threads: threads,
      using: Philox(seed: configuration.seed).substream("codes")
    ).codes
    return CodeTable(
      positions: architecture.positions, codes: architecture.codes, indices: codes,
      model: model.checksum(parameters))
  }
}
