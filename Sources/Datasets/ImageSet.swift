/// Images of one shape, one byte a number, in memory once.
///
/// The bytes are intensities from 0 (background) to 255; models read them as v / 255.
public struct ImageSet: Sendable, Equatable {
  /// The shape of every image.
  public let shape: ImageShape
  /// The intensities, image after image; `count · shape.count` of them.
  public let bytes: [UInt8]
  /// One class an image, where they are known.
  public let labels: [UInt8]?

  /// Creates a set.
  ///
  /// - Precondition: The bytes are whole images, and there is one label an image if there are labels.
  public init(shape: ImageShape, bytes: [UInt8], labels: [UInt8]? = nil) {
    precondition(
      bytes.count.isMultiple(of: shape.count),
      "\(bytes.count) bytes are not whole images of \(shape)")
    precondition(
      labels.map { $0.count == bytes.count / shape.count } ?? true,
      "\(labels?.count ?? 0) labels for \(bytes.count / shape.count) images")
    self.shape = shape
    self.bytes = bytes
    self.labels = labels
  }

  /// The number of images.
  public var count: Int { bytes.count / shape.count }
}
