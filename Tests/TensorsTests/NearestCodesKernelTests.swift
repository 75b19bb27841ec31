import CKernels
import Tensors
import Testing

@Suite("The search for the nearest code")
struct NearestCodesKernelTests {
  /// Indices, best and second of some rows.
  static func search<S: Scalar>(_ products: [S], _ half: [S]) -> (indices: [UInt32], scores: [S]) {
    let rows = products.count / half.count
    var indices = [UInt32](repeating: 9, count: rows)
    var best = [S](repeating: .zero, count: rows), second = best
    S.nearestCodes(
      products: products, half: half, rows: rows, codes: half.count, indices: &indices,
      best: &best, second: &second)
    return (indices, best + second)
  }

  /// Rows of ordinary numbers, of few different ones so that many are equal, and of all kinds.
  static func rows(_ codes: Int) -> [Float] {
    let normal = KernelInputs.normals(codes, scale: 3, "products")
    return normal + normal.map { $0.rounded() } + KernelLevelTests.mixed(codes, "mixed")
      + [Float](repeating: .nan, count: codes) + [Float](repeating: -.infinity, count: codes)
  }

  @Test(
    "Vectorised and on every processor, it has the bits of the definition",
    arguments: [
      1, 2, 15, 16, 17, 33, 64, 1000, 1024,
    ])
  func bits(_ codes: Int) {
    let products = Self.rows(codes)
    let half = KernelInputs.normals(codes, "half").map { $0.magnitude.rounded() }
    let plain = Self.search(products.plain, half.plain)
    let float = Self.search(products, half)
    #expect(float.indices == plain.indices)
    #expect(KernelInputs.bits(float.scores) == KernelInputs.bits(plain.scores.floats))
    for level in KernelLevelTests.levels {
      var indices = [UInt32](repeating: 9, count: 5)
      var best = [Float](repeating: 0, count: 5), second = best
      ckNearestCodesAt(level, products, half, 5, codes, &indices, &best, &second)
      #expect(indices == float.indices)
      #expect(KernelInputs.bits(best + second) == KernelInputs.bits(float.scores))
    }
  }

  @Test("Among equals the first is chosen, and the second best is equal to it")
  func ties() {
    for codes in [2, 16, 40, 100] {
      for first in [0, 1, 7, codes / 2, codes - 2] where first < codes - 1 {
        var products = [Float](repeating: -1, count: codes)
        for place in first..<codes where (place - first).isMultiple(of: 3) { products[place] = 2 }
        products[codes - 1] = 2
        let (indices, scores) = Self.search(products, [Float](repeating: 0, count: codes))
        #expect(indices == [UInt32(first)] && scores == [2, 2], "\(first) of \(codes)")
      }
    }
  }
}
