import Distributions
import Foundation

/// RELAX with a fixed surrogate c: REINFORCE on f − c, corrected by reparameterised gradients of c.
///
/// z = φ + logistic noise, b = 1[z > 0], and z̃ is a second draw of z given b. The draw is
/// (f(b) − c(z̃)) (b − θ) + ∂c(z)/∂φ − ∂c(z̃)/∂φ, where z̃ depends on φ also through the bounds of its noise.
///
/// - Contract: unbiased for every smooth c; the coupling (b from the same z) affects the variance only.
/// - Cost: one evaluation of f; the surrogate is taken to be cheap.
/// - Variance: small where c(z̃) is near f(b) and its gradient steady.
/// - Note: Grathwohl, Choi, Wu, Roeder and Duvenaud (2018).
public struct Relax<Problem: BernoulliProblem, Control: RelaxedControl>: DiscreteEstimator {
  /// What is estimated.
  public let problem: Problem

  /// c.
  public let surrogate: Control

  /// What it promises.
  public let contract: Contract

  /// Binds the estimator to a problem.
  public init(
    _ problem: Problem, surrogate: Control,
    contract: Contract = Contract("relax", "score of f less a surrogate, plus its own gradient")
  ) {
    self.problem = problem
    self.surrogate = surrogate
    self.contract = contract
  }

  /// Uniform numbers, state, and four for the parts.
  public var vectors: Int { 6 }

  /// Draws z and z̃, and adds their parts.
  @inlinable public func draw(
    into row: Coordinates, aside scratch: Scratch, using generator: inout Philox
  ) {
    let (uniforms, state) = (scratch[0], scratch[1])
    let rest = scratch.dropping(2)
    for d in 0..<row.count { row[d] = 0 }
    for d in 0..<row.count {
      uniforms[d] = generator.openUniform()
      state[d] = uniforms[d] > 1 - problem.probabilities[d] ? 1 : 0
    }
    addFreePart(uniforms: uniforms, to: row, aside: rest)
    for d in 0..<row.count { uniforms[d] = generator.openUniform() }
    addConditionalPart(at: state, uniforms: uniforms, to: row, aside: rest)
  }

  /// Adds ∂c(z)/∂φ for z = φ + logit u.
  @inlinable public func addFreePart(
    uniforms: Coordinates, to row: Coordinates, aside scratch: Scratch
  ) {
    let (z, slope) = (scratch[0], scratch[1])
    for d in 0..<row.count { z[d] = problem.logits[d] + problem.noise(uniforms[d]) }
    surrogate.slope(z, into: slope, aside: scratch.dropping(2))
    for d in 0..<row.count { row[d] += slope[d] }
  }

  /// Adds (f(b) − c(z̃)) (b − θ) − ∂c(z̃)/∂φ for the z̃ that uniform numbers v give, given b.
  ///
  /// With w = v/(1 − v): z̃ = log(1 + w/(1 − θ)) for b = 1 and −log(1 + w/θ) for b = 0.
  @inlinable public func addConditionalPart(
    at state: Coordinates, uniforms: Coordinates, to row: Coordinates, aside scratch: Scratch
  ) {
    let (z, slope) = (scratch[0], scratch[1])
    for d in 0..<row.count {
      let (θ, v) = (problem.probabilities[d], uniforms[d])
      let w = v / (1 - v)
      z[d] = state[d] == 1 ? log1p(w / (1 - θ)) : -log1p(w / θ)
    }
    let gap = problem.value(state) - surrogate.value(z, aside: scratch.dropping(2))
    surrogate.slope(z, into: slope, aside: scratch.dropping(2))
    for d in 0..<row.count {
      let (θ, v) = (problem.probabilities[d], uniforms[d])
      let speed =
        state[d] == 1
        ? v * θ / (v + (1 - θ) * (1 - v)) : v * (1 - θ) / (v + θ * (1 - v))
      row[d] += gap * (state[d] - θ) - slope[d] * speed
    }
  }
}
