import Datasets
import Distributions
import Foundation
import Networks
import Tensors
import Testing
import VAE

private let digits = BuiltinDigits(count: 120).images
private let architecture = QuantizedArchitecture(
  image: digits.shape, positions: 4, codes: 6, dimension: 5, quantizer: .residual, encoder: [9],
  decoder: [7])
private let model = QuantizedAutoencoder(architecture)
private let parameters: Parameters<Float> = model.initialParameters(
  .lecunNormal, using: Philox(seed: 3))

/// Codes by their definition, in double precision: what is left over of a vector is coded by each codebook in turn.
private func greedy(
  _ vector: [Double], _ codebooks: [[[Double]]]
) -> (codes: [UInt32], leftOver: [[Double]]) {
  var (left, codes, leftOver) = (vector, [UInt32](), [[Double]]())
  for book in codebooks {
    let distances = book.map { e in zip(left, e).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
    let code = distances.indices.min { distances[$0] < distances[$1] } ?? 0
    left = zip(left, book[code]).map(-)
    codes.append(UInt32(code))
    leftOver.append(left)
  }
  return (codes, leftOver)
}

@Suite("A residual quantiser")
struct ResidualQuantizationTests {
  private let encodings = model.encodings(
    of: digits, parameters, .threshold, threads: 1, using: Philox(seed: 1))
  private let codebooks = (0..<4).map { book in
    (0..<6).map { code in
      (0..<5).map { Double(parameters[model.codebook][book * 6 + code, $0]) }
    }
  }

  @Test("Every codebook codes what those before leave over, and the decoder reads the sum")
  func stages() {
    let coded = model.coded(
      digits, parameters, binarization: .threshold, threads: 2, using: Philox(seed: 1))
    let terms = model.terms(
      of: digits, parameters, binarization: .threshold, threads: 1, using: Philox(seed: 1))
    let vectors = model.vectors(ofCodes: coded.codes, parameters)
    #expect(coded.codes == terms.codes && vectors.columns == 5)
    var (sum, withoutResidual, withOneCodebook) = (0.0, 0, 0)
    for image in 0..<digits.count {
      let z = (0..<5).map { Double(encodings[image, $0]) }
      let found = greedy(z, codebooks)
      let codes = Array(coded.codes[image * 4..<image * 4 + 4])
      #expect(found.codes == codes)
      for j in 0..<5 {
        let e = zip(codebooks, codes).reduce(0) { $0 + $1.0[Int($1.1)][j] }
        #expect((Double(vectors[image, j]) - e).magnitude <= 4 * 8 * 0x1p-23)
      }
      let squares = found.leftOver.map { $0.reduce(0) { $0 + $1 * $1 } }
      sum += squares.reduce(0, +)
      #expect((coded.distances[image] - squares[3]).magnitude <= 1e-5 * max(1, squares[3]))
      // What the test would not see if these were the same.
      if codebooks.map({ greedy(z, [$0]).codes[0] }) != codes { withoutResidual += 1 }
      if greedy(z, Array(repeating: codebooks[0], count: 4)).codes != codes { withOneCodebook += 1 }
    }
    #expect((terms.sum.distance - sum).magnitude <= 1e-5 * sum)
    #expect(withoutResidual > 60 && withOneCodebook > 60)
  }

  @Test("A shape without a quantiser is a product; a shape reads what it wrote")
  func decodes() throws {
    let text = String(decoding: try JSONEncoder().encode(architecture), as: UTF8.self)
    #expect(text.contains(#""quantizer":"residual""#))
    #expect(
      try JSONDecoder().decode(QuantizedArchitecture.self, from: Data(text.utf8)) == architecture)
    let old = text.replacingOccurrences(of: #""quantizer":"residual","#, with: "")
      .replacingOccurrences(of: #","quantizer":"residual""#, with: "")
    let read = try JSONDecoder().decode(QuantizedArchitecture.self, from: Data(old.utf8))
    #expect(read.quantizer == .product && read.latent == 20 && read.codebooks == 1)
    #expect(architecture.latent == 5 && architecture.codebooks == 4)
  }

  @Test("Settings without code noise are those of a run without it")
  func settings() throws {
    let plain = QuantizedConfiguration(architecture: architecture)
    let text = String(decoding: try JSONEncoder().encode(plain), as: UTF8.self)
    #expect(!text.contains("codeNoise"))
    #expect(
      try JSONDecoder().decode(QuantizedConfiguration.self, from: Data(text.utf8)) == plain)
  }

  @Test("Usage of several codebooks: the mean of their entropies")
  func usage() {
    // Positions in turn: the first always has 1, the second 0 and 1 equally often.
    let usage = CodeUsage([1, 0, 1, 1, 1, 0, 1, 1], codes: 2, codebooks: 2)
    #expect(usage.counts == [0, 4, 2, 2] && usage.codes == 2 && usage.unused == 1)
    #expect((usage.entropy - 0.5 * log(2)).magnitude <= 4 * 1.0.ulp)
    #expect((usage.perplexity - 2.0.squareRoot()).magnitude <= 8 * 1.0.ulp)
  }
}
