import Datasets
import Distributions
import Networks
import Tensors

/// One evaluation of a gradient with everything that it depends on: the noise ε is part of it and stays the same.
public struct GradientSubject: CertifiableGradient {
  /// The model.
  public let model: VariationalAutoencoder
  /// The bound and the estimator.
  public let objective: Objective
  /// Images, one a row.
  public let images: Matrix<Double>
  /// ε, row image · samples + sample.
  public let noise: Matrix<Double>
  /// θ.
  public let parameters: Parameters<Double>

  /// Puts a subject together.
  ///
  /// - Precondition: The objective's parts go together and the shapes fit.
  public init(
    model: VariationalAutoencoder, objective: Objective, images: Matrix<Double>,
    noise: Matrix<Double>, parameters: Parameters<Double>
  ) {
    precondition(objective.contradiction == nil, objective.contradiction ?? "")
    precondition(
      images.columns == model.architecture.image.count && images.rows > 0
        && noise.rows == images.rows * objective.samples
        && noise.columns == model.architecture.latent,
      "images of \(images.rows) × \(images.columns), noise of \(noise.rows) × \(noise.columns)")
    precondition(parameters.layout == model.layout, "parameters of another model")
    self.model = model
    self.objective = objective
    self.images = images
    self.noise = noise
    self.parameters = parameters
  }

  /// Draws images, noise and parameters.
  ///
  /// Bernoulli decoders get images of zeros and ones, Gaussian ones intensities in (0, 1]. Weights are
  /// `glorot-uniform`; biases, which begin at 0 in training, are uniform in ±½ so that no block is at a special point,
  /// and a learned log-variance is −½.
  public init(
    random architecture: Architecture, objective: Objective, examples: Int, using generator: Philox
  ) {
    let model = VariationalAutoencoder(architecture)
    let parameters: Parameters<Double> = model.initialParameters(
      .glorotUniform, using: generator.substream("weights"))
    parameters.drawBiases(
      model.encoder.layers + model.decoder.layers, using: generator.substream("biases"))
    if let logVariance = model.observation.logVariance { parameters[logVariance].fill(-0.5) }
    let images = Matrix.random(
      examples, architecture.image, for: architecture.likelihood,
      using: generator.substream("images"))
    var stream = generator.substream("noise")
    let noise = Matrix<Double>(rows: examples * objective.samples, columns: architecture.latent)
    for place in 0..<noise.count { noise.start[place] = stream.standardNormal() }
    self.init(
      model: model, objective: objective, images: images, noise: noise, parameters: parameters)
  }

  /// The share of one image in the loss: the loss is the mean over the images.
  public var unit: Double { 1 / Double(images.rows) }

  /// The model's.
  public var layout: ParameterLayout { model.layout }

  /// How many there are.
  public var examples: Int { images.rows }

  /// Whether the estimator leaves nothing out.
  public var isDerivative: Bool { objective.estimator == .pathwise }

  /// By the production passes.
  public func differentiator<Element: Scalar>(
    of examples: Range<Int>, in number: Element.Type
  ) -> (_ parameters: Parameters<Element>, _ gradient: Parameters<Element>) -> Void {
    differentiator(of: examples, objective)
  }

  /// The same for another objective.
  func differentiator<Element: Scalar>(
    of examples: Range<Int>, _ objective: Objective
  ) -> (_ parameters: Parameters<Element>, _ gradient: Parameters<Element>) -> Void {
    let samples = objective.samples
    let workspace = Workspace<Element>(model, examples: examples.count, samples: samples)
    workspace.images.assign(images.rows(examples).converted())
    workspace.noise.assign(
      noise.rows(examples.lowerBound * samples..<examples.upperBound * samples).converted())
    return { parameters, gradient in
      _ = model.gradient(
        of: objective, count: examples.count, unit: unit, parameters, workspace, into: gradient)
    }
  }

  /// The loss by the production forward pass.
  public func loss(at parameters: Parameters<Double>) -> Double {
    let workspace = Workspace<Double>(
      model, examples: images.rows, samples: objective.samples)
    workspace.images.assign(images)
    workspace.noise.assign(noise)
    return -unit * model.bound(of: objective, count: images.rows, parameters, workspace).bound
  }

  /// See `Surrogate`.
  public func surrogate<Element: Scalar>(
    in number: Element.Type
  ) -> (_ parameters: Parameters<Element>) -> Element {
    let surrogate = Surrogate<Element>(self, FrozenPass(self))
    return { surrogate.value(at: $0) }
  }
}

extension Matrix {
  /// The same numbers as another kind.
  func converted<Other: Scalar>() -> Matrix<Other> {
    Matrix<Other>(rows: rows, columns: columns, values.map { Other($0.double) })
  }
}
