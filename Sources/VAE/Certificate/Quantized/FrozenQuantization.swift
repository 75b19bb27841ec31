import Networks
import Tensors

/// What a VQ-VAE's gradient holds fixed, evaluated once at the parameters in question.
struct FrozenQuantization: Sendable {
  /// k, vector by vector.
  let codes: [Int]
  /// z₀, what the encoder emits, one image a row.
  let encodings: Matrix<Double>
  /// e₀, the codes chosen, one image a row.
  let quantized: Matrix<Double>
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
    let vectors = encodings.reshaped(columns: model.architecture.dimension)
    let codebook = parameters[model.codebook]
    codes = (0..<vectors.rows).map { CellBorders.nearest(vectors.row($0), among: codebook).code }
    quantized = Matrix(rows: encodings.rows, columns: encodings.columns)
    for (row, code) in codes.enumerated() {
      quantized.reshaped(columns: vectors.columns).row(row)
        .update(from: codebook.row(code), count: vectors.columns)
    }
    let decoder = Piece<Double>(model.decoder, rows: quantized.rows, pattern: nil)
    _ = decoder(quantized, parameters)
    decoderSides = decoder.sides
  }
}
