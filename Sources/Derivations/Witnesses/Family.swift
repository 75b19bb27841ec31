/// A family of witness models: what the random laws of a step may look like.
struct Family: Hashable, Sendable {
  /// How variables take values.
  enum Measure: String, Hashable, Sendable {
    /// Two or three values each, which are counted.
    case counting
    /// Two or three cells of different size, so that a density may exceed 1 and an entropy may be negative.
    case weighted
    /// Real numbers under linear-Gaussian laws.
    case gaussian
    /// Real numbers under mixtures of two linear-Gaussian laws.
    case mixture

    /// Whether values are real numbers and sums are integrals.
    var isReal: Bool { self == .gaussian || self == .mixture }
  }

  /// An assumption that restricts the laws, under which some steps hold that do not hold in general.
  enum Assumption: Hashable, Sendable {
    /// The members of a sequence are independent, given the other variables.
    case independent(head: String)
    /// The members of a sequence are independent, whatever depends on them.
    case apart(head: String)
    /// The members are independent given the other variables, and identically distributed.
    case identical(head: String)
    /// Each member of a sequence depends on the one before only, given the other variables.
    case markov(head: String)
    /// Two variables are independent.
    case unrelated(Int, Int)
    /// Two variables are independent given all others.
    case separated(Int, Int)
    /// The marginal of a variable does not depend on the parameters of the law.
    case fixedMarginal(law: Int, variable: Int)
    /// Two laws give a variable the same marginal.
    case sameMarginal(law: Int, as: Int, variable: Int)
    /// A law has the factors of a directed graph.
    case factored(Factorisation)
  }

  /// How variables take values.
  var measure: Measure = .counting
  /// How far the logarithms of probabilities spread: at 4 some values are nearly certain.
  var spread = 1.5
  /// Whether every free quantity is between 0 and 1.
  var isPositive = false
  /// Whether letters that are not positive by their meaning are of either sign: a, b.
  var isSigned = false
  /// How large free quantities are: 1 for numbers of the order of 1.
  var magnitude = 1.0
  /// What the laws are restricted to.
  var assumptions: [Assumption] = []
}
