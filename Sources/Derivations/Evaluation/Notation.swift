/// What the names in a step and around it are used for: gathered from expressions before they are interpreted.
///
/// A name that stands in a density, under an expectation or behind a differential is a random variable; one that stands
/// in the subscript of a law, behind a semicolon or under ∇ is a parameter, unless it is also the argument of a density.
struct Notation: Sendable {
  /// A law as one of its densities shows it.
  struct Signature: Hashable, Sendable {
    var arguments: [Expression]
    var conditions: [Expression]
    var parameters: [Expression]
  }

  /// Names without indices that are random variables.
  var random: Set<String> = []
  /// The random variables of the step and its chain, where more is known of the document; nil where all are.
  var spoken: Set<String>?
  /// Names without indices that are parameters.
  var parameters: Set<String> = []
  /// Random variables that stand for all members of a sequence: X beside x_i.
  var groups: Set<String> = []
  /// Names that stand alone as the variance of a normal law.
  private(set) var variances: Set<String> = []
  /// Letters of laws that are numbers or matrices, P in N(m, P).
  private(set) var values: Set<String> = []
  /// Letters that serve as indices.
  var indices: Set<String> = []
  /// Parameters that derivatives are taken by.
  var differentiated: Set<String> = []
  /// Parameters that functions show: θ in f_θ(z).
  var carried: Set<String> = []
  /// The letters that stand as an index of the same name: a and b of e_a and e_b.
  private var indicesByName: [String: Set<String>] = [:]
  /// The values of small letters as indices where nothing binds them: e_a and e_b are two members.
  private(set) var indexValues: [String: Int] = [
    "t": 2, "j": 2, "m": 2, "k": 3, "i": 1, "l": 1, "n": 1, "s": 1,
  ]
  /// Indices that stand above a sum or product: numbers of terms.
  var limits: Set<String> = []
  /// Indices over values of a variable, by the variable: k in p(z = k).
  var valueIndices: [String: Expression] = [:]
  /// The names of all laws.
  var laws: Set<String> { Set(signatures.keys).union(bareLaws) }
  /// The parameters in the subscripts of laws that stand without arguments.
  var bareParameters: [String: [Expression]] = [:]
  /// Laws that stand somewhere without arguments.
  private var bareLaws: Set<String> = []
  /// The densities seen under each law's name, in order of appearance.
  var signatures: [String: [Signature]] = [:]
  /// The laws that expectations name for their variables, the latest last.
  var samplings: [(variable: String, law: Expression)] = []
  /// The laws that the rows take averages under: those of expectations, and the first of divergences, in order.
  var averages: [Expression] = []
  /// Pairs of variable names that stand in one density together.
  var together: Set<[String]> = []
  /// Letters that number laws along with their variables: i in q_i(z_i), j in i ≠ j.
  var factorLetters: Set<String> = []
  /// Heads of random variables that carry an index somewhere.
  var indexed: Set<String> = []
  /// Heads of random variables that stand somewhere without an index.
  var bare: Set<String> = []

  /// How many nodes the expressions have.
  private(set) var size = 0

  /// Whether numbered variables are samples of one variable and not members of a sequence.
  let isEstimate: Bool

