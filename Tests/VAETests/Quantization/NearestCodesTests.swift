import Distributions
import Tensors
import Testing
import VAE

/// The nearest code by its definition, in double precision: argmin of Σ (z − e)², the first among equals.
private func bruteForce<Element: Scalar>(
  _ vectors: Matrix<Element>, _ codes: Matrix<Element>
) -> [UInt32] {
  (0..<vectors.rows).map { row in
    let distances = (0..<codes.rows).map { code in
      var sum = 0.0
      for j in 0..<codes.columns {
        let d = vectors[row, j].double - codes[code, j].double
        sum += d * d
      }
      return sum
    }
    return UInt32(distances.indices.min { distances[$0] < distances[$1] } ?? 0)
  }
}

private func assigned<Element: Scalar>(
  _ vectors: Matrix<Element>, _ codes: Matrix<Element>, isExact: Bool = true
) -> [UInt32] {
  let indices = IndexBuffer(count: vectors.rows)
  NearestCodes<Element>(codes: codes.rows, rows: vectors.rows, isExact: isExact)
    .assign(vectors, to: codes, into: indices.start)
  return Array(indices.values)
}

private func normals<Element: Scalar>(
  _ rows: Int, _ columns: Int, scale: Double = 1, _ name: String
) -> Matrix<Element> {
  var generator = Philox(seed: 11).substream(name)
  return Matrix(
    rows: rows, columns: columns,
    (0..<rows * columns).map { _ in Element(scale * generator.standardNormal()) })
}

@Suite struct NearestCodesTests {
  @Test(
    "The product finds the codes that all distances find",
    arguments: [(1, 3), (2, 1), (17, 4), (64, 16), (1000, 5), (3000, 64)])
  func agrees(codes: Int, dimension: Int) {
    let count = codes * dimension > 10_000 ? 20 : 300
    let float: Matrix<Float> = normals(count, dimension, "z")
    let double: Matrix<Double> = normals(count, dimension, "z")
    let e: Matrix<Float> = normals(codes, dimension, "e")
    let d: Matrix<Double> = normals(codes, dimension, "e")
    #expect(assigned(float, e) == bruteForce(float, e))
    #expect(assigned(double, d) == bruteForce(double, d))
  }

  @Test("Near-equals inside the product's rounding are decided by their distances")
  func nearTies() {
    // Codes in pairs that differ by a few units in the last place, far from 0 where scores cancel.
    var generator = Philox(seed: 12)
    let dimension = 8
    let codes = Matrix<Float>(rows: 40, columns: dimension)
    for pair in 0..<20 {
      for j in 0..<dimension {
        let x = 100 + Float(generator.standardNormal())
        codes[2 * pair, j] = x
        codes[2 * pair + 1, j] = x + Float(Int(generator.next() % 5) - 2) * x.ulp
      }
    }
    let vectors = Matrix<Float>(rows: 2000, columns: dimension)
    for row in 0..<vectors.rows {
      let pair = Int(generator.next() % 20)
      for j in 0..<dimension {
        vectors[row, j] = codes[2 * pair, j] + 0.01 * Float(generator.standardNormal())
      }
    }
    let expected = bruteForce(vectors, codes)
    #expect(assigned(vectors, codes) == expected)
    let byProduct = assigned(vectors, codes, isExact: false)
    let wrong = zip(byProduct, expected).count { $0 != $1 }
    #expect(wrong > 100, "the product alone is wrong \(wrong) times: the test sees the difference")
  }

  @Test("Equal codes: the first")
  func ties() {
    let vectors: Matrix<Float> = normals(100, 3, "z")
    let once: Matrix<Float> = normals(7, 3, "e")
    let twice = Matrix<Float>(rows: 14, columns: 3)
    twice.rows(0..<7).assign(once)
    twice.rows(7..<14).assign(once)
    #expect(assigned(vectors, twice) == assigned(vectors, once))
    // Halfway between two codes, exactly.
    let codes = Matrix<Float>(rows: 3, columns: 1, [5, 1, -1])
    #expect(assigned(Matrix(rows: 1, columns: 1, [0]), codes) == [1])
  }

  @Test("As many codes as there may be")
  func largest() {
    let codes = Matrix<Float>(rows: 1 << 16, columns: 2)
    for code in 0..<codes.rows {
      (codes[code, 0], codes[code, 1]) = (Float(code >> 8), Float(code & 255))
    }
    let vectors = Matrix<Float>(
      rows: 4, columns: 2, [0.2, 0.3, 255.4, 254.6, 17.49, 3.51, -9, 300])
    #expect(assigned(vectors, codes) == [0, 65535, 17 << 8 | 4, 255])
  }

  @Test(
    "Vectors whose squares overflow or vanish in single precision", arguments: [-130, -70, 70, 120])
  func extremes(exponent: Int) {
    let scale = Float(sign: .plus, exponent: exponent, significand: 1)
    let vectors: Matrix<Float> = normals(50, 3, "z")
    let codes: Matrix<Float> = normals(20, 3, "e")
    for place in 0..<vectors.count { vectors.start[place] *= scale }
    for place in 0..<codes.count { codes.start[place] *= scale }
    #expect(assigned(vectors, codes) == bruteForce(vectors, codes))
  }
}
