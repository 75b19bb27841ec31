/// What `vae-lab data info` says about a set of images.
public struct DatasetSummary: Sendable, Equatable, Codable {
  /// The number of images.
  public let count: Int
  /// The shape of every image.
  public let shape: ImageShape
  /// The mean intensity, in units of 255; 0 for an empty set.
  public let mean: Double
  /// The smallest intensity, 0 to 255; 0 for an empty set.
  public let minimum: Int
  /// The largest intensity, 0 to 255; 0 for an empty set.
  public let maximum: Int
  /// The share of numbers that are exactly 0.
  public let shareOfZeros: Double
  /// The share of numbers that are exactly 255.
  public let shareOfFull: Double
  /// Whether every intensity is 0 or 255.
  public let isBinary: Bool
  /// The number of images of each class, from class 0 to the largest that occurs, where classes are
  /// known.
  public let classCounts: [Int]?
  /// The SHA-256 of shape, count, intensities and labels, in hexadecimal.
  public let checksum: String

  /// Summarises a set.
  ///
  /// - Complexity: Reads every byte twice.
  public init(_ images: ImageSet) {
    var histogram = [Int](repeating: 0, count: 256)
    images.withBytes { bytes in
      histogram.withUnsafeMutableBufferPointer { bins in
        for byte in bytes { bins[Int(byte)] += 1 }
      }
    }
    let numbers = max(1, images.bytes.count)
    let sum = histogram.enumerated().reduce(0) { $0 + $1.offset * $1.element }
    var digest = SHA256()
    images.feed(&digest)
    count = images.count
    shape = images.shape
    mean = Double(sum) / 255 / Double(numbers)
    minimum = histogram.firstIndex { $0 > 0 } ?? 0
    maximum = histogram.lastIndex { $0 > 0 } ?? 0
    shareOfZeros = Double(histogram[0]) / Double(numbers)
    shareOfFull = Double(histogram[255]) / Double(numbers)
    isBinary = histogram[0] + histogram[255] == images.bytes.count
    classCounts = images.labels.map { labels in
      var counts = [Int](repeating: 0, count: Int(labels.max() ?? 0) + 1)
      for label in labels { counts[Int(label)] += 1 }
      return counts
    }
    checksum = digest.finish()
  }
}
