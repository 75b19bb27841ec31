import VAE

/// What only the gradient of a VAE with a Gaussian posterior depends on.
struct GaussianGradientArguments: ArgumentGroup {
  @Option(help: "Only this bound.", valueName: "bound")
  var objective: Objective.Bound? = nil

  @Option(help: "Only this estimator of the encoder's gradient.", valueName: "estimator")
  var estimator: Objective.Estimator? = nil

  @Option(help: "Only this meaning of the encoder's second head.", valueName: "scale")
  var posteriorScale: PosteriorScale? = nil

  @Option(help: "Latent dimensions.", valueName: "n")
  var latent: Count = 2

  @Option(help: "Samples of the latent an image.", valueName: "n")
  var samples: SampleCount = 3

  @Option(help: "The weight of the divergence.", valueName: "beta")
  var beta: NonnegativeNumber = 0.7

  /// What is left by the options, objective by objective.
  var losses: [[GradientCase.Loss]] {
    objectives.map { objective in
      (posteriorScale.map { [$0] } ?? PosteriorScale.allCases).map { .bound(objective, $0) }
    }
  }

  /// Why nothing is left; `nil` where something is.
  var contradiction: String? {
    guard objectives.isEmpty else { return nil }
    return Objective(
      objective ?? .elbo, estimator: estimator ?? .pathwise, samples: samples.value,
      beta: beta.value
    ).contradiction ?? "no objective is left"
  }

  private var objectives: [Objective] {
    Objective.Bound.allCases.flatMap { bound in
      Objective.Estimator.allCases.map {
        Objective(bound, estimator: $0, samples: samples.value, beta: beta.value)
      }
    }.filter { candidate in
      candidate.contradiction == nil && (objective.map { $0 == candidate.bound } ?? true)
        && (estimator.map { $0 == candidate.estimator } ?? true)
    }
  }
}

/// What only the gradient of a VQ-VAE depends on.
struct QuantizedGradientArguments: ArgumentGroup {
  @Option(help: "Only this term of the loss, or all together.", valueName: "term")
  var term: GradientTerm? = nil

  @Option(
    help: "Only codes that stand side by side (product), or add up (residual).", valueName: "kind")
  var quantizer: Quantizer? = nil

  @Option(help: "Codes an image.", valueName: "n")
  var positions: Count = 2

  @Option(help: "Codes in a codebook, at most 65536 in all.", valueName: "n")
  var codes: Count = 4

  @Option(help: "Numbers of a code.", valueName: "n")
  var codeDimension: Count = 2

  @Option(help: "The weight of the commitment loss.", valueName: "beta")
  var commitment: NonnegativeNumber = 0.25

  /// What is left by the options, term by term.
  var losses: [[GradientCase.Loss]] {
    (term.map { [$0] } ?? GradientTerm.allCases).map { term in
      (quantizer.map { [$0] } ?? Quantizer.allCases).map { .quantized(term, $0) }
    }
  }
}
