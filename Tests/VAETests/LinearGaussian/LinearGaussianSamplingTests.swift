import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import Testing
import VAE

@Suite struct LinearGaussianSamplingTests {
  private let axes: [[Double]]
  private let center: [Double]
  private let model = LinearCase.model(.gaussian(variance: 0.3))

  init() {
    var generator = Philox(seed: 43)
    axes = LinearCase.rotation(using: &generator)
    center = (0..<LinearCase.numbers).map { _ in generator.standardNormal() }
  }

  @Test("Importance sampling is unbiased for p(x), and its bounds grow with K towards log p(x)")
  func evidence() throws {
    let data = LinearCase.data(axes: axes, center: center)
    var parameters = LinearCase.optimum(model, axes: axes, center: center, variance: 0.3)
    // A posterior that is too wide and off its place has weights that vary, and bounded ones.
    parameters = widened(parameters)
    let exact = try LinearGaussian(model, parameters)
    let samples = 4096
    let terms = model.importanceTerms(
      parameters, on: data,
      EvaluationOptions(samples: samples, curve: (0..<12).map { 1 << $0 }, seed: 11))
    #expect(terms.curve == (0...12).map { 1 << $0 })
    var (gapOfOne, gapOfAll) = (0.0, 0.0)
    for row in 0..<data.rows {
      let logEvidence = exact.logEvidence(of: (0..<data.columns).map { data[row, $0] })
      // E[w] = p(x); the variance of the mean weight over p(x), relative to its square.
      let z =
        (exp(terms.logEvidence(row) - logEvidence) - 1)
        / terms.logEvidenceVariance(row).squareRoot()
      #expect(z.magnitude <= 6)
      // A block of 2k is two blocks of k: by Jensen its bound is at least their mean, for every draw.
      for index in 1..<terms.curve.count {
        #expect(terms.bound(row, index - 1) <= terms.bound(row, index))
      }
      gapOfOne += logEvidence - terms.bound(row, 0)
      gapOfAll += logEvidence - terms.logEvidence(row)
    }
    #expect(gapOfOne / Double(data.rows) > 0.2)
    #expect(gapOfAll.magnitude / Double(data.rows) < 0.02)
  }

  private func widened(_ parameters: Parameters<Double>) -> Parameters<Double> {
    let other = parameters.copy()
    for j in 0..<LinearCase.latent {
      other["encoder.0.bias"][0, j] += 0.1
      other["encoder.0.bias"][0, LinearCase.latent + j] += 2 * log(1.4)
    }
    return other
  }

  /// Ranks of the z that made x among 19 draws from q(z|x), counted, one array a latent dimension.
  private func ranks(scale: Double, simulations: Int) -> [[Int]] {
    let parameters = LinearCase.optimum(
      model, axes: axes, center: center, variance: 0.3, scale: scale)
    let weight = parameters["decoder.0.weight"]
    var generator = Philox(seed: 47)
    let truth = Matrix<Double>(rows: simulations, columns: LinearCase.latent)
    let images = Matrix<Double>(rows: simulations, columns: LinearCase.numbers)
    for row in 0..<simulations {
      for j in 0..<LinearCase.latent { truth[row, j] = generator.standardNormal() }
      for a in 0..<LinearCase.numbers {
        images[row, a] = center[a] + 0.3.squareRoot() * generator.standardNormal()
        for j in 0..<LinearCase.latent { images[row, a] += truth[row, j] * weight[j, a] }
      }
    }
    let q = model.posteriors(parameters, of: images)
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: 20), count: LinearCase.latent)
    for row in 0..<simulations {
      for j in 0..<LinearCase.latent {
        let below = (0..<19).count { _ in
          q.means[row, j] + q.deviations[row, j] * generator.standardNormal() < truth[row, j]
        }
        counts[j][below] += 1
      }
    }
    return counts
  }

  @Test("Simulated latents rank uniformly under the exact posterior, and not under another width")
  func calibration() throws {
    let simulations = 5000
    let expected = [Double](repeating: Double(simulations) / 20, count: 20)
    func fits(scale: Double) throws -> [Double] {
      try ranks(scale: scale, simulations: simulations).map {
        try Statistics.chiSquared(observed: $0, expected: expected).zEquivalent
      }
    }
    for z in try fits(scale: 1) { #expect(z <= 6) }
    // Posteriors that are too narrow and too wide.
    for scale in [0.7, 1.4] {
      for z in try fits(scale: scale) { #expect(z > 12) }
    }
  }
}
