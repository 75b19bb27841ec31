import VAE

extension CodebookRule: ArgumentValue {}
extension Quantizer: ArgumentValue {}

/// What only a prior over codes has.
struct PriorTrainingArguments: ArgumentGroup {
  @Option(
    help:
      "The share of the hidden numbers that a step of --stage prior leaves out; 0.5 if not given.",
    valueName: "share")
  var dropout: DecayRate? = nil
}

/// What only a VQ-VAE has.
struct QuantizedArguments: ArgumentGroup {
  @Option(help: "Codes an image; 16 if not given.", valueName: "n")
  var positions: Count? = nil

  @Option(
    help:
      "How codes make a latent: side by side, all out of one codebook (product, if not given), or as a sum, each out of a codebook of its own for what those before leave over (residual).",
    valueName: "kind")
  var quantizer: Quantizer? = nil

  @Option(help: "Codes in a codebook, at most 65536 in all; 64 if not given.", valueName: "n")
  var codes: Count? = nil

  @Option(help: "Numbers of a code; 4 if not given.", valueName: "n")
  var codeDimension: Count? = nil

  @Option(
    help: "The weight of the commitment loss, ‖z - sg[e]‖²; 0.25 if not given.",
    valueName: "number")
  var commitment: NonnegativeNumber? = nil

  @Option(
    help:
      "What moves the codes: a moving average of the vectors that choose them (if not given), or the gradient of the codebook loss.",
    valueName: "rule")
  var codebook: CodebookRule? = nil

  @Option(
    help: "Decay of the moving averages of counts and sums; 0.99 if not given.",
    valueName: "number")
  var codebookDecay: DecayRate? = nil

  @Option(
    help: "Laplace smoothing of the counts that codes are divided by; 0.00001 if not given.",
    valueName: "number")
  var smoothing: NonnegativeNumber? = nil

  @Option(
    help:
      "A code used less than this share of an equal use moves to a vector of the step; 0.02 if not given, 0 for never.",
    valueName: "share")
  var revival: DecayRate? = nil

  @Option(
    help:
      "The share of a step's images whose last codes, up to three quarters of them, are replaced by random ones before they are decoded; for --quantizer residual, 0 if not given.",
    valueName: "share")
  var codeNoise: DecayRate? = nil

  @Option(
    help:
      "Images whose vectors the codebook begins at, by k-means++; 1000 if not given, 0 for a random one.",
    valueName: "n")
  var seedingImages: Ordinal? = nil

  /// Replaces what is given.
  func replace(_ settings: inout QuantizedConfiguration) {
    if let quantizer { settings.architecture.quantizer = quantizer }
    if let positions { settings.architecture.positions = positions.value }
    if let codes { settings.architecture.codes = codes.value }
    if let codeDimension { settings.architecture.dimension = codeDimension.value }
    if let commitment { settings.commitment = commitment.value }
    if let codebook { settings.codebook = codebook }
    if let codebookDecay { settings.movingAverage.decay = codebookDecay.value }
    if let smoothing { settings.movingAverage.smoothing = smoothing.value }
    if let revival { settings.revival = revival.value }
    if let codeNoise { settings.codeNoise = codeNoise.value }
    if let seedingImages { settings.seedingImages = seedingImages.value }
  }
}
