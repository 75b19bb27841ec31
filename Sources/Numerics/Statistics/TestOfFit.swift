/// What a test of fit found: its statistic and how unlikely that is under the null hypothesis.
///
/// A sample or a law with NaN in it gives NaN in all three numbers. Accept with
/// `zEquivalent <= threshold`: NaN fails that, while `pValue < level` would let it pass.
public struct TestOfFit: Sendable, Equatable {
  /// The statistic: the largest distance of the distribution functions, or χ².
  public let statistic: Double
  /// Probability of a statistic at least this large under the null hypothesis.
  public let pValue: Double
  /// Degrees of freedom of a χ² test, after cells were merged; nil for the others.
  public let degreesOfFreedom: Int?

  /// Creates a result.
  public init(statistic: Double, pValue: Double, degreesOfFreedom: Int? = nil) {
    self.statistic = statistic
    self.pValue = pValue
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The z ≥ 0 whose two-sided normal tail is the p-value; infinite when that underflowed to 0.
  public var zEquivalent: Double { Tails.twoSidedNormalQuantile(pValue) }

  /// The result of a test that could not be carried out.
  static let notANumber = TestOfFit(statistic: .nan, pValue: .nan)
}
