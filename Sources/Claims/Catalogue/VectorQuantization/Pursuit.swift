import Distributions
import Foundation
import Numerics

/// An encoder output and its code, one coordinate of each, pursuing one another by gradient descent on
/// ‖sg[z_e] − e‖² + β‖z_e − sg[e]‖²: the squared length is a sum over coordinates, so that each goes its own way.
///
/// The gradients are differences of the losses with the stopped argument held fixed; z_e and e carry intervals,
/// and the gradient's error grows with theirs by its Lipschitz constant 2.
struct Pursuit: Sendable {
  /// z_e at the start.
  let point: Double

  /// e at the start.
  let code: Double

  /// η.
  let rate: Double

  /// β.
  let commitment: Double

  /// The same start and weight with another η.
  func with(rate: Double) -> Pursuit {
    Pursuit(point: point, code: code, rate: rate, commitment: commitment)
  }

  /// The same start and η with another β.
  func with(commitment: Double) -> Pursuit {
    Pursuit(point: point, code: code, rate: rate, commitment: commitment)
  }

  /// z_e − e after steps that move both at once.
  func simultaneous(steps: Int) -> Bounded {
    var (z, e) = (Bounded(exactly: point), Bounded(exactly: code))
    for _ in 0..<steps {
      (z, e) = (z - rate * commitment * slope(of: z, from: e), e - rate * slope(of: e, from: z))
    }
    return z - e
  }

  /// z_e − e after rounds that move the code first and then, towards where it went, the point.
  func alternating(steps: Int) -> Bounded {
    var (z, e) = (Bounded(exactly: point), Bounded(exactly: code))
    for _ in 0..<steps {
      e = e - rate * slope(of: e, from: z)
      z = z - rate * slope(of: z, from: e)
    }
    return z - e
  }

  /// factor^steps·(z_e − e).
  func closed(factor: Double, steps: Int) -> Bounded {
    let power = pow(factor, Double(steps))
    let magnitude = max(1, power.magnitude) * (point.magnitude + code.magnitude)
    return Bounded(rounded: power * (point - code), magnitude: magnitude)
  }

  /// ∂(moving − frozen)²/∂moving by differences.
  private func slope(of moving: Bounded, from frozen: Bounded) -> Bounded {
    let slope = Differentiation.derivative(
      of: { x in (x - frozen.value) * (x - frozen.value) }, at: moving.value,
      noise: 8 * (1 + moving.value.squared + frozen.value.squared).ulp)
    return Bounded(slope.value, error: slope.error + 2 * (moving.error + frozen.error))
  }
}

extension Double {
  /// x².
  fileprivate var squared: Double { self * self }
}

/// Who pursues whom.
enum PursuitSubjects {
  /// Both coordinates of W-VQ at the ledger's step sizes, and of its relatives at random ones up to `rates`.
  static func family(
    _ name: String, fixed: [(rate: Double, commitment: Double)], rates: ClosedRange<Double>,
    commitments: ClosedRange<Double>
  ) -> Subjects<Pursuit> {
    { laboratory in
      let models = laboratory.witnesses.vectorQuantization
      let ledger = fixed.flatMap { setting in
        [0, 1].map { axis in
          Subject(
            "W-VQ, z\(axis + 1), η = \(setting.rate), β = \(setting.commitment)",
            pursuit(models[0].value, axis, setting.rate, setting.commitment))
        }
      }
      let numbers = laboratory.generator("pursuit/\(name)")
      let random = models.dropFirst().enumerated().map { index, model in
        var stream = numbers.substream(index)
        return Subject(
          model.name,
          pursuit(
            model.value, index % 2, between(rates, stream.uniform()),
            between(commitments, stream.uniform())),
          isRandom: true)
      }
      return ledger + random
    }
  }

  /// Steps up to 0.8 and weights up to 2.
  static let all = family(
    "any step", fixed: [(0.25, 0.25), (0.4, 0.25), (0.6, 0.25), (0.1, 1), (0.1, 0.25)],
    rates: 0.02...0.8, commitments: 0...2)

  private static func pursuit(
    _ w: VectorQuantizationWitness, _ axis: Int, _ rate: Double, _ commitment: Double
  ) -> Pursuit {
    Pursuit(
      point: w.encoded[axis], code: w.quantized[axis], rate: rate, commitment: commitment)
  }

  private static func between(_ range: ClosedRange<Double>, _ u: Double) -> Double {
    range.lowerBound + u * (range.upperBound - range.lowerBound)
  }
}
