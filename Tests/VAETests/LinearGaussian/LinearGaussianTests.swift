import Distributions
import Foundation
import Networks
import Tensors
import Testing
import VAE

@Suite struct LinearGaussianTests {
  private let axes: [[Double]]
  private let center: [Double]
  private let data: Matrix<Double>

  init() {
    var generator = Philox(seed: 41)
    axes = LinearCase.rotation(using: &generator)
    center = (0..<LinearCase.numbers).map { _ in generator.standardNormal() }
    data = LinearCase.data(axes: axes, center: center)
  }

  private func image(_ row: Int) -> [Double] {
    (0..<data.columns).map { data[row, $0] }
  }

  private func workspace(_ model: VariationalAutoencoder) -> Workspace<Double> {
    let workspace = Workspace<Double>(
      model, examples: data.rows, samples: 2 * LinearCase.latent)
    workspace.images.assign(data)
    LinearCase.fillSigmaPoints(workspace.noise)
    return workspace
  }

  private func meanLogEvidence(_ exact: LinearGaussian) -> Double {
    (0..<data.rows).reduce(0) { $0 + exact.logEvidence(of: image($1)) } / Double(data.rows)
  }

  private let elbo = Objective(.elbo, samples: 2 * LinearCase.latent)

  @Test(
    "The gap of the bound is the divergence from the exact posterior, whatever the parameters",
    arguments: [Likelihood.gaussian(variance: 0.4), .gaussianLearnedVariance])
  func gap(likelihood: Likelihood) throws {
    let model = LinearCase.model(likelihood)
    for seed in 0..<5 {
      var generator = Philox(seed: UInt64(seed))
      let parameters = Parameters<Double>(model.layout)
      for block in model.layout.blocks {
        for place in 0..<block.count {
          parameters[block].start[place] = 0.6 * generator.standardNormal()
        }
      }
      let exact = try LinearGaussian(model, parameters)
      let bound = model.bound(
        of: elbo, count: data.rows, parameters, workspace(model)
      ).bound
      let posteriors = model.posteriors(parameters, of: data)
      var (expected, swapped, size) = (0.0, 0.0, bound.magnitude)
      for row in 0..<data.rows {
        let q = try MultivariateGaussian(
          DiagonalGaussian(
            mean: (0..<LinearCase.latent).map { posteriors.means[row, $0] },
            logVariance: (0..<LinearCase.latent).map { posteriors.logVariances[row, $0] }))
        let p = try exact.posterior(of: image(row))
        let logEvidence = exact.logEvidence(of: image(row))
        expected += logEvidence - klDivergence(from: q, to: p)
        swapped += logEvidence - klDivergence(from: p, to: q)
        size += logEvidence.magnitude + klDivergence(from: q, to: p)
      }
      // A few thousand operations on terms that add up to `size`.
      #expect((bound - expected).magnitude <= 1e-12 * size)
      #expect((bound - swapped).magnitude > 1e-3 * size)
    }
  }

  @Test("The closed-form maximum is reached by the parameters it is derived from, and by none near")
  func maximum() throws {
    for variance in [nil, 0.7, 1.5] {
      let model = LinearCase.model(
        variance.map(Likelihood.gaussian) ?? .gaussianLearnedVariance)
      let greatest = LinearGaussian.greatestMeanLogEvidence(
        eigenvalues: LinearCase.eigenvalues, latent: LinearCase.latent, variance: variance)
      let parameters = LinearCase.optimum(
        model, axes: axes, center: center, variance: variance ?? 0.3)
      #expect(
        (meanLogEvidence(try LinearGaussian(model, parameters)) - greatest).magnitude
          <= 1e-11)
      let bound = model.bound(of: elbo, count: data.rows, parameters, workspace(model)).bound
      #expect((bound / 16 - greatest).magnitude <= 1e-11)
      for block in model.layout.blocks where block.name.hasPrefix("decoder") {
        for place in 0..<block.count {
          let other = parameters.copy()
          other[block].start[place] += 0.05
          #expect(meanLogEvidence(try LinearGaussian(model, other)) < greatest)
        }
      }
    }
  }

  @Test("Adam on the bound reaches the exact maximum of the likelihood within 0.001 nats")
  func training() throws {
    let model = LinearCase.model(.gaussianLearnedVariance)
    let parameters: Parameters<Double> = model.initialParameters(
      .uniformFanIn, using: Philox(seed: 5))
    let (workspace, gradient) = (workspace(model), Parameters<Double>(model.layout))
    let (optimizer, steps) = (Optimizer.adam(), 1500)
    var state = Optimizer.State<Double>(optimizer, layout: model.layout)
    for step in 0..<steps {
      _ = model.gradient(
        of: elbo, count: data.rows, unit: 1 / Double(data.rows), parameters, workspace,
        into: gradient)
      optimizer.step(
        parameters, gradients: [gradient],
        rate: LearningRate.cosine(0.05).value(epoch: step, of: steps), state: &state, threads: 1)
    }
    let greatest = LinearGaussian.greatestMeanLogEvidence(
      eigenvalues: LinearCase.eigenvalues, latent: LinearCase.latent)
    let reached = meanLogEvidence(try LinearGaussian(model, parameters))
    let bound =
      model.bound(of: elbo, count: data.rows, parameters, workspace).bound / Double(data.rows)
    #expect(greatest - reached <= 1e-3 && greatest - bound <= 1e-3)
    // Nothing can exceed the maximum, and the bound cannot exceed what it bounds, but for rounding.
    #expect(reached <= greatest + 1e-11 && bound <= reached + 1e-11)
  }
}
