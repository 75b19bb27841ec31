import Datasets
import Networks
import Tensors

/// A published way of training a VAE on MNIST.
public enum Recipe: String, Sendable, CaseIterable {
  /// google/flax `examples/vae`: 784-500-20-500-784, Adam 10⁻³, fixed binarised MNIST; "around 104" after 10 epochs.
  case flax
  /// pytorch/examples `vae`: 784-400-20-400-784, Adam 10⁻³, grey levels taken as targets.
  case pytorchExample = "pytorch-example"
  /// jaanli/variational-autoencoder, PyTorch: two layers of 256, 128 latents, centred RMSprop, fixed binarised MNIST.
  case jaanli
  /// Burda, Grosse and Salakhutdinov (2016), one stochastic layer: two layers of 200 tanh, 50 latents, pixels drawn
  /// anew at every use, 3280 epochs.
  case burda

  /// The recipe for images of a shape.
  public func configuration(image: ImageShape) -> TrainingConfiguration {
    switch self {
    case .flax:
      TrainingConfiguration(
        architecture: Architecture(image: image, latent: 20, encoder: [500], decoder: [500]),
        binarization: .threshold)
    case .pytorchExample:
      TrainingConfiguration(
        architecture: Architecture(image: image, latent: 20, encoder: [400], decoder: [400]),
        initializer: .uniformFanIn, binarization: .none)
    case .jaanli:
      TrainingConfiguration(
        architecture: Architecture(
          image: image, latent: 128, encoder: [256, 256], decoder: [256, 256],
          posteriorScale: .softplus),
        objective: Objective(.sampledELBO),
        optimizer: .rmsprop(decay: 0.99, epsilon: 1e-8, isCentered: true),
        initializer: .uniformFanIn, epochs: 77, binarization: .threshold)
    case .burda:
      TrainingConfiguration(
        architecture: Architecture(
          image: image, latent: 50, encoder: [200, 200], decoder: [200, 200], activation: .tanh,
          posteriorScale: .logDeviation),
        objective: Objective(.sampledELBO),
        optimizer: .adam(beta1: 0.99, beta2: 0.999, epsilon: 1e-4, initialSquare: 1),
        learningRate: .burda, initializer: .glorotUniform, startsAtPixelMeans: true, batch: 20,
        epochs: 3280, binarization: .stochastic)
    }
  }
}
