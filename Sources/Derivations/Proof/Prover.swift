/// Brings terms into normal form and keeps the list of rules that it applied.
struct Prover {
  let scene: Scene
  /// The rules applied, each once.
  private(set) var rules: [Rule] = []

  /// Creates a prover for terms of a scene.
  init(scene: Scene) { self.scene = scene }

  private mutating func use(_ rule: Rule) {
    if !rules.contains(rule) { rules.append(rule) }
  }

  /// The rules applied and the last one, in an order of their own: that of application hangs on how sets are stored.
  func list(and last: Rule) -> [Rule] {
    rules.sorted { $0.description < $1.description } + [last]
  }

  /// Returns the normal form of a term.
  mutating func form(_ term: Term) throws -> NormalForm {
    switch term {
    case .number(let number): return NormalForm(number)
    case .constant, .quantity, .place: return NormalForm(.leaf(term))
    case .sum(let terms):
      var total = NormalForm()
      for term in terms { total = try total + form(term) }
      return total
    case .product(let factors):
      var total = NormalForm.one
      for factor in factors { total = try total * form(factor) }
      return total
    case .quotient(let a, let b): return try form(a) * form(b).power(-1)
    case .power(let base, .number(let exponent)) where exponent.denominator == 1:
      return try form(base).power(exponent.numerator)
    case .logarithm(let a): return try logarithm(of: form(a))
    case .exponential(let a): return try exponential(of: form(a))
    case .density(let law, let of, let given):
      let joint = NormalForm(.joint(law: law, try axes(of + given)))
      if given.isEmpty { return joint }
      use(.productRule)
      return try joint * NormalForm(.joint(law: law, try axes(given)), power: -1)
    case .integral(let bound, let body): return try integral(Set(bound), of: form(body))
    case .expectation(let bound, let density, let body):
      return try integral(Set(bound), of: form(density) * form(body))
    case .derivative(let quantity, let body): return try derivative(quantity, of: form(body))
    case .opaque(let name, let arguments):
      return NormalForm(.leaf(.opaque(name, arguments)))
    case .repeated, .power, .function, .normal, .slope, .optimum, .selection, .still,
      .substitution:
      throw Unprovable()
    }
  }

  /// Returns axes as a table from variables to places.
  private func axes(_ axes: [Term.Axis]) throws -> [Int: Int] {
    var result: [Int: Int] = [:]
    for axis in axes {
      guard result[axis.variable] == nil || result[axis.variable] == axis.place else {
        throw Unprovable()
      }
      result[axis.variable] = axis.place
    }
    return result
  }

  /// Returns log of a form: of a product the sum of the logarithms.
  private mutating func logarithm(of form: NormalForm) throws -> NormalForm {
    guard let (monomial, coefficient) = form.single else {
      return NormalForm(.logarithm(form))
    }
    // Only factors that are positive may be taken apart.
    guard coefficient.numerator > 0, monomial.allSatisfy({ $0.key.isPositive }) else {
      return NormalForm(.logarithm(form))
    }
    if monomial.count > 1 || coefficient != Rational(1) { use(.logarithm) }
    var total = NormalForm()
    if coefficient != Rational(1) {
      total = NormalForm(.logarithm(NormalForm(coefficient)))
    }
    for (atom, power) in monomial {
      let part: NormalForm
      switch atom {
      case .joint(let law, let axes): part = NormalForm(.logarithmOfJoint(law: law, axes))
      case .exponential(let inner): part = inner
      default: part = NormalForm(.logarithm(NormalForm(atom)))
      }
      total = try total + NormalForm(Rational(power)) * part
    }
    return total
  }

  /// Returns exp of a form: logarithms with whole coefficients come out.
  private mutating func exponential(of form: NormalForm) throws -> NormalForm {
    var result = NormalForm.one
    var rest = NormalForm()
    for (monomial, coefficient) in form.terms {
      if coefficient.denominator == 1, monomial.count == 1, let (atom, power) = monomial.first,
        power == 1, case .logarithmOfJoint(let law, let axes) = atom
      {
        use(.logarithm)
        result = try result * NormalForm(.joint(law: law, axes), power: coefficient.numerator)
      } else {
        rest = try rest + NormalForm([monomial: coefficient])
      }
    }
    return rest.terms.isEmpty ? result : try result * NormalForm(.exponential(rest))
  }

  // MARK: Integrals

  /// Returns the integral of a form over places, term by term.
  private mutating func integral(_ bound: Set<Int>, of form: NormalForm) throws -> NormalForm {
    if form.terms.count > 1 { use(.linearity) }
    var total = NormalForm()
    for (monomial, coefficient) in form.terms {
      total = try total + NormalForm(coefficient) * integral(bound, of: monomial)
    }
    return total
  }

