import CPNG
import Foundation

/// One picture in memory, grey or RGB, eight bits a number, as PNG stores it.
///
/// Colours stand beside each other (row, column, channel), unlike those of an `ImageSet`.
public struct PNGImage: Sendable, Equatable {
  /// Pixels of a row.
  public let width: Int
  /// Rows of pixels.
  public let height: Int
  /// 1 grey, 3 red, green and blue.
  public let channels: Int
  /// The intensities, `height · width · channels` of them.
  public let pixels: [UInt8]

  /// The most pixels that a file may promise, 2²⁶.
  public static let pixelLimit = 1 << 26

  /// Creates a picture.
  ///
  /// - Precondition: There are one or three channels and as many intensities as the sizes say.
  public init(width: Int, height: Int, channels: Int = 1, pixels: [UInt8]) {
    precondition(channels == 1 || channels == 3, "\(channels) channels")
    precondition(
      width > 0 && height > 0 && pixels.count == width * height * channels,
      "\(pixels.count) intensities for \(height) × \(width) × \(channels)")
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  /// Creates a picture from the numbers of an image as an `ImageSet` orders them.
  ///
  /// - Precondition: The shape has one or three channels and as many numbers.
  public init(shape: ImageShape, planes: some Collection<UInt8>) {
    let planes = Array(planes)
    precondition(planes.count == shape.count, "\(planes.count) numbers for \(shape)")
    let area = shape.height * shape.width
    var pixels = planes
    if shape.channels > 1 {
      for channel in 0..<shape.channels {
        for at in 0..<area {
          pixels[at * shape.channels + channel] = planes[channel * area + at]
        }
      }
    }
    self.init(width: shape.width, height: shape.height, channels: shape.channels, pixels: pixels)
  }

  /// The shape as an `ImageSet` has it.
  public var shape: ImageShape { ImageShape(channels: channels, height: height, width: width) }

  /// The intensities channel by channel, as an `ImageSet` orders them.
  public var planes: [UInt8] {
    if channels == 1 { return pixels }
    let area = width * height
    return (0..<channels).flatMap { channel in
      (0..<area).map { pixels[$0 * channels + channel] }
    }
  }

  /// Encodes the picture.
  ///
  /// - Returns: The contents of a PNG file.
  /// - Throws: `DatasetError` with libpng's words, if it cannot (for want of memory).
  public func encoded() throws(DatasetError) -> [UInt8] {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    image.width = png_uint_32(width)
    image.height = png_uint_32(height)
    image.format = PNGImage.format(channels: channels)
    var size: png_alloc_size_t = 0
    guard png_image_write_to_memory(&image, nil, &size, 0, pixels, 0, nil) != 0 else {
      throw PNGImage.failure(&image, "PNG image", "free some memory")
    }
    var bytes = [UInt8](repeating: 0, count: Int(size))
    guard png_image_write_to_memory(&image, &bytes, &size, 0, pixels, 0, nil) != 0 else {
      throw PNGImage.failure(&image, "PNG image", "free some memory")
    }
    bytes.removeLast(bytes.count - Int(size))
    return bytes
  }

  /// Decodes the contents of a PNG file.
  ///
  /// Palettes become colours, sixteen bits eight, and transparent pixels are laid on black.
  /// - Parameters:
  ///   - bytes: The contents of the file.
  ///   - place: What errors call it.
  /// - Throws: `DatasetError` with libpng's words, if this is no complete PNG file or a huge one.
  public init(decoding bytes: [UInt8], place: String) throws(DatasetError) {
    let advice = "give an undamaged PNG image"
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    var failure: DatasetError?
    var pixels: [UInt8] = []
    // libpng keeps a pointer to the bytes between the two calls.
    bytes.withUnsafeBytes { raw in
      guard png_image_begin_read_from_memory(&image, raw.baseAddress, raw.count) != 0 else {
        failure = PNGImage.failure(&image, place, advice)
        return
      }
      let (area, overflow) = Int(image.width).multipliedReportingOverflow(by: Int(image.height))
      guard !overflow, area > 0, area <= PNGImage.pixelLimit else {
        failure = DatasetError(
          .invalid, place, "promises \(image.height) × \(image.width) pixels",
          advice: "at most \(PNGImage.pixelLimit) are admitted")
        return
      }
      let channels = image.format & png_uint_32(PNG_FORMAT_FLAG_COLOR) == 0 ? 1 : 3
      image.format = PNGImage.format(channels: channels)
      // Sixteen bits without a stated gamma are taken for what eight bits are.
      image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
      pixels = [UInt8](repeating: 0, count: area * channels)
      var black = png_color(red: 0, green: 0, blue: 0)
      guard png_image_finish_read(&image, &black, &pixels, 0, nil) != 0 else {
        failure = PNGImage.failure(&image, place, advice)
        return
      }
    }
    if let failure { throw failure }
    self.init(
      width: Int(image.width), height: Int(image.height),
      channels: pixels.count / (Int(image.width) * Int(image.height)), pixels: pixels)
  }

  /// Reads a PNG file.
  ///
  /// - Throws: `DatasetError` naming the file.
  public init(contentsOf path: String) throws(DatasetError) {
    let file = try InputFile(path)
    try self.init(decoding: try file.contents(atMost: 4 * PNGImage.pixelLimit), place: path)
  }

  private static func format(channels: Int) -> png_uint_32 {
    channels == 1 ? 0 : png_uint_32(PNG_FORMAT_FLAG_COLOR)
  }

  private static func failure(
    _ image: inout png_image, _ place: String, _ advice: String
  ) -> DatasetError {
    let words = withUnsafeBytes(of: &image.message) { raw in
      String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
    }
    return DatasetError(.invalid, place, "libpng refuses it (\(words))", advice: advice)
  }
}
