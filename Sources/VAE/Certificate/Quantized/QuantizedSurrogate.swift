import Networks
import Tensors

/// The function of the parameters whose ordinary derivative at θ₀ a VQ-VAE's gradient is.
///
/// With z₀ and e₀ the encoder's output and the chosen code at θ₀, every sg[·] reads what it holds at θ₀:
/// - reconstruction, the code held (straight-through): −log p(x | e₀ + (z − z₀)); the encoding held: −log p(x | e);
///   nothing held: −log p(x | e + (z − z₀)); both held: −log p(x | e₀);
/// - codebook loss: ‖z₀ − e‖², commitment loss: β‖z − e₀‖²; with other stop-gradients the sides accordingly.
///
/// A residual quantiser's e in the reconstruction is the sum of the codes, and its distances are those of z less the codes
/// of the positions before, which every term holds: ‖z − Σe₀ − e‖². Where codes are replaced by random ones, the decoder
/// reads those; the distances are those of the chosen ones.
///
/// Which code is chosen and the sides of all rectifiers are held in any case. The value at θ₀ is the loss's. Where only
/// the assignments are held (the reconstruction holds the encoding, the distances nothing) it is the loss itself as
/// long as no assignment changes.
struct QuantizedSurrogate<Element: Scalar> {
  private let subject: QuantizedSubject
  private let rows: [Int]
  private let decodedRows: [Int]
  private let images: Matrix<Element>
  private let frozenEncodings: Matrix<Element>
  private let frozenCodes: Matrix<Element>
  private let frozenDecodedCodes: Matrix<Element>
  private let taken: Matrix<Element>
  private let encoder: Piece<Element>
  private let decoder: Piece<Element>
  private let input: Matrix<Element>
  private let logLikelihood: Matrix<Element>

  /// Freezes what has to be at the subject's parameters.
  init(_ subject: QuantizedSubject, _ frozen: FrozenQuantization) {
    self.subject = subject
    rows = frozen.assigned.rows
    decodedRows = frozen.assigned.decodedRows
    images = subject.images.converted()
    frozenEncodings = frozen.encodings.converted()
    frozenCodes = frozen.assigned.codes.converted()
    frozenDecodedCodes = frozen.assigned.decodedCodes.converted()
    taken = frozen.assigned.taken.converted()
    let (model, rows) = (subject.model, subject.images.rows)
    encoder = Piece(model.encoder, rows: rows, pattern: frozen.encoderSides)
    decoder = Piece(model.decoder, rows: rows, pattern: frozen.decoderSides)
    input = Matrix(rows: rows, columns: frozenEncodings.columns)
    logLikelihood = Matrix(rows: rows, columns: 1)
  }

  /// Its value, in the unit of the loss: the mean over the images.
  func value(at parameters: Parameters<Element>) -> Element {
    let model = subject.model
    let encodings = encoder(images, parameters)
    let codebook = parameters[model.codebook]
    let (path, dimension) = (subject.loss.reconstruction.stopped, codebook.columns)
    var distances = Element.zero
    input.fill(.zero)
    for place in 0..<frozenCodes.count {
      let (image, number) = place.quotientAndRemainder(dividingBy: frozenCodes.columns)
      let (position, j) = number.quotientAndRemainder(dividingBy: dimension)
      let column = model.architecture.offset(of: position) + j
      let (z, z0) = (encodings[image, column], frozenEncodings[image, column])
      let (e, e0) = (codebook[rows[place / dimension], j], frozenCodes.start[place])
      input[image, column] +=
        path.contains(.code)
        ? frozenDecodedCodes.start[place] : codebook[decodedRows[place / dimension], j]
      for term in subject.loss.distances {
        let d =
          (term.stopped.contains(.encoding) ? z0 : z) - taken.start[place]
          - (term.stopped.contains(.code) ? e0 : e)
        distances += Element(term.weight) * d * d
      }
    }
    if !path.contains(.encoding) {
      for place in 0..<input.count {
        input.start[place] += encodings.start[place] - frozenEncodings.start[place]
      }
    }
    model.observation.logLikelihood(
      decoder(input, parameters), of: images, repeats: 1, parameters, into: logLikelihood)
    let reconstruction = logLikelihood.values.reduce(.zero, +)
    let weight = Element(subject.loss.reconstruction.weight)
    return (distances - weight * reconstruction) * Element(subject.unit)
  }
}
