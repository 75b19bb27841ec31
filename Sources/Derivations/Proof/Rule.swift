/// A rule by which a step follows: what a proof is a list of.
public enum Rule: Hashable, Sendable {
  case kullbackLeibler, entropy, crossEntropy, mutualInformation, variance
  case productRule, gibbs, linearity, normalisation, logarithm, algebra, logDerivative, exchange
  /// A variable is computed from noise: z = μ + σε.
  case reparameterisation(String)
  /// The document's definition of a name.
  case definition(String)

  /// The rule in words.
  public var description: String {
    switch self {
    case .kullbackLeibler: "definition of the Kullback-Leibler divergence"
    case .entropy: "definition of the entropy"
    case .crossEntropy: "definition of the cross-entropy"
    case .mutualInformation: "definition of the mutual information"
    case .variance: "variance is the mean square less the squared mean"
    case .productRule: "product rule (Bayes' rule)"
    case .gibbs: "a divergence is not negative (Gibbs' inequality)"
    case .linearity: "linearity of the expectation"
    case .normalisation: "laws sum or integrate to 1"
    case .logarithm: "logarithm of products, quotients and powers"
    case .algebra: "algebra"
    case .logDerivative: "derivative of a logarithm"
    case .exchange: "derivative under the expectation"
    case .reparameterisation(let name): "\(name) is computed from noise"
    case .definition(let name): "definition of \(name)"
    }
  }
}
