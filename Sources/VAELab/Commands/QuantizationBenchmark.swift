import Distributions
import Foundation
import Reporting
import Tensors
import VAE

/// What `bench quantise` measured.
///
/// Every repeat quantises all vectors, then multiplies the same tiles without looking at the products, then multiplies
/// as many vectors at a time as fill a large matrix: the three are compared within a repeat, so that what else the
/// machine does weighs on all.
struct QuantizationBenchmark: Encodable {
  /// 10⁹ multiplications and additions a second of a product alone, and quantising beside it.
  struct Product: Encodable {
    /// Vectors of one product.
    var rows: Int
    /// The median over the repeats.
    var gigaflops: Double
    /// The rate of quantising over that of the product: the median over the repeats.
    var share: Double

    private enum CodingKeys: String, CodingKey {
      case rows, share
      case gigaflops = "gigaflops_per_second"
    }
  }

  /// The median over the repeats.
  var vectorsPerSecond: Double
  /// The rate of each repeat.
  var rates: [Double]
  /// 10⁹ multiplications and additions of the products a second.
  var gigaflops: Double
  /// The products of the tiles that quantising works in.
  var tiles: Product
  /// Large products.
  var large: Product
  var vectors: Int
  var dimension: Int
  var codes: Int
  var threads: Int

  private enum CodingKeys: String, CodingKey {
    case vectorsPerSecond = "vectors_per_second"
    case gigaflops = "gigaflops_per_second"
    case tiles = "tile_product"
    case large = "large_product"
    case rates, vectors, dimension, codes, threads
  }

  /// Runs the measurement, after a repeat that is not counted.
  static func run(
    vectors: Int, dimension: Int, codes: Int, seed: UInt64, repeats: Int, threads: Int
  ) -> QuantizationBenchmark {
    let stream = Philox(seed: seed)
    let z = normals(vectors, dimension, stream.substream("vectors"))
    let e = normals(codes, dimension, stream.substream("codes"))
    let indices = IndexBuffer(count: vectors)
    let workers = max(1, min(threads, vectors))
    let shares = (0..<workers).map { vectors * $0 / workers..<vectors * ($0 + 1) / workers }
    let searches = shares.map { NearestCodes<Float>(codes: codes, rows: $0.count) }
    let tile = searches[0].tile
    let large = max(tile, min((1 << 25) / codes, shares[0].count))
    let products = shares.map { Matrix<Float>(rows: min(large, $0.count), columns: codes) }

    func multiply(_ together: Int) {
      inParallel(pieces: workers, threads: workers) { worker in
        for first in stride(
          from: shares[worker].lowerBound, to: shares[worker].upperBound, by: together)
        {
          let rows = first..<min(first + together, shares[worker].upperBound)
          products[worker].rows(0..<rows.count).setProduct(z.rows(rows), transposed: e)
        }
      }
    }
    func quantise() {
      inParallel(pieces: workers, threads: workers) { worker in
        searches[worker].assign(
          z.rows(shares[worker]), to: e, into: indices.start + shares[worker].lowerBound)
      }
    }
    var seconds: [(search: Double, tiles: Double, large: Double)] = []
    for run in 0...repeats {
      let times = (time(quantise), time { multiply(tile) }, time { multiply(large) })
      if run > 0 { seconds.append(times) }
    }
    let operations = 2 * Double(vectors) * Double(dimension) * Double(codes) / 1e9
    let search = seconds.map(\.search)
    let rates = search.map { Double(vectors) / $0 }
    func product(_ rows: Int, _ times: [Double]) -> Product {
      Product(
        rows: rows, gigaflops: median(times.map { operations / $0 }),
        share: median(zip(times, search).map(/)))
    }
    return QuantizationBenchmark(
      vectorsPerSecond: median(rates), rates: rates,
      gigaflops: median(search.map { operations / $0 }),
      tiles: product(tile, seconds.map(\.tiles)), large: product(large, seconds.map(\.large)),
      vectors: vectors, dimension: dimension, codes: codes, threads: workers)
  }

  private static func normals(_ rows: Int, _ columns: Int, _ stream: Philox) -> Matrix<Float> {
    let matrix = Matrix<Float>(rows: rows, columns: columns)
    var stream = stream
    stream.fillNormals(matrix.values)
    return matrix
  }

  private static func time(_ work: () -> Void) -> Double {
    let began = ContinuousClock.now
    work()
    return (.now - began) / Duration.seconds(1)
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2)
      ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }

  /// The result for people.
  var text: String {
    func line(_ name: String, _ product: Product) -> String {
      """
      \(name) of \(product.rows) vectors: \(NumberFormat.significant(product.gigaflops, digits: 4)) \
      GFLOP/s, of which quantising reaches \(NumberFormat.fixed(100 * product.share, decimals: 1)) %

      """
    }
    return """
      \(NumberFormat.significant(vectorsPerSecond / 1e6, digits: 4)) million vectors a second: \
      \(vectors) of \(dimension) numbers against \(codes) codes (threads: \(threads), median of \
      \(rates.count) runs), \(NumberFormat.significant(gigaflops, digits: 4)) GFLOP/s

      """ + line("the same products alone,", tiles) + line("large products,", large)
  }
}