  /// Gathers from expressions.
  ///
  /// - Parameter isEstimate: Whether they say that something is estimated from samples.
  init(of expressions: [Expression], isEstimate: Bool = false) {
    self.isEstimate = isEstimate
    for expression in expressions { gather(expression) }
    // A condition such as θ in p(x ∣ z, θ) is a parameter if it is Greek and never an argument.
    for name in conditional where !argument.contains(name) && Self.isParameterName(name) {
      parameters.insert(name)
    }
    for letter in indices.sorted()
    where indexValues[letter] == nil && letter.first?.isLowercase ?? false {
      let beside = indicesByName.values.filter { $0.contains(letter) }.joined()
      let taken = Set(beside.compactMap { indexValues[$0] })
      indexValues[letter] = (1...3).first { !taken.contains($0) } ?? 1
    }
    random.formUnion(argument)
    random.formUnion(conditional.subtracting(parameters))
    // Σ_{h'} runs over the values that h has.
    for symbol in summed {
      var plain = symbol
      plain.accents = []
      if random.contains(plain.headKey), !parameters.contains(symbol.headKey) {
        random.insert(symbol.headKey)
        noteIndices(of: symbol)
      }
    }
    parameters.subtract(argument)
    for name in bare where !indexed.isEmpty && !beside.contains(name) {
      let member = name.lowercased()
      guard
        member != name
          ? indexed.contains(member) || indexed.contains(name) : inProduct.contains(name)
      else { continue }
      if member != name || indexed.contains(name) { groups.insert(name) }
    }
  }

  private var argument: Set<String> = []
  private var conditional: Set<String> = []
  private var inProduct: Set<String> = []
  /// Names that a density holds with an index and without: q(x ∣ x_0) is no law of a sequence and a member of it.
  private(set) var beside: Set<String> = []
  /// Names with marks that sums and products run over.
  private var summed: Set<Symbol> = []

  /// Returns whether a letter is by convention a parameter where it is only conditioned on.
  static func isParameterName(_ name: String) -> Bool {
    ["theta", "phi", "psi", "lambda", "nu", "omega", "eta", "vartheta", "emptyset", "varnothing"]
      .contains(name)
  }

  /// Forgets subscripts of bare laws that a step does not show, where it writes out the parameters of the law itself:
  /// beside q(z ∣ x, φ) a q_θ elsewhere says nothing.
  mutating func keepParameters(ofStep sides: [Expression]) {
    let own = Notation(of: sides)
    for key in bareParameters.keys where own.bareParameters[key] == nil {
      guard let shown = own.signatures[key],
        shown.allSatisfy({
          !$0.parameters.isEmpty
            || $0.conditions.contains { condition in
              condition.asSymbol.map { own.parameters.contains($0.headKey) } ?? false
            }
        })
      else { continue }
      bareParameters[key] = nil
    }
  }

  private mutating func gather(_ expression: Expression) {
    for node in expression.descendants {
      size += 1
      gatherEnds(behindDotsIn: node)
      switch node.kind {
      case .density(let density): gather(density)
      case .expectation(let a), .variance(let a), .covariance(let a, _):
        if a.samplings.isEmpty { gather(bare: a) }
        averages += a.samplings.compactMap(\.law).filter(\.isLawName)
        for sampling in a.samplings {
          for variable in sampling.variables {
            note(argument: variable)
            if let law = sampling.law, let symbol = variable.asSymbol {
              samplings.append((symbol.headKey, law))
            }
          }
          if sampling.variables.isEmpty, case .density(let density)? = sampling.law?.kind {
            for variable in density.arguments.flatMap(\.variableSymbols) {
              if let law = sampling.law { samplings.append((variable.headKey, law)) }
            }
          }
        }
      case .divergence(let divergence):
        if divergence.from.isLawName { averages.append(divergence.from) }
      case .entropy(let entropy):
        for subject in entropy.subjects + entropy.conditions where !subject.isLawName {
          note(argument: subject)
        }
      case .mutualInformation(let a):
        for variable in a.first + a.second + a.conditions { note(argument: variable) }
      case .integral(let integral):
        for variable in integral.bindings.flatMap(\.variables) { note(argument: variable) }
      case .series(let series): gather(series)
      case .product(let factors): gatherCount(of: factors)
      case .derivative(let derivative):
        for variable in derivative.variables {
          guard let symbol = variable.asSymbol ?? variable.baseOfFunction?.asSymbol else {
            continue
          }
          parameters.insert(symbol.headKey)
          differentiated.insert(symbol.headKey)
        }
      case .optimum(let optimum):
        for variable in optimum.bindings.flatMap(\.variables) where !variable.isLawName {
          if let symbol = variable.asSymbol { parameters.insert(symbol.headKey) }
        }
      case .law(let law):
        if law.family == .normal, law.parameters.count == 2, let name = law.parameters[1].asSymbol {
          variances.insert(name.headKey)
        }
        for symbol in law.parameters.flatMap(\.descendants).compactMap(\.asSymbol)
        where Expression(.symbol(symbol)).isLawName {
          values.insert(symbol.headKey)
        }
        if let value = law.value { note(argument: value) }
        for symbol in law.value?.variableSymbols ?? [] where !symbol.subscripts.isEmpty {
          inProduct.insert(symbol.headKey)
        }
      case .symbol(let symbol):
        if node.isLawName {
          bareLaws.insert(symbol.name.lowercased())
          for case .value(let inner) in symbol.subscripts {
            guard let letter = inner.asSymbol, Self.isParameterName(letter.name) else { continue }
            var name = symbol
            name.subscripts = []
            if bareParameters[name.lawKey]?.contains(inner) != true {
              bareParameters[name.lawKey, default: []].append(inner)
            }
          }
        }
        gatherIndices(of: symbol)
      case .application(let application):
        for symbol in (application.name.subscripts + application.name.superscripts)
          .flatMap(\.symbols)
          + (application.arguments + application.parameters).compactMap(\.asSymbol)
        {
          carried.insert(symbol.headKey)
        }
      default: break
      }
    }
  }

