import Networks
import Tensors

extension QuantizedSubject {
  /// The faults of stop-gradients and of the straight-through path.
  public func gradient(
    madeWrongBy fault: GradientFault, _ gradient: Parameters<Double>
  ) -> Parameters<Double>? {
    var other = loss
    switch fault {
    case .swappedCommitment:
      (other.codebook.weight, other.commitment.weight) = (
        loss.commitment.weight, loss.codebook.weight
      )
    case .freeCodebookLoss: other.codebook.stopped = []
    case .freeCommitment: other.commitment.stopped = []
    case .freeReconstruction: other.reconstruction.stopped = []
    case .reconstructionToCode: other.reconstruction.stopped = .encoding
    case .noStraightThrough: other.reconstruction.stopped.insert(.encoding)
    case .lostFactor:
      other.codebook.weight /= 2
      other.commitment.weight /= 2
    case .freeResidual:
      return withFreeResidual(gradient)
    case .slopeAtEncoding:
      return loss.reconstruction.stopped.contains(.encoding) ? nil : withSlopeAtEncoding(gradient)
    default:
      return nil
    }
    return evaluate(other)
  }

  private func evaluate(_ loss: QuantizedLoss) -> Parameters<Double> {
    let gradient = Parameters<Double>(model.layout)
    differentiator(of: 0..<images.rows, loss)(parameters, gradient)
    return gradient
  }

  /// The gradient in which ‖v − e‖², v = z_e − Σe of the positions before, moves those e too.
  private func withFreeResidual(_ gradient: Parameters<Double>) -> Parameters<Double>? {
    let (positions, dimension) = (model.architecture.positions, model.architecture.dimension)
    guard model.architecture.quantizer == .residual else { return nil }
    let weight = loss.distances.filter { !$0.stopped.contains(.code) }.map(\.weight).reduce(0, +)
    let frozen = FrozenQuantization(self)
    let wrong = gradient.copy()
    for image in 0..<images.rows {
      for (position, j) in (0..<positions).flatMap({ p in (0..<dimension).map { (p, $0) } }) {
        let number = position * dimension + j
        let left = frozen.encodings[image, j] - frozen.assigned.taken[image, number]
        let gap = left - frozen.assigned.codes[image, number]
        for before in 0..<position {
          let row = frozen.assigned.rows[image * positions + before]
          wrong[model.codebook][row, j] -= 2 * weight * unit * gap
        }
      }
    }
    return wrong
  }

  /// The gradient whose reconstruction hands the decoder's slope at z_e to the encoder.
  private func withSlopeAtEncoding(_ gradient: Parameters<Double>) -> Parameters<Double> {
    let workspace = QuantizedWorkspace<Double>(model, examples: images.rows)
    workspace.images.assign(images)
    let part = Parameters<Double>(model.layout)
    let encodings = model.encode(images, parameters, workspace)
    let outputs = model.decoder.forward(encodings, parameters, workspace.decoder)
    workspace.weights.fill(-unit * loss.reconstruction.weight)
    model.observation.likelihoodGradient(
      outputs, of: images, repeats: 1, weights: workspace.weights, parameters,
      into: workspace.logLikelihood, gradient: part)
    let slope = model.decoder.backward(
      encodings, outputGradient: outputs, parameters, workspace.decoder, into: part)
    guard let slope else { preconditionFailure("the decoder's trace has no input gradient") }
    model.encoder.backward(
      workspace.input, outputGradient: slope, parameters, workspace.encoder, into: part)
    let path = evaluate(loss.only(\.reconstruction))
    let wrong = gradient.copy()
    for layer in model.encoder.layers {
      for place in Array(layer.weight.range) + Array(layer.bias.range) {
        wrong.buffer.start[place] += part.buffer.start[place] - path.buffer.start[place]
      }
    }
    return wrong
  }
}
