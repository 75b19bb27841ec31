import Distributions
import Estimators
import Foundation
import Numerics

/// The gradients of the importance-weighted bound with their exact moments, for any number of samples.
public enum ImportanceTruth {
  /// The estimators of the gradient of L_K, in (μ, σ) and the model's weight.
  ///
  /// - Precondition: There is at least one sample.
  public static func entries(for problem: some BoundProblem, samples: Int) -> EstimatorFamily {
    var entries = [
      entry(ImportanceWeighted(problem, samples: samples)),
      entry(ImportanceWeightedPath(problem, samples: samples)),
      entry(DoublyReparameterized(problem, samples: samples)),
    ]
    var inapplicable: [String: String] = [:]
    if samples >= 2 {
      let vimco = LeaveOneOut(problem, samples: samples)
      entries.append(EstimatorEntry(vimco) { try moments(of: vimco) })
    } else {
      inapplicable["vimco"] = "one sample has no others to make a baseline of (--samples 2 or more)"
    }
    entries.append(entry(ReweightedWakeSleep(problem, samples: samples)))
    return EstimatorFamily(entries: entries, inapplicable: inapplicable)
  }

  /// An estimator beside its exact moments.
  private static func entry(_ estimator: some SelfNormalizedEstimator) -> EstimatorEntry {
    EstimatorEntry(estimator) { try moments(of: estimator) }
  }

  /// L_K = E log (1/K) Σ w_k, in nats, by an integral that needs the law of one weight only.
  ///
  /// - Throws: `NumericsError` where the integral fails.
  public static func bound(
    of problem: some BoundProblem, samples: Int
  ) throws(NumericsError) -> Bounded {
    precondition(samples >= 1, "an importance-weighted bound of \(samples) samples")
    if samples == 1 {
      return try Truth.overNoise { problem.value(problem.law.reparameterized($0)) }
    }
    return try integrals(of: problem, samples: samples, columns: []).result().bound
  }

  /// The gradient of L_K in μ, σ and the model's weight; the first two from values of log w only.
  ///
  /// - Throws: `NumericsError` where an integral fails.
  public static func gradient(
    of problem: some BoundProblem, samples: Int
  ) throws(NumericsError) -> [Bounded] {
    try moments(of: ImportanceWeighted(problem, samples: samples)).map(\.gradient)
  }

  /// The exact moments of an estimator made of shares, for any K: quadrature over one noise for K = 1, and the
  /// integrals of `ShareIntegrals` for more.
  ///
  /// - Throws: `NumericsError` where an integral fails.
  public static func moments(
    of estimator: some SelfNormalizedEstimator
  ) throws(NumericsError) -> [ExactMoments] {
    let problem = estimator.problem
    let δ = BoundTruth.rounding(in: problem)
    if estimator.samples == 1 {
      return try singleMoments(of: estimator).map { $0.blurred(by: δ) }
    }
    let law = problem.law
    let power = type(of: estimator).power
    let result = try integrals(
      of: problem, samples: estimator.samples,
      columns: [
        .init(power: power) { estimator.direction(noise: $0).mean },
        .init(power: power) { estimator.direction(noise: $0).deviation },
        .init(power: 1) { problem.weightScore(law.reparameterized($0)) },
      ]
    ).result()
    let gradient = [result.gradient[0], result.gradient[1], result.mean[2]]
    return (0..<3).map { column in
      ExactMoments(
        gradient: gradient[column], mean: result.mean[column], variance: result.variance[column]
      ).blurred(by: δ)
    }
  }