  /// Under an average without a law, capitals that are usual for random variables are such, and the letters of data
  /// and latent variables.
  private mutating func gather(bare average: Expectation) {
    for condition in average.conditions { note(argument: condition) }
    for symbol in average.body.descendants.compactMap(\.asSymbol)
    where symbol.accents.isEmpty && symbol.typeface != .calligraphic
      && symbol.typeface != .blackboard
    {
      if ["A", "B", "U", "V", "W", "X", "Y", "Z", "x", "y", "z"].contains(symbol.name) {
        note(argument: Expression(.symbol(symbol)))
      }
    }
  }

  private mutating func gather(_ density: Density) {
    let symbols = (density.arguments + density.conditions).flatMap(\.variableSymbols)
    for a in symbols { for b in symbols where a != b { together.insert([a.headKey, b.headKey]) } }
    // A bold x beside x_{N+1} may well be all of the x_n.
    let isIndexed = { (symbol: Symbol) in symbol != symbol.head }
    let members = Set(symbols.filter(isIndexed).map(\.head))
    for symbol in symbols where !isIndexed(symbol) && members.contains(symbol) {
      if symbol.name == symbol.name.lowercased() { beside.insert(symbol.headKey) }
    }
    for part in density.arguments { note(argument: part) }
    for part in density.conditions {
      for symbol in part.variableSymbols {
        conditional.insert(symbol.headKey)
        noteIndices(of: symbol)
      }
    }
    for part in density.arguments + density.conditions {
      guard case .statement(let statement) = part.kind, statement.relation == .equal,
        let index = statement.right.asSymbol
      else { continue }
      valueIndices[index.headKey] = statement.left
    }
    for part in density.parameters {
      if let symbol = part.asSymbol { parameters.insert(symbol.headKey) }
    }
    gatherIndices(of: density.name)
    if let factor = density.name.factor, let letter = factor.index.symbols.first,
      symbols.contains(where: { ($0.subscripts + $0.superscripts).contains(factor.index) })
    {
      factorLetters.insert(letter.headKey)
    }
    let signature = Signature(
      arguments: density.arguments, conditions: density.conditions, parameters: density.parameters)
    // Each once: a row may hold a density a thousand times.
    if signatures[density.name.lawKey]?.contains(signature) != true {
      signatures[density.name.lawKey, default: []].append(signature)
    }
  }

