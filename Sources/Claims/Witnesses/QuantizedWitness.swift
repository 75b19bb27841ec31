import Datasets
import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import VAE

/// The trained kind of model that quantises, `QuantizedAutoencoder`, so small that every tuple of codes can be tried: in
/// double precision, with numbers for its parameters, some images and a weight of the commitment loss.
///
/// What it computes it computes as training does, by `bound` and `gradient`; `PlainQuantized` is the other route.
struct QuantizedWitness: Sendable {
  /// A part of the parameters, along which slopes are taken.
  enum Part: CaseIterable { case encoder, codebook, decoder }

  /// The model.
  let model: QuantizedAutoencoder

  /// Its numbers, never written to after they were made.
  let parameters: Parameters<Double>

  /// x, one array an image.
  let images: [[Double]]

  /// β.
  let commitment: Double

  /// Sets the parameters one by one.
  ///
  /// - Parameters:
  ///   - architecture: Any small one.
  ///   - images: As many numbers each as the architecture has.
  ///   - commitment: β.
  ///   - number: The parameter in a row and a column of a block; blocks come in the order of the layout.
  init(
    _ architecture: QuantizedArchitecture, images: [[Double]], commitment: Double,
    _ number: (ParameterLayout.Block, Int, Int) -> Double
  ) {
    let model = QuantizedAutoencoder(architecture)
    let parameters = Parameters<Double>(model.layout)
    for block in model.layout.blocks {
      let matrix = parameters[block]
      for row in 0..<block.rows {
        for column in 0..<block.columns { matrix[row, column] = number(block, row, column) }
      }
    }
    self.init(model: model, parameters: parameters, images: images, commitment: commitment)
  }

  private init(
    model: QuantizedAutoencoder, parameters: Parameters<Double>, images: [[Double]],
    commitment: Double
  ) {
    precondition(
      images.allSatisfy { $0.count == model.architecture.image.count },
      "images of other shapes than \(model.architecture.image)")
    self.model = model
    self.parameters = parameters
    self.images = images
    self.commitment = commitment
  }

  /// Numbers of an image, D.
  var numbers: Int { model.architecture.image.count }

  // MARK: What the model says

  /// The terms of the bound, summed over the images, and k, image after image, position after position.
  var evaluated: (terms: BoundTerms, codes: [Int]) {
    let workspace = filledWorkspace(trains: false)
    let terms = model.bound(count: images.count, parameters, workspace)
    return (terms, workspace.indices.values.map(Int.init))
  }

  /// The terms of the bound, summed over the images.
  var terms: BoundTerms { evaluated.terms }

  /// The loss that training descends on.
  var loss: QuantizedLoss { QuantizedLoss(commitment: commitment) }

  /// The gradient of a loss, summed over the images.
  func gradient(of loss: QuantizedLoss) -> Parameters<Double> {
    let gradient = Parameters<Double>(model.layout)
    _ = model.gradient(
      of: loss, count: images.count, unit: 1, parameters, filledWorkspace(trains: true),
      into: gradient)
    return gradient
  }

  /// That gradient along a direction in a part of the parameters.
  func slope(of loss: QuantizedLoss, along part: Part) -> Bounded {
    let gradient = gradient(of: loss)
    var sum = 0.0
    eachPlace(part) { block, place, tangent in
      sum += tangent * gradient[block].start[place]
    }
    return Bounded(rounded: sum, magnitude: scale)
  }

  /// The size of the terms that are added up to the loss and to its slopes.
  var scale: Double {
    let terms = terms
    let largest = max(8, terms.reconstruction.magnitude + (1 + commitment) * terms.distance)
    return largest * Double(numbers)
  }

  private func filledWorkspace(trains: Bool) -> QuantizedWorkspace<Double> {
    let workspace = QuantizedWorkspace<Double>(model, examples: images.count, trains: trains)
    for (row, image) in images.enumerated() {
      for (column, x) in image.enumerated() { workspace.images[row, column] = x }
    }
    return workspace
  }

  // MARK: Relatives

  /// The blocks of a part.
  private func blocks(_ part: Part) -> [ParameterLayout.Block] {
    switch part {
    case .encoder: model.encoder.layers.flatMap { [$0.weight, $0.bias] }
    case .codebook: [model.codebook]
    case .decoder:
      model.decoder.layers.flatMap { [$0.weight, $0.bias] }
        + [model.observation.logVariance].compactMap { $0 }
    }
  }

  /// Every place of a part with the component of the direction there: cosines, as long as a mean one is 1 in all.
  private func eachPlace(_ part: Part, _ body: (ParameterLayout.Block, Int, Double) -> Void) {
    let blocks = blocks(part)
    let size = Double(blocks.map(\.count).reduce(0, +)).squareRoot()
    var index = 0.0
    for block in blocks {
      for place in 0..<block.count {
        body(block, place, cos(1.7 * index) / size)
        index += 1
      }
    }
  }

  /// The same with some parameters rewritten.
  func rewriting(_ change: (QuantizedAutoencoder, Parameters<Double>) -> Void) -> QuantizedWitness {
    let copy = parameters.copy()
    change(model, copy)
    return QuantizedWitness(
      model: model, parameters: copy, images: images, commitment: commitment)
  }

  /// The same with a part of the parameters moved along the direction in which slopes are taken.
  func moved(_ part: Part, by t: Double) -> QuantizedWitness {
    rewriting { _, copy in
      eachPlace(part) { block, place, tangent in copy[block].start[place] += t * tangent }
    }
  }

  /// The same with other images.
  func seeing(_ images: [[Double]]) -> QuantizedWitness {
    QuantizedWitness(model: model, parameters: parameters, images: images, commitment: commitment)
  }

  /// The same with another β.
  func weighing(_ commitment: Double) -> QuantizedWitness {
    QuantizedWitness(model: model, parameters: parameters, images: images, commitment: commitment)
  }

  /// The same numbers read by another architecture with blocks of the same shapes.
  func readBy(_ change: (inout QuantizedArchitecture) -> Void) -> QuantizedWitness {
    var architecture = model.architecture
    change(&architecture)
    let other = QuantizedAutoencoder(architecture)
    precondition(
      other.layout == model.layout, "\(architecture) does not lay out as \(model.architecture)")
    return QuantizedWitness(
      model: other, parameters: parameters, images: images, commitment: commitment)
  }
}
