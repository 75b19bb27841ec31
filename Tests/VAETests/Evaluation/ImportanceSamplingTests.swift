import Datasets
import Distributions
import Networks
import Tensors
import Testing
import VAE

@Suite struct ImportanceSamplingTests {
  private let images = ImageSet(
    shape: ImageShape(height: 2, width: 3),
    bytes: (0..<42).map { UInt8(truncatingIfNeeded: $0 * 97) })

  private func model(_ likelihood: Likelihood = .bernoulli) -> VariationalAutoencoder {
    VariationalAutoencoder(
      Architecture(
        image: images.shape, latent: 3, encoder: [5], decoder: [4], activation: .tanh,
        likelihood: likelihood))
  }

  private func parameters<Element: Scalar>(
    _ model: VariationalAutoencoder, _: Element.Type = Element.self
  ) -> Parameters<Element> {
    model.initialParameters(.heNormal, using: Philox(seed: 3))
  }

  private func rows<Element: Scalar>(_: Element.Type = Element.self) -> Matrix<Element> {
    Matrix(
      rows: images.count, columns: images.shape.count,
      images.bytes.map { Element(Double($0) / 255) })
  }

  @Test(arguments: [1, 7, 1300])
  func `the bits do not depend on the threads`(samples: Int) {
    let model = model()
    let parameters: Parameters<Float> = parameters(model)
    let results = [1, 2, 3].map { threads in
      model.evaluate(
        parameters, on: images,
        EvaluationOptions(
          samples: samples, binarization: .stochastic, mixtureComponents: 5, seed: 9,
          threads: threads))
    }
    if samples > 1 {
      #expect(results[0] == results[1])
      #expect(results[0] == results[2])
    }
    // NaN and infinity, which one sample gives, are not equal to themselves or tell nothing.
    #expect(results[0].evidence.mean == results[2].evidence.mean)
  }

  @Test(arguments: [
    Likelihood.bernoulli, .gaussian(variance: 0.3), .gaussianLearnedVariance, .gaussianDiagonal,
  ])
  func `they are the bounds that training computes from the same noise`(likelihood: Likelihood) {
    let (model, samples) = (model(likelihood), 6)
    let parameters: Parameters<Double> = parameters(model)
    let workspace = Workspace<Double>(model, examples: images.count, samples: samples)
    workspace.images.assign(rows())
    for image in 0..<images.count {
      var stream = Philox(seed: 4).substream("evaluate").substream("noise").substream(image)
      for place in 0..<samples * 3 {
        workspace.noise.row(image * samples)[place] = stream.standardNormal()
      }
    }
    let terms = model.importanceTerms(
      parameters, on: rows(), EvaluationOptions(samples: samples, seed: 4))
    func sum(_ value: (Int) -> Double) -> Double { (0..<images.count).reduce(0) { $0 + value($1) } }
    func bound(_ bound: Objective.Bound) -> BoundTerms {
      model.bound(
        of: Objective(bound, samples: samples), count: images.count, parameters, workspace)
    }
    // Sums of some hundred terms of size 1 to 100 in two orders.
    let rounding = 1e-12 * sum { terms.reconstruction($0).magnitude + terms.divergence($0) }
    func agree(_ left: Double, _ right: Double) -> Bool { (left - right).magnitude <= rounding }
    #expect(agree(sum(terms.logEvidence), bound(.importanceWeighted).bound))
    #expect(agree(sum(terms.evidenceLowerBound), bound(.elbo).bound))
    #expect(agree(sum(terms.sampledEvidenceLowerBound), bound(.sampledELBO).bound))
    #expect(agree(sum(terms.reconstruction), bound(.elbo).reconstruction))
    #expect(agree(sum(terms.divergence), bound(.elbo).divergence))
    // Jensen, for every single image: the mean of log w is at most the log of the mean.
    for image in 0..<images.count {
      #expect(terms.sampledEvidenceLowerBound(image) <= terms.logEvidence(image))
    }
  }

  @Test func `a curve averages disjoint blocks of the same weights`() {
    let model = model()
    let parameters: Parameters<Double> = parameters(model)
    func terms(_ samples: Int, _ curve: [Int]) -> ImageTerms {
      model.importanceTerms(
        parameters, on: rows(), EvaluationOptions(samples: samples, curve: curve, seed: 1))
    }
    let all = terms(7, [3, 1, 20])
    #expect(all.curve == [1, 3, 7])
    #expect(terms(3, []).curve == [3])
    for image in 0..<images.count {
      #expect(
        (all.bound(image, 0) - all.sampledEvidenceLowerBound(image)).magnitude
          <= 1e-12 * all.bound(image, 0).magnitude)
      #expect(all.bound(image, 2) == all.logEvidence(image))
      #expect(all.effectiveSamples(image) >= 1 && all.effectiveSamples(image) <= 7)
    }
  }

  @Test func `weights that are all equal, all zero or not numbers`() {
    func logMean(_ values: [Double]) -> Double {
      values.withUnsafeBufferPointer { LogWeights($0).logMean }
    }
    #expect(logMean([-1e4, -1e4, -1e4]) == -1e4)
    #expect(logMean([-.infinity, -.infinity]) == -.infinity)
    #expect(logMean([.nan, 0]).isNaN)
    #expect(logMean([-.infinity, .nan]).isNaN)
    [-3, -3, -3].withUnsafeBufferPointer { values in
      #expect(LogWeights(values).effectiveSamples == 3)
      #expect(LogWeights(values).meanBound(blocksOf: 2) == -3)
    }
  }
}
