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

  /// The images of a range, copied.
  ///
  /// - Precondition: The range lies within `0..<count`.
  public subscript(range: Range<Int>) -> ImageSet {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count, "images \(range) of \(count)")
    return ImageSet(
      shape: shape,
      bytes: Array(bytes[range.lowerBound * shape.count..<range.upperBound * shape.count]),
      labels: labels.map { Array($0[range]) })
  }

  /// Calls a closure with the intensities of all images, without a copy.
  @inlinable
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try bytes.withUnsafeBufferPointer(body)
  }

  /// Calls a closure with the intensities of one image, without a copy.
  ///
  /// - Precondition: The index lies within `0..<count`.
  @inlinable
  public func withImage<Result, Failure: Error>(
    _ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(index >= 0 && index < count, "image \(index) of \(count)")
    let size = shape.count
    return try bytes.withUnsafeBufferPointer { (all) throws(Failure) in
      try body(UnsafeBufferPointer(rebasing: all[index * size..<(index + 1) * size]))
    }
  }

  /// The SHA-256 of shape, count, intensities and labels, in hexadecimal.
  ///
  /// - Complexity: Reads every byte on each call, some 0.3 GB/s.
  public var checksum: String {
    var digest = SHA256()
    feed(&digest)
    return digest.finish()
  }
}
