import Distributions
import Networks
import Tensors

/// What finite differences see of the quantiser: the reconstruction loss as a function of the encoder's parameters,
/// codes being assigned anew everywhere, along one direction.
///
/// The decoder reads codes. As long as no vector crosses a border between cells, it reads the same numbers, and the
/// loss is the same to the bit: the tread of a staircase. Its derivative by the encoder is 0 wherever there is one,
/// which is almost everywhere. On a border the loss jumps by a finite amount, and a difference across it is that amount
/// over the step, whatever the step: no slope either. So the true gradient is of no use, it is 0 and knows nothing of
/// the jumps. What training follows instead, the straight-through gradient, is not an estimate of it but the derivative
/// of another function, the `QuantizedSurrogate`, which meets the loss at θ and nowhere else need be near it: that
/// function is what differences certify.
public struct QuantizationStaircase: Sendable, Equatable, Codable {
  /// The loss at θ.
  public let loss: Double
  /// Lengths t on the first tread, up to its end, at which the loss was evaluated.
  public let steps: [Double]
  /// How many of them have a loss with other bits than at θ; wanted none.
  public let deviations: Int
  /// The end of the first tread, the last number before an assignment changes; `nil` where none changes up to the
  /// horizon.
  public let border: Double?
  /// How many vectors have another code at the next number.
  public let reassigned: Int
  /// What the loss rises by from one number to the next.
  public let jump: Double
  /// gᵀv of the straight-through gradient, the slope of the surrogate; the loss has slope 0.
  public let surrogateSlope: Double
  /// Lengths from 0 to some treads further.
  public let lengths: [Double]
  /// The loss there.
  public let losses: [Double]
  /// The surrogate there.
  public let surrogates: [Double]

  /// How far a direction is followed.
  public static let horizon = 16.0
  /// The most safe steps of the search for the first border.
  static let patience = 2000

  /// Whether the tread is flat to the bit, and the step at its end far above any rounding, or none: a decoder whose
  /// rectifiers are off reads both codes alike.
  public var holds: Bool {
    deviations == 0 && (jump == 0 || jump.magnitude > jumpLimit)
  }

  /// What a jump has to exceed: the certificate's limit on rounding, relative to the loss.
  public var jumpLimit: Double { BlockCheck.roundingLimit * max(loss.magnitude, 1) }

  private enum CodingKeys: String, CodingKey {
    case loss, steps, deviations, border, reassigned, jump, lengths, losses, surrogates
    case surrogateSlope = "surrogate_slope"
  }

  /// Follows random directions of length 1 in the space of the encoder's parameters, each forwards and backwards.
  ///
  /// - Parameters:
  ///   - subject: Where to begin; of its loss the reconstruction is taken, with all codes as they are chosen.
  ///   - directions: How many.
  ///   - generator: Their stream.
  public static func several(
    _ subject: QuantizedSubject, directions: Int, using generator: Philox
  ) -> [QuantizationStaircase] {
    var stream = generator
    return (0..<directions).flatMap { _ in
      let forwards = encoderDirection(subject.model, using: &stream)
      let backwards = forwards.copy()
      for place in 0..<backwards.buffer.count { backwards.buffer.start[place] *= -1 }
      return [forwards, backwards].map { QuantizationStaircase(subject, direction: $0) }
    }
  }

  /// Follows one direction.
  init(_ whole: QuantizedSubject, direction: Parameters<Double>) {
    // A code in whose place the decoder reads another has no border that the loss could see.
    let subject = QuantizedSubject(
      model: whole.model, loss: whole.loss.only(\.reconstruction), images: whole.images,
      parameters: whole.parameters)
    let line = EncoderLine(subject, direction: direction)
    let origin = line.point(at: 0)
    loss = origin.loss
    border = Self.firstBorder(line, origin.codes)
    let end = border ?? Self.horizon
    steps =
      (0...50).reversed().map { end * Double(sign: .plus, exponent: -$0, significand: 1) }
      + (1..<64).map { end * Double($0) / 64 }
    deviations = steps.count { line.point(at: $0).loss.bitPattern != origin.loss.bitPattern }
    let next = line.point(at: end.nextUp)
    jump = next.loss - origin.loss
    reassigned = zip(origin.codes, next.codes).count { $0 != $1 }
    surrogateSlope = subject.gradient(at: subject.parameters).dot(direction)
    let surrogate = subject.surrogate(in: Double.self)
    lengths = (0...256).map { min(4 * end, Self.horizon) * Double($0) / 256 }
    losses = lengths.map { line.point(at: $0).loss }
    surrogates = lengths.map { surrogate(line.parameters(at: $0)) }
  }

  /// The last number before any vector's code changes.
  ///
  /// From t the vectors can safely move until the fastest could have met the nearest border; so no border is jumped
  /// over. Within a millionth of one, or when patience ends, the search goes on by doubling and then by bisection, down
  /// to neighbouring numbers; from there on a vector that left its cell and came back within one step would be missed.
  private static func firstBorder(_ line: EncoderLine, _ codes: [UInt32]) -> Double? {
    var (t, length) = (0.0, 1.0)
    for _ in 0..<patience {
      let (clearance, speed) = line.clearanceAndSpeed(at: t, over: length)
      if clearance <= 1e-6 { break }
      length = min(length, clearance / speed)
      t += length
      if t >= horizon { return nil }
      length *= 2
    }
    var (low, high, step) = (0.0, t, 1e-9)
    while line.point(at: high).codes == codes {
      low = high
      high += step
      step *= 2
      if high >= horizon { return nil }
    }
    while low.nextUp < high {
      let middle = low + (high - low) / 2
      if line.point(at: middle).codes == codes { low = middle } else { high = middle }
    }
    return low
  }

  /// A direction of length 1 that moves the encoder alone.
  private static func encoderDirection(
    _ model: QuantizedAutoencoder, using generator: inout Philox
  ) -> Parameters<Double> {
    let direction = Parameters<Double>(model.layout)
    let places = model.encoder.layers.flatMap { Array($0.weight.range) + Array($0.bias.range) }
    for place in places { direction.buffer.start[place] = generator.standardNormal() }
    let size = direction.dot(direction).squareRoot()
    for place in places { direction.buffer.start[place] /= size }
    return direction
  }
}