  private mutating func gather(_ series: Series) {
    for binding in series.bindings {
      for variable in binding.variables {
        guard let symbol = variable.asSymbol else { continue }
        if case .everything = binding.domain, !symbol.accents.isEmpty { summed.insert(symbol) }
        if case .between = binding.domain { indices.insert(symbol.headKey) }
        if case .satisfying(let relation, let other) = binding.domain {
          indices.insert(symbol.headKey)
          for letter in other.descendants.compactMap(\.asSymbol) where letter.isIndexLetter {
            indices.insert(letter.headKey)
            if relation == .notEqual { factorLetters.insert(letter.headKey) }
          }
        }
      }
      if case .between(let lower, let upper) = binding.domain {
        for bound in [lower, upper].compactMap({ $0 }) {
          for symbol in bound.descendants.compactMap(\.asSymbol) { indices.insert(symbol.headKey) }
        }
        for symbol in (upper?.descendants ?? []).compactMap(\.asSymbol) {
          limits.insert(symbol.headKey)
        }
      }
    }
    guard series.operation == .product else { return }
    for node in series.body.descendants {
      guard case .density(let density) = node.kind else { continue }
      for symbol in (density.arguments + density.conditions).flatMap(\.variableSymbols)
      where !symbol.subscripts.isEmpty || !symbol.superscripts.isEmpty {
        inProduct.insert(symbol.headKey)
      }
    }
  }

  /// Notes that n is how many there are in x_1, …, x_n.
  private mutating func gatherEnds(behindDotsIn node: Expression) {
    let parts: [Expression] =
      switch node.kind {
      case .sum(let parts), .product(let parts), .tuple(let parts): parts
      case .density(let density): density.arguments + density.conditions
      case .set(let parts): parts
      default: []
      }
    for (dots, end) in zip(parts, parts.dropFirst()) where dots.kind == .ellipsis {
      for index in end.descendants.compactMap(\.asSymbol)
        .flatMap({ $0.subscripts + $0.superscripts })
      {
        for letter in index.symbols where letter.isIndexLetter {
          limits.insert(letter.headKey)
          indices.insert(letter.headKey)
        }
      }
    }
  }

  /// Notes that n counts the terms of (1/n) Σ_i.
  private mutating func gatherCount(of factors: [Expression]) {
    for (first, second) in zip(factors, factors.dropFirst()) {
      guard case .quotient(let one, let count) = first.kind, one == .number(1),
        let letter = count.asSymbol, letter.subscripts.isEmpty,
        ["n", "N", "L", "K", "S", "M", "m", "B"].contains(letter.headKey),
        case .series(let series) = second.kind, series.operation == .sum,
        series.bindings.count == 1, case .everything = series.bindings[0].domain,
        let index = series.bindings[0].variables.first?.asSymbol, index.isIndexLetter,
        index.headKey != letter.headKey
      else { continue }
      limits.insert(letter.headKey)
      indices.formUnion([letter.headKey, index.headKey])
    }
  }

  private mutating func note(argument: Expression) {
    for symbol in argument.variableSymbols {
      self.argument.insert(symbol.headKey)
      noteIndices(of: symbol)
    }
  }

  private mutating func noteIndices(of symbol: Symbol) {
    if symbol.subscripts.isEmpty && symbol.superscripts.isEmpty {
      bare.insert(symbol.headKey)
    } else {
      indexed.insert(symbol.headKey)
    }
    gatherIndices(of: symbol)
  }

  /// Letters in sub- and superscripts of one letter are indices; words are labels.
  private mutating func gatherIndices(of symbol: Symbol) {
    for index in symbol.subscripts + symbol.superscripts {
      for letter in index.symbols where letter.isIndexLetter {
        indices.insert(letter.headKey)
        indicesByName[symbol.headKey, default: []].insert(letter.headKey)
        if case .except = index { factorLetters.insert(letter.headKey) }
      }
      for bound in index.expressions {
        for part in bound.descendants.compactMap(\.asSymbol) where !(part.subscripts.isEmpty) {
          gatherIndices(of: part)
        }
      }
    }
  }
}
