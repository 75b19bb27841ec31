import Datasets
import Foundation
import Networks
import Tensors
import Testing
import VAE

/// Objectives and gradients by JAX; see Golden/make_golden_gradients.py.
@Suite("Golden gradients") struct GoldenGradientTests {
  /// One file: a network, images and noise, and what JAX finds there.
  struct Golden {
    struct Case: Decodable {
      let activation: String
      let likelihood: Likelihood
      let posteriorScale: PosteriorScale
      let objective: Objective

      func architecture(_ numbers: ImageShape, latent: Int) throws -> Architecture {
        Architecture(
          image: numbers, latent: latent, encoder: [6, 4], decoder: [4, 6],
          activation: try #require(Activation.allCases.first { "\($0)" == activation }),
          likelihood: likelihood, posteriorScale: posteriorScale)
      }
    }

    let file: TensorFile
    let cases: [Case]
    let blocks: [String]

    init(_ likelihood: String) throws {
      let name = "Golden/gradients-\(likelihood).safetensors"
      let path = try #require(Bundle.module.resourceURL).appendingPathComponent(name).path
      file = try CheckpointFile(path: path).read(sealed: false)
      cases = try JSONDecoder().decode(
        [Case].self, from: Data(try #require(file.metadata["cases"]).utf8))
      blocks = try JSONDecoder().decode(
        [String].self, from: Data(try #require(file.metadata["blocks"]).utf8))
    }

    func matrix(_ name: String) throws -> Matrix<Double> {
      let tensor = try #require(file[name])
      let matrix = Matrix<Double>(
        rows: tensor.shape[0], columns: tensor.shape.dropFirst().reduce(1, *))
      for (place, value) in try #require(tensor.values(as: Double.self)).enumerated() {
        matrix.start[place] = value
      }
      return matrix
    }

    /// The network of a case with the file's numbers.
    func subject(_ index: Int, objective: Objective? = nil) throws -> GradientSubject {
      let images = try matrix("x")
      let noise = try matrix("noise")
      let model = VariationalAutoencoder(
        try cases[index].architecture(
          ImageShape(height: 3, width: images.columns / 3), latent: noise.columns))
      let parameters = Parameters<Double>(model.layout)
      try #require(Set(blocks) == Set(model.layout.blocks.map(\.name)))
      for block in model.layout.blocks {
        let tensor = try #require(file[block.name])
        try #require(tensor.copy(into: parameters[block]), "\(block.name) of \(tensor.shape)")
      }
      return GradientSubject(
        model: model, objective: objective ?? cases[index].objective, images: images,
        noise: noise, parameters: parameters)
    }

    /// The largest difference between a gradient and JAX's of a case, in units of the largest number of JAX's.
    func difference(_ gradient: Parameters<Double>, _ index: Int) throws -> Double {
      let gradients = try matrix("gradients")
      let expected = gradients.row(index)
      var place = 0
      var difference = 0.0
      var largest = 0.0
      for name in blocks {
        for value in gradient[name].values {
          let gap = (value - expected[place]).magnitude
          difference = gap <= difference ? difference : gap
          largest = max(largest, expected[place].magnitude)
          place += 1
        }
      }
      try #require(place == gradients.columns)
      return difference / largest
    }
  }

  /// What rounding alone can do: every number is a sum of at most 12 examples and samples, 12 numbers and some twenty
  /// operations of terms not much larger than the gradient, in another order on the other side: 1000 roundings.
  static let bound = 1000 * Double.ulpOfOne

  @Test(
    "Objective and gradient are those that JAX finds",
    arguments: ["bernoulli", "gaussian", "gaussian-learned", "gaussian-diagonal"])
  func agreement(likelihood: String) throws {
    let golden = try Golden(likelihood)
    let objectives = try golden.matrix("objectives")
    #expect(golden.cases.count >= 13)
    for (index, one) in golden.cases.enumerated() {
      let subject = try golden.subject(index)
      let objective = objectives.start[index]
      #expect(
        (-subject.loss(at: subject.parameters) - objective).magnitude
          <= Self.bound * objective.magnitude, "\(one)")
      let difference = try golden.difference(subject.gradient(at: subject.parameters), index)
      #expect(difference <= Self.bound, "\(one): \(difference)")
    }
  }

  @Test("The gradient of any other objective of the files is told apart")
  func control() throws {
    let golden = try Golden("bernoulli")
    var comparisons = 0
    for (index, one) in golden.cases.enumerated() {
      for other in golden.cases where other.objective != one.objective {
        let subject = try golden.subject(index, objective: other.objective)
        let difference = try golden.difference(subject.gradient(at: subject.parameters), index)
        #expect(difference > 1e6 * Self.bound, "\(one) and \(other): \(difference)")
        comparisons += 1
      }
    }
    #expect(comparisons > 300)
  }
}
