import Networks
import Tensors

/// What a VQ-VAE's gradient holds fixed, evaluated once at the parameters in question.
struct FrozenQuantization: Sendable {
  /// k and e₀.
  let assigned: AssignedCodes
  /// z₀, what the encoder emits, one image a row.
  let encodings: Matrix<Double>
  /// The sides of the encoder's rectifiers.
  let encoderSides: Piece<Double>.Pattern
  /// The sides of the decoder's rectifiers.
  let decoderSides: Piece<Double>.Pattern

  /// Runs both networks forward; the nearest codes are found without the production search.
  init(_ subject: QuantizedSubject) {
    let (model, parameters) = (subject.model, subject.parameters)
    let encoder = Piece<Double>(model.encoder, rows: subject.images.rows, pattern: nil)
    encodings = encoder(subject.images, parameters)
    encoderSides = encoder.sides
    assigned = AssignedCodes(
      encodings, among: parameters[model.codebook], model.architecture,
      replacements: subject.replacements)
    let decoder = Piece<Double>(model.decoder, rows: encodings.rows, pattern: nil)
    _ = decoder(assigned.quantized, parameters)
    decoderSides = decoder.sides
  }
}
