import Tensors

/// What images choose, found distance by distance without the production search.
struct AssignedCodes: Sendable {
  /// The row of the chosen code among all codes, image after image, position after position.
  let rows: [Int]
  /// The row of the code that the decoder reads, in the same order.
  let decodedRows: [Int]
  /// The chosen codes, one image a row, position after position.
  let codes: Matrix<Double>
  /// Those that the decoder reads.
  let decodedCodes: Matrix<Double>
  /// What the codes of the positions before have said of z_e already, in the same order; zero for a product.
  let taken: Matrix<Double>
  /// What the decoder reads, one image a row.
  let quantized: Matrix<Double>
  /// The shortest distance of anything that was quantised from the border of its cell.
  let clearance: Double

  /// Assigns codes to z_e, one image a row; all codes one a row, codebook after codebook.
  init(
    _ encodings: Matrix<Double>, among codebook: Matrix<Double>,
    _ architecture: QuantizedArchitecture, replacements: [UInt32]
  ) {
    let (positions, dimension) = (architecture.positions, architecture.dimension)
    let numbers = positions * dimension
    codes = Matrix(rows: encodings.rows, columns: numbers)
    decodedCodes = Matrix(rows: encodings.rows, columns: numbers)
    taken = Matrix(rows: encodings.rows, columns: numbers)
    quantized = Matrix(rows: encodings.rows, columns: encodings.columns)
    var (chosen, decoded, shortest) = ([Int](), [Int](), Double.infinity)
    for image in 0..<encodings.rows {
      let left = Matrix<Double>(rows: 1, columns: encodings.columns)
      left.assign(encodings.rows(image..<image + 1))
      for position in 0..<positions {
        let (offset, place) = (architecture.offset(of: position), position * dimension)
        let book = architecture.row(of: 0, at: position)
        for j in 0..<dimension {
          taken[image, place + j] = encodings[image, offset + j] - left[0, offset + j]
        }
        let found = CellBorders.nearest(
          left.row(0) + offset, among: codebook.rows(book..<book + architecture.codes))
        shortest = min(shortest, found.clearance)
        let replacement = replacements[image * positions + position]
        let code = replacement == CodeNoise.none ? found.code : Int(replacement)
        chosen.append(book + found.code)
        decoded.append(book + code)
        for j in 0..<dimension {
          codes[image, place + j] = codebook[book + found.code, j]
          decodedCodes[image, place + j] = codebook[book + code, j]
          left[0, offset + j] -= codes[image, place + j]
          quantized[image, offset + j] += decodedCodes[image, place + j]
        }
      }
    }
    (rows, decodedRows, clearance) = (chosen, decoded, shortest)
  }
}
