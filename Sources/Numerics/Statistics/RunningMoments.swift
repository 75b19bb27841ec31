/// Count, mean and central moments to fourth order of a stream of numbers, in constant memory.
///
/// Values are held relative to the first one, so a large common offset costs no digits
/// (10⁹ + noise of size 1 keeps the noise to full precision). Two halves of a stream can be
/// accumulated apart and merged; the result depends on the order of the merges, not on who did
/// them or when: merge fixed blocks in a fixed order (`init(merging:)`) and the bits are the same
/// for any number of threads.
///
/// NaN or an infinity among the values leaves no moment finite; nothing is skipped.
///
/// - Note: Welford (1962), Chan, Golub and LeVeque (1979), Pébay (2008).
public struct RunningMoments: Sendable, Equatable {
  /// How many values were added.
  public private(set) var count = 0
  /// The first value; `offset` and the sums are about values minus this one.
  private var origin = 0.0
  /// Mean of the values minus `origin`.
  private var offset = 0.0
  /// Sums of the second, third and fourth powers of the deviations from the mean.
  private var (sum2, sum3, sum4) = (0.0, 0.0, 0.0)

  /// Creates the moments of no values at all.
  public init() {}

  /// Creates the moments of a sequence, added in its order.
  ///
  /// - Complexity: O(*n*), constant memory.
  @inlinable
  public init(_ values: some Sequence<Double>) {
    self.init()
    for value in values { add(value) }
  }

  /// Creates the moments of a block whose sums are known.
  ///
  /// - Parameters:
  ///   - count: How many values, 0 or more.
  ///   - mean: Their mean.
  ///   - sums: The sums of the second, third and fourth powers of the deviations from the mean.
  public init(count: Int, mean: Double, sums: (second: Double, third: Double, fourth: Double)) {
    precondition(count >= 0, "a block of \(count) values")
    guard count > 0 else { return }
    self.count = count
    origin = mean
    (sum2, sum3, sum4) = (sums.second, sums.third, sums.fourth)
  }

  /// Creates the moments of all blocks together, merged pairwise in a balanced tree.
  ///
  /// The shape of the tree depends on the number of blocks alone, so the result has the same bits
  /// however many threads filled the blocks.
  ///
  /// - Complexity: O(number of blocks).
  public init(merging blocks: [RunningMoments]) {
    var level = blocks
    while level.count > 1 {
      level = stride(from: 0, to: level.count, by: 2).map { first in
        var pair = level[first]
        if first + 1 < level.count { pair.merge(level[first + 1]) }
        return pair
      }
    }
    self = level.first ?? RunningMoments()
  }

  /// Adds one value.
  ///
  /// - Complexity: O(1), one division.
  public mutating func add(_ x: Double) {
    if count == 0 { origin = x }
    let before = Double(count)
    count += 1
    let n = Double(count)
    let delta = (x - origin) - offset
    let step = delta / n
    let step2 = step * step
    let growth = delta * step * before
    offset += step
    sum4 += growth * step2 * (n * n - 3 * n + 3) + 6 * step2 * sum2 - 4 * step * sum3
    sum3 += growth * step * (n - 2) - 3 * step * sum2
    sum2 += growth
  }

  /// Adds all values that `other` has seen.
  ///
  /// - Complexity: O(1).
  public mutating func merge(_ other: RunningMoments) {
    if other.count == 0 { return }
    if count == 0 {
      self = other
      return
    }
    let (a, b) = (Double(count), Double(other.count))
    let n = a + b
    let delta = (other.origin - origin) + (other.offset - offset)
    let step = delta / n
    let step2 = step * step
    let growth = delta * step * a * b
    let mixed2 = a * a * other.sum2 + b * b * sum2
    let mixed3 = a * other.sum3 - b * sum3
    sum4 +=
      other.sum4 + growth * step2 * (a * a - a * b + b * b) + 6 * step2 * mixed2 + 4 * step * mixed3
    sum3 += other.sum3 + growth * step * (a - b) + 3 * step * (a * other.sum2 - b * sum2)
    sum2 += other.sum2 + growth
    offset += b * step
    count += other.count
  }

  /// Arithmetic mean; NaN without values.
  public var mean: Double { count > 0 ? origin + offset : .nan }

  /// Unbiased variance, squared deviations over *n* − 1; NaN below two values.
  public var variance: Double { count > 1 ? sum2 / Double(count - 1) : .nan }

  /// Square root of the unbiased variance; NaN below two values.
  public var standardDeviation: Double { variance.squareRoot() }

  /// Standard error of the mean, √(variance / *n*); NaN below two values.
  public var standardError: Double { (variance / Double(count)).squareRoot() }

  /// Mean of the cubed deviations (over *n*); NaN without values.
  public var thirdCentralMoment: Double { count > 0 ? sum3 / Double(count) : .nan }

  /// Mean of the fourth powers of the deviations (over *n*); NaN without values.
  public var fourthCentralMoment: Double { count > 0 ? sum4 / Double(count) : .nan }

  /// Third standardised moment, with moments over *n*; NaN when all values are equal.
  public var skewness: Double {
    let second = sum2 / Double(count)
    return thirdCentralMoment / (second * second.squareRoot())
  }

  /// Fourth standardised moment minus 3, with moments over *n*; NaN when all values are equal.
  public var excessKurtosis: Double {
    let second = sum2 / Double(count)
    return fourthCentralMoment / (second * second) - 3
  }

  /// Standard error of the unbiased variance, from the sample's own fourth moment.
  ///
  /// √((m₄ − s⁴ (*n* − 3)/(*n* − 1)) / *n*), the exact formula with sample moments put in for the
  /// law's. Never below its value for the law of least kurtosis (two equally likely points). NaN
  /// below two values.
  public var varianceStandardError: Double {
    let n = Double(count)
    let square = variance * variance
    let plain = fourthCentralMoment - square * (n - 3) / (n - 1)
    let least = 2 * square / (n - 1)
    // Written so that a NaN in either operand comes through.
    return ((plain < least ? least : plain) / n).squareRoot()
  }
}
