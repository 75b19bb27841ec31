import Datasets
import Distributions
import Networks
import Tensors

/// One evaluation of a VQ-VAE's gradient with everything that it depends on.
public struct QuantizedSubject: CertifiableGradient {
  /// The model.
  public let model: QuantizedAutoencoder
  /// The terms, and where their stop-gradients stand.
  public let loss: QuantizedLoss
  /// Images, one a row.
  public let images: Matrix<Double>
  /// What the decoder reads in the place of codes, image after image, position after position; see `CodeNoise`.
  public let replacements: [UInt32]
  /// θ: both networks and the codebook.
  public let parameters: Parameters<Double>

  /// Puts a subject together.
  ///
  /// - Precondition: The shapes fit.
  public init(
    model: QuantizedAutoencoder, loss: QuantizedLoss, images: Matrix<Double>,
    parameters: Parameters<Double>, replacements: [UInt32]? = nil
  ) {
    let places = images.rows * model.architecture.positions
    precondition(
      (replacements?.count ?? places) == places,
      "\(replacements?.count ?? 0) replacements for \(places) codes")
    self.replacements = replacements ?? Array(repeating: CodeNoise.none, count: places)
    precondition(
      images.columns == model.architecture.image.count && images.rows > 0,
      "images of \(images.rows) × \(images.columns)")
    precondition(parameters.layout == model.layout, "parameters of another model")
    self.model = model
    self.loss = loss
    self.images = images
    self.parameters = parameters
  }

  /// How far every vector of a random subject is from the border of its cell, at least, where a hundred draws allow it.
  ///
  /// Ten times the longest step of `EntryDerivative`. A surrogate's assignments are held, so its differences straddle no
  /// border anyhow; this keeps the loss itself on one piece at the same steps, too.
  public static let wantedClearance = 10 * 3 * EntryDerivative.step

  /// Draws images and parameters.
  ///
  /// Images, weights and biases are drawn as for `GradientSubject`. Codes are normal with the mean and the deviation of
  /// what the encoder emits, so that several are chosen, those of a residual quantiser's later codebooks with mean 0;
  /// they are drawn again until every vector is clear of the borders of its cell, at most a hundred times, and then the
  /// clearest draw is taken.
  public init(
    random architecture: QuantizedArchitecture, loss: QuantizedLoss = QuantizedLoss(),
    examples: Int, codeNoise: Double = 0, using generator: Philox
  ) {
    let model = QuantizedAutoencoder(architecture)
    let parameters: Parameters<Double> = model.initialParameters(
      .glorotUniform, using: generator.substream("weights"))
    parameters.drawBiases(
      model.encoder.layers + model.decoder.layers, using: generator.substream("biases"))
    if let logVariance = model.observation.logVariance { parameters[logVariance].fill(-0.5) }
    let replacements = IndexBuffer(count: examples * architecture.positions)
    CodeNoise(share: codeNoise).draw(
      replacements, images: examples, architecture, using: generator.substream("code noise"))
    self.init(
      model: model, loss: loss,
      images: .random(
        examples, architecture.image, for: architecture.likelihood,
        using: generator.substream("images")),
      parameters: parameters,
      replacements: withExtendedLifetime(replacements) { Array(replacements.values) })
    var stream = generator.substream("codes")
    let codebook = parameters[model.codebook]
    let encodings = encodings
    var (best, most) = ([Double](), -Double.infinity)
    for _ in 0..<100 {
      for place in 0..<codebook.count {
        let mean = place < architecture.codes * codebook.columns ? encodings.mean : 0
        codebook.start[place] = mean + encodings.standardDeviation * stream.standardNormal()
      }
      let clearance = AssignedCodes(
        encodings, among: codebook, architecture, replacements: self.replacements
      ).clearance
      if clearance > most { (best, most) = (Array(codebook.values), clearance) }
      if most >= Self.wantedClearance { break }
    }
    codebook.assign(Matrix(rows: codebook.rows, columns: codebook.columns, best))
  }

  /// The same place with another loss.
  public func replacing(loss: QuantizedLoss) -> QuantizedSubject {
    QuantizedSubject(
      model: model, loss: loss, images: images, parameters: parameters, replacements: replacements)
  }

  /// The shortest distance of anything that is quantised from the border of its cell.
  public var clearance: Double {
    AssignedCodes(
      encodings, among: parameters[model.codebook], model.architecture, replacements: replacements
    ).clearance
  }

  /// z_e at θ, one image a row.
  private var encodings: Matrix<Double> {
    Piece<Double>(model.encoder, rows: images.rows, pattern: nil)(images, parameters)
  }

  /// The share of one image in the loss: the loss is the mean over the images.
  public var unit: Double { 1 / Double(images.rows) }

  /// The model's.
  public var layout: ParameterLayout { model.layout }

  /// How many images there are.
  public var examples: Int { images.rows }

  /// Whether nothing is held but the assignments.
  ///
  /// Without a stop-gradient in the distances the reconstruction, too, has to differentiate what it evaluates, the
  /// decoder at the code: the straight-through estimator does not. A residual quantiser's distances hold the codes of the
  /// positions before.
  public var isDerivative: Bool {
    let path = loss.reconstruction
    let holdsNothing = model.architecture.quantizer == .product
    return loss.distances.allSatisfy { $0.weight == 0 || (holdsNothing && $0.stopped.isEmpty) }
      && (path.weight == 0 || path.stopped == .encoding)
  }

  /// By the production passes.
  public func differentiator<Element: Scalar>(
    of examples: Range<Int>, in number: Element.Type
  ) -> (_ parameters: Parameters<Element>, _ gradient: Parameters<Element>) -> Void {
    differentiator(of: examples, loss)
  }

  /// The same for another loss.
  func differentiator<Element: Scalar>(
    of examples: Range<Int>, _ loss: QuantizedLoss
  ) -> (_ parameters: Parameters<Element>, _ gradient: Parameters<Element>) -> Void {
    let workspace = QuantizedWorkspace<Element>(model, examples: examples.count)
    workspace.images.assign(images.rows(examples).converted())
    let positions = model.architecture.positions
    workspace.setReplacements(
      Array(replacements[examples.lowerBound * positions..<examples.upperBound * positions]))
    return { parameters, gradient in
      _ = model.gradient(
        of: loss, count: examples.count, unit: unit, parameters, workspace, into: gradient)
    }
  }

  /// The loss by the production forward pass, which assigns codes anew.
  public func loss(at parameters: Parameters<Double>) -> Double {
    let workspace = QuantizedWorkspace<Double>(model, examples: images.rows, trains: false)
    workspace.images.assign(images)
    workspace.setReplacements(replacements)
    return unit * loss.value(of: model.bound(count: images.rows, parameters, workspace))
  }

  /// See `QuantizedSurrogate`.
  public func surrogate<Element: Scalar>(
    in number: Element.Type
  ) -> (_ parameters: Parameters<Element>) -> Element {
    let surrogate = QuantizedSurrogate<Element>(self, FrozenQuantization(self))
    return { surrogate.value(at: $0) }
  }
}

extension Matrix where Element == Double {
  /// The mean of all numbers.
  var mean: Double { values.reduce(0, +) / Double(count) }

  /// √ of the mean square of their differences from the mean.
  var standardDeviation: Double {
    let mean = mean
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)).squareRoot()
  }
}

extension QuantizedWorkspace {
  /// Puts codes in the place of those chosen, from the first on.
  func setReplacements(_ replacements: [UInt32]) {
    for (place, code) in replacements.enumerated() { self.replacements.start[place] = code }
  }
}
