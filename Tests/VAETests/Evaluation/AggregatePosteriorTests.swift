import Datasets
import Distributions
import Foundation
import Networks
import Tensors
import Testing
import VAE

@Suite struct AggregatePosteriorTests {
  /// An encoder of four pixels with μ = (a x₁, a x₂), log σ² = −1.
  private func evaluation(spread: Float, draws: Int) -> (Evaluation, VariationalAutoencoder) {
    let images = ImageSet(
      shape: ImageShape(height: 2, width: 2),
      bytes: [0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 255, 255, 0, 0])
    let model = VariationalAutoencoder(
      Architecture(image: images.shape, latent: 2, encoder: [], decoder: []))
    let parameters = Parameters<Float>(model.layout)
    for j in 0..<2 {
      parameters["encoder.0.weight"][j, j] = spread
      parameters["encoder.0.bias"][0, 2 + j] = -1
    }
    let evaluation = model.evaluate(
      parameters, on: images,
      EvaluationOptions(samples: 2, mixtureComponents: 10, mixtureDraws: draws, seed: 1))
    return (evaluation, model)
  }

  @Test("Equal posteriors tell nothing about the image; distant ones all of it")
  func mutualInformation() throws {
    let same = try #require(evaluation(spread: 0, draws: 2000).0.aggregatePosterior)
    #expect(same.components == 4 && same.draws == 8000)
    #expect(same.mutualInformation.mean.magnitude <= 1e-12)
    let distant = evaluation(spread: 100, draws: 2000).0
    let mixture = try #require(distant.aggregatePosterior)
    #expect((mixture.mutualInformation.mean - log(4)).magnitude <= 1e-12)
    // The two parts add up to the mean divergence, whose closed form is beside: E[ε²] is 1 ± √(2/draws) a dimension,
    // and E[z²] adds 2μσε with μ = 100 to it.
    let slack = 6 * (100.0 * 100 * 2 * exp(-1) / 8000).squareRoot()
    let sum = mixture.divergence.mean + mixture.mutualInformation.mean
    #expect((sum - distant.divergence.mean).magnitude <= slack)
  }

  @Test("Dimensions count as active where their means vary")
  func activeUnits() {
    #expect(evaluation(spread: 0, draws: 1).0.latentUse.activeUnits == 0)
    let active = evaluation(spread: 0.5, draws: 1).0.latentUse
    #expect(active.activeUnits == 2)
    // Means 0, ½, 0, ½: the sample variance is 1/12; ½ (⅛ + e⁻¹ − 1 + 1) each.
    for j in 0..<2 {
      #expect((active.meanVariances[j] - 1.0 / 12).magnitude <= 1e-7)
      #expect((active.divergences[j] - 0.5 * (0.125 + exp(-1))).magnitude <= 1e-7)
    }
  }
}
