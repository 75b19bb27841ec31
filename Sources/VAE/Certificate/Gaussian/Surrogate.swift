import Networks
import Tensors

/// The function of the parameters whose ordinary derivative at θ₀ an objective's gradient is.
///
/// For the pathwise estimators this is the loss itself. The others leave some dependences out on purpose; what they
/// leave out is held at its value in θ₀, and the rest is differentiated. With r = log p(z) − log q(z|x):
/// - path derivative: the loss, log q(·|x) taken with the μ₀ and σ₀ of θ₀;
/// - doubly reparameterised: the decoder's term log ¹⁄ₖ Σ p(x|z₀) (p(z₀)/q₀(z₀))^β with the samples held, plus the
///   encoder's term Σ w̃₀² (log p₀(x|z) + β r₀(z)) with the normalised weights, the decoder and the density of q held;
/// - score function: mean of log p(x|z₀) with the samples held, plus mean of a₀ log q(z₀|x) with the samples and the
///   centred weights a₀ held.
///
/// The sides of all rectifiers are held as well, see `Piece`. The forward pass is the production one up to that; the
/// value at θ₀ equals the loss where there is one term.
struct Surrogate<Element: Scalar> {
  private let subject: GradientSubject
  private let frozen: FrozenPass
  private let images: Matrix<Element>
  private let noise: Matrix<Element>
  private let frozenParameters: Parameters<Element>
  private let encoder: Piece<Element>
  private let decoder: Piece<Element>
  private let latents: Matrix<Element>
  private let frozenLatents: Matrix<Element>
  private let deviations: Matrix<Element>
  private let logLikelihood: Matrix<Element>

  /// Freezes what has to be at the subject's parameters.
  init(_ subject: GradientSubject, _ frozen: FrozenPass) {
    self.subject = subject
    self.frozen = frozen
    images = subject.images.converted()
    noise = subject.noise.converted()
    frozenParameters = subject.parameters.converted()
    frozenLatents = frozen.latents.converted()
    let (model, rows) = (subject.model, subject.noise.rows)
    encoder = Piece(model.encoder, rows: images.rows, pattern: frozen.encoderSides)
    decoder = Piece(model.decoder, rows: rows, pattern: frozen.decoderSides)
    latents = Matrix(rows: rows, columns: noise.columns)
    deviations = Matrix(rows: images.rows, columns: noise.columns)
    logLikelihood = Matrix(rows: rows, columns: 1)
  }

  /// Its value, in the unit of the loss: minus the mean over the images.
  func value(at parameters: Parameters<Element>) -> Element {
    let sum: Element
    switch subject.objective.estimator {
    case .pathwise, .pathDerivative:
      let head = encode(parameters)
      sample(head)
      decode(latents, parameters)
      sum = bound(head)
    case .doublyReparameterized:
      decode(frozenLatents, parameters)
      let decoderTerm = (0..<images.rows).map { example in
        logMeanExp(of: example) { row in
          logLikelihood.start[row] + beta * Element(frozen.logRatio[row])
        }
      }
      sample(encode(parameters))
      decode(latents, frozenParameters)
      let encoderTerm = (0..<latents.rows).map { row in
        let weight = frozen.normalizedWeights[row]
        return Element(weight * weight)
          * (logLikelihood.start[row] + beta * frozenLogRatio(row))
      }
      sum = Self.sum(decoderTerm) + Self.sum(encoderTerm)
    case .scoreFunction:
      decode(frozenLatents, parameters)
      let decoderTerm = Self.sum(Array(logLikelihood.values))
      let head = encode(parameters)
      let encoderTerm = (0..<latents.rows).map { row in
        Element(frozen.centeredLogWeights[row]) * logPosterior(row, head)
      }
      sum =
        (decoderTerm + Self.sum(encoderTerm)) / Element(Double(samples))
    }
    return -(sum * Element(subject.unit))
  }

  private var samples: Int { subject.objective.samples }
  private var beta: Element { Element(subject.objective.beta) }

  private func encode(_ parameters: Parameters<Element>) -> Matrix<Element> {
    let head = encoder(images, parameters)
    let (latent, scale) = (noise.columns, subject.model.architecture.posteriorScale)
    for example in 0..<head.rows {
      for j in 0..<latent {
        deviations[example, j] = scale.deviation(head[example, latent + j])
      }
    }
    return head
  }

