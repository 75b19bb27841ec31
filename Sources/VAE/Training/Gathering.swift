import CKernels
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
    _ indices: UnsafeBufferPointer<Int32>, _ binarization: Binarization, using generator: Philox,
    into matrix: Matrix<Float>
  ) {
    var generator = generator
    let n = shape.count
    bytes.withUnsafeBufferPointer { bytes in
      for (row, index) in indices.enumerated() {
        let target = matrix.row(row)
        let source = bytes.baseAddress! + Int(index) * n
        for i in 0..<n {
          switch binarization {
          case .none: target[i] = Float(source[i]) / 255
          case .threshold: target[i] = source[i] > 127 ? 1 : 0
          case .stochastic:
            target[i] = generator.next() % 255 < UInt64(source[i]) ? 1 : 0
          }
        }
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

extension Philox {
  /// Fills a block with standard normals in single precision.
  mutating func fillNormals(_ block: UnsafeMutableBufferPointer<Float>) {
    for index in block.indices { block[index] = Float(standardNormal()) }
  }
}
