import Tensors
import VAE

/// One combination of what a gradient depends on beside its numbers.
package struct GradientCase: Sendable, Equatable, Encodable {
  /// What is differentiated.
  package enum Loss: Sendable, Equatable {
    /// A bound and its estimator, and what the encoder's second head means.
    case bound(Objective, PosteriorScale)
    /// The loss of a VQ-VAE, or one of its terms alone.
    case quantized(GradientTerm, Quantizer)
  }

  /// What is differentiated.
  package let loss: Loss
  /// The decoder's law.
  package let likelihood: Likelihood
  /// The nonlinearity.
  package let activation: Activation

  /// `elbo-sampled, path-derivative, gaussian-learned, tanh, log-variance`.
  package var name: String {
    let scale: [String] = if case .bound(_, let scale) = loss { [scale.rawValue] } else { [] }
    return ([title, likelihood.rawValue, activation.argument] + scale).joined(separator: ", ")
  }

  /// `elbo-sampled, path-derivative`.
  package var title: String {
    switch loss {
    case .bound(let objective, _): "\(objective.bound.rawValue), \(objective.estimator.rawValue)"
    case .quantized(let term, let quantizer): "\(term.title), \(quantizer.rawValue)"
    }
  }

  /// Whether a decoder's gradient passes a quantiser.
  package var passesQuantizer: Bool {
    guard case .quantized(let term, _) = loss else { return false }
    return [.all, .reconstruction].contains(term)
  }

  /// What a gradient that is not the derivative of the loss leaves out.
  var omission: String {
    switch loss {
    case .bound(let objective, _):
      "\(objective.estimator.rawValue) is not the derivative of the bound"
    case .quantized:
      "With stop-gradients and the straight-through path this is not the derivative of the loss"
    }
  }

  /// Writes the names.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch loss {
    case .bound(let objective, let scale):
      try container.encode(objective.bound, forKey: .objective)
      try container.encode(objective.estimator, forKey: .estimator)
      try container.encode(scale, forKey: .posteriorScale)
    case .quantized(let term, let quantizer):
      try container.encode(term.rawValue, forKey: .term)
      try container.encode(quantizer, forKey: .quantizer)
    }
    try container.encode(likelihood, forKey: .likelihood)
    try container.encode(activation.argument, forKey: .activation)
  }

  private enum Key: String, CodingKey {
    case objective, estimator, term, quantizer, likelihood, activation
    case posteriorScale = "posterior_scale"
  }
}

/// The terms of a VQ-VAE's loss, one by one or together.
package enum GradientTerm: String, ArgumentValue, Sendable, CaseIterable {
  case reconstruction, codebook, commitment, all

  /// What is left of a loss.
  package func part(of loss: QuantizedLoss) -> QuantizedLoss {
    QuantizedLoss.Part(rawValue: rawValue).map { loss.only($0.term) } ?? loss
  }

  var title: String {
    switch self {
    case .reconstruction: "reconstruction, straight-through"
    case .codebook: "codebook loss"
    case .commitment: "commitment loss"
    case .all: "all three"
    }
  }
}
