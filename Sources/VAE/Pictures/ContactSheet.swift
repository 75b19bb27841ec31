import Datasets

/// Examples of each class, a row a class; without classes the first images, in rows.
public struct ContactSheet: Sendable {
  private let images: ImageSet
  private let places: [Int]
  private let rows: Int
  private let columns: Int

  /// Chooses the first images of each class.
  ///
  /// - Parameters:
  ///   - images: Where they come from; at least one.
  ///   - examples: How many of each class, or of a row where no classes are known.
  public init(_ images: ImageSet, examples: Int) {
    precondition(images.count > 0 && examples > 0, "\(examples) examples of \(images.count) images")
    columns = examples
    guard let labels = images.labels else {
      let shown = images[0..<min(images.count, examples * examples)]
      self.images = shown
      places = Array(0..<shown.count)
      rows = (shown.count + examples - 1) / examples
      return
    }
    var chosen: [UInt8: [Int]] = [:]
    for (index, label) in labels.enumerated() where chosen[label, default: []].count < examples {
      chosen[label, default: []].append(index)
    }
    let classes = chosen.sorted { $0.key < $1.key }.map(\.value)
    rows = classes.count
    places = classes.enumerated().flatMap { row, members in
      members.indices.map { row * examples + $0 }
    }
    self.images = ImageSet(
      shape: images.shape, bytes: classes.joined().flatMap { images.withImage($0, Array.init) })
  }

  /// Draws the sheet.
  ///
  /// - Throws: `PictureError.tooLarge`.
  public func picture(scale: Int? = nil) throws(PictureError) -> PNGImage {
    try GridLayout(shape: images.shape, rows: rows, columns: columns, scale: scale)
      .picture(images, at: places)
  }
}
