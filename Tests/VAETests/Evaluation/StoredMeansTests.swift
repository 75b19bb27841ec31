import Datasets
import Distributions
import Foundation
import Networks
import Tensors
import Testing
import VAE

@Suite struct StoredMeansTests {
  @Test(
    "More levels lose less; as many levels as images lose nothing; the length is latents · log₂ levels"
  )
  func levels() {
    let digits = BuiltinDigits(count: 90).images
    let model = VariationalAutoencoder(
      Architecture(image: digits.shape, latent: 3, encoder: [10], decoder: [10]))
    let parameters: Parameters<Float> = model.initialParameters(
      .glorotUniform, using: Philox(seed: 3))
    // Large decoder weights, so that a latent's loss is seen.
    for place in model.decoder.layers[0].weight.range { parameters.buffer.start[place] *= 9 }
    let options = EvaluationOptions(samples: 1, binarization: .threshold, seed: 1, threads: 2)
    func stored(_ levels: Int) -> StoredMeans {
      model.storedMeans(
        parameters, of: digits[60..<90], levels: levels, fittedTo: digits, options)
    }
    /// What storing costs: the gap between log p(x|z) at the means and at the stored means, without its sign.
    func loss(_ stored: StoredMeans) -> Double {
      (stored.reconstruction.mean - stored.unstored.mean).magnitude
    }
    let results = [1, 4, 64].map(stored)
    #expect(results.map(\.bits) == [0, 6, 18])
    #expect(loss(results[2]) < loss(results[0]))
    #expect(loss(stored(90)) == 0, "every mean is a level of its own")
    #expect(results[0].unstored == results[2].unstored)
    var one = options
    one.threads = 1
    #expect(
      model.storedMeans(parameters, of: digits[60..<90], levels: 4, fittedTo: digits, one)
        == results[1])
  }
}
