import Networks
import Tensors

// From what the encoder emits to what the decoder reads.
extension QuantizedAutoencoder {
  /// z_q, one image a row, from the code nearest to v at every position: k = argmin ‖v − eⱼ‖².
  ///
  /// A product's v are parts of z_e. A residual quantiser's are v₀ = z_e and vᵢ₊₁ = vᵢ − eᵢ.
  func quantize<Element: Scalar>(
    _ encodings: Matrix<Element>, _ parameters: Parameters<Element>,
    _ workspace: QuantizedWorkspace<Element>
  ) -> Matrix<Element> {
    let codes = parameters[codebook]
    for book in 0..<architecture.codebooks {
      let (vectors, indices) = choices(from: book, encodings, workspace)
      if architecture.quantizer == .residual {
        leaveOver(vectors, before: book, encodings, codes, workspace)
      }
      workspace.nearest.assign(vectors, to: rows(of: book, in: codes), into: indices)
      guard architecture.quantizer == .residual else { continue }
      for example in 0..<encodings.rows {
        workspace.indices.start[example * architecture.positions + book] = indices[example]
      }
    }
    let quantized = workspace.quantized.rows(0..<encodings.rows)
    decode(
      workspace.indices.start, codes, replacements: workspace.replacements.start, into: quantized)
    return quantized
  }

  /// The codes at their places, or their sum; one image a row.
  func decode<Element: Scalar>(
    _ indices: UnsafePointer<UInt32>, _ codes: Matrix<Element>,
    replacements: UnsafePointer<UInt32>? = nil, into quantized: Matrix<Element>
  ) {
    quantized.fill(.zero)
    for example in 0..<quantized.rows {
      for position in 0..<architecture.positions {
        let place = example * architecture.positions + position
        let code = Self.decoded(indices[place], replacements?[place])
        let e = codes.row(architecture.row(of: code, at: position))
        let z = quantized.row(example) + architecture.offset(of: position)
        for j in 0..<codes.columns { z[j] += e[j] }
      }
    }
  }

  /// The code that the decoder reads.
  static func decoded(_ index: UInt32, _ replacement: UInt32?) -> Int {
    guard let replacement, replacement != CodeNoise.none else { return Int(index) }
    return Int(replacement)
  }

  /// The vectors of a pass that choose from a codebook, one a row, and room for what they choose.
  func choices<Element: Scalar>(
    from book: Int, _ encodings: Matrix<Element>, _ workspace: QuantizedWorkspace<Element>
  ) -> (vectors: Matrix<Element>, indices: UnsafeMutablePointer<UInt32>) {
    guard architecture.quantizer == .residual else {
      return (encodings.reshaped(columns: architecture.dimension), workspace.indices.start)
    }
    let rows = book * encodings.rows..<(book + 1) * encodings.rows
    return (workspace.residuals.rows(rows), workspace.stages.start + rows.lowerBound)
  }

  /// What an image quantised at a position, and the row of the code that it chose there.
  func choice<Element: Scalar>(
    of example: Int, at position: Int, _ encodings: Matrix<Element>,
    _ workspace: QuantizedWorkspace<Element>
  ) -> (vector: UnsafePointer<Element>, row: Int) {
    let code = Int(workspace.indices.start[example * architecture.positions + position])
    let vector =
      architecture.quantizer == .residual
      ? workspace.residuals.row(position * encodings.rows + example)
      : encodings.row(example) + architecture.offset(of: position)
    return (UnsafePointer(vector), architecture.row(of: code, at: position))
  }

  /// The rows of a codebook in a block of all.
  func rows<Element: Scalar>(of book: Int, in block: Matrix<Element>) -> Matrix<Element> {
    block.rows(book * architecture.codes..<(book + 1) * architecture.codes)
  }

  /// vᵢ₊₁ = vᵢ − eᵢ, or v₀ = z_e.
  private func leaveOver<Element: Scalar>(
    _ vectors: Matrix<Element>, before book: Int, _ encodings: Matrix<Element>,
    _ codes: Matrix<Element>, _ workspace: QuantizedWorkspace<Element>
  ) {
    guard book > 0 else { return vectors.assign(encodings) }
    for example in 0..<encodings.rows {
      let (before, row) = choice(of: example, at: book - 1, encodings, workspace)
      let (v, e) = (vectors.row(example), codes.row(row))
      for j in 0..<vectors.columns { v[j] = before[j] - e[j] }
    }
  }
}
