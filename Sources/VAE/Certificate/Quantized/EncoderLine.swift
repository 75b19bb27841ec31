import Networks
import Tensors

/// A VQ-VAE whose encoder moves along a straight line of its parameters, θ + t v, codes being assigned anew everywhere.
final class EncoderLine {
  private let subject: QuantizedSubject
  private let direction: Parameters<Double>
  private let moved: Parameters<Double>
  private let piece: Piece<Double>
  private let workspace: QuantizedWorkspace<Double>

  /// Begins at the subject's parameters; the direction's other blocks are not followed.
  init(_ subject: QuantizedSubject, direction: Parameters<Double>) {
    (self.subject, self.direction) = (subject, direction)
    moved = subject.parameters.copy()
    piece = Piece(subject.model.encoder, rows: subject.images.rows, pattern: nil)
    workspace = QuantizedWorkspace(subject.model, examples: subject.images.rows, trains: false)
    workspace.images.assign(subject.images)
    workspace.setReplacements(subject.replacements)
  }

  /// What is found at one length.
  struct Point {
    /// The loss by the production forward pass.
    let loss: Double
    /// The code of every vector.
    let codes: [UInt32]
  }

  /// Evaluates the loss.
  func point(at t: Double) -> Point {
    move(to: t)
    let terms = subject.model.bound(count: subject.images.rows, moved, workspace)
    return Point(
      loss: subject.unit * subject.loss.value(of: terms), codes: Array(workspace.indices.values))
  }

  /// The parameters at one length; overwritten by the next call of any method.
  func parameters(at t: Double) -> Parameters<Double> {
    move(to: t)
    return moved
  }

  /// How far all vectors are from the borders of their cells, and a bound on how fast any of them moves while t grows
  /// by up to a given length.
  ///
  /// Nonlinearities have slopes of at most 1, so with ‖·‖ the root of the sum of squares of a layer's numbers
  /// ‖y′‖ ≤ ‖x′‖‖W‖ + ‖x‖‖V‖ + ‖v‖, V and v the direction's weights and biases; over the length ℓ, ‖W‖ grows by at most
  /// ℓ‖V‖ and ‖x‖ by at most ℓ‖x′‖.
  func clearanceAndSpeed(at t: Double, over length: Double) -> (clearance: Double, speed: Double) {
    move(to: t)
    let model = subject.model
    let codebook = moved[model.codebook]
    let encodings = piece(subject.images, moved)
    let norms = model.encoder.layers.map { layer in
      (moved[layer.weight].norm, direction[layer.weight].norm, direction[layer.bias].norm)
    }
    var fastest = 0.0
    for example in 0..<subject.images.rows {
      var (size, speed) = (subject.images.rows(example..<example + 1).norm, 0.0)
      for (output, (weight, turn, shift)) in zip(piece.outputs, norms) {
        speed = speed * (weight + length * turn) + size * turn + shift
        size = output.rows(example..<example + 1).norm + length * speed
      }
      fastest = max(fastest, speed)
    }
    // As long as no code changes, what is left over after some codes moves as z_e does.
    let assigned = AssignedCodes(
      encodings, among: codebook, model.architecture, replacements: subject.replacements)
    return (assigned.clearance, fastest)
  }

  private func move(to t: Double) {
    for layer in subject.model.encoder.layers {
      for block in [layer.weight, layer.bias] {
        for place in block.range {
          moved.buffer.start[place] =
            subject.parameters.buffer.start[place] + t * direction.buffer.start[place]
        }
      }
    }
  }
}

extension Matrix where Element == Double {
  /// √ of the sum of the squares.
  var norm: Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}
