import Distributions
import Foundation
import Numerics

/// A discrete model, an encoder for every symbol, and a law of the data that the model does not know.
///
/// On W-D the data follow (.2, .5, .3) and the encoder's rows are (.7, .1, .2), (.6, .3, .1), (.2, .3, .5).
struct DataModel: Sendable {
  /// p(z)p(x|z).
  let model: DiscreteWitness

  /// The law of the data over the symbols, shape `[M]`.
  let data: [Double]

  /// q(z|x) for every symbol, shape `[M][K]`.
  let encoder: [[Double]]

  /// The witness of the ledger.
  static let ledger = DataModel(
    model: .ledger, data: [0.2, 0.5, 0.3],
    encoder: [[0.7, 0.1, 0.2], [0.6, 0.3, 0.1], [0.2, 0.3, 0.5]])

  /// Draws model, data law and encoder.
  static func random(using generator: inout Philox) -> DataModel {
    let model = DiscreteWitness.random(using: &generator)
    func law(_ count: Int) -> [Double] {
      Categorical(logits: (0..<count).map { _ in 1.2 * generator.standardNormal() }).probabilities
    }
    let symbols = model.likelihood[0].count
    let data = law(symbols)
    return DataModel(
      model: model, data: data, encoder: (0..<symbols).map { _ in law(model.prior.count) })
  }

  /// p_θ(x) of every symbol, shape `[M]`.
  var marginal: [Double] {
    data.indices.map { x in
      model.prior.indices.map { z in model.prior[z] * model.likelihood[z][x] }.reduce(0, +)
    }
  }

  /// p(z|x) of one symbol as the softmax of the log joint, shape `[K]`.
  func posterior(_ x: Int) -> [Double] {
    Categorical(
      logits: model.prior.indices.map { log(model.prior[$0]) + log(model.likelihood[$0][x]) }
    ).probabilities
  }

  /// Σ_x weight(x) law(z|x), shape `[K]`.
  func aggregate(_ weights: [Double], _ law: (Int) -> [Double]) -> [Bounded] {
    let rows = data.indices.map(law)
    return model.prior.indices.map { z in
      data.indices.map { x in Bounded(rounded: weights[x] * rows[x][z]) }.sum()
    }
  }

  /// The probability that a draw from Σ_x weight(x) law(z|x) decodes to the observed symbol.
  ///
  /// - Parameter weights: `nil` for the model's own marginal.
  func decodedProbability(over weights: [Double]? = nil, _ law: (Int) -> [Double]) -> Bounded {
    let latents = aggregate(weights ?? marginal, law)
    return model.prior.indices.map { z in latents[z] * model.likelihood[z][model.observation] }
      .sum()
  }
}

extension Laboratory {
  /// W-D with data and encoder, then fifty random ones.
  var dataModels: [Subject<DataModel>] {
    family(fixed: [Subject("W-D with data", .ledger)], "discrete with data") {
      DataModel.random(using: &$0)
    }
  }
}
