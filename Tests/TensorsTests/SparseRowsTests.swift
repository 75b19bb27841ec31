import Tensors
import Testing

@Suite("Products with the numbers that are not zero")
struct SparseRowsTests {
  /// A matrix of which about a given part is not zero.
  static func matrix<S: Scalar>(_ rows: Int, _ columns: Int, density: Float, _: S.Type) -> Matrix<S>
  {
    let size = KernelInputs.normals(rows * columns, "size")
    let cut = KernelInputs.uniforms(rows * columns, "cut")
    let values = zip(size, cut).map { S(Double($1 < density ? $0 : 0)) }
    return Matrix(rows: rows, columns: columns, values)
  }

  static func dense<S: Scalar>(_ rows: Int, _ columns: Int, _ name: String, _: S.Type) -> Matrix<S>
  {
    let values = KernelInputs.normals(rows * columns, name).map { S(Double($0)) }
    return Matrix(rows: rows, columns: columns, values)
  }

  /// x W and xᵀ δ with what stands in between, for the sparse and, above the limit, the dense way.
  static func products<S: Scalar>(
    _ rows: Int, _ columns: Int, _ n: Int, density: Float, _ type: S.Type
  ) -> (isSparse: Bool, product: [S], gradient: [S]) {
    let x = matrix(rows, columns, density: density, type)
    let input = SparseRows<S>(rows: rows + 2, columns: columns)
    // Used before, so that nothing may be left from then.
    input.assign(matrix(rows + 2, columns, density: 0.3, type))
    input.assign(x)
    let y = Matrix<S>(rows: rows, columns: n), weightGradient = Matrix<S>(rows: columns, columns: n)
    y.fill(S(.nan))
    weightGradient.fill(S(.nan))
    input.product(with: dense(columns, n, "weight", type), into: y)
    input.gradient(with: dense(rows, n, "delta", type), into: weightGradient)
    return (input.isSparse, Array(y.values), Array(weightGradient.values))
  }

  @Test("Sparse products have the bits of the definition, for every width")
  func bits() {
    for n in [1, 7, 15, 16, 17, 40, 129, 200, 272] {
      for (rows, columns) in [(0, 5), (1, 1), (3, 17), (10, 100)] {
        let float = Self.products(rows, columns, n, density: 0.1, Float.self)
        let plain = Self.products(rows, columns, n, density: 0.1, PlainFloat.self)
        #expect(float.isSparse && plain.isSparse)
        #expect(float.product == plain.product.floats)
        #expect(float.gradient == plain.gradient.floats)
      }
    }
  }

  @Test("Sparse and dense products agree within the bound of their roundings")
  func agreement() {
    let (rows, columns, n) = (20, 784, 200)
    for density in [0.13, 0.19, 0.8] as [Float] {
      let float = Self.products(rows, columns, n, density: density, Float.self)
      #expect(float.isSparse == (density < 0.3))
      let x = Self.matrix(rows, columns, density: density, Double.self)
      let weight = Self.dense(columns, n, "weight", Double.self)
      let delta = Self.dense(rows, n, "delta", Double.self)
      for (r, c) in [(0, 0), (7, 15), (12, 16), (19, 199)] {
        let terms = (0..<columns).map { x[r, $0] * weight[$0, c] }
        expectSum(float.product[r * n + c], terms)
      }
      for (i, c) in [(0, 0), (300, 15), (500, 16), (783, 199)] {
        let terms = (0..<rows).map { x[$0, i] * delta[$0, c] }
        expectSum(float.gradient[i * n + c], terms)
      }
    }
  }

  func expectSum(_ found: Float, _ terms: [Double]) {
    let size = terms.reduce(0.0) { $0 + $1.magnitude }
    let count = Double(terms.count { $0 != 0 })
    let gap = (Double(found) - terms.reduce(0, +)).magnitude
    #expect(gap <= (count + 1) * KernelInputs.unit * size)
  }

  @Test("Density is counted, NaN is not zero, −0 is")
  func density() {
    let x = Matrix<Float>(rows: 2, columns: 20)
    let input = SparseRows<Float>(rows: 2, columns: 20)
    input.assign(x)
    #expect(input.density == 0)
    x[0, 3] = .nan
    x[1, 19] = 2
    x[1, 0] = -0.0
    input.assign(x)
    #expect(input.density == 2.0 / 40)
    let weight = Matrix<Float>(rows: 20, columns: 3)
    weight.fill(1)
    let y = Matrix<Float>(rows: 2, columns: 3)
    input.product(with: weight, into: y)
    #expect((0..<3).allSatisfy { y[0, $0].isNaN && y[1, $0] == 2 })
    // All of the numbers that the limit admits, and one more.
    let most = Int(40 * SparseRows<Float>.limit)
    for index in 0..<40 { x.start[index] = index < most ? 1 : 0 }
    input.assign(x)
    #expect(input.isSparse && input.density == Double(most) / 40)
    x.start[39] = 1
    input.assign(x)
    #expect(!input.isSparse && input.density == nil)
    input.product(with: weight, into: y)
    #expect(y[0, 0] + y[1, 0] == Float(most + 1))
  }
}
