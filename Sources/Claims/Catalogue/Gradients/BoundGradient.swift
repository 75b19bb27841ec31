import Distributions
import Foundation
import Numerics

// C34 for the whole bound: ∇_φ L = E_ε[∇_φ (log p(x, g) − log q_φ(g))], differentiated through g and through
// log q_φ. The explicit −∂_φ log q at fixed z has mean zero, so it may be dropped; log q itself may not.
// Over a data set, N/M times the sum over a random minibatch of M is unbiased for the sum over all N.

extension Claim {
  /// The gradient of the bound in the encoder's parameters, by the sampled bound.
  static let boundGradient: Claim = Claim(
    "gradient.bound", identity: "C34",
    title: "The sampled bound, differentiated through z and log q, gives the bound's gradient",
    statement: #"""
      \nabla_\phi\,\mathcal{L}(x) = \mathbb{E}_{p(\epsilon)}\left[\nabla_\phi\left(\log \#
      p_\theta(x,z) - \log q_\phi(z|x)\right)\right], \qquad \nabla_\theta \sum_{i=1}^N \#
      \mathcal{L}(x_i) = \frac{2}{N(N-1)}\sum_{i=1}^N\sum_{j=i+1}^N \#
      \frac{N}{2}\left(\nabla_\theta\,\mathcal{L}(x_i) + \nabla_\theta\,\mathcal{L}(x_j)\right)
      """#,
    setting: #"""
      Let $\mathcal{L}(x) = \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x,z) - \log q_\phi(z|x)]$, let \#
      $z = g(\epsilon,\phi)$ with $\epsilon \sim p(\epsilon)$ be a sample of $q_\phi(z|x)$, \#
      through which the right side is differentiated, and let the minibatches be the pairs, $M = \#
      2$, of $N$ data.
      """#,
    condition:
      "log q is differentiated too, through z at least; the minibatch sum is scaled by N/M",
    rows: ["S0-42", "S2-36", "S3-03", "S3-36", "S3-51"],
    checks: [everyWitness, meanOfDraws, minibatches])

  private static let everyWitness: Check = .equality(
    "E over ε of the total derivative = slope of the bound", on: Slopes.reparameterized(),
    routes: ("quadrature over the noise", "differences of the divergence form"),
    states: { s in try s.expectationOverNoise { ε in s.boundPath(ε) - s.explicit(ε) } },
    equals: { s in try s.derivative(of: Objective.bound) },
    variants: [
      .equivalent("path only: the explicit −∂_φ log q dropped") { s in
        try s.expectationOverNoise { ε in s.boundPath(ε) }
      },
      .equivalent("score function for the whole bound") { s in
        try s.witness.expectation(under: .approximatePosterior) { z in
          (s.witness.logJoint(z) - s.witness.logApproximatePosterior(z)) * s.score(z)
        }
      },
      .equivalent("divergence from the prior in closed form, the rest by path") { s in
        try s.expectationOverNoise { ε in s.pathwise(ε) } - s.derivative(of: Objective.penalty)
      },
      .without(condition: "log q is differentiated too", "log q not differentiated at all") { s in
        try s.expectationOverNoise { ε in s.jointPath(ε) }
      },
      .mutant("frozen z: only −∂_φ log q is left") { s in
        try s.expectationOverNoise { ε in -s.explicit(ε) }
      },
      .mutant("sign of log q's path") { s in
        try s.expectationOverNoise { ε in 2 * s.jointPath(ε) - s.boundPath(ε) }
      },
      .mutant("divergence counted twice in the gradient", from: "tensorflow/probability #1215") {
        s in
        try s.expectationOverNoise { ε in s.boundPath(ε) } - s.derivative(of: Objective.penalty)
      },
    ])

  private static let meanOfDraws: Check = .mean(
    "mean of the total derivative in σ at one noise",
    on: { Array($0.witnesses.linearGaussian.prefix(1)) },
    against: "differences of the divergence form",
    of: { w in { generator in w.totalDerivative(w.sampleNoise(using: &generator)) } },
    equals: { w in try Objective.slope(of: Objective.bound, w, .deviation) },
    variants: [
      .equivalent("path only") { w in
        { generator in
          let ε = w.sampleNoise(using: &generator)
          return w.totalDerivative(ε) + w.score(.deviation, at: w.reparameterized(ε))
        }
      },
      .mutant("log q not differentiated at all") { w in
        { generator in
          let ε = w.sampleNoise(using: &generator)
          let z = w.reparameterized(ε)
          return (w.logLikelihoodGradient(z) + w.logPriorGradient(z)).x * ε.x
        }
      },
      .mutant("frozen z") { w in
        { generator in
          -w.score(.deviation, at: w.reparameterized(w.sampleNoise(using: &generator)))
        }
      },
    ])

  private static let minibatches: Check = .equality(
    "average over all pairs of N/M times their gradient = gradient over all six data",
    on: { laboratory in
      laboratory.family(
        fixed: [
          Subject(
            "W-LG with six observations",
            DataSet(witness: .ledger, observations: [2, -0.7, 0.4, 1.1, -1.9, 0.05]))
        ], "six observations", count: 50
      ) { generator in
        let witness = LinearGaussianWitness.random(using: &generator)
        return DataSet(
          witness: witness, observations: (0..<6).map { _ in 1.5 * generator.standardNormal() })
      }
    },
    routes: ("enumeration of the fifteen pairs", "differences of the summed closed form"),
    states: { data in data.average(scale: 3) },
    equals: { data in data.slope },
    variants: [
      .mutant("N/M left out") { data in data.average(scale: 1) },
      .mutant("N for N/M") { data in data.average(scale: 6) },
    ])
}

extension Slope where W == any ReparameterizedWitness {
  /// ∇_z log p(x,z) · ∂g.
  fileprivate func jointPath(_ ε: Latent) -> Double {
    let z = witness.reparameterized(ε)
    return ((witness.logLikelihoodGradient(z) + witness.logPriorGradient(z)) * path(ε)).sum()
  }

  /// ∇_z (log p(x,z) − log q(z|x)) · ∂g.
  fileprivate func boundPath(_ ε: Latent) -> Double {
    let z = witness.reparameterized(ε)
    return jointPath(ε) - (witness.logApproximatePosteriorGradient(z) * path(ε)).sum()
  }

  /// ∂_φ log q(z|x) at fixed z.
  fileprivate func explicit(_ ε: Latent) -> Double { score(witness.reparameterized(ε)) }
}

extension LinearGaussianWitness {
  /// d/dσ of log p(x,z) − log q(z|x) with z = m + σε: through z, and through log q's own σ.
  fileprivate func totalDerivative(_ ε: Latent) -> Double {
    let z = reparameterized(ε)
    let slope =
      logLikelihoodGradient(z) + logPriorGradient(z) - logApproximatePosteriorGradient(z)
    return slope.x * ε.x - score(.deviation, at: z)
  }
}

/// Several observations of one linear-Gaussian model under one q.
private struct DataSet: Sendable {
  let witness: LinearGaussianWitness
  let observations: [Double]

  /// The witness at one observation and one slope w.
  private func at(_ x: Double, _ weight: Double) -> LinearGaussianWitness {
    LinearGaussianWitness(
      weight: weight, bias: witness.bias, noise: witness.noise, observation: x,
      mean: witness.approximate.mean, deviation: witness.approximate.standardDeviation)
  }

  /// E_q[∂_w log p(x|z)] = ((x − b)m − w(m² + σ²))/s².
  private func gradient(_ x: Double) -> Double {
    let q = witness.approximate
    let cross = (x - witness.bias) * q.mean
    return (cross - witness.weight * (q.mean * q.mean + q.variance))
      / (witness.noise * witness.noise)
  }

  /// The average over all pairs of a multiple of the pair's summed gradients.
  func average(scale: Double) -> Bounded {
    let gradients = observations.map(gradient)
    var sums: [Bounded] = []
    for first in gradients.indices {
      for second in gradients.indices where second > first {
        let sum = gradients[first] + gradients[second]
        sums.append(Bounded(rounded: scale * sum, magnitude: scale * 16))
      }
    }
    return sums.sum() / Double(sums.count)
  }

  /// The slope in w of the summed reconstruction terms.
  var slope: Bounded {
    Differentiation.derivative(
      ofBounded: { (weight: Double) -> Bounded in
        observations.map { at($0, weight).closedReconstruction() }.sum()
      }, at: witness.weight)
  }
}