  /// Returns the integral of a product: factors that do not depend on the places come out, and places that only a
  /// joint density depends on are integrated away.
  private mutating func integral(
    _ bound: Set<Int>, of monomial: NormalForm.Monomial
  ) throws -> NormalForm {
    var bound = bound
    var inner = monomial
    while let place = bound.first(where: { marginal(of: inner, over: $0) != nil }) {
      guard let next = marginal(of: inner, over: place) else { break }
      use(.normalisation)
      bound.remove(place)
      guard let next else { return NormalForm() }
      inner = next
    }
    let outside = inner.filter { $0.key.places.isDisjoint(with: bound) }
    let inside = inner.filter { !$0.key.places.isDisjoint(with: bound) }
    guard !bound.isEmpty else { return NormalForm([outside: Rational(1)]) }
    // A place that nothing depends on would give the measure of its range, which is no number in general.
    guard bound.isSubset(of: inside.places) else { throw Unprovable() }
    if !outside.isEmpty { use(.linearity) }
    var names: [Int: Int] = [:]
    for place in bound {
      let name = -1 - scene.places[place].variable
      guard !names.values.contains(name) else { throw Unprovable() }
      names[place] = name
    }
    let atom = NormalForm.Atom.integral(Set(names.values), inside.renamed(names))
    return NormalForm([outside.times([atom: 1]): Rational(1)])
  }

  /// Returns a product with one place integrated away, where only a joint density depends on it, or that and its score;
  /// nil where something else does; an inner nil where the integral is 0.
  private func marginal(
    of monomial: NormalForm.Monomial, over place: Int
  ) -> NormalForm.Monomial?? {
    let dependent = monomial.filter { $0.key.places.contains(place) }
    var rest = monomial.filter { !$0.key.places.contains(place) }
    guard let joint = dependent.keys.first(where: { if case .joint = $0 { true } else { false } }),
      dependent[joint] == 1, case .joint(let law, let axes) = joint
    else { return nil }
    let kept = axes.filter { $0.value != place }
    guard kept.count + 1 == axes.count else { return nil }
    if dependent.count == 1 {
      if !kept.isEmpty { rest = rest.times([.joint(law: law, kept): 1]) }
      return rest
    }
    guard dependent.count == 2,
      let score = dependent.keys.first(where: { if case .score = $0 { true } else { false } }),
      dependent[score] == 1, case .score(let quantity, law, axes) = score
    else { return nil }
    if kept.isEmpty { return .some(nil) }
    return rest.times([.joint(law: law, kept): 1, .score(quantity, law: law, kept): 1])
  }

  // MARK: Derivatives

  /// Returns the derivative of a form, product by product.
  private mutating func derivative(_ quantity: Int, of form: NormalForm) throws -> NormalForm {
    var total = NormalForm()
    for (monomial, coefficient) in form.terms {
      for (atom, power) in monomial {
        var rest = monomial
        rest[atom] = power == 1 ? nil : power - 1
        guard let scaled = coefficient.multiplied(by: Rational(power)) else { throw Unprovable() }
        total = try total + NormalForm([rest: scaled]) * derivative(quantity, of: atom)
      }
    }
    return total
  }

  private mutating func derivative(
    _ quantity: Int, of atom: NormalForm.Atom
  ) throws -> NormalForm {
    switch atom {
    case .joint(let law, let axes):
      guard moves(law, axes, with: quantity) else { return NormalForm() }
      use(.logDerivative)
      return NormalForm([[atom: 1, .score(quantity, law: law, axes): 1]: Rational(1)])
    case .logarithmOfJoint(let law, let axes):
      guard moves(law, axes, with: quantity) else { return NormalForm() }
      return NormalForm(.score(quantity, law: law, axes))
    case .score(_, let law, let axes):
      guard moves(law, axes, with: quantity) else { return NormalForm() }
      return NormalForm(.derivative(quantity, atom))
    case .logarithm(let inner):
      use(.logDerivative)
      return try derivative(quantity, of: inner) * inner.power(-1)
    case .exponential(let inner): return try NormalForm(atom) * derivative(quantity, of: inner)
    case .sum(let inner): return try derivative(quantity, of: inner)
    case .integral(let bound, let monomial):
      use(.exchange)
      let inner = try derivative(quantity, of: NormalForm([monomial: Rational(1)]))
      return try integralOfRenamed(bound, of: inner)
    case .derivative(_, let inner):
      return try derivative(quantity, of: inner).terms.isEmpty
        ? NormalForm() : NormalForm(.derivative(quantity, atom))
    case .leaf(let term):
      if case .quantity(quantity) = term { return .one }
      guard term.writtenQuantities.contains(quantity) else { return NormalForm() }
      return NormalForm(.derivative(quantity, atom))
    }
  }

