import Dispatch
import Distributions

/// Handwritten-looking digits, 28 × 28, drawn by the program.
///
/// Every image is a function of the seed, the part and its number: the bits depend neither on how
/// many images are drawn nor on the threads that draw them.
public struct BuiltinDigits: Sendable, Equatable {
  /// The images with their digits as labels.
  public let images: ImageSet
  /// What was varied in each image.
  public let factors: [Factors]

  /// How many images a part has where nobody says: 50 000 to train on, 5 000 each to validate and to test with.
  public static func usualCount(of part: DatasetPart) -> Int {
    part == .train ? 50_000 : 5_000
  }

  /// Side of an image, in pixels.
  public static let side = 28

  /// Draws the images of one part.
  ///
  /// - Parameters:
  ///   - count: How many; a smaller count gives the first of them.
  ///   - part: The parts of a seed are independent of each other.
  ///   - seed: What all images follow from.
  /// - Complexity: Some 15 µs of one core an image, optimised; all cores take part.
  public init(count: Int, part: DatasetPart = .train, seed: UInt64 = 1) {
    precondition(count >= 0, "\(count) images")
    let size = BuiltinDigits.side * BuiltinDigits.side
    let root = Philox(seed: seed).substream("digits").substream(part.rawValue)
    var factors: [Factors] = []
    let pixels = [UInt8](unsafeUninitializedCapacity: count * size) { pixels, filled in
      pixels.initialize(repeating: 0)
      factors = [Factors](unsafeUninitializedCapacity: count) { factors, drawn in
        BuiltinDigits.draw(count, from: root, into: pixels, factors)
        drawn = count
      }
      filled = count * size
    }
    self.factors = factors
    self.images = ImageSet(
      shape: ImageShape(height: BuiltinDigits.side, width: BuiltinDigits.side), bytes: pixels,
      labels: factors.map { UInt8($0.digit) })
  }

  /// Draws images 0 to `count` onto black, and leaves the factors in uninitialised memory.
  private static func draw(
    _ count: Int, from root: Philox, into pixels: UnsafeMutableBufferPointer<UInt8>,
    _ factors: UnsafeMutableBufferPointer<Factors>
  ) {
    let size = side * side
    let chunk = 256
    // Every turn writes images of its own.
    nonisolated(unsafe) let target = (pixels: pixels, factors: factors)
    DispatchQueue.concurrentPerform(iterations: (count + chunk - 1) / chunk) { turn in
      var pen = DigitPen()
      for index in turn * chunk..<min(count, (turn + 1) * chunk) {
        var generator = root.substream(index)
        let drawn = Factors.draw(using: &generator)
        target.factors.initializeElement(at: index, to: drawn)
        let image = UnsafeMutableBufferPointer(
          rebasing: target.pixels[index * size..<(index + 1) * size])
        pen.draw(drawn, into: image, using: &generator)
      }
    }
  }

  /// Draws one image of given factors, with tremor from a generator.
  ///
  /// - Returns: `28 · 28` intensities, row by row.
  /// - Precondition: There is such a digit and such a variant.
  public static func image(
    _ factors: Factors, using generator: inout some RandomNumberGenerator
  ) -> [UInt8] {
    precondition(
      DigitShape.all.indices.contains(factors.digit)
        && DigitShape.all[factors.digit].indices.contains(factors.variant),
      "no variant \(factors.variant) of the digit \(factors.digit)")
    var pixels = [UInt8](repeating: 0, count: side * side)
    var pen = DigitPen()
    pixels.withUnsafeMutableBufferPointer { pen.draw(factors, into: $0, using: &generator) }
    return pixels
  }
}

extension Dataset {
  /// The digits that the program draws itself: 50 000 to train on, 5 000 each to validate and to
  /// test with.
  ///
  /// - Complexity: Half a second on two cores, optimised; tests ask for fewer.
  public static func builtin(
    train: Int = BuiltinDigits.usualCount(of: .train),
    validation: Int = BuiltinDigits.usualCount(of: .validation),
    test: Int = BuiltinDigits.usualCount(of: .test), seed: UInt64 = 1
  ) -> Dataset {
    Dataset(
      name: "builtin", source: "digits drawn by the program, seed \(seed)",
      train: BuiltinDigits(count: train, part: .train, seed: seed).images,
      validation: BuiltinDigits(count: validation, part: .validation, seed: seed).images,
      test: BuiltinDigits(count: test, part: .test, seed: seed).images)
  }
}
