import Distributions
import Foundation
import Numerics

/// W-VQ and its relatives: an encoder output z_e, a codebook, a linear decoder A with unit variance.
///
/// As a latent-variable model: uniform prior over the codes, x|k ~ N(A e_k, I), and a q that puts all its mass
/// on the nearest code.
public struct VectorQuantizationWitness: Witness {
  /// z_e, what the encoder said.
  public let encoded: Latent

  /// The codes e_0 … e_{K−1}.
  public let codes: [Latent]

  /// A, three rows of two.
  public let decoder: [Latent]

  /// x, shape `[3]`.
  public let observation: [Double]

  /// k = argmin_j ‖z_e − e_j‖².
  public let selected: Int

  /// Finds the nearest code, by brute force.
  public init(encoded: Latent, codes: [Latent], decoder: [Latent], observation: [Double]) {
    precondition(decoder.count == observation.count, "decoder rows and x must agree")
    self.encoded = encoded
    self.codes = codes
    self.decoder = decoder
    self.observation = observation
    selected = codes.indices.min { a, b in
      let (da, db) = (codes[a] - encoded, codes[b] - encoded)
      return (da * da).sum() < (db * db).sum()
    }!
  }

  /// Draws z_e, 3 to 8 codes, A and x; z_e keeps clear of the border between two codes.
  public static func random(using generator: inout Philox) -> VectorQuantizationWitness {
    func point() -> Latent { Latent(generator.standardNormal(), generator.standardNormal()) }
    while true {
      let count = 3 + Int(6 * (1 - generator.uniform()))
      let witness = VectorQuantizationWitness(
        encoded: point(), codes: (0..<count).map { _ in point() },
        decoder: (0..<3).map { _ in point() },
        observation: (0..<3).map { _ in generator.standardNormal() })
      let distances = witness.codes.map { code in
        let d = code - witness.encoded
        return (d * d).sum().squareRoot()
      }.sorted()
      if distances[0] > 0.1 && distances[1] - distances[0] > 0.05 { return witness }
    }
  }

  /// z_q, the selected code.
  public var quantized: Latent { codes[selected] }

  /// ½‖x − Az‖².
  public func loss(_ z: Latent) -> Double {
    var sum = 0.0
    for d in decoder.indices {
      let r = observation[d] - (decoder[d] * z).sum()
      sum += 0.5 * r * r
    }
    return sum
  }

  /// ∇_z ½‖x − Az‖² = Aᵀ(Az − x).
  public func lossGradient(_ z: Latent) -> Latent {
    var sum = Latent(0, 0)
    for d in decoder.indices { sum += ((decoder[d] * z).sum() - observation[d]) * decoder[d] }
    return sum
  }

  /// log p(k) = −log K.
  public func logPrior(_ z: Latent) -> Double { -log(Double(codes.count)) }

  /// log p(x|z) at the observation.
  public func logLikelihood(_ z: Latent) -> Double {
    -loss(codes[Int(z.x)]) - 0.5 * Double(observation.count) * log(2 * Double.pi)
  }

  /// log p(k|x) = log p(x,k) − log p(x).
  public func logPosterior(_ z: Latent) -> Double {
    logJoint(z) - logEvidence.value
  }

  /// log q(k|x): 0 for the nearest code, −∞ for the others.
  public func logApproximatePosterior(_ z: Latent) -> Double {
    Int(z.x) == selected ? 0 : -.infinity
  }

  /// log of the mean over the codes of N(x; A e_k, I).
  public var logEvidence: Bounded {
    let terms = codes.indices.map { logJoint(Latent(Double($0), 0)) }
    return Bounded(rounded: logSumExp(terms), magnitude: 1)
  }

  /// Σ_k f(k), exact up to rounding.
  public func total(over law: Law, of f: (Latent) -> Double) throws(NumericsError) -> Bounded {
    codes.indices.map { Bounded(rounded: f(Latent(Double($0), 0)), magnitude: 1, ulps: 8) }.sum()
  }

  /// One draw of the latent from a law.
  public func sample(_ law: Law, using generator: inout Philox) -> Latent {
    if law == .approximatePosterior { return Latent(Double(selected), 0) }
    var left = generator.uniform()
    for index in codes.indices {
      left -= exp(logDensity(law, Latent(Double(index), 0)))
      if left <= 0 { return Latent(Double(index), 0) }
    }
    return Latent(Double(codes.count - 1), 0)
  }

  /// The coordinates of the selected code are the model's; q has none: its derivative is zero almost everywhere.
  public var parameters: [Parameter] { [Parameter("e1", .model), Parameter("e2", .model)] }

  /// The value of a parameter.
  public func value(of parameter: Parameter) -> Double {
    parameter.name == "e1" ? quantized.x : quantized.y
  }

  /// The same witness with one parameter changed.
  public func with(
    _ parameter: Parameter, _ value: Double
  ) throws(NumericsError) -> VectorQuantizationWitness {
    var codes = codes
    if parameter.name == "e1" { codes[selected].x = value } else { codes[selected].y = value }
    return VectorQuantizationWitness(
      encoded: encoded, codes: codes, decoder: decoder, observation: observation)
  }

  /// The derivative of the log density that a parameter belongs to, at fixed z.
  public func score(_ parameter: Parameter, at z: Latent) -> Double {
    guard Int(z.x) == selected else { return 0 }
    let gradient = -lossGradient(quantized)
    return parameter.name == "e1" ? gradient.x : gradient.y
  }
}