  /// Returns an integral over places that have been renamed to their variables, which have negative names.
  private mutating func integralOfRenamed(
    _ bound: Set<Int>, of form: NormalForm
  ) throws -> NormalForm {
    var total = NormalForm()
    for (monomial, coefficient) in form.terms {
      var open = bound
      var inner = monomial
      while let place = open.first(where: { marginal(of: inner, over: $0) != nil }) {
        guard let next = marginal(of: inner, over: place) else { break }
        open.remove(place)
        guard let next else {
          inner = [:]
          break
        }
        inner = next
      }
      if inner.isEmpty, !monomial.isEmpty { continue }
      let outside = inner.filter { $0.key.places.isDisjoint(with: open) }
      let inside = inner.filter { !$0.key.places.isDisjoint(with: open) }
      let part: NormalForm.Monomial =
        open.isEmpty ? outside : outside.times([.integral(open, inside): 1])
      total = try total + NormalForm([part: coefficient])
    }
    return total
  }

  /// Whether the joint density of some variables of a law moves with a quantity.
  private func moves(_ law: Int, _ axes: [Int: Int], with quantity: Int) -> Bool {
    let sketch = scene.laws[law]
    guard sketch.parameters.contains(quantity) else { return false }
    return !(sketch.parameterFree.count == 1 && Set(axes.keys) == sketch.parameterFree)
  }
}

extension NormalForm.Atom {
  /// Whether the atom is positive whatever it stands for.
  fileprivate var isPositive: Bool {
    switch self {
    case .joint, .exponential: true
    case .leaf(.constant): true
    default: false
    }
  }
}

extension Comparison {
  /// Returns the rules by which the relation follows; nil if it is not proved.
  ///
  /// An equation is proved if both sides have one normal form; an inequality if the sides differ by nothing or by a
  /// divergence, which is not negative.
  func proof() -> [Rule]? {
    do {
      var prover = Prover(scene: scene)
      let (a, b) = (try prover.form(left), try prover.form(right))
      let gap = try a + NormalForm(Rational(-1)) * b
      switch relation {
      case .equal, .defined: return gap.terms.isEmpty ? prover.list(and: .algebra) : nil
      case .greaterOrEqual, .lessOrEqual:
        if gap.terms.isEmpty { return prover.list(and: .algebra) }
        let wanted = relation == .greaterOrEqual ? gap : try NormalForm(Rational(-1)) * gap
        for (first, second) in divergences {
          let value = try prover.form(
            .expectation(
              first.places, density: first.density,
              .logarithm(first.density) - .logarithm(second)))
          if value == wanted { return prover.list(and: .gibbs) }
        }
        return nil
      default: return nil
      }
    } catch {
      return nil
    }
  }

  /// The pairs of laws over the same places whose divergence may be the difference of the sides.
  private var divergences: [(first: (places: [Int], density: Term), second: Term)] {
    var laws: [(places: [Int], density: Term)] = []
    for term in [left, right] { term.collectLaws(into: &laws) }
    var pairs: [(first: (places: [Int], density: Term), second: Term)] = []
    for first in laws.prefix(8) {
      guard case .density(_, let of, let given) = first.density else { continue }
      for law in scene.laws.indices {
        let known = Set(scene.laws[law].variables)
        let conditions = given + freeAxes(beside: of + given)
        for taken in [conditions, given, []] {
          guard (of + taken).allSatisfy({ known.contains($0.variable) }) else { continue }
          pairs.append((first, .density(law: law, of: of, given: taken)))
        }
      }
    }
    return pairs
  }

  /// The axes of places that are free on both sides, beside those given.
  private func freeAxes(beside axes: [Term.Axis]) -> [Term.Axis] {
    free.filter { place in !axes.contains { $0.place == place } }
      .map { Term.Axis(variable: scene.places[$0].variable, place: $0) }
  }
}

extension Term {
  /// Adds the laws of the expectations within.
  fileprivate func collectLaws(into laws: inout [(places: [Int], density: Term)]) {
    if case .expectation(let places, let density, _) = self,
      !laws.contains(where: { $0.density == density })
    {
      laws.append((places, density))
    }
    for child in children { child.collectLaws(into: &laws) }
  }
}
