import Networks
import Tensors

extension VariationalAutoencoder {
  /// Evaluates a bound on some images with frozen noise, and the gradient of its negative.
  ///
  /// The loss is −(bound summed over the images) · `unit`; with `unit` = 1/batch the losses, and the gradients, of the
  /// parts of a batch add up to those of the batch's mean.
  ///
  /// - Parameters:
  ///   - objective: The bound and the estimator of its gradient.
  ///   - count: How many images; the first rows of the workspace's `images` and `noise` are read.
  ///   - unit: The share of one image in the loss.
  ///   - parameters: Where the gradient is asked for.
  ///   - workspace: Holds the images and the noise; the rest of it is overwritten.
  ///   - gradient: ∂loss/∂parameters is written here.
  /// - Returns: Sums over the images.
  /// - Precondition: The objective's parts go together, and the workspace has its number of samples.
  /// - Complexity: One pass through both networks and one back; no allocation.
  public func gradient<Element: Scalar>(
    of objective: Objective, count: Int, unit: Double, _ parameters: Parameters<Element>,
    _ workspace: Workspace<Element>, into gradient: Parameters<Element>
  ) -> BoundTerms {
    precondition(objective.contradiction == nil, objective.contradiction ?? "")
    let images = workspace.images.rows(0..<count)
    let weights = workspace.weights.rows(0..<count * workspace.samples)
    let head = encode(images, parameters, workspace)
    let latents = sample(head, workspace)
    let outputs = decoder.forward(latents, parameters, workspace.decoder)

    // ∂loss/∂log w: known beforehand for the ELBO, the normalised weights for the importance-weighted bound.
    let share = Element(-unit / Double(workspace.samples))
    if objective.bound == .importanceWeighted {
      observation.logLikelihood(
        outputs, of: images, repeats: workspace.samples, parameters,
        into: workspace.logLikelihood)
      normalizeWeights(objective, count: count, unit: Element(-unit), workspace)
    } else {
      weights.fill(share)
      workspace.factors.fill(Element(1))
    }
    observation.likelihoodGradient(
      outputs, of: images, repeats: workspace.samples, weights: weights, parameters,
      into: workspace.logLikelihood, gradient: gradient)
    let pathGradient = decoder.backward(
      latents, outputGradient: outputs, parameters, workspace.decoder, into: gradient)
    guard let pathGradient else { preconditionFailure("the decoder's trace has no input gradient") }

    differentiateHead(objective, head, pathGradient, unit: Element(unit), workspace)
    encoder.backward(
      workspace.input, outputGradient: workspace.headGradient.rows(0..<count), parameters,
      workspace.encoder, into: gradient)
    return terms(objective, head, workspace)
  }

  /// Evaluates a bound on some images with frozen noise.
  ///
  /// - Parameters and result: As for the gradient.
  public func bound<Element: Scalar>(
    of objective: Objective, count: Int, _ parameters: Parameters<Element>,
    _ workspace: Workspace<Element>
  ) -> BoundTerms {
    let images = workspace.images.rows(0..<count)
    let head = encode(images, parameters, workspace)
    let latents = sample(head, workspace)
    let outputs = decoder.forward(latents, parameters, workspace.decoder)
    observation.logLikelihood(
      outputs, of: images, repeats: workspace.samples, parameters, into: workspace.logLikelihood)
    return terms(objective, head, workspace)
  }

  /// [μ | s], and σ into the workspace.
  func encode<Element: Scalar>(
    _ images: Matrix<Element>, _ parameters: Parameters<Element>, _ workspace: Workspace<Element>
  ) -> Matrix<Element> {
    workspace.input.assign(images)
    let head = encoder.forward(workspace.input, parameters, workspace.encoder)
    let latent = architecture.latent
    for example in 0..<images.rows {
      let (s, σ) = (head.row(example) + latent, workspace.deviations.row(example))
      for j in 0..<latent { σ[j] = architecture.posteriorScale.deviation(s[j]) }
    }
    return head
  }

