import Foundation

/// The logarithms of importance weights wᵢ = p(x|zᵢ) p(zᵢ)/q(zᵢ|x) of one image, z₁ … z_K from q(z|x).
public struct LogWeights {
  /// log wᵢ in the order of the draws.
  public let values: UnsafeBufferPointer<Double>

  /// Looks at some logarithms.
  public init(_ values: UnsafeBufferPointer<Double>) { self.values = values }

  /// L_K = log ¹⁄ₖ Σ wᵢ, whose expectation is at most log p(x) and grows with K.
  ///
  /// Burda, Grosse and Salakhutdinov (2016).
  public var logMean: Double { logMean(values) }

  /// (Σ wᵢ)²/Σ wᵢ², between 1 and K; Kong (1992).
  public var effectiveSamples: Double {
    let largest = largest(values)
    var (sum, squares) = (0.0, 0.0)
    for value in values {
      let w = exp(value - largest)
      sum += w
      squares += w * w
    }
    return sum * sum / squares
  }

  /// The mean of L_k over the ⌊K/k⌋ disjoint blocks of k neighbours: as an estimate of E[L_k], unbiased.
  ///
  /// - Precondition: 1 ≤ k ≤ K.
  public func meanBound(blocksOf k: Int) -> Double {
    precondition(k >= 1 && k <= values.count, "blocks of \(k) of \(values.count) samples")
    let blocks = values.count / k
    var sum = 0.0
    for block in 0..<blocks {
      sum += logMean(UnsafeBufferPointer(rebasing: values[block * k..<(block + 1) * k]))
    }
    return sum / Double(blocks)
  }

  private func largest(_ values: UnsafeBufferPointer<Double>) -> Double {
    var largest = -Double.infinity
    for value in values where value > largest { largest = value }
    return largest
  }

  private func logMean(_ values: UnsafeBufferPointer<Double>) -> Double {
    if values.count == 1 { return values[0] }
    let largest = largest(values)
    // Where every weight is 0 their mean is; the differences below would not be numbers.
    if largest == -.infinity && !values.contains(where: \.isNaN) { return largest }
    var sum = 0.0
    for value in values { sum += exp(value - largest) }
    return largest + log(sum / Double(values.count))
  }
}
