import Distributions
import Tensors
import VAE

/// Vectors and codes with whole numbers for coordinates, all times one power of two: every distance has an exact square.
struct CodeTable: Sendable {
  /// z, one array a vector.
  let vectors: [[Int]]

  /// e, one array a code.
  let codes: [[Int]]

  /// The power of two.
  let exponent: Int

  /// Of whole numbers as they are, unless scaled.
  init(vectors: [[Int]], codes: [[Int]], exponent: Int = 0) {
    self.vectors = vectors
    self.codes = codes
    self.exponent = exponent
  }

  /// Draws six vectors and up to forty codes of up to nine numbers: wide apart; on a narrow grid, where distances often
  /// are equal; or so far from 0 that the products' rounding hides the differences.
  ///
  /// - Parameters:
  ///   - bits: Of the precision, 24 or 53: coordinates need no more.
  ///   - exponents: The powers of two.
  static func random(
    bits: Int, exponents: ClosedRange<Int>, using generator: inout Philox
  ) -> CodeTable {
    func whole(_ range: ClosedRange<Int>) -> Int {
      range.lowerBound + Int(Double(range.count) * (1 - generator.uniform()))
    }
    let (count, dimension, kind) = (whole(2...40), whole(1...9), whole(0...2))
    let width = kind == 0 ? 1000 : 4
    let center = (0..<dimension).map { _ in kind == 2 ? whole(-1...1) << (bits - 2) : 0 }
    func points(_ count: Int) -> [[Int]] {
      (0..<count).map { _ in center.map { $0 + whole(-width...width) } }
    }
    return CodeTable(
      vectors: points(6), codes: points(count), exponent: whole(exponents))
  }

  /// The same with the codes in reverse order.
  var reversed: CodeTable {
    CodeTable(vectors: vectors, codes: codes.reversed(), exponent: exponent)
  }

  /// The first of the codes with the least cost.
  func nearest(_ cost: (_ vector: [Int], _ code: [Int]) -> Int) -> [Int] {
    vectors.map { vector in
      let costs = codes.map { cost(vector, $0) }
      return costs.indices.reduce(0) { costs[$1] < costs[$0] ? $1 : $0 }
    }
  }

  /// By the squares of all distances, in whole numbers.
  var nearest: [Int] {
    nearest { vector, code in
      zip(vector, code).reduce(0) { sum, pair in sum + (pair.0 - pair.1) * (pair.0 - pair.1) }
    }
  }

  /// As the model's quantiser chooses.
  func assigned<Element: Scalar>(_: Element.Type, isExact: Bool = true) -> [Int] {
    let indices = IndexBuffer(count: vectors.count)
    NearestCodes<Element>(codes: codes.count, rows: vectors.count, isExact: isExact)
      .assign(matrix(vectors), to: matrix(codes) as Matrix<Element>, into: indices.start)
    return indices.values.map(Int.init)
  }

  /// By the quantiser's own product and ranking, less something else than ½‖e‖².
  func ranked<Element: Scalar>(_: Element.Type, less half: ([Double]) -> Double) -> [Int] {
    let products = Matrix<Element>(rows: vectors.count, columns: codes.count)
    products.setProduct(matrix(vectors), transposed: matrix(codes))
    let scale = Double(sign: .plus, exponent: exponent, significand: 1)
    let halves = codes.map { code in Element(half(code.map { scale * Double($0) })) }
    let indices = IndexBuffer(count: vectors.count)
    let (best, second) = (
      Matrix<Element>(rows: 1, columns: vectors.count),
      Matrix<Element>(rows: 1, columns: vectors.count)
    )
    Element.nearestCodes(
      products: products.start, half: halves, rows: vectors.count, codes: codes.count,
      indices: indices.start, best: best.start, second: second.start)
    return indices.values.map(Int.init)
  }

  private func matrix<Element: Scalar>(_ points: [[Int]]) -> Matrix<Element> {
    let scale = Double(sign: .plus, exponent: exponent, significand: 1)
    return Matrix(
      rows: points.count, columns: points[0].count,
      points.joined().map { Element(scale * Double($0)) })
  }

  /// Tables on which one fault or another shows.
  static func fixed(bits: Int) -> [Subject<CodeTable>] {
    let far = 1 << (bits - 2)
    let distant = CodeTable(
      vectors: [[far, far + 3, -far], [far + 5, far, 1 - far]],
      codes: [
        [far + 4, far + 3, -far], [far, far, -far], [far + 4, far + 2, 2 - far],
        [far, far + 1, 2 - far],
      ])
    return [
      Subject(
        "equal distances",
        CodeTable(
          vectors: [[0, 0], [1, 1], [-1, 0]],
          codes: [[3, 4], [5, 0], [4, 3], [-5, 0], [0, -5], [5, 0]])),
      Subject("a long, a short and a diagonal code", unlike),
      Subject("near-equals far from 0", distant),
    ]
  }

  /// Codes that sums of absolute differences, inner products and norms rank otherwise than distances.
  static let unlike = CodeTable(
    vectors: [[9, -4], [30, 1], [4, 4]],
    codes: [[15, -4], [13, -8], [30, -20], [3, -1], [3, 9], [70, 1]])

  /// The same so large and so small that squares are infinite and zero in single precision.
  static let extreme: [Subject<CodeTable>] = [100, -100].map { exponent in
    Subject(
      "times 2^\(exponent)",
      CodeTable(vectors: unlike.vectors, codes: unlike.codes, exponent: exponent))
  }
}
