/// What a name stands for in a document.
public enum Role: String, Sendable, Hashable, CaseIterable {
  /// A random variable that is observed.
  case data
  /// A random variable that is not observed.
  case latent
  /// A random variable that others are computed from.
  case noise
  /// A random variable of which nothing more is known.
  case variable
  /// What a law or a function depends on and is optimised.
  case parameter
  /// A number that counts.
  case index
  /// A number or function that is given.
  case constant
  /// The name of a law.
  case law

  /// Whether the name is a random variable.
  public var isRandom: Bool {
    switch self {
    case .data, .latent, .noise, .variable: true
    case .parameter, .index, .constant, .law: false
    }
  }

  /// The role by the word that a comment uses for it, nil for a word that names none.
  init?(word: some StringProtocol) {
    var word = word.lowercased()
    if word.hasSuffix("s"), word != "s" { word.removeLast() }
    switch word {
    case "data", "datum", "observed", "observation": self = .data
    case "latent", "hidden": self = .latent
    case "noise": self = .noise
    case "variable", "random": self = .variable
    case "parameter", "param", "weight": self = .parameter
    case "index", "indice": self = .index
    case "constant", "number", "fixed": self = .constant
    case "law", "density", "distribution": self = .law
    default: return nil
    }
  }
}

/// What a density is for in a model with data and latent variables.
public enum DensityRole: String, Sendable, Hashable, CaseIterable {
  case prior
  case likelihood
  case posterior
  case evidence
  case joint
  case approximatePosterior = "approximate posterior"
}
