import Datasets
import Distributions
import Foundation
import Networks
import Tensors
import Testing
import VAE

private let digits = BuiltinDigits(count: 130).images
private let model = QuantizedAutoencoder(
  QuantizedArchitecture(
    image: digits.shape, positions: 3, codes: 7, dimension: 2, encoder: [6], decoder: [5]))
private let parameters: Parameters<Float> = model.initialParameters(
  .lecunNormal, using: Philox(seed: 3))

private func coded(threads: Int = 1, keepsPictures: Bool = false) -> CodedImages {
  model.coded(
    digits, parameters, binarization: .stochastic, keepsPictures: keepsPictures, threads: threads,
    using: Philox(seed: 5))
}

/// Whether two numbers that are the same sum in different orders and precisions are close.
private func isNear(_ left: Double, _ right: Double) -> Bool {
  (left - right).magnitude <= 1e-5 * max(1, right.magnitude)
}

@Suite("Rate and distortion of a VQ-VAE")
struct RateDistortionTests {
  @Test("Image by image it says what the terms of the set say, on any number of threads")
  func images() {
    let (one, several) = (coded(), coded(threads: 3))
    #expect(one.codes == several.codes && one.logLikelihoods == several.logLikelihoods)
    #expect(one.squaredErrors == several.squaredErrors && one.distances == several.distances)
    let terms = model.terms(
      of: digits, parameters, binarization: .stochastic, threads: 1,
      using: Philox(seed: 5))
    #expect(one.codes == terms.codes && one.logLikelihoods == terms.logLikelihoods)
    #expect(isNear(one.distances.reduce(0, +), terms.sum.distance))
  }

  @Test("The pictures that are kept are those that were judged")
  func pictures() throws {
    let found = coded(keepsPictures: true)
    let inputs = try #require(found.inputs), means = try #require(found.means)
    let decoded = model.means(
      parameters, ofLatents: model.vectors(ofCodes: found.codes, parameters))
    for image in [0, 57, 129] {
      var (error, likelihood) = (0.0, 0.0)
      for number in 0..<inputs.columns {
        let (x, p) = (Double(inputs[image, number]), Double(means[image, number]))
        error += (x - p) * (x - p)
        likelihood += x * log(p) + (1 - x) * log(1 - p)
        #expect(means[image, number] == decoded[image, number])
      }
      #expect(isNear(found.squaredErrors[image], error))
      #expect(isNear(found.logLikelihoods[image], likelihood))
    }
  }

  @Test("Bits and bounds follow from the codes and their laws")
  func sums() {
    let coded = CodedImages(
      codes: [0, 1, 0, 0, 1, 1, 0, 2], logLikelihoods: [-4, -6, -8, -2],
      squaredErrors: [8, 4, 0, 4], distances: [1, 2, 3, 2])
    let shape = QuantizedArchitecture(
      image: ImageShape(channels: 1, height: 2, width: 2), positions: 2, codes: 4, dimension: 1,
      encoder: [], decoder: [])
    let prior = [log(0.5), log(0.25), log(0.5), log(0.125)]
    let found = RateDistortion(coded, shape, logPrior: prior)
    #expect(found.images == 4 && found.reconstruction.mean == -5)
    #expect(found.squaredError.mean == 1 && found.quantizationError.mean == 2)
    #expect(found.uniformBits == 4)
    // 0, 0, 1, 0 and 1, 0, 1, 2: entropies of ¾, ¼ and of ½, ¼, ¼.
    let entropy = -0.75 * log2(0.75) + 0.25 * 2 + 1.5
    #expect((found.independentBits - entropy).magnitude <= 1e-14)
    #expect(found.usage.counts == [4, 3, 1, 0] && found.usage.unused == 1)
    #expect((found.uniformBound.mean - (-5 - 4 * log(2))).magnitude <= 1e-14)
    #expect(((found.learnedBits?.mean ?? .nan) - 1.75).magnitude <= 1e-14)
    #expect(((found.learnedBound?.mean ?? .nan) - (-5 - 1.75 * log(2))).magnitude <= 1e-14)
    #expect(RateDistortion(coded, shape, logPrior: nil).learnedBound == nil)
  }

  @Test("Uniform codes: the same for a larger count, and all of them come")
  func uniform() {
    let codes = model.uniformCodes(400, using: Philox(seed: 8))
    #expect(codes.count == 1200 && codes.allSatisfy { $0 < 7 })
    #expect(CodeUsage(codes, codes: 7).unused == 0)
    #expect(Array(codes.prefix(30)) == model.uniformCodes(10, using: Philox(seed: 8)))
  }
}
