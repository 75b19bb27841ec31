import Distributions

/// Random codes in the place of an image's last ones, while a model with a residual quantiser is trained.
///
/// With probability `share` an image keeps its codes up to a position that is drawn from the last three quarters, and has
/// codes drawn uniformly from there on. So the first codes must say what the image is, the decoder makes an image of every
/// sum of codes, and a prior that errs in the late ones spoils nothing. It is nested dropout (Rippel, Gelbart and Adams,
/// 2014; of a residual quantiser's codes: Zeghidour et al., 2021) that draws what it leaves out from the uniform law over
/// the codes instead of leaving it out: the decoder meets in training what it meets when codes are sampled.
public struct CodeNoise: Sendable, Equatable {
  /// The probability with which an image of a step is changed.
  public var share: Double

  /// Creates a rule.
  public init(share: Double) { self.share = share }

  /// No code is put in the place of this one.
  public static let none = UInt32.max

  /// Draws what is put in the place of codes.
  ///
  /// - Parameters:
  ///   - replacements: Written image after image, position after position: a code, or `none`.
  ///   - images: How many.
  ///   - architecture: How many positions an image has, and how many codes there are.
  ///   - generator: The stream: an image takes two words, and one a position.
  public func draw(
    _ replacements: IndexBuffer, images: Int, _ architecture: QuantizedArchitecture,
    using generator: Philox
  ) {
    let positions = architecture.positions
    guard share > 0 else {
      return replacements.values[0..<images * positions].update(repeating: Self.none)
    }
    func whole(_ word: UInt64, below limit: Int) -> Int {
      Int(word.multipliedFullWidth(by: UInt64(limit)).high)
    }
    var stream = generator
    let always = positions / 4
    for image in 0..<images {
      let changes = stream.uniform() <= share
      let kept = always + whole(stream.next(), below: positions - always)
      for position in 0..<positions {
        let code = UInt32(whole(stream.next(), below: architecture.codes))
        let isReplaced = changes && position >= kept
        replacements.start[image * positions + position] = isReplaced ? code : Self.none
      }
    }
  }
}
