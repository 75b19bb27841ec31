import Distributions
import Foundation
import Numerics

/// A loss with stop-gradients: what stands under one comes from `frozen`, everything else from `moving`.
///
/// At `moving == frozen` its value is the loss; its gradient is taken in `moving` alone, while the differences
/// hold `frozen` fixed. Both know how to quantise, so that nothing hides that the nearest code may change.
typealias Surrogate =
  @Sendable (_ moving: VectorQuantizationWitness, _ frozen: VectorQuantizationWitness) -> Double

/// The losses of a vector-quantised autoencoder, as they are differentiated.
enum QuantizerLoss {
  /// L(z_e + sg[z_q − z_e]): straight through.
  static let straightThrough: Surrogate = { moving, frozen in
    moving.loss(moving.encoded + (frozen.quantized - frozen.encoded))
  }

  /// L(z_q + (z_e − sg[z_e])): the same value, with the code outside of the stop-gradient.
  static let codeOutside: Surrogate = { moving, frozen in
    moving.loss(moving.quantized + (moving.encoded - frozen.encoded))
  }

  /// L(z_e + (z_q − z_e)): the same value without a stop-gradient.
  static let unstopped: Surrogate = { moving, _ in
    moving.loss(moving.encoded + (moving.quantized - moving.encoded))
  }

  /// ‖sg[z_e] − e‖².
  static let codebook: Surrogate = { moving, frozen in
    squaredLength(frozen.encoded - moving.quantized)
  }

  /// ‖z_e − sg[e]‖², without its weight β.
  static let commitment: Surrogate = { moving, frozen in
    squaredLength(moving.encoded - frozen.quantized)
  }

  /// ‖z_e − e‖².
  static let joint: Surrogate = { moving, _ in squaredLength(moving.encoded - moving.quantized) }

  /// L(z_e + sg[z_q − z_e]) + α‖sg[z_e] − e‖² + β‖z_e − sg[e]‖².
  static func total(codebook alpha: Double = 1, commitment beta: Double) -> Surrogate {
    { moving, frozen in
      straightThrough(moving, frozen) + alpha * codebook(moving, frozen)
        + beta * commitment(moving, frozen)
    }
  }

  /// α‖sg[z_e] − e‖² + β‖z_e − sg[e]‖².
  static func split(codebook alpha: Double = 1, commitment beta: Double) -> Surrogate {
    { moving, frozen in
      alpha * codebook(moving, frozen) + beta * commitment(moving, frozen)
    }
  }

  /// ‖v‖².
  static func squaredLength(_ v: Latent) -> Double { (v * v).sum() }
}

/// One coordinate of a quantised latent, and a weight β of the commitment loss: what a slope is taken in.
struct QuantizedCoordinate: Sendable {
  /// The model.
  let witness: VectorQuantizationWitness

  /// 0 or 1.
  let axis: Int

  /// β.
  let commitment: Double

  /// z_e − e in this coordinate.
  var offset: Double { witness.encoded[axis] - witness.quantized[axis] }

  /// ∂L/∂z at z_q in this coordinate, by hand.
  var slopeAtCode: Bounded { closed(witness.lossGradient(witness.quantized)[axis]) }

  /// A closed form with the rounding of the largest terms that meet in it.
  func closed(_ value: Double) -> Bounded { Bounded(rounded: value, magnitude: witness.scale) }

  /// What a slope is taken in.
  enum Place {
    /// z_e.
    case encoder
    /// The selected code.
    case code
    /// The code after the selected one.
    case otherCode
  }

  /// The slope of a loss in one place by differences, with what stands under a stop-gradient held fixed.
  func slope(of loss: Surrogate, in place: Place) -> Bounded {
    let start: Double
    let moved: (Double) -> VectorQuantizationWitness
    switch place {
    case .encoder:
      start = witness.encoded[axis]
      moved = { witness.movingEncoder(axis, to: $0) }
    case .code:
      start = witness.quantized[axis]
      moved = { witness.movingCode(witness.selected, axis, to: $0) }
    case .otherCode:
      let other = (witness.selected + 1) % witness.codes.count
      start = witness.codes[other][axis]
      moved = { witness.movingCode(other, axis, to: $0) }
    }
    return Differentiation.derivative(
      of: { loss(moved($0), witness) }, at: start, step: witness.clearance,
      noise: 16 * witness.scale.ulp)
  }

  /// Both coordinates of W-VQ and of its relatives, at β = 0.25 for W-VQ and at random weights up to 2.
  static let all: Subjects<QuantizedCoordinate> = { laboratory in
    let weights = laboratory.generator("commitment weights")
    return laboratory.witnesses.vectorQuantization.enumerated().flatMap { index, subject in
      var stream = weights.substream(index)
      let weight = subject.isRandom ? 2 * stream.uniform() : 0.25
      return [0, 1].map { axis in
        Subject(
          "\(subject.name), z\(axis + 1)",
          QuantizedCoordinate(witness: subject.value, axis: axis, commitment: weight),
          isRandom: subject.isRandom)
      }
    }
  }
}

extension VectorQuantizationWitness {
  /// The same model with one coordinate of z_e elsewhere; the nearest code is sought again.
  func movingEncoder(_ axis: Int, to value: Double) -> VectorQuantizationWitness {
    var point = encoded
    point[axis] = value
    return encoding(point)
  }

  /// The same model with another z_e; the nearest code is sought again.
  func encoding(_ point: Latent) -> VectorQuantizationWitness {
    VectorQuantizationWitness(
      encoded: point, codes: codes, decoder: decoder, observation: observation)
  }

  /// The same model with one coordinate of a code elsewhere; the nearest code is sought again.
  func movingCode(_ index: Int, _ axis: Int, to value: Double) -> VectorQuantizationWitness {
    var moved = codes
    moved[index][axis] = value
    return VectorQuantizationWitness(
      encoded: encoded, codes: moved, decoder: decoder, observation: observation)
  }

  /// A step by which z_e or any code can move without another code becoming the nearest.
  ///
  /// Moving z_e by h changes no difference of two distances by more than 2h.
  var clearance: Double {
    let distances = codes.map { QuantizerLoss.squaredLength($0 - encoded).squareRoot() }.sorted()
    return min(0.0625, (distances[1] - distances[0]) / 4)
  }

  /// A bound on the terms that meet in the loss and in its gradient, near z_e and the codes.
  var scale: Double {
    func size(_ v: Latent) -> Double { v.x.magnitude + v.y.magnitude }
    let reach = 1 + size(encoded) + (codes.map(size).max() ?? 0)
    var total = reach * reach
    for (row, x) in zip(decoder, observation) {
      let residual = x.magnitude + size(row) * reach
      total += residual * residual + residual * size(row)
    }
    return total
  }
}
