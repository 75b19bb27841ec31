import Networks
import Tensors

extension QuantizedAutoencoder {
  /// Evaluates a loss on some images, and its gradient with the stop-gradients where the loss has them.
  ///
  /// The loss is summed over the images, times `unit`; as for `VariationalAutoencoder`, parts of a batch add up.
  ///
  /// - Parameters:
  ///   - loss: The terms and what they hold.
  ///   - count: How many images; the first rows of the workspace's `images` are read.
  ///   - unit: The share of one image in the loss.
  ///   - parameters: Where the gradient is asked for.
  ///   - workspace: Holds the images, and the codes that the decoder reads in the place of chosen ones; the rest of it is
  ///     overwritten, `indices` with the codes chosen.
  ///   - gradient: ∂loss/∂parameters is written here; zero for `usage` and `sums`.
  /// - Returns: Sums over the images.
  /// - Complexity: One pass through both networks and one back, and one product with the codebook; no allocation.
  public func gradient<Element: Scalar>(
    of loss: QuantizedLoss, count: Int, unit: Double, _ parameters: Parameters<Element>,
    _ workspace: QuantizedWorkspace<Element>, into gradient: Parameters<Element>
  ) -> BoundTerms {
    let images = workspace.images.rows(0..<count)
    let encodings = encode(images, parameters, workspace)
    let quantized = quantize(encodings, parameters, workspace)
    let outputs = decoder.forward(quantized, parameters, workspace.decoder)

    let weights = workspace.weights.rows(0..<count)
    weights.fill(Element(-unit * loss.reconstruction.weight))
    observation.likelihoodGradient(
      outputs, of: images, repeats: 1, weights: weights, parameters,
      into: workspace.logLikelihood, gradient: gradient)
    let pathGradient = decoder.backward(
      quantized, outputGradient: outputs, parameters, workspace.decoder, into: gradient)
    guard let pathGradient else { preconditionFailure("the decoder's trace has no input gradient") }

    for block in [codebook, usage, sums] { gradient[block].fill(.zero) }
    let encodingGradient = workspace.encodingGradient.rows(0..<count)
    encodingGradient.fill(.zero)
    passOn(
      loss, unit: Element(unit), encodings, parameters[codebook], pathGradient, workspace,
      toEncodings: encodingGradient, toCodes: gradient[codebook])
    encoder.backward(
      workspace.input, outputGradient: encodingGradient, parameters, workspace.encoder,
      into: gradient)
    return terms(encodings, parameters[codebook], workspace)
  }

  /// Evaluates the terms on some images.
  ///
  /// - Parameters and result: As for the gradient.
  public func bound<Element: Scalar>(
    count: Int, _ parameters: Parameters<Element>, _ workspace: QuantizedWorkspace<Element>
  ) -> BoundTerms {
    let images = workspace.images.rows(0..<count)
    let encodings = encode(images, parameters, workspace)
    let quantized = quantize(encodings, parameters, workspace)
    let outputs = decoder.forward(quantized, parameters, workspace.decoder)
    observation.logLikelihood(
      outputs, of: images, repeats: 1, parameters, into: workspace.logLikelihood)
    return terms(encodings, parameters[codebook], workspace)
  }

  /// z_e, one image a row.
  func encode<Element: Scalar>(
    _ images: Matrix<Element>, _ parameters: Parameters<Element>,
    _ workspace: QuantizedWorkspace<Element>
  ) -> Matrix<Element> {
    workspace.input.assign(images)
    return encoder.forward(workspace.input, parameters, workspace.encoder)
  }

  /// Hands every term's gradient on to the sides that it does not hold.
  ///
  /// ∂/∂z of −log p is g, the same for both sides. ∂‖v − e‖² is 2(v − e) by v, and so by z_e, and −2(v − e) by e.
  private func passOn<Element: Scalar>(
    _ loss: QuantizedLoss, unit: Element, _ encodings: Matrix<Element>, _ codes: Matrix<Element>,
    _ pathGradient: Matrix<Element>, _ workspace: QuantizedWorkspace<Element>,
    toEncodings: Matrix<Element>, toCodes: Matrix<Element>
  ) {
    func factor(_ side: StopGradient) -> Element {
      let weights = loss.distances.filter { !$0.stopped.contains(side) }.map(\.weight)
      return Element(2 * weights.reduce(0, +)) * unit
    }
    let (toEncoding, toCode) = (factor(.encoding), factor(.code))
    let path = loss.reconstruction.stopped
    let dimension = architecture.dimension
    let codesMove = toCode != .zero || !path.contains(.code)
    for example in 0..<encodings.rows {
      let (dz, g) = (toEncodings.row(example), pathGradient.row(example))
      for position in 0..<architecture.positions {
        let (v, row) = choice(of: example, at: position, encodings, workspace)
        let (e, offset) = (codes.row(row), architecture.offset(of: position))
        for j in 0..<dimension { dz[offset + j] += toEncoding * (v[j] - e[j]) }
        guard codesMove else { continue }
        let de = toCodes.row(row)
        for j in 0..<dimension { de[j] += toCode * (e[j] - v[j]) }
        guard !path.contains(.code) else { continue }
        let place = example * architecture.positions + position
        let code = Self.decoded(
          workspace.indices.start[place], workspace.replacements.start[place])
        let read = toCodes.row(architecture.row(of: code, at: position))
        for j in 0..<dimension { read[j] += g[offset + j] }
      }
      if !path.contains(.encoding) { for j in 0..<encodings.columns { dz[j] += g[j] } }
    }
  }

  /// The sums over the images of one evaluation.
  private func terms<Element: Scalar>(
    _ encodings: Matrix<Element>, _ codes: Matrix<Element>,
    _ workspace: QuantizedWorkspace<Element>
  ) -> BoundTerms {
    var terms = BoundTerms()
    terms.examples = encodings.rows
    for example in 0..<encodings.rows {
      var distance = Element.zero
      for position in 0..<architecture.positions {
        let (v, row) = choice(of: example, at: position, encodings, workspace)
        let e = codes.row(row)
        for j in 0..<architecture.dimension {
          let d = v[j] - e[j]
          distance += d * d
        }
      }
      terms.distance += distance.double
      terms.reconstruction += workspace.logLikelihood.start[example].double
    }
    terms.divergence = Double(encodings.rows) * divergence
    terms.bound = terms.reconstruction - terms.divergence
    return terms
  }
}
