import Datasets
import Distributions
import Networks
import Tensors
import Testing
import VAE

@Suite("The gradient certificate")
struct GradientCertificateTests {
  /// A subject with two hidden layers on each side and an activation, likelihood and scale that follow from a number.
  private func subject(_ objective: Objective, _ number: Int) -> GradientSubject {
    let scales = PosteriorScale.allCases
    let activations = Activation.allCases
    let architecture = Architecture(
      image: ImageShape(height: 2, width: 3), latent: 2, encoder: [5, 4], decoder: [4, 5],
      activation: activations[number % activations.count],
      likelihood: everyLikelihood[number % everyLikelihood.count],
      posteriorScale: scales[number % scales.count])
    return GradientSubject(
      random: architecture, objective: objective, examples: 3,
      using: Philox(seed: UInt64(number)))
  }

  @Test(
    "The production gradient is certified and every wrong one refuted", arguments: everyObjective)
  func certified(objective: Objective) {
    for number in 0..<6 {
      let subject = subject(objective, number)
      let certificate = GradientCertificate(of: subject)
      let name: Comment = "\(subject.model.architecture)"
      #expect(certificate.holds, name)
    }
  }
}
