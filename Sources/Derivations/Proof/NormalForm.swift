/// A sum of products of atoms with exact coefficients: the form in which two terms that are equal by the rules are the
/// same.
///
/// Densities are products of powers of joint densities (product rule), logarithms of products are sums, expectations
/// are integrals against densities, integrals are taken apart by linearity and lose what integrates to 1, derivatives
/// are pushed to the logarithms of densities.
struct NormalForm: Hashable, Sendable {
  /// Powers of atoms.
  typealias Monomial = [Atom: Int]

  /// The coefficients of the monomials, none of them zero.
  private(set) var terms: [Monomial: Rational]

  /// What is not taken apart.
  indirect enum Atom: Hashable, Sendable {
    /// The joint density of a law at axes.
    case joint(law: Int, [Int: Int])
    /// Its logarithm.
    case logarithmOfJoint(law: Int, [Int: Int])
    /// The derivative of its logarithm by a quantity.
    case score(Int, law: Int, [Int: Int])
    /// The logarithm of an atom or of a sum.
    case logarithm(NormalForm)
    case exponential(NormalForm)
    /// A sum under a power.
    case sum(NormalForm)
    /// An integral of a monomial over places that it cannot be freed from.
    case integral(Set<Int>, Monomial)
    /// A derivative of an atom by a quantity.
    case derivative(Int, Atom)
    /// A term without parts that matter.
    case leaf(Term)
  }

  init(_ terms: [Monomial: Rational] = [:]) { self.terms = terms }

  init(_ number: Rational) { terms = number.numerator == 0 ? [:] : [[:]: number] }

  init(_ atom: Atom, power: Int = 1) { terms = [[atom: power]: Rational(1)] }

  static let one = NormalForm(Rational(1))

  /// The only term, if there is one.
  var single: (monomial: Monomial, coefficient: Rational)? {
    terms.count == 1 ? terms.first.map { ($0.key, $0.value) } : nil
  }

  /// The most terms before a proof is given up.
  private static let limit = 400

  static func + (a: NormalForm, b: NormalForm) throws(Unprovable) -> NormalForm {
    var result = a.terms
    for (monomial, coefficient) in b.terms {
      guard let sum = (result[monomial] ?? Rational(0)).adding(coefficient) else {
        throw Unprovable()
      }
      result[monomial] = sum.numerator == 0 ? nil : sum
    }
    guard result.count <= limit else { throw Unprovable() }
    return NormalForm(result)
  }

  static func * (a: NormalForm, b: NormalForm) throws(Unprovable) -> NormalForm {
    guard a.terms.count * b.terms.count <= limit else { throw Unprovable() }
    var result = NormalForm()
    for (first, p) in a.terms {
      for (second, q) in b.terms {
        guard let coefficient = p.multiplied(by: q) else { throw Unprovable() }
        result = try result + NormalForm([first.times(second): coefficient])
      }
    }
    return result
  }

  /// Returns a whole power; of a sum, to a negative power, as an atom.
  func power(_ exponent: Int) throws(Unprovable) -> NormalForm {
    guard exponent.magnitude <= 8 else { throw Unprovable() }
    if let (monomial, coefficient) = single {
      var scaled = Rational(1)
      for _ in 0..<Int(exponent.magnitude) {
        guard let next = scaled.multiplied(by: coefficient) else { throw Unprovable() }
        scaled = next
      }
      if exponent < 0 {
        guard let inverse = Rational(scaled.denominator, over: scaled.numerator) else {
          throw Unprovable()
        }
        scaled = inverse
      }
      return NormalForm([monomial.mapValues { $0 * exponent }.filter { $0.value != 0 }: scaled])
    }
    if terms.isEmpty { throw Unprovable() }
    if exponent < 0 { return NormalForm(.sum(self), power: exponent) }
    var result = NormalForm.one
    for _ in 0..<exponent { result = try result * self }
    return result
  }
}

/// A proof is not found: a term is outside of the rules, or too large.
struct Unprovable: Error {}

extension NormalForm.Monomial {
  /// Returns the product.
  func times(_ other: Self) -> Self {
    var result = self
    for (atom, power) in other {
      let sum = (result[atom] ?? 0) + power
      result[atom] = sum == 0 ? nil : sum
    }
    return result
  }

  /// The places whose values the factors depend on.
  var places: Set<Int> { keys.reduce(into: []) { $0.formUnion($1.places) } }
}

extension NormalForm {
  /// The places whose values the form depends on.
  var places: Set<Int> { terms.keys.reduce(into: []) { $0.formUnion($1.places) } }
}

extension NormalForm.Atom {
  /// The places whose values the atom depends on.
  var places: Set<Int> {
    switch self {
    case .joint(_, let axes), .logarithmOfJoint(_, let axes), .score(_, _, let axes):
      Set(axes.values)
    case .logarithm(let form), .exponential(let form), .sum(let form): form.places
    case .integral(let bound, let monomial): monomial.places.subtracting(bound)
    case .derivative(_, let atom): atom.places
    case .leaf(let term): term.freePlaces
    }
  }

  /// Returns the atom with places renamed.
  func renamed(_ names: [Int: Int]) -> Self {
    func axes(_ axes: [Int: Int]) -> [Int: Int] { axes.mapValues { names[$0] ?? $0 } }
    func form(_ form: NormalForm) -> NormalForm {
      NormalForm(
        Dictionary(form.terms.map { ($0.key.renamed(names), $0.value) }) { first, _ in first })
    }
    switch self {
    case .joint(let law, let at): return .joint(law: law, axes(at))
    case .logarithmOfJoint(let law, let at): return .logarithmOfJoint(law: law, axes(at))
    case .score(let quantity, let law, let at): return .score(quantity, law: law, axes(at))
    case .logarithm(let inner): return .logarithm(form(inner))
    case .exponential(let inner): return .exponential(form(inner))
    case .sum(let inner): return .sum(form(inner))
    case .integral(let bound, let monomial):
      return .integral(Set(bound.map { names[$0] ?? $0 }), monomial.renamed(names))
    case .derivative(let quantity, let atom): return .derivative(quantity, atom.renamed(names))
    case .leaf(let term): return .leaf(term.replacing(places: names))
    }
  }
}

extension NormalForm.Monomial {
  /// Returns the monomial with places renamed.
  func renamed(_ names: [Int: Int]) -> Self {
    Dictionary(map { ($0.key.renamed(names), $0.value) }) { $0 + $1 }
  }
}

extension Rational {
  /// Returns the sum; nil if it does not fit.
  func adding(_ other: Rational) -> Rational? {
    let (a, first) = numerator.multipliedReportingOverflow(by: other.denominator)
    let (b, second) = other.numerator.multipliedReportingOverflow(by: denominator)
    let (sum, third) = a.addingReportingOverflow(b)
    let (bottom, fourth) = denominator.multipliedReportingOverflow(by: other.denominator)
    return first || second || third || fourth ? nil : Rational(sum, over: bottom)
  }

  /// Returns the product; nil if it does not fit.
  func multiplied(by other: Rational) -> Rational? {
    let (top, first) = numerator.multipliedReportingOverflow(by: other.numerator)
    let (bottom, second) = denominator.multipliedReportingOverflow(by: other.denominator)
    return first || second ? nil : Rational(top, over: bottom)
  }
}
