import Distributions
import Foundation
import Networks
import Tensors
import Testing

@Suite("Initialisers")
struct InitializerTests {
  private static let (inputs, outputs) = (90, 110)

  private func drawn(
    _ initializer: Initializer, heads: Int = 1, seed: UInt64 = 5
  ) -> (weights: [Double], biases: [Double]) {
    var layout = ParameterLayout()
    let perceptron = Perceptron(
      "layer", widths: [Self.inputs, Self.outputs], hidden: .relu, in: &layout)
    let parameters = Parameters<Double>(layout)
    initializer.initialize(perceptron, of: parameters, heads: heads, using: Philox(seed: seed))
    return (Array(parameters["layer.0.weight"].values), Array(parameters["layer.0.bias"].values))
  }

  /// Variance of the weights, the largest possible weight, and kurtosis of their law.
  private func law(_ initializer: Initializer, outputs: Double) -> (Double, Double, Double) {
    let inputs = Double(Self.inputs)
    switch initializer {
    case .uniformFanIn: return (1 / (3 * inputs), 1 / inputs.squareRoot(), 1.8)
    case .glorotUniform:
      return (2 / (inputs + outputs), (6 / (inputs + outputs)).squareRoot(), 1.8)
    case .lecunNormal:
      // A normal law cut at two deviations: its variance is 1 − 4 φ(2)/(2 Φ(2) − 1) of the uncut one.
      let φ = exp(-2) / (2 * Double.pi).squareRoot()
      let cut = 1 - 4 * φ / erf(2.squareRoot())
      return (1 / inputs, 2 / (inputs * cut).squareRoot(), 3)
    case .heNormal: return (2 / inputs, .infinity, 3)
    }
  }

  @Test(
    "Weights have mean 0, the variance and the bounds of their law", arguments: Initializer.allCases
  )
  func weights(initializer: Initializer) {
    for heads in [1, 2] {
      let (weights, biases) = drawn(initializer, heads: heads)
      let (variance, bound, kurtosis) = law(
        initializer, outputs: Double(Self.outputs / heads))
      let count = Double(weights.count)
      let mean = weights.reduce(0, +) / count
      let square = weights.reduce(0) { $0 + $1 * $1 } / count
      #expect(mean.magnitude <= 5 * (variance / count).squareRoot())
      let error = variance * ((kurtosis - 1) / count).squareRoot()
      #expect((square - variance).magnitude <= 5 * error, "\(square) \(variance)")
      // A factor of √2 or of the cut is beyond five standard errors.
      #expect(5 * error < 0.12 * variance)
      let largest = weights.map(\.magnitude).max() ?? 0
      #expect(largest <= bound)
      if bound.isFinite { #expect(largest > 0.99 * bound) }
      if initializer == .uniformFanIn {
        #expect(biases.allSatisfy { $0.magnitude <= bound } && Set(biases).count == biases.count)
      } else {
        #expect(biases.allSatisfy { $0 == 0 })
      }
    }
  }

  @Test("Blocks draw from streams of their own, the same for the same seed")
  func streams() {
    let (weights, biases) = drawn(.uniformFanIn)
    #expect(drawn(.uniformFanIn).weights == weights)
    #expect(drawn(.uniformFanIn, seed: 6).weights != weights)
    #expect(Set(weights).isDisjoint(with: biases))
  }
}
