import Datasets

/// Why there is no picture to look at.
public enum PictureError: Error, Sendable, Equatable, CustomStringConvertible {
  /// An image of the grid holds a number that is none: which image, counted from 0.
  case notFinite(image: Int)
  /// More pixels than a picture may have.
  case tooLarge(width: Int, height: Int)

  /// One line: what, where, what to do.
  public var description: String {
    switch self {
    case .notFinite(let image):
      "the model gives numbers that are not finite for image \(image) of the picture; its weights are spoilt, train it again"
    case .tooLarge(let width, let height):
      "a picture of \(height) × \(width) pixels is too large, \(PNGImage.pixelLimit) are admitted; show fewer images"
    }
  }
}