  /// z = μ + σε, and log p(z) − log q(z|x) = ½ Σ (ε² + log σ² − z²).
  func sample<Element: Scalar>(
    _ head: Matrix<Element>, _ workspace: Workspace<Element>
  ) -> Matrix<Element> {
    let (latent, samples, half) = (architecture.latent, workspace.samples, Element(0.5))
    let scale = architecture.posteriorScale
    for row in 0..<head.rows * samples {
      let example = row / samples
      let (μ, σ) = (head.row(example), workspace.deviations.row(example))
      let (s, ε, z) = (μ + latent, workspace.noise.row(row), workspace.latents.row(row))
      var sum = Element.zero
      for j in 0..<latent {
        z[j] = μ[j] + σ[j] * ε[j]
        sum += ε[j] * ε[j] + scale.logVariance(s[j], deviation: σ[j]) - z[j] * z[j]
      }
      workspace.logRatio.start[row] = half * sum
    }
    return workspace.latents.rows(0..<head.rows * samples)
  }

  /// w̃ᵢ = wᵢ/Σ wⱼ, times −unit, into the weights; what the encoder's part is multiplied by into the factors.
  private func normalizeWeights<Element: Scalar>(
    _ objective: Objective, count: Int, unit: Element, _ workspace: Workspace<Element>
  ) {
    let (samples, β, one) = (workspace.samples, Element(objective.beta), Element(1))
    for example in 0..<count {
      let first = example * samples
      let w = workspace.weights.start + first
      for k in 0..<samples {
        w[k] = workspace.logLikelihood.start[first + k] + β * workspace.logRatio.start[first + k]
      }
      var largest = w[0]
      for k in 1..<max(samples, 1) where largest < w[k] { largest = w[k] }
      var total = Element.zero
      for k in 0..<samples {
        w[k] = Element.exp(w[k] - largest)
        total += w[k]
      }
      for k in 0..<samples {
        let normalized = w[k] / total
        workspace.factors.start[first + k] =
          objective.estimator == .doublyReparameterized ? normalized : one
        w[k] = unit * normalized
      }
    }
  }

  /// ∂loss/∂[μ | s] from ∂loss/∂z through the decoder.
  ///
  /// With d = ∂loss/∂log w of a sample and g = d · ∂log p(x|z)/∂z:
  /// - closed divergence: ∂μ = g, ∂σ = gε, and β · unit · (μ, σ − 1/σ) an image;
  /// - everything sampled: ∂μ = g − dβz, ∂σ = (g − dβz)ε + dβ/σ;
  /// - path only, G = g + dβ(ε/σ − z): ∂μ = G, ∂σ = Gε;
  /// - score function, a = d (log w − baseline): ∂μ = aε/σ, ∂σ = a(ε² − 1)/σ.
  private func differentiateHead<Element: Scalar>(
    _ objective: Objective, _ head: Matrix<Element>, _ pathGradient: Matrix<Element>,
    unit: Element, _ workspace: Workspace<Element>
  ) {
    let (latent, samples) = (architecture.latent, workspace.samples)
    let (scale, β, one) = (architecture.posteriorScale, Element(objective.beta), Element(1))
    for example in 0..<head.rows {
      let (μ, σ) = (head.row(example), workspace.deviations.row(example))
      let (s, dμ) = (μ + latent, workspace.headGradient.row(example))
      let dσ = dμ + latent
      for j in 0..<latent {
        let closed = objective.bound == .elbo
        dμ[j] = closed ? β * unit * μ[j] : .zero
        dσ[j] = closed ? β * unit * (σ[j] - one / σ[j]) : .zero
      }
      for row in example * samples..<(example + 1) * samples {
        let (ε, z, g) = (
          workspace.noise.row(row), workspace.latents.row(row), pathGradient.row(row)
        )
        let d = workspace.weights.start[row]
        let dβ = d * β
        switch objective.estimator {
        case .pathwise where objective.bound == .elbo:
          for j in 0..<latent {
            dμ[j] += g[j]
            dσ[j] += g[j] * ε[j]
          }
        case .pathwise:
          for j in 0..<latent {
            let path = g[j] - dβ * z[j]
            dμ[j] += path
            dσ[j] += path * ε[j] + dβ / σ[j]
          }
        case .pathDerivative, .doublyReparameterized:
          let factor = workspace.factors.start[row]
          for j in 0..<latent {
            let path = factor * (g[j] + dβ * (ε[j] / σ[j] - z[j]))
            dμ[j] += path
            dσ[j] += path * ε[j]
          }
        case .scoreFunction:
          let a = d * centeredLogWeight(row, of: example, β, workspace)
          for j in 0..<latent {
            dμ[j] += a * ε[j] / σ[j]
            dσ[j] += a * (ε[j] * ε[j] - one) / σ[j]
          }
        }
      }
      for j in 0..<latent { dσ[j] *= scale.slope(s[j], deviation: σ[j]) }
    }
  }

