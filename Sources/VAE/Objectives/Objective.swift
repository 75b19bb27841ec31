/// What training maximises, and by which gradient.
///
/// With w = p(x|z) (p(z)/q(z|x))^β for a sample z from q(z|x):
public struct Objective: Sendable, Equatable, Codable {
  /// The bound on log p(x).
  public enum Bound: String, Sendable, Codable, CaseIterable {
    /// E[log w], its divergence KL(q(z|x) ‖ p(z)) in closed form.
    case elbo
    /// E[log w], everything sampled.
    case sampledELBO = "elbo-sampled"
    /// E[log ¹⁄ₖ Σ wᵢ] over k samples; Burda, Grosse and Salakhutdinov (2016).
    case importanceWeighted = "iwae"
  }

  /// The estimator of the encoder's gradient; the decoder's is the same in all.
  public enum Estimator: String, Sendable, Codable, CaseIterable {
    /// Through z = μ + σε and through log q; Kingma and Welling (2014).
    case pathwise
    /// Through z only ("sticking the landing"); Roeder, Wu and Duvenaud (2017).
    case pathDerivative = "path-derivative"
    /// Through z only, with squared normalised weights; Tucker, Lawson, Gu and Maddison (2019).
    case doublyReparameterized = "dreg"
    /// Through log q only, with the mean of the other samples as baseline, where there are others: for teaching.
    case scoreFunction = "score"
  }

  /// The bound.
  public var bound: Bound
  /// The encoder's gradient.
  public var estimator: Estimator
  /// Samples of z an image: L of the ELBO, K of the importance-weighted bound.
  public var samples: Int
  /// The weight β of the divergence.
  public var beta: Double

  /// Creates an objective.
  public init(
    _ bound: Bound = .elbo, estimator: Estimator = .pathwise, samples: Int = 1, beta: Double = 1
  ) {
    self.bound = bound
    self.estimator = estimator
    self.samples = samples
    self.beta = beta
  }

  /// Why the parts do not go together; `nil` where they do.
  public var contradiction: String? {
    if samples < 1 { return "an objective needs at least one sample an image" }
    if !(beta >= 0 && beta.isFinite) { return "β must be a number from 0 up" }
    switch (bound, estimator) {
    case (.elbo, .pathwise), (.sampledELBO, .pathwise), (.sampledELBO, .pathDerivative),
      (.sampledELBO, .scoreFunction), (.importanceWeighted, .pathwise),
      (.importanceWeighted, .pathDerivative), (.importanceWeighted, .doublyReparameterized):
      return nil
    case (.elbo, _):
      return "\(estimator.rawValue) needs a sampled bound: elbo-sampled or iwae"
    case (.sampledELBO, _):
      return "\(estimator.rawValue) is an estimator of the importance-weighted bound: iwae"
    case (.importanceWeighted, _):
      return "\(estimator.rawValue) is an estimator of the sampled ELBO: elbo-sampled"
    }
  }
}

/// Sums over some examples of the terms of a bound, in nats.
public struct BoundTerms: Sendable, Equatable, Codable {
  /// How many examples.
  public var examples = 0
  /// The bound.
  public var bound = 0.0
  /// log p(x|z), mean over the samples of an example.
  public var reconstruction = 0.0
  /// KL(q(z|x) ‖ p(z)) in closed form, or the mean of log q(z|x) − log p(z) over the samples.
  public var divergence = 0.0
  /// ‖z_e − z_q‖² of a model that quantises.
  public var distance = 0.0

  /// No examples.
  public init() {}

  /// Reads sums; those of models that do not quantise need not tell the distance.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    examples = try values.decode(Int.self, forKey: .examples)
    bound = try values.decode(Double.self, forKey: .bound)
    reconstruction = try values.decode(Double.self, forKey: .reconstruction)
    divergence = try values.decode(Double.self, forKey: .divergence)
    distance = try values.decodeIfPresent(Double.self, forKey: .distance) ?? 0
  }

  /// Sums of both.
  public static func += (left: inout BoundTerms, right: BoundTerms) {
    left.examples += right.examples
    left.bound += right.bound
    left.reconstruction += right.reconstruction
    left.divergence += right.divergence
    left.distance += right.distance
  }
}
