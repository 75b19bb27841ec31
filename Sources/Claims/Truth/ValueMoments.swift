import Distributions
import Estimators
import Numerics

/// What the baselines and the leave-one-out estimator need to know of f under q: its mean, its variance, and its
/// moments together with the score.
public struct ValueMoments: Sendable {
  /// The part of one parameter.
  public struct Component: Sendable, Equatable {
    /// E f S: the exact gradient.
    public let gradient: Bounded

    /// E (f − E f) S: the same number, reached with the mean subtracted.
    public let covariance: Bounded

    /// E (f − E f)² S².
    public let centeredSquare: Bounded

    /// E (f − E f) S².
    public let skewness: Bounded

    /// I = E S²: 1/σ² for μ and 2/σ² for σ.
    public let information: Bounded
  }

  /// E f.
  public let mean: Bounded

  /// Var f.
  public let variance: Bounded

  /// The parts of μ and σ.
  public let components: [Component]

  /// Integrates over the noise of a problem.
  ///
  /// - Throws: `NumericsError` where the quadrature fails.
  public init(_ problem: some LineProblem) throws(NumericsError) {
    let law = problem.law
    let σ = law.standardDeviation
    let places = Truth.noisePlaces(problem)
    let f = { (ε: Double) in problem.value(law.mean + σ * ε) }
    mean = try Truth.overNoise(singularities: places) { ε in f(ε) }
    // All that is centred is centred at the computed mean, and off by what the mean is off, to first order in it.
    let (center, off) = (mean.value, mean.error)
    let floor = center * center
    let spread = try Truth.overNoise(singularities: places, floor: floor) { ε in
      (f(ε) - center) * (f(ε) - center)
    }
    variance = Bounded(spread.value, error: spread.error + off * off)
    let scores = [{ (ε: Double) in ε / σ }, { (ε: Double) in (ε * ε - 1) / σ }]
    let gradient = try Truth.gradient(of: problem)
    let gradients = [gradient.mean, gradient.deviation]
    var parts: [Component] = []
    for (place, score) in scores.enumerated() {
      let information = Bounded(exactly: Double(place + 1)) / (Bounded(exactly: σ).squared)
      let first = try Truth.overNoise(singularities: places, floor: center.magnitude / σ) { ε in
        (f(ε) - center) * score(ε)
      }
      let skew = try Truth.overNoise(
        singularities: places, floor: center.magnitude * information.value
      ) { ε in
        (f(ε) - center) * score(ε) * score(ε)
      }
      let square = try Truth.overNoise(
        singularities: places, floor: floor * information.value
      ) { ε in
        let gap = (f(ε) - center) * score(ε)
        return gap * gap
      }
      let shift = off * information.value
      parts.append(
        Component(
          gradient: gradients[place], covariance: first,
          centeredSquare: Bounded(
            square.value, error: square.error + off * (2 * skew.value.magnitude + shift)),
          skewness: Bounded(skew.value, error: skew.error + shift), information: information))
    }
    components = parts
  }

  /// E f S² / E S² for each parameter: the constant baseline of least variance.
  public var optimalBaseline: LineGradient {
    let best = components.map { (mean + $0.skewness / $0.information).value }
    return LineGradient(mean: best[0], deviation: best[1])
  }
}
