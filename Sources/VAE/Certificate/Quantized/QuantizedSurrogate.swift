import Networks
import Tensors

/// The function of the parameters whose ordinary derivative at θ₀ a VQ-VAE's gradient is.
///
/// With z₀ and e₀ the encoder's output and the chosen code at θ₀, every sg[·] reads what it holds at θ₀:
/// - reconstruction, the code held (straight-through): −log p(x | e₀ + (z − z₀)); the encoding held: −log p(x | e);
///   nothing held: −log p(x | e + (z − z₀)); both held: −log p(x | e₀);
/// - codebook loss: ‖z₀ − e‖², commitment loss: β‖z − e₀‖²; with other stop-gradients the sides accordingly.
///
/// Which code is chosen and the sides of all rectifiers are held in any case. The value at θ₀ is the loss's. Where only
/// the assignments are held (the reconstruction holds the encoding, the distances nothing) it is the loss itself as
/// long as no assignment changes.
struct QuantizedSurrogate<Element: Scalar> {
  private let subject: QuantizedSubject
  private let codes: [Int]
  private let images: Matrix<Element>
  private let frozenEncodings: Matrix<Element>
  private let frozenCodes: Matrix<Element>
  private let encoder: Piece<Element>
  private let decoder: Piece<Element>
  private let input: Matrix<Element>
  private let logLikelihood: Matrix<Element>

  /// Freezes what has to be at the subject's parameters.
  init(_ subject: QuantizedSubject, _ frozen: FrozenQuantization) {
    self.subject = subject
    codes = frozen.codes
    images = subject.images.converted()
    frozenEncodings = frozen.encodings.converted()
    frozenCodes = frozen.quantized.converted()
    let (model, rows) = (subject.model, subject.images.rows)
    encoder = Piece(model.encoder, rows: rows, pattern: frozen.encoderSides)
    decoder = Piece(model.decoder, rows: rows, pattern: frozen.decoderSides)
    input = Matrix(rows: rows, columns: frozenCodes.columns)
    logLikelihood = Matrix(rows: rows, columns: 1)
  }

  /// Its value, in the unit of the loss: the mean over the images.
  func value(at parameters: Parameters<Element>) -> Element {
    let model = subject.model
    let encodings = encoder(images, parameters)
    let codebook = parameters[model.codebook]
    let (path, dimension) = (subject.loss.reconstruction.stopped, codebook.columns)
    var distances = Element.zero
    for place in 0..<input.count {
      let (z, z0, e0) = (
        encodings.start[place], frozenEncodings.start[place], frozenCodes.start[place]
      )
      let e = codebook[codes[place / dimension], place % dimension]
      input.start[place] = path.contains(.code) ? e0 : e
      if !path.contains(.encoding) { input.start[place] += z - z0 }
      for term in subject.loss.distances {
        let d =
          (term.stopped.contains(.encoding) ? z0 : z) - (term.stopped.contains(.code) ? e0 : e)
        distances += Element(term.weight) * d * d
      }
    }
    model.observation.logLikelihood(
      decoder(input, parameters), of: images, repeats: 1, parameters, into: logLikelihood)
    let reconstruction = logLikelihood.values.reduce(.zero, +)
    let weight = Element(subject.loss.reconstruction.weight)
    return (distances - weight * reconstruction) * Element(subject.unit)
  }
}
