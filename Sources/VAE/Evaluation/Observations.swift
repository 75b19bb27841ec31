import Datasets
import Distributions
import Tensors

/// The images that a model is evaluated on, read in pieces.
struct Observations<Element: Scalar>: Sendable {
  /// How many images.
  let count: Int
  /// Writes the images of a range into as many rows.
  let read: @Sendable (Range<Int>, Matrix<Element>) -> Void
}

extension Observations<Float> {
  /// Reads the images of a set.
  ///
  /// - Parameter generator: The stream whose sub-stream *i* binarises image *i*, the same at every reading.
  init(_ images: ImageSet, _ binarization: Binarization, using generator: Philox) {
    self.init(count: images.count) { range, matrix in
      for (row, image) in range.enumerated() {
        withUnsafePointer(to: image) { index in
          images.gather(
            UnsafeBufferPointer(start: index, count: 1), binarization,
            using: generator.substream(image), into: matrix.rows(row..<row + 1))
        }
      }
    }
  }
}

extension Observations {
  /// Reads the rows of a matrix.
  init(_ images: Matrix<Element>) {
    self.init(count: images.rows) { range, matrix in
      matrix.rows(0..<range.count).assign(images.rows(range))
    }
  }
}
