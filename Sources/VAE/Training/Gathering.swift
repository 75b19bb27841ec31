import Datasets
import Distributions
import Tensors

extension ImageSet {
  /// Reads some images as numbers, one a row.
  ///
  /// - Parameters:
  ///   - indices: Which images.
  ///   - binarization: How bytes become numbers.
  ///   - generator: Where the random pixels come from: pixel *i* of the rows takes 32-bit word *i* of the stream.
  ///   - matrix: Where they are written; at least as many rows.
  func gather(
    _ indices: UnsafeBufferPointer<Int>, _ binarization: Binarization, using generator: Philox,
    into matrix: Matrix<Float>
  ) {
    let batch = matrix.rows(0..<indices.count)
    bytes.withUnsafeBufferPointer { bytes in
      switch binarization {
      case .none: ByteRows.scale(bytes, rows: indices, into: batch)
      case .threshold: ByteRows.binarize(bytes, rows: indices, into: batch)
      case .stochastic:
        ByteRows.sample(
          bytes, rows: indices, key: generator.key, stream: generator.stream, into: batch)
      }
    }
  }

  /// The mean intensity of every number of an image, from 0 to 1.
  public var pixelMeans: [Double] {
    var sums = [Int](repeating: 0, count: shape.count)
    for image in 0..<count {
      for number in 0..<shape.count { sums[number] += Int(bytes[image * shape.count + number]) }
    }
    return sums.map { Double($0) / Double(255 * max(count, 1)) }
  }
}
