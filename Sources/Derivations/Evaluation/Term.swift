/// What an expression means, free of notation: bound variables are numbered, indices are worked out, laws are resolved
/// to axes of joint laws, and divergences, entropies and informations are written by their definitions.
///
/// Terms are what witnesses evaluate and what proofs transform.
indirect enum Term: Hashable, Sendable {
  /// A number that is written out.
  case number(Rational)
  /// π, e.
  case constant(Expression.Constant)
  /// A quantity that is given: a parameter or a free number, by its place in `Scene.quantities`.
  case quantity(Int)
  /// The value at a place: what a random variable has been bound or set to.
  case place(Int)

  case sum([Term])
  case product([Term])
  case quotient(Term, Term)
  case power(Term, Term)
  case logarithm(Term)
  case exponential(Term)
  /// Another function of fixed meaning.
  case function(Elementary, Term)
  /// A function that the document names without saying what it is, at its arguments.
  case opaque(String, [Term])

  /// A density or mass of a joint law: its axes `of` given its axes `given`, each at a place.
  case density(law: Int, of: [Axis], given: [Axis])
  /// The normal density of a value, by mean and variance.
  case normal(Term, mean: Term, variance: Term)

  /// The sum or integral of the body over all values of places.
  case integral([Int], Term)
  /// The product of the body over all values of a place.
  case repeated(Int, Term)
  /// The expectation of the body under a density, over the places that the density is of.
  case expectation([Int], density: Term, Term)
  /// The derivative of the body by a quantity.
  case derivative(Int, Term)
  /// The derivative of the body by the value at a place.
  case slope(Int, Term)
  /// A best value over candidates, or which candidate has it.
  case optimum(Optimum.Kind, [Choice], Term)
  /// The best of some values, or which of them it is, that an index runs over.
  case selection(Optimum.Kind, over: String, [Term])
  /// The body with a place holding the value of a term, which varies with the quantities: z = μ + σε.
  case substitution(Int, by: Term, in: Term)
  /// The value, with derivative zero.
  case still(Term)

  /// Functions of one number besides logarithm and exponential.
  enum Elementary: String, Hashable, Sendable {
    case squareRoot, sigmoid, softplus, sine, cosine, hyperbolicTangent, errorFunction, magnitude
  }

  /// What an optimum may choose.
  enum Choice: Hashable, Sendable {
    case quantity(Int)
    case law(Int)
    case index(String)
  }

  /// An axis of a joint law, and the place whose value is put there.
  struct Axis: Hashable, Sendable, Comparable {
    /// The number of the variable in `Scene.variables`.
    var variable: Int
    /// The number of the place in `Scene.places`.
    var place: Int

    static func < (left: Axis, right: Axis) -> Bool {
      (left.variable, left.place) < (right.variable, right.place)
    }
  }
}

extension Term {
  static let zero = Term.number(Rational(0))
  static let one = Term.number(Rational(1))

  /// Returns the term with its sign changed.
  static prefix func - (term: Term) -> Term { .product([.number(Rational(-1)), term]) }

  /// Returns the difference.
  static func - (left: Term, right: Term) -> Term { .sum([left, -right]) }
}
