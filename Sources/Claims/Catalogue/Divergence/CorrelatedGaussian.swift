import Distributions
import Foundation
import Numerics

/// A Gaussian of two correlated coordinates, beside diagonal ones with the same mean.
struct CorrelatedGaussian: Sendable {
  /// The means, shape `[2]`.
  let mean: [Double]

  /// The standard deviations of the coordinates, √Σ_jj, shape `[2]`.
  let deviations: [Double]

  /// The correlation ρ.
  let correlation: Double

  /// The standard deviations of a diagonal law that is tried, shape `[2]`.
  let tried: [Double]

  /// The law of the model side.
  let law: MultivariateGaussian

  /// Sets up the covariance.
  ///
  /// - Precondition: |ρ| < 1 and the deviations are positive.
  init(mean: [Double], deviations: [Double], correlation: Double, tried: [Double]) {
    self.mean = mean
    self.deviations = deviations
    self.correlation = correlation
    self.tried = tried
    let cross = correlation * deviations[0] * deviations[1]
    let covariance = [deviations[0] * deviations[0], cross, cross, deviations[1] * deviations[1]]
    do {
      law = try MultivariateGaussian(mean: mean, covariance: covariance)
    } catch {
      preconditionFailure("correlation \(correlation), deviations \(deviations): \(error)")
    }
  }

  /// 1/√Λ_jj = √Σ_jj·√(1 − ρ²): the deviation of each coordinate given the other.
  var conditionalDeviations: [Double] {
    deviations.map { $0 * (1 - correlation * correlation).squareRoot() }
  }

  /// Unit variances with ρ = 0.8, and the posterior of W-ND.
  static var fixed: [Subject<CorrelatedGaussian>] {
    let w = TwoLatentWitness.ledger
    let (a, b, c) = w.precision
    let determinant = a * c - b * b
    let posterior = CorrelatedGaussian(
      mean: [w.posteriorMean.x, w.posteriorMean.y],
      deviations: [(c / determinant).squareRoot(), (a / determinant).squareRoot()],
      correlation: -b / (a * c).squareRoot(), tried: [0.5, 0.3])
    let unit = CorrelatedGaussian(
      mean: [0, 0], deviations: [1, 1], correlation: 0.8, tried: [0.7, 1.2])
    return [Subject("ρ = 0.8", unit), Subject("W-ND: posterior", posterior)]
  }

  /// Draws means, deviations, a correlation of 0.3 to 0.85 in size, and a diagonal law.
  static func random(using generator: inout Philox) -> CorrelatedGaussian {
    func between(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * generator.uniform()
    }
    let mean = [between(-1, 1), between(-1, 1)]
    let deviations = [between(0.4, 1.3), between(0.4, 1.3)]
    let sign: Double = generator.uniform() <= 0.5 ? -1 : 1
    let correlation = sign * between(0.3, 0.85)
    return CorrelatedGaussian(
      mean: mean, deviations: deviations, correlation: correlation,
      tried: [between(0.4, 1.3), between(0.4, 1.3)])
  }

  /// Σ_j KL(N(0, from_j²)‖N(0, to_j²)).
  private func way(from: [Double], to: [Double]) -> Bounded {
    zip(from, to).map { from, to in
      let (p, q) = (
        Gaussian(mean: 0, standardDeviation: from), Gaussian(mean: 0, standardDeviation: to)
      )
      return LawPair(p, q).divergence
    }.sum()
  }

  private func diagonal(_ deviations: [Double]) throws(CovarianceError) -> MultivariateGaussian {
    try MultivariateGaussian(DiagonalGaussian(mean: mean, standardDeviations: deviations))
  }

  private func closed(_ value: Double) -> Bounded { Bounded(rounded: value, magnitude: 16) }

  /// KL of the diagonal law with these deviations from the target, plus the way from the law tried to it.
  func reverseSplit(at best: [Double]) throws -> Bounded {
    closed(klDivergence(from: try diagonal(best), to: law)) + way(from: tried, to: best)
  }

  /// KL of the target from the diagonal law with these deviations, plus the way from it to the law tried.
  func forwardSplit(at best: [Double]) throws -> Bounded {
    closed(klDivergence(from: law, to: try diagonal(best))) + way(from: best, to: tried)
  }

  /// KL of the diagonal law tried from the target, by quadrature.
  func reverseDivergence() throws(NumericsError) -> Bounded {
    try total(spread: tried) { logP, logQ in exp(logQ) * (logQ - logP) }
  }

  /// KL of the target from the diagonal law tried, by quadrature.
  func forwardDivergence() throws(NumericsError) -> Bounded {
    try total(spread: deviations) { logP, logQ in exp(logP) * (logP - logQ) }
  }

  /// KL of the target from the standard normal law, by quadrature.
  func divergenceFromStandard() throws(NumericsError) -> Bounded {
    let precise = conditional()
    return try plane(spread: deviations) { x, y in
      let logP = precise(x, y)
      return exp(logP) * (logP + 0.5 * (x * x + y * y) + log(2 * Double.pi))
    }
  }

  private func total(
    spread: [Double], of f: (_ logP: Double, _ logQ: Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let precise = conditional()
    let first = Gaussian(mean: mean[0], standardDeviation: tried[0])
    let second = Gaussian(mean: mean[1], standardDeviation: tried[1])
    return try plane(spread: spread) { x, y in
      f(precise(x, y), first.logDensity(at: x) + second.logDensity(at: y))
    }
  }

  /// log p(x, y) = log p(x) + log p(y|x): no matrix is inverted.
  private func conditional() -> (Double, Double) -> Double {
    let first = Gaussian(mean: mean[0], standardDeviation: deviations[0])
    let slope = correlation * deviations[1] / deviations[0]
    let rest = conditionalDeviations[1]
    return { [mean] x, y in
      let second = Gaussian(mean: mean[1] + slope * (x - mean[0]), standardDeviation: rest)
      return first.logDensity(at: x) + second.logDensity(at: y)
    }
  }

  private func plane(
    spread: [Double], of f: (Double, Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let (a, b) = (LineIntegral.reach * spread[0], LineIntegral.reach * spread[1])
    return try Quadrature().integral(
      over: (mean[0] - a, mean[0] + a), (mean[1] - b, mean[1] + b), of: f)
  }
}