  /// The exact moments of VIMCO: the gradient for any K, mean and variance of a draw by nested quadrature for K = 2.
  ///
  /// - Throws: `NumericsError` where an integral fails.
  public static func moments<Problem>(
    of estimator: LeaveOneOut<Problem>
  ) throws(NumericsError) -> [ExactMoments] {
    // The weight's column is the same as that of the importance-weighted estimator, for any K.
    let shared = try moments(
      of: ImportanceWeighted(estimator.problem, samples: estimator.samples))
    guard estimator.samples == 2 else {
      return shared.enumerated().map { column, exact in
        column == 2 ? exact : ExactMoments(gradient: exact.gradient)
      }
    }
    let δ = BoundTruth.rounding(in: estimator.problem)
    let pairs = try pairMoments(of: estimator)
    return zip(shared, pairs).map { exact, pair in
      ExactMoments(gradient: exact.gradient, mean: pair.mean, variance: pair.variance)
        .blurred(by: δ)
    }
  }

  /// Mean and variance of one draw for K = 2, for each column, by nested quadrature over the two noises.
  ///
  /// - Throws: `NumericsError` where a quadrature fails.
  /// - Precondition: The estimator has two samples.
  /// - Complexity: Some 10⁴ draws for each of six integrals.
  public static func pairMoments(
    of estimator: some ImportanceEstimator
  ) throws(NumericsError) -> [(mean: Bounded, variance: Bounded)] {
    precondition(estimator.samples == 2, "\(estimator.samples) samples are not a pair")
    let columns: [(BoundGradient) -> Double] = [
      { $0.mean }, { $0.deviation }, { $0.weight },
    ]
    func expectation(_ f: (BoundGradient) -> Double) throws(NumericsError) -> Bounded {
      let reach = LineIntegral.reach
      let quadrature = Quadrature(absoluteTolerance: 1e-11, relativeTolerance: 1e-11)
      return try quadrature.integral(over: (-reach, reach), (-reach, reach)) { u, v in
        let density = exp(-0.5 * (u * u + v * v)) / (2 * Double.pi)
        return density == 0 ? 0 : density * f(estimator.gradient(of: u, v))
      }
    }
    var moments: [(mean: Bounded, variance: Bounded)] = []
    for column in columns {
      let mean = try expectation(column)
      let spread = try expectation { gradient in
        let gap = column(gradient) - mean.value
        return gap * gap
      }
      let variance = Bounded(spread.value, error: spread.error + mean.error * mean.error)
      moments.append((mean, variance))
    }
    return moments
  }

  /// Mean and variance for K = 1, where the share of the one sample is 1.
  private static func singleMoments(
    of estimator: some SelfNormalizedEstimator
  ) throws(NumericsError) -> [ExactMoments] {
    let problem = estimator.problem
    let law = problem.law
    let gradient = try Truth.gradient(of: problem)
    let columns: [(Double) -> Double] = [
      { estimator.direction(noise: $0).mean },
      { estimator.direction(noise: $0).deviation },
      { problem.weightScore(law.reparameterized($0)) },
    ]
    var moments: [ExactMoments] = []
    for (index, column) in columns.enumerated() {
      let mean = try Truth.overNoise(of: column)
      let spread = try Truth.overNoise { ε in
        let gap = column(ε) - mean.value
        return gap * gap
      }
      moments.append(
        ExactMoments(
          gradient: index == 0 ? gradient.mean : index == 1 ? gradient.deviation : mean,
          mean: mean,
          variance: Bounded(spread.value, error: spread.error + mean.error * mean.error)))
    }
    return moments
  }

  /// The integrals over the law of a problem's weight.
  private static func integrals(
    of problem: some BoundProblem, samples: Int, columns: [ShareIntegrals.Column]
  ) -> ShareIntegrals {
    let law = problem.law
    return ShareIntegrals(
      logWeight: { problem.value(law.reparameterized($0)) }, deviation: law.standardDeviation,
      samples: samples, rounding: BoundTruth.rounding(in: problem), columns: columns)
  }
}

extension ImportanceEstimator {
  /// The gradient that two noises give.
  fileprivate func gradient(of first: Double, _ second: Double) -> BoundGradient {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2) { noise in
      noise[0] = first
      noise[1] = second
      return gradient(noise: UnsafeBufferPointer(noise))
    }
  }
}
