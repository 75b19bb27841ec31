import Distributions
import Foundation
import Numerics

extension LinearGaussianWitness {
  /// x − b, what the latent has to explain.
  var residual: Double { observation - bias }

  /// The same model with another approximate posterior.
  func approximated(by law: Gaussian) -> LinearGaussianWitness {
    LinearGaussianWitness(
      weight: weight, bias: bias, noise: noise, observation: observation, mean: law.mean,
      deviation: law.standardDeviation)
  }

  /// The same model with its exact posterior as approximate posterior.
  var atPosterior: LinearGaussianWitness { approximated(by: posterior) }

  /// The same approximate posterior under a decoder with another slope.
  func weighted(_ weight: Double) -> LinearGaussianWitness {
    LinearGaussianWitness(
      weight: weight, bias: bias, noise: noise, observation: observation,
      mean: approximate.mean, deviation: approximate.standardDeviation)
  }

  /// E_q log p(x|z) = −½ log 2πs² − ((x−b−wm)² + w²σ²)/(2s²), in closed form.
  var closedFormReconstruction: Bounded {
    let miss = residual - weight * approximate.mean
    let square = miss * miss + weight * weight * approximate.variance
    let fit = square / (2 * noise * noise)
    let constant = 0.5 * log(2 * Double.pi * noise * noise)
    return Bounded(rounded: -constant - fit, magnitude: max(1, fit))
  }

  /// KL(q‖prior) in closed form.
  var closedFormRegularizer: Bounded {
    let square = approximate.mean * approximate.mean
    return Bounded(
      rounded: klDivergence(from: approximate, to: prior), magnitude: 1 + square)
  }

  /// KL(q‖posterior) in closed form.
  var closedFormGap: Bounded {
    let value = klDivergence(from: approximate, to: posterior)
    return Bounded(rounded: value, magnitude: 1 + value)
  }

  /// The bound in closed form: reconstruction less divergence from the prior.
  var closedFormBound: Bounded { closedFormReconstruction - closedFormRegularizer }

  /// −KL[q‖p(x,z)] = H(q) + E_q log p(x|z) + E_q log p(z), in closed form.
  var closedFormNegativeJointDivergence: Bounded {
    let entropy = Bounded(rounded: approximate.entropy, magnitude: 1)
    let cross = Distributions.crossEntropy(of: approximate, relativeTo: prior)
    return closedFormReconstruction + entropy - Bounded(rounded: cross, magnitude: 1)
  }

  /// The slope that one exact expectation–maximisation step leads to: (x−b)·E z / E z² under the posterior.
  var nextWeight: Double {
    residual * posterior.mean / (posterior.mean * posterior.mean + posterior.variance)
  }

  /// Draws a model whose likelihood has its maximum at a slope other than zero: |x − b| > s.
  static func explainable(using generator: inout Philox) -> LinearGaussianWitness {
    let drawn = LinearGaussianWitness.random(using: &generator)
    let reach = drawn.noise * (1.4 + 2 * generator.uniform())
    return LinearGaussianWitness(
      weight: drawn.weight.magnitude, bias: drawn.bias, noise: drawn.noise,
      observation: drawn.bias + reach, mean: drawn.approximate.mean,
      deviation: drawn.approximate.standardDeviation)
  }

  /// b = 0, s = 1, x = 2 with w = 1, and its exact posterior: maximum likelihood is at w = √3.
  static let unitNoise = LinearGaussianWitness(
    weight: 1, bias: 0, noise: 1, observation: 2, mean: 1, deviation: 0.5.squareRoot())

  /// w = s = 0.1, b = x = 0 with its exact posterior: the density of x at x is 2.82.
  static let narrow = LinearGaussianWitness(
    weight: 0.1, bias: 0, noise: 0.1, observation: 0, mean: 0, deviation: 0.5.squareRoot())
}

extension DiscreteWitness {
  /// The same model with its exact posterior as approximate posterior.
  var atPosterior: DiscreteWitness {
    DiscreteWitness(
      prior: prior, likelihoodLogits: likelihoodLogits, observation: observation,
      approximateLogits: posterior.map { log($0) })
  }
}

extension Witnesses {
  /// Every kind that is cheap to sum or integrate over: W-D, W-LG, W-BL, then 50 random ones.
  var oneLatent: [Subject<any Witness>] { all.filter { !($0.value is TwoLatentWitness) } }
}

/// A witness and one value of its latent, for statements that hold at every z.
struct PointedWitness: Sendable {
  /// The model.
  let witness: any Witness

  /// A draw from its approximate posterior.
  let latent: Latent

  /// One draw for every witness of the laboratory.
  static func everywhere(_ laboratory: Laboratory) -> [Subject<PointedWitness>] {
    let root = laboratory.generator("bound/points")
    return laboratory.witnesses.all.map { subject in
      var generator = root.substream(subject.name)
      let latent = subject.value.sample(.approximatePosterior, using: &generator)
      return Subject(
        subject.name, PointedWitness(witness: subject.value, latent: latent),
        isRandom: subject.isRandom)
    }
  }

  /// A function of the witness and z, with room for the rounding of terms as large as those here.
  func bounded(_ f: (any Witness, Latent) -> Double) -> Bounded {
    let laws = Law.allCases.map { witness.logDensity($0, latent).magnitude }
    let largest = max(1, laws.max() ?? 1, witness.logLikelihood(latent).magnitude)
    return Bounded(rounded: f(witness, latent), magnitude: largest)
      + Bounded(0, error: witness.logEvidence.error)
  }
}
