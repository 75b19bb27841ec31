import Tensors
import VAE

/// What the shapes of both autoencoders have in common.
protocol LayeredArchitecture {
  var encoder: [Int] { get set }
  var decoder: [Int] { get set }
  var activation: Activation { get set }
  var likelihood: Likelihood { get set }
}

extension Architecture: LayeredArchitecture {}
extension QuantizedArchitecture: LayeredArchitecture {}

/// The hidden layers.
struct LayerArguments: ArgumentGroup {
  @Option(
    help:
      "Hidden layers of the encoder, and reversed those of the decoder; with --stage prior those of the prior.",
    valueName: "widths")
  var hidden: Widths? = nil

  @Option(help: "The nonlinearity of the hidden layers.", valueName: "name")
  var activation: Activation? = nil
}

/// What an autoencoder has beside its hidden layers.
struct AutoencoderArguments: ArgumentGroup {
  @Option(help: "Hidden layers of the decoder, where they differ.", valueName: "widths")
  var decoderHidden: Widths? = nil

  @Option(help: "The decoder's law.", valueName: "law")
  var likelihood: Likelihood? = nil

  @Option(
    help: "How pixels are read: as they are, by threshold, or drawn anew at every use.",
    valueName: "way")
  var binarization: Binarization? = nil

  /// Replaces what is given.
  func replace(_ architecture: inout some LayeredArchitecture, _ layers: LayerArguments) {
    if let hidden = layers.hidden {
      architecture.encoder = hidden.values
      architecture.decoder = hidden.values.reversed()
    }
    if let decoderHidden { architecture.decoder = decoderHidden.values }
    if let activation = layers.activation { architecture.activation = activation }
    if let likelihood { architecture.likelihood = likelihood }
  }
}
