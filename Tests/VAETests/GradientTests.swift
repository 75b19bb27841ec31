import Datasets
import Distributions
import Networks
import Tensors
import Testing
import VAE

/// Objectives whose parts go together, with some samples and a β other than 1.
let everyObjective: [Objective] = Objective.Bound.allCases.flatMap { bound in
  Objective.Estimator.allCases.map {
    Objective(bound, estimator: $0, samples: 3, beta: 0.7)
  }
}.filter { $0.contradiction == nil }

let everyLikelihood: [Likelihood] = [
  .bernoulli, .gaussian(variance: 0.3), .gaussianLearnedVariance, .gaussianDiagonal,
]

@Suite("Gradients against differences")
struct GradientTests {
  @Test(
    "Every entry of the gradient is the derivative of what the estimator differentiates",
    arguments: everyObjective, everyLikelihood)
  func differences(objective: Objective, likelihood: Likelihood) {
    for activation in Activation.allCases {
      for scale in PosteriorScale.allCases {
        let architecture = Architecture(
          image: ImageShape(height: 2, width: 2), latent: 2, encoder: [3], decoder: [3],
          activation: activation, likelihood: likelihood, posteriorScale: scale)
        let subject = GradientSubject(
          random: architecture, objective: objective, examples: 2, using: Philox(seed: 7))
        let worst = worstRelativeError(of: subject)
        #expect(worst.error <= 1e-7, "\(activation) \(scale) \(worst.block)")
      }
    }
  }

  @Test("What is differentiated equals the loss, where it is one term", arguments: everyObjective)
  func value(objective: Objective) {
    guard [.pathwise, .pathDerivative].contains(objective.estimator) else { return }
    for activation in Activation.allCases {
      let architecture = Architecture(
        image: ImageShape(height: 2, width: 3), latent: 2, encoder: [4], decoder: [5],
        activation: activation)
      let subject = GradientSubject(
        random: architecture, objective: objective, examples: 3, using: Philox(seed: 3))
      let (left, right) = (
        subject.surrogate(in: Double.self)(subject.parameters), subject.loss(at: subject.parameters)
      )
      #expect((left - right).magnitude <= 64 * right.ulp, "\(activation): \(left) \(right)")
    }
  }
}

/// The largest relative error of a gradient against differences of fourth order, entry by entry, relative to the
/// larger of the two numbers or the root mean square of the block.
func worstRelativeError(
  of subject: GradientSubject, _ gradient: Parameters<Double>? = nil
) -> (error: Double, block: String) {
  let gradient = gradient ?? subject.gradient(at: subject.parameters)
  let loss = subject.surrogate(in: Double.self)
  let moved = subject.parameters.copy()
  let h = 1e-3
  var worst = (error: 0.0, block: "")
  for block in gradient.layout.blocks {
    let numbers = gradient[block].values
    let meanSquare = numbers.reduce(0) { $0 + $1 * $1 } / Double(block.count)
    for (place, number) in zip(block.range, numbers) {
      func value(_ steps: Double) -> Double {
        moved.buffer.start[place] = subject.parameters.buffer.start[place] + steps * h
        defer { moved.buffer.start[place] = subject.parameters.buffer.start[place] }
        return loss(moved)
      }
      let difference = (8 * (value(1) - value(-1)) - (value(2) - value(-2))) / (12 * h)
      let scale = max(number.magnitude, difference.magnitude, meanSquare.squareRoot())
      let error = scale > 0 ? (number - difference).magnitude / scale : 0
      if !(error <= worst.error) { worst = (error, block.name) }
    }
  }
  return worst
}
