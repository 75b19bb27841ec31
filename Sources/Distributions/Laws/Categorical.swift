import Foundation

/// The law of one of finitely many categories 0, 1, …, K - 1.
public struct Categorical: Distribution, Equatable {
  // MARK: Domain

  /// The logarithms of the probabilities, shape `[K]`, nats; -∞ for an excluded category.
  public let logProbabilities: [Double]
  /// The probabilities, shape `[K]`.
  public let probabilities: [Double]
  @usableFromInline internal let cumulated: [Double]

  /// Creates the law from unnormalised log probabilities.
  ///
  /// - Parameter logits: Shape `[K]`; a common shift changes nothing; -∞ excludes a category.
  /// - Precondition: Below +∞, no NaN, and at least one is finite.
  public init(logits: [Double]) {
    let total = logSumExp(logits)
    precondition(total.isFinite, "Categorical needs logits with a finite log-sum, got \(logits)")
    logProbabilities = logits.map { $0 - total }
    probabilities = logProbabilities.map { exp($0) }
    cumulated = Categorical.runningSums(of: probabilities)
  }

  /// Creates the law from probabilities, or from weights, which are divided by their sum.
  ///
  /// - Parameter probabilities: Shape `[K]`.
  /// - Precondition: None is negative, and their sum is positive and finite.
  public init(probabilities: [Double]) {
    let total = probabilities.reduce(0, +)
    precondition(
      total > 0 && total.isFinite && probabilities.allSatisfy { $0 >= 0 },
      "Categorical needs non-negative weights with a positive sum, got \(probabilities)")
    self.probabilities = probabilities.map { $0 / total }
    logProbabilities = self.probabilities.map { log($0) }
    cumulated = Categorical.runningSums(of: self.probabilities)
  }

  private static func runningSums(of values: [Double]) -> [Double] {
    var total = 0.0
    return values.map { value in
      total += value
      return total
    }
  }

  /// The number of categories K.
  @inlinable public var count: Int { probabilities.count }

  // MARK: Log density

  /// Returns the logarithm of the probability of a category, in nats; -∞ outside 0..<K.
  @inlinable
  public func logDensity(at value: Int) -> Double {
    value >= 0 && value < logProbabilities.count ? logProbabilities[value] : -.infinity
  }

  // MARK: Sampling

  /// Returns one category, from one word of the generator; never one of probability 0.
  ///
  /// - Complexity: O(K), no allocation.
  @inlinable
  public func sample(using generator: inout some RandomNumberGenerator) -> Int {
    let last = cumulated.count - 1
    let level = generator.uniform() * cumulated[last]
    var category = 0
    while category < last && cumulated[category] < level { category += 1 }
    return category
  }

  // MARK: Moments

  /// The entropy in nats, between 0 and log K.
  public var entropy: Double {
    var total = 0.0
    for (p, logP) in zip(probabilities, logProbabilities) { total -= weighted(p, logP) }
    return total
  }
}

// MARK: Divergences

/// Returns KL(q‖p) of two categorical laws, in nats; +∞ where q admits a category p excludes.
///
/// - Precondition: Both have the same number of categories.
public func klDivergence(from q: Categorical, to p: Categorical) -> Double {
  precondition(q.count == p.count, "\(q.count) and \(p.count) categories cannot be compared")
  var total = 0.0
  for index in 0..<q.count {
    total += weighted(
      q.probabilities[index], q.logProbabilities[index] - p.logProbabilities[index])
  }
  return total
}

/// Returns the cross-entropy -E_p log q of two categorical laws, in nats.
///
/// - Precondition: Both have the same number of categories.
public func crossEntropy(of p: Categorical, relativeTo q: Categorical) -> Double {
  precondition(q.count == p.count, "\(p.count) and \(q.count) categories cannot be compared")
  var total = 0.0
  for index in 0..<p.count { total -= weighted(p.probabilities[index], q.logProbabilities[index]) }
  return total
}
