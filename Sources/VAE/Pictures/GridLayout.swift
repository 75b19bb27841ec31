import Datasets
import Tensors

/// Where images stand in a picture of rows and columns.
///
/// Images of one or three channels are shown as they are; the channels of any other stand beside each other in grey.
public struct GridLayout: Sendable, Equatable {
  /// The shape of every image.
  public let shape: ImageShape
  /// Images of a row.
  public let columns: Int
  /// Rows of images.
  public let rows: Int
  /// Rows that belong together: a wider gap follows them.
  public let rowsTogether: Int
  /// Whether the first and the last column stand apart.
  public let setsEdgesApart: Bool
  /// Whether nothing stands between images.
  public let isTight: Bool
  /// Pixels of the picture for each pixel of an image, in both directions.
  public let scale: Int

  /// Lays a grid out.
  ///
  /// - Parameters:
  ///   - shape: The shape of every image.
  ///   - rows: Rows of images; at least one.
  ///   - columns: Images of a row; at least one.
  ///   - rowsTogether: After so many rows a wider gap follows; 0 for none.
  ///   - setsEdgesApart: Whether the first and the last column stand apart.
  ///   - isTight: Whether nothing stands between images.
  ///   - scale: The magnification; `nil` makes small images about 56 pixels wide.
  /// - Throws: `PictureError.tooLarge`.
  public init(
    shape: ImageShape, rows: Int, columns: Int, rowsTogether: Int = 0,
    setsEdgesApart: Bool = false, isTight: Bool = false, scale: Int? = nil
  ) throws(PictureError) {
    precondition(
      rows > 0 && columns > 0 && rowsTogether >= 0 && (scale ?? 1) > 0,
      "a grid of \(rows) × \(columns), \(rowsTogether) rows together, scale \(scale ?? 1)")
    self.shape = shape
    self.rows = rows
    self.columns = columns
    self.rowsTogether = rowsTogether
    self.setsEdgesApart = setsEdgesApart && columns > 2
    self.isTight = isTight
    self.scale = scale ?? max(1, 56 / max(shape.height, shape.width))
    guard rows <= PNGImage.pixelLimit, columns <= PNGImage.pixelLimit, self.scale <= 4096 else {
      throw PictureError.tooLarge(width: columns, height: rows)
    }
    let area = width.multipliedReportingOverflow(by: height)
    guard !area.overflow, area.partialValue <= PNGImage.pixelLimit else {
      throw PictureError.tooLarge(width: width, height: height)
    }
  }

  /// Pixels between images.
  private var gap: Int { isTight ? 0 : max(2, scale) }
  /// Pixels more between groups of images.
  private var groupGap: Int { 3 * gap }
  /// Whether the channels of an image stand beside each other in grey.
  private var spreadsChannels: Bool { shape.channels != 1 && shape.channels != 3 }
  private var tileWidth: Int { shape.width * (spreadsChannels ? shape.channels : 1) * scale }
  private var tileHeight: Int { shape.height * scale }

  /// Pixels of a row of the picture.
  public var width: Int { left(columns - 1) + tileWidth + gap }
  /// Rows of pixels of the picture.
  public var height: Int { top(rows - 1) + tileHeight + gap }

  private func left(_ column: Int) -> Int {
    let apart = setsEdgesApart ? (column > 0 ? 1 : 0) + (column == columns - 1 ? 1 : 0) : 0
    return gap + column * (tileWidth + gap) + apart * groupGap
  }

  private func top(_ row: Int) -> Int {
    gap + row * (tileHeight + gap) + (rowsTogether > 0 ? row / rowsTogether * groupGap : 0)
  }

  /// The intensity between images: dark, but not the black of an image's background.
  private static let ground: UInt8 = 72

  /// Draws the picture.
  ///
  /// - Parameters:
  ///   - images: The images.
  ///   - places: Where each stands, counted row after row; in this order if not given. Other places stay empty.
  /// - Precondition: The images have the grid's shape and a place each.
  public func picture(_ images: ImageSet, at places: [Int]? = nil) -> PNGImage {
    let places = places ?? Array(0..<images.count)
    precondition(
      images.shape == shape && places.count == images.count
        && places.allSatisfy { $0 >= 0 && $0 < rows * columns },
      "\(images.count) images of \(images.shape) on \(rows) × \(columns) places for \(shape)")
    let colours = spreadsChannels ? 1 : shape.channels
    var pixels = [UInt8](repeating: GridLayout.ground, count: width * height * colours)
    let area = shape.height * shape.width
    for (index, place) in places.enumerated() {
      let (top, left) = (top(place / columns), left(place % columns))
      images.withImage(index) { image in
        for channel in 0..<shape.channels {
          let (shift, colour) = spreadsChannels ? (channel * shape.width, 0) : (0, channel)
          for y in 0..<tileHeight {
            let line = channel * area + y / scale * shape.width
            let target = (top + y) * width + left + shift * scale
            for x in 0..<shape.width * scale {
              pixels[(target + x) * colours + colour] = image[line + x / scale]
            }
          }
        }
      }
    }
    return PNGImage(width: width, height: height, channels: colours, pixels: pixels)
  }
}

extension ImageSet {
  /// Rounds intensities to bytes; what lies outside 0 … 1 (a Gaussian's mean may) is shown as black or full.
  ///
  /// - Parameters:
  ///   - shape: The shape of every image.
  ///   - intensities: One image a row.
  /// - Throws: `PictureError.notFinite` naming the first image that holds a number that is not finite.
  /// - Precondition: A row has as many numbers as an image.
  public init(shape: ImageShape, intensities: Matrix<Float>) throws(PictureError) {
    precondition(
      intensities.columns == shape.count, "rows of \(intensities.columns) for images of \(shape)")
    if let bad = intensities.values.firstIndex(where: { !$0.isFinite }) {
      throw PictureError.notFinite(image: bad / shape.count)
    }
    self.init(
      shape: shape,
      bytes: intensities.values.map { UInt8((min(max($0, 0), 1) * 255).rounded()) })
  }

  /// These images followed by others of the same shape, without labels.
  public static func + (left: ImageSet, right: ImageSet) -> ImageSet {
    precondition(left.shape == right.shape, "images of \(left.shape) beside \(right.shape)")
    return ImageSet(shape: left.shape, bytes: left.bytes + right.bytes)
  }
}
