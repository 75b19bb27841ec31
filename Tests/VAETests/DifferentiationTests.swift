import Datasets
import Distributions
import Networks
import Tensors
import Testing
import VAE

@Suite("Gradients by the compiler")
struct DifferentiationTests {
  @Test(
    "The compiler's derivative of the loss written a second time is the same in every block",
    arguments: everyObjective)
  func blocks(objective: Objective) {
    for (number, activation) in Activation.allCases.enumerated() {
      for (shift, likelihood) in everyLikelihood.enumerated() {
        let scales = PosteriorScale.allCases
        let subject = GradientSubject(
          random: Architecture(
            image: ImageShape(height: 2, width: 2), latent: 2, encoder: [3, 3], decoder: [3, 2],
            activation: activation, likelihood: likelihood,
            posteriorScale: scales[(number + shift) % scales.count]),
          objective: objective, examples: 2,
          using: Philox(seed: UInt64(10 * number + shift)))
        let gradient = subject.gradient(at: subject.parameters)
        let other = DifferentiatedBound(subject).gradient(at: Array(subject.parameters.values))
        for block in subject.model.layout.blocks {
          let size = gradient[block].values.map(\.magnitude).max() ?? 0
          for place in block.range {
            let gap = (gradient.buffer.start[place] - other[place]).magnitude
            #expect(gap <= 1e-11 * size, "\(activation) \(likelihood) \(block.name) \(place)")
          }
        }
      }
    }
  }
}