  /// log w of a sample less the mean of log w of the other samples of its image, where there are others.
  private func centeredLogWeight<Element: Scalar>(
    _ row: Int, of example: Int, _ β: Element, _ workspace: Workspace<Element>
  ) -> Element {
    let samples = workspace.samples
    var others = Element.zero
    for other in example * samples..<(example + 1) * samples where other != row {
      others += workspace.logLikelihood.start[other] + β * workspace.logRatio.start[other]
    }
    let own = workspace.logLikelihood.start[row] + β * workspace.logRatio.start[row]
    return samples > 1 ? own - others / Element(Double(samples - 1)) : own
  }

  /// The sums over the images of one evaluation.
  private func terms<Element: Scalar>(
    _ objective: Objective, _ head: Matrix<Element>, _ workspace: Workspace<Element>
  ) -> BoundTerms {
    var terms = BoundTerms()
    terms.examples = head.rows
    let samples = workspace.samples
    for example in 0..<head.rows {
      var reconstruction = 0.0
      var ratio = 0.0
      for row in example * samples..<(example + 1) * samples {
        reconstruction += workspace.logLikelihood.start[row].double
        ratio += workspace.logRatio.start[row].double
      }
      reconstruction /= Double(samples)
      let divergence =
        objective.bound == .elbo
        ? closedDivergence(head, example, workspace).double : -ratio / Double(samples)
      terms.reconstruction += reconstruction
      terms.divergence += divergence
      terms.bound +=
        objective.bound == .importanceWeighted
        ? logMeanWeight(of: example, objective.beta, workspace).double
        : reconstruction - objective.beta * divergence
    }
    return terms
  }

  /// KL(q(z|x) ‖ p(z)) = ½ Σ (μ² + σ² − 1 − log σ²) of one image.
  func closedDivergence<Element: Scalar>(
    _ head: Matrix<Element>, _ example: Int, _ workspace: Workspace<Element>
  ) -> Element {
    let (latent, one) = (architecture.latent, Element(1))
    let (μ, σ) = (head.row(example), workspace.deviations.row(example))
    let s = μ + latent
    var sum = Element.zero
    for j in 0..<latent {
      let logVariance = architecture.posteriorScale.logVariance(s[j], deviation: σ[j])
      sum += μ[j] * μ[j] + σ[j] * σ[j] - one - logVariance
    }
    return Element(0.5) * sum
  }

  /// log ¹⁄ₖ Σ wᵢ of one image.
  func logMeanWeight<Element: Scalar>(
    of example: Int, _ beta: Double, _ workspace: Workspace<Element>
  ) -> Element {
    let (samples, β) = (workspace.samples, Element(beta))
    let first = example * samples
    func logWeight(_ k: Int) -> Element {
      workspace.logLikelihood.start[first + k] + β * workspace.logRatio.start[first + k]
    }
    var largest = logWeight(0)
    for k in 0..<samples where largest < logWeight(k) { largest = logWeight(k) }
    var total = Element.zero
    for k in 0..<samples { total += Element.exp(logWeight(k) - largest) }
    return largest + Element.log(total / Element(Double(samples)))
  }
}
