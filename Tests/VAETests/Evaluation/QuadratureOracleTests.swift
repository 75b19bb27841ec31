import Datasets
import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import Testing
import VAE

@Suite struct QuadratureOracleTests {
  private let model = VariationalAutoencoder(
    Architecture(
      image: ImageShape(height: 2, width: 3), latent: 2, encoder: [5], decoder: [4],
      activation: .tanh))

  private let images = Matrix<Double>(
    rows: 4, columns: 6,
    [1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 1])

  /// A model after some hundred steps of Adam.
  private func trained() -> Parameters<Double> {
    let parameters: Parameters<Double> = model.initialParameters(
      .glorotUniform, using: Philox(seed: 21))
    let workspace = Workspace<Double>(model, examples: 4, samples: 4)
    let gradient = Parameters<Double>(model.layout)
    let (optimizer, objective) = (Optimizer.adam(), Objective(.elbo, samples: 4))
    var state = Optimizer.State<Double>(optimizer, layout: model.layout)
    var noise = Philox(seed: 22)
    workspace.images.assign(images)
    for _ in 0..<400 {
      noise.fillNormals(workspace.noise.values)
      _ = model.gradient(
        of: objective, count: 4, unit: 0.25, parameters, workspace, into: gradient)
      optimizer.step(
        parameters, gradients: [gradient], rate: 0.02, state: &state, threads: 1)
    }
    return parameters
  }

  /// log p(x|z), by the definition.
  private func logLikelihood(
    _ image: Int, _ z: (Double, Double), _ parameters: [String: [Double]]
  ) -> Double {
    guard let w = parameters["decoder.0.weight"], let b = parameters["decoder.0.bias"],
      let v = parameters["decoder.1.weight"], let c = parameters["decoder.1.bias"]
    else { return .nan }
    var sum = 0.0
    let h = (0..<4).map { tanh(z.0 * w[$0] + z.1 * w[4 + $0] + b[$0]) }
    for pixel in 0..<6 {
      var logit = c[pixel]
      for unit in 0..<4 { logit += h[unit] * v[unit * 6 + pixel] }
      // log σ(l) where the pixel is on, log σ(−l) where it is off.
      let signed = images[image, pixel] == 1 ? logit : -logit
      sum -= signed > 0 ? log1p(exp(-signed)) : log1p(exp(signed)) - signed
    }
    return sum
  }

  @Test("ELBO ≤ L_K ≤ log p(x), which the importance samples agree with, on a trained model")
  func ordering() throws {
    let parameters = trained()
    let numbers = Dictionary(
      uniqueKeysWithValues: model.layout.blocks.map { ($0.name, Array(parameters[$0].values)) })
    let options = EvaluationOptions(
      samples: 8192, curve: (0...12).map { 1 << $0 }, seed: 23)
    let terms = model.importanceTerms(parameters, on: images, options)
    let single = model.importanceTerms(
      parameters.converted(to: Float.self), on: singles(), options)
    let quadrature = Quadrature(absoluteTolerance: 1e-9, relativeTolerance: 1e-9)
    var gap = 0.0
    for image in 0..<4 {
      let evidence = try quadrature.integral(over: (-9, 9), (-9, 9)) { a, b in
        exp(logLikelihood(image, (a, b), numbers) - 0.5 * (a * a + b * b)) / (2 * .pi)
      }
      #expect(evidence.error <= 1e-6 * evidence.value)
      let logEvidence = log(evidence.value)
      let deviation = terms.logEvidenceVariance(image).squareRoot()
      #expect(((exp(terms.logEvidence(image) - logEvidence) - 1) / deviation).magnitude <= 6)
      for index in 1..<terms.curve.count {
        #expect(terms.bound(image, index - 1) <= terms.bound(image, index))
      }
      // Far apart enough that no sampling error reorders them.
      #expect(terms.evidenceLowerBound(image) < terms.bound(image, 4))
      #expect(terms.bound(image, 4) < logEvidence + 6 * deviation)
      #expect(terms.evidenceLowerBound(image) < logEvidence)
      gap += logEvidence - terms.evidenceLowerBound(image)
      // Single precision sees the same noise, rounded.
      #expect((single.logEvidence(image) - terms.logEvidence(image)).magnitude <= 1e-5)
    }
    #expect(gap > 0.01)
  }

  private func singles() -> Matrix<Float> {
    Matrix(rows: 4, columns: 6, images.values.map { Float($0) })
  }
}
