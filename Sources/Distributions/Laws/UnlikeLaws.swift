import Foundation

// Cross-entropies and divergences between laws of different families, from the moments of the
// first under the log density of the second.

// MARK: Exponential and Gaussian

/// Returns the cross-entropy of a Gaussian relative to an exponential law, which is +∞.
///
/// Every Gaussian gives the negative numbers a positive probability, the exponential law none:
/// that both belong to exponential families does not make the divergence finite.
public func crossEntropy(of p: Gaussian, relativeTo q: Exponential) -> Double {
  .infinity
}

/// Returns KL(q‖p) of a Gaussian q from an exponential law p, which is +∞.
public func klDivergence(from q: Gaussian, to p: Exponential) -> Double {
  .infinity
}

/// Returns the cross-entropy -E_p log q of an exponential law relative to a Gaussian, in nats.
public func crossEntropy(of p: Exponential, relativeTo q: Gaussian) -> Double {
  gaussianCrossEntropy(mean: p.mean, standardDeviation: p.mean, relativeTo: q)
}

/// Returns KL(q‖p) of an exponential law q from a Gaussian p, in nats.
public func klDivergence(from q: Exponential, to p: Gaussian) -> Double {
  crossEntropy(of: q, relativeTo: p) - q.entropy
}

// MARK: Laplace and Gaussian

/// Returns the cross-entropy -E_p log q of a Laplace law relative to a Gaussian, in nats.
public func crossEntropy(of p: Laplace, relativeTo q: Gaussian) -> Double {
  gaussianCrossEntropy(
    mean: p.mean, standardDeviation: squareRootOfTwo * p.scale, relativeTo: q)
}

/// Returns KL(q‖p) of a Laplace law q from a Gaussian p, in nats.
public func klDivergence(from q: Laplace, to p: Gaussian) -> Double {
  crossEntropy(of: q, relativeTo: p) - q.entropy
}

/// Returns the cross-entropy -E_p log q of a Gaussian relative to a Laplace law, in nats.
///
/// The mean distance of a Gaussian from a point at z deviations is σ(√(2/π) exp(-z²/2) + z erf(z/√2)).
public func crossEntropy(of p: Gaussian, relativeTo q: Laplace) -> Double {
  let z = (p.mean - q.location) / p.standardDeviation
  let folded = 2 * exp(-0.5 * z * z - halfLogTwoPi) + z * erf(z / squareRootOfTwo)
  return p.standardDeviation / q.scale * folded + q.logWidth
}

/// Returns KL(q‖p) of a Gaussian q from a Laplace law p, in nats.
public func klDivergence(from q: Gaussian, to p: Laplace) -> Double {
  crossEntropy(of: q, relativeTo: p) - q.entropy
}

// MARK: Gumbel and Gaussian

/// Returns the cross-entropy -E_p log q of a Gumbel law relative to a Gaussian, in nats.
public func crossEntropy(of p: Gumbel, relativeTo q: Gaussian) -> Double {
  gaussianCrossEntropy(
    mean: p.mean, standardDeviation: .pi * p.scale / 6.0.squareRoot(), relativeTo: q)
}

/// Returns KL(q‖p) of a Gumbel law q from a Gaussian p, in nats.
public func klDivergence(from q: Gumbel, to p: Gaussian) -> Double {
  crossEntropy(of: q, relativeTo: p) - q.entropy
}

/// Returns the cross-entropy -E_p log q of a Gaussian relative to a Gumbel law, in nats.
///
/// The expectation of exp(-z) is that of a log-normal variable.
public func crossEntropy(of p: Gaussian, relativeTo q: Gumbel) -> Double {
  let distance = (p.mean - q.location) / q.scale
  let ratio = p.standardDeviation / q.scale
  return q.logScale + distance + exp(0.5 * ratio * ratio - distance)
}

/// Returns KL(q‖p) of a Gaussian q from a Gumbel law p, in nats.
public func klDivergence(from q: Gaussian, to p: Gumbel) -> Double {
  crossEntropy(of: q, relativeTo: p) - q.entropy
}

/// Returns -E log q for a Gaussian q under any law with the given mean and standard deviation.
private func gaussianCrossEntropy(
  mean: Double, standardDeviation: Double, relativeTo q: Gaussian
) -> Double {
  let ratio = standardDeviation / q.standardDeviation
  let distance = (mean - q.mean) / q.standardDeviation
  return 0.5 * (ratio * ratio + distance * distance) + q.logStandardDeviation + halfLogTwoPi
}