  private func sample(_ head: Matrix<Element>) {
    for row in 0..<latents.rows {
      let example = row / samples
      for j in 0..<latents.columns {
        latents[row, j] = head[example, j] + deviations[example, j] * noise[row, j]
      }
    }
  }

  private func decode(_ latents: Matrix<Element>, _ parameters: Parameters<Element>) {
    subject.model.observation.logLikelihood(
      decoder(latents, parameters), of: images, repeats: samples, parameters, into: logLikelihood)
  }

  /// The bound, summed over the images.
  private func bound(_ head: Matrix<Element>) -> Element {
    let isPath = subject.objective.estimator == .pathDerivative
    func logWeight(_ row: Int) -> Element {
      let ratio = isPath ? frozenLogRatio(row) : logRatio(row, head)
      return logLikelihood.start[row] + beta * ratio
    }
    let terms = (0..<images.rows).map { example -> Element in
      let rows = example * samples..<(example + 1) * samples
      switch subject.objective.bound {
      case .elbo:
        let reconstruction = Self.sum(rows.map { logLikelihood.start[$0] })
        return reconstruction / Element(Double(samples)) - beta * divergence(example, head)
      case .sampledELBO:
        return Self.sum(rows.map(logWeight)) / Element(Double(samples))
      case .importanceWeighted:
        return logMeanExp(of: example, logWeight)
      }
    }
    return Self.sum(terms)
  }

  /// ½ Σ (ε² + log σ² − z²).
  private func logRatio(_ row: Int, _ head: Matrix<Element>) -> Element {
    var sum = Element.zero
    for j in 0..<latents.columns {
      sum += noise[row, j] * noise[row, j] + logVariance(row / samples, j, head)
      sum += -(latents[row, j] * latents[row, j])
    }
    return Element(0.5) * sum
  }

  /// ½ Σ (((z − μ₀)/σ₀)² + log σ₀² − z²).
  private func frozenLogRatio(_ row: Int) -> Element {
    var sum = Element.zero
    for j in 0..<latents.columns {
      let place = row / samples * latents.columns + j
      let standard =
        (latents[row, j] - Element(frozen.means[place])) / Element(frozen.deviations[place])
      sum += standard * standard + Element(frozen.logVariances[place])
      sum += -(latents[row, j] * latents[row, j])
    }
    return Element(0.5) * sum
  }

  /// log q(z₀|x) = −½ Σ (log 2π + log σ² + ((z₀ − μ)/σ)²).
  private func logPosterior(_ row: Int, _ head: Matrix<Element>) -> Element {
    var sum = Element.zero
    let example = row / samples
    for j in 0..<latents.columns {
      let standard = (frozenLatents[row, j] - head[example, j]) / deviations[example, j]
      sum += Element(1.837_877_066_409_345_3) + standard * standard
      sum += logVariance(example, j, head)
    }
    return Element(-0.5) * sum
  }

  /// ½ Σ (μ² + σ² − 1 − log σ²).
  private func divergence(_ example: Int, _ head: Matrix<Element>) -> Element {
    var sum = Element.zero
    for j in 0..<latents.columns {
      let (μ, σ) = (head[example, j], deviations[example, j])
      sum += μ * μ + σ * σ - Element(1) - logVariance(example, j, head)
    }
    return Element(0.5) * sum
  }

  private func logVariance(_ example: Int, _ j: Int, _ head: Matrix<Element>) -> Element {
    subject.model.architecture.posteriorScale.logVariance(
      head[example, latents.columns + j], deviation: deviations[example, j])
  }

  /// log ¹⁄ₖ Σ e^t over the samples of an image.
  private func logMeanExp(of example: Int, _ term: (Int) -> Element) -> Element {
    let terms = (example * samples..<(example + 1) * samples).map(term)
    let largest = terms.reduce(terms[0]) { $0 < $1 ? $1 : $0 }
    let total = Self.sum(terms.map { Element.exp($0 - largest) })
    return largest + Element.log(total / Element(Double(samples)))
  }

  private static func sum(_ terms: [Element]) -> Element { terms.reduce(.zero, +) }
}
