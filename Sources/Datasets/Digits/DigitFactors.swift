import Foundation
import Distributions

extension BuiltinDigits {
  /// What was varied on purpose in one image.
  ///
  /// Beside these, every image has tremor of its own: two drawings of equal factors differ as two
  /// writings of the same hand do.
  public struct Factors: Sendable, Equatable, Codable {
    /// The digit, 0 to 9.
    public var digit: Int
    /// Which of the ways of writing the digit.
    public var variant: Int
    /// The tangent of the lean to the right.
    public var slant: Double
    /// The turn clockwise, in radians.
    public var rotation: Double
    /// Stretch of the width before slant and rotation.
    public var aspect: Double
    /// The larger side of the box around the ink, as a multiple of 20 pixels.
    public var scale: Double
    /// Width of the pen, in pixels.
    public var thickness: Double
    /// How far the centre of the ink lies to the right of the image's centre, in pixels, as far as the
    /// border leaves room.
    public var right: Double
    /// How far the centre of the ink lies below the image's centre, in pixels, as far as the border
    /// leaves room.
    public var down: Double
    /// Standard deviation of the tremor of the hand, in heights of a digit.
    public var tremor: Double

    /// Draws the factors of one image.
    ///
    /// Digit and variant are uniform; the others are normal or log-normal, cut off at two and a half
    /// standard deviations.
    public static func draw(using generator: inout some RandomNumberGenerator) -> Factors {
      let digit = pick(10, using: &generator)
      let variant = pick(DigitShape.all[digit].count, using: &generator)
      func normal(_ deviation: Double) -> Double {
        deviation * min(max(generator.standardNormal(), -2.5), 2.5)
      }
      return Factors(
        digit: digit, variant: variant, slant: 0.15 + normal(0.18), rotation: normal(0.08),
        aspect: exp(normal(0.16)), scale: 0.98 * exp(normal(0.05)),
        thickness: 2.4 * exp(normal(0.22)), right: normal(0.5), down: normal(0.5),
        tremor: 0.018 * exp(normal(0.3)))
    }

    /// A uniform number below a small bound.
    private static func pick(_ count: Int, using generator: inout some RandomNumberGenerator) -> Int
    {
      Int(generator.next().multipliedFullWidth(by: UInt64(count)).high)
    }
  }
}
