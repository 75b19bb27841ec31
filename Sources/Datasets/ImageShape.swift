/// How the numbers of one image are laid out: channel by channel, each row by row.
public struct ImageShape: Sendable, Equatable, Codable, CustomStringConvertible {
  /// Colour channels: 1 grey, 3 red, green and blue.
  public var channels: Int
  /// Rows of pixels.
  public var height: Int
  /// Pixels of a row.
  public var width: Int

  /// Creates a shape.
  ///
  /// - Precondition: All three are positive.
  public init(channels: Int = 1, height: Int, width: Int) {
    precondition(
      channels > 0 && height > 0 && width > 0,
      "an image of \(channels) × \(height) × \(width) has no pixels")
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// Numbers of one image.
  public var count: Int { channels * height * width }

  /// `1 × 28 × 28`.
  public var description: String { "\(channels) × \(height) × \(width)" }
}
