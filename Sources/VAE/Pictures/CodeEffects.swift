import Datasets
import Networks
import Tensors

/// What single codes do to images: the decoder's mean images when one position is made to hold a code.
public struct CodeEffects: Sendable {
  /// The codes, as asked for.
  public let codes: [Int]
  /// E[x|z_q] averaged over the images as they are coded; one row.
  public let average: Matrix<Float>
  /// The same when a position holds a code in every image: row *position · codes + place of the code*.
  public let averages: Matrix<Float>

  /// The largest difference of a number of `averages` from that of `average`.
  public var largestChange: Float {
    var largest: Float = 0
    for row in 0..<averages.rows {
      for number in 0..<averages.columns {
        largest = max(largest, (averages[row, number] - average[0, number]).magnitude)
      }
    }
    return largest
  }

  /// `averages` less `average`, as intensities: ½ where nothing changes, 0 or 1 where the largest change is.
  public var differences: Matrix<Float> {
    let (half, scale) = (Float(0.5), largestChange)
    let result = Matrix<Float>(rows: averages.rows, columns: averages.columns)
    for row in 0..<averages.rows {
      for number in 0..<averages.columns {
        let change = averages[row, number] - average[0, number]
        result[row, number] = scale > 0 ? half + half * change / scale : half
      }
    }
    return result
  }
}

extension QuantizedAutoencoder {
  /// Puts codes at every position in turn, the other positions left as images have them, and averages over the images.
  ///
  /// The average over real surroundings says what a code does where it is used; a decoder of several layers may make
  /// something else of it where all other positions hold what no image has.
  ///
  /// - Parameters:
  ///   - chosen: The codes that are looked at.
  ///   - indices: k of the images, image after image, position after position; at least one image.
  ///   - parameters: The weights.
  ///   - threads: How many threads work; the numbers do not depend on it.
  /// - Complexity: One decoder pass an image, position and code.
  public func effects(
    of chosen: [Int], among indices: [UInt32], _ parameters: Parameters<Float>, threads: Int
  ) -> CodeEffects {
    let positions = architecture.positions
    let vectors = vectors(ofCodes: indices, parameters)
    precondition(
      vectors.rows > 0 && chosen.allSatisfy { (0..<architecture.codes).contains($0) },
      "codes \(chosen) of \(architecture.codes) among \(vectors.rows) images")
    let averages = Matrix<Float>(
      rows: positions * chosen.count, columns: architecture.image.count)
    inParallel(pieces: averages.rows, threads: threads) { row in
      let (position, code) = (row / chosen.count, chosen[row % chosen.count])
      var changed = indices
      for image in 0..<vectors.rows { changed[image * positions + position] = UInt32(code) }
      averages.rows(row..<row + 1).assign(
        average(parameters, ofLatents: self.vectors(ofCodes: changed, parameters)))
    }
    return CodeEffects(
      codes: chosen, average: average(parameters, ofLatents: vectors), averages: averages)
  }

  /// The decoder's means when all positions hold the same code, one code a row.
  public func images(ofSingleCodes chosen: [Int], _ parameters: Parameters<Float>) -> Matrix<Float>
  {
    let indices = chosen.flatMap { Array(repeating: UInt32($0), count: architecture.positions) }
    return means(parameters, ofLatents: vectors(ofCodes: indices, parameters))
  }

  /// The mean of the decoder's means over rows of latents, in one row.
  private func average(
    _ parameters: Parameters<Float>, ofLatents latents: Matrix<Float>
  ) -> Matrix<Float> {
    let images = means(parameters, ofLatents: latents)
    let result = Matrix<Float>(rows: 1, columns: images.columns)
    for row in 0..<images.rows {
      for number in 0..<images.columns { result[0, number] += images[row, number] }
    }
    for number in 0..<images.columns { result[0, number] /= Float(images.rows) }
    return result
  }
}
