import Networks
import Tensors

extension LatentUse {
  /// The dimensions, the one with the largest divergence first.
  public var byDivergence: [Int] { ranked(divergences) }
}

extension VariationalAutoencoder {
  /// How much the decoder's mean moves when one latent dimension goes through values and the others stay at a place:
  /// the variance of a number along the way, summed over the image.
  ///
  /// A measure of a dimension's use that needs no images.
  public func response(
    _ parameters: Parameters<Float>, through values: [Double], at place: [Float]
  ) -> [Double] {
    (0..<architecture.latent).map { dimension in
      let images = means(
        parameters, ofLatents: Latents.traversals(of: [dimension], through: values, at: place))
      var total = 0.0
      for number in 0..<images.columns {
        var (sum, squares) = (0.0, 0.0)
        for row in 0..<images.rows { sum += Double(images[row, number]) }
        let mean = sum / Double(images.rows)
        for row in 0..<images.rows {
          let gap = Double(images[row, number]) - mean
          squares += gap * gap
        }
        total += squares / Double(images.rows)
      }
      return total
    }
  }
}

/// The places of numbers, the largest number first; equal ones in their order, NaN last.
public func ranked(_ numbers: [Double]) -> [Int] {
  numbers.indices.sorted { left, right in
    let (a, b) = (numbers[left], numbers[right])
    if a.isNaN || b.isNaN { return !a.isNaN || (b.isNaN && left < right) }
    return a == b ? left < right : a > b
  }
}
