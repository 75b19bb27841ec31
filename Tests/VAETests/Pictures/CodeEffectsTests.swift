import Datasets
import Distributions
import Networks
import Tensors
import Testing
import VAE

/// The numbers of a matrix, row by row.
private func numbers(_ matrix: Matrix<Float>) -> [Float] {
  (0..<matrix.rows).flatMap { row in (0..<matrix.columns).map { matrix[row, $0] } }
}

@Suite("What codes do to images")
struct CodeEffectsTests {
  private let model = QuantizedAutoencoder(
    QuantizedArchitecture(
      image: ImageShape(channels: 1, height: 2, width: 3), positions: 2, codes: 3, dimension: 2,
      encoder: [3], decoder: [4]))
  private let indices: [UInt32] = [0, 1, 2, 1, 1, 0]
  private var parameters: Parameters<Float> {
    model.initialParameters(.lecunNormal, using: Philox(seed: 2))
  }

  @Test("They are averages of decoded images with one position changed, on any number of threads")
  func averages() {
    let parameters = parameters
    let chosen = [2, 0]
    let effects = model.effects(of: chosen, among: indices, parameters, threads: 1)
    let several = model.effects(of: chosen, among: indices, parameters, threads: 3)
    #expect(numbers(effects.averages) == numbers(several.averages))
    func average(_ indices: [UInt32]) -> [Float] {
      let images = model.means(parameters, ofLatents: model.vectors(ofCodes: indices, parameters))
      return (0..<6).map { (images[0, $0] + images[1, $0] + images[2, $0]) / 3 }
    }
    #expect(numbers(effects.average) == average(indices))
    for position in 0..<2 {
      for (place, code) in chosen.enumerated() {
        var changed = indices
        for image in 0..<3 { changed[2 * image + position] = UInt32(code) }
        let row = effects.averages.rows(position * 2 + place..<position * 2 + place + 1)
        #expect(numbers(row) == average(changed))
      }
    }
  }

  @Test("Differences stand around ½, and the largest reaches 0 or 1")
  func differences() {
    let parameters = parameters
    let effects = model.effects(of: [0, 1, 2], among: indices, parameters, threads: 1)
    let values = numbers(effects.differences)
    #expect(values.allSatisfy { (0...1).contains($0) })
    #expect(values.contains(0) || values.contains(1))
    // One image whose codes are all the code that is put there: nothing changes.
    let still = model.effects(of: [1], among: [1, 1], parameters, threads: 1)
    #expect(still.largestChange == 0)
    #expect(numbers(still.differences).allSatisfy { $0 == 0.5 })
  }

  @Test("A single code at all positions")
  func alone() {
    let parameters = parameters
    let images = model.images(ofSingleCodes: [2, 1], parameters)
    let expected = model.means(
      parameters, ofLatents: model.vectors(ofCodes: [2, 2, 1, 1], parameters))
    #expect(numbers(images) == numbers(expected))
  }
}
