/// What is supposed of a step where its notation leaves something out: over what a bare law is, under which law an average
/// is, that an entropy is in bits.
///
/// A step that holds so is said to hold, with what was supposed; where it does not, another thing may be meant, and
/// nothing is said.
struct Supposition {
  /// What is supposed, in words.
  var words: String
  /// What the document would have to say for it.
  var definitions: [Background.Definition] = []
  /// The relation that the step has then; nil for its own.
  var relation: Relation?
  /// The ranges of names that the document says nothing of.
  var ranges: [String: QuantityRange] = [:]
  /// How the step and what stands around it are read then.
  var reading: (Expression) -> Expression = { $0 }

  /// Returns both together.
  func joined(with other: Supposition) -> Supposition {
    let (first, second) = (reading, other.reading)
    return Supposition(
      words: words + ", " + other.words, definitions: definitions + other.definitions,
      relation: relation ?? other.relation, ranges: ranges.merging(other.ranges) { own, _ in own },
      reading: { second(first($0)) })
  }
}

extension Decider {
  /// Returns the finding about a step that holds if what its notation leaves out is supposed; nil if it does not.
  func supposed(_ step: Step, in background: Background, meter: WorkMeter) -> Finding? {
    let readings = [Step.Reading(left: step.left, right: step.right)] + step.otherReadings
    let all = Supposition.all(for: step, in: background)
    guard let first = all.first else { return nil }
    let together = all.dropFirst().reduce(first) { $0.joined(with: $1) }
    for supposition in (all.count > 1 ? [together] : []) + all where meter.left > 0 {
      let read = supposition.reading
      var local = background
      local.mentions = local.mentions.map(read)
      local.definitions = local.definitions.map {
        Background.Definition($0.name, as: read($0.body))
      }
      local.definitions += supposition.definitions
      local.ranges.merge(supposition.ranges) { own, _ in own }
      // The rows around may use the names in a way of their own: g(ε^l) beside g(ε).
      for mentions in local.mentions.isEmpty ? [[]] : [local.mentions, []] where meter.left > 0 {
        local.mentions = mentions
        var found = finding(
          for: readings.map { Step.Reading(left: read($0.left), right: read($0.right)) },
          supposition.relation ?? step.relation, in: local, meter: meter)
        guard found.isGood, !found.vanishes else { continue }
        found.reason = "taking \(supposition.words): \(found.reason)"
        return found
      }
    }
    return nil
  }
}

extension Decider {
  /// Returns the finding about a step that holds if the data with an index and the data without are the same
  /// observation, x^{(i)} beside x, which authors mix; nil if it does not, or speaks of one only.
  func ofOneObservation(
    _ readings: [Step.Reading], _ relation: Relation, in background: Background, _ meter: WorkMeter
  ) -> Finding? {
    let nodes = readings.flatMap { [$0.left, $0.right] }.flatMap(\.descendants)
    let symbols = nodes.compactMap(\.asSymbol)
    var bound = Set<String>()
    for case .series(let series) in nodes.map(\.kind) {
      for letter in series.bindings.flatMap(\.variables).compactMap(\.asSymbol) {
        bound.insert(letter.headKey)
      }
    }
    var seen = Set<Symbol>()
    for plain in symbols
    where plain == plain.head && ["x", "y"].contains(plain.name) && seen.insert(plain).inserted {
      let indexed = Set(symbols.filter { $0.head == plain && $0 != plain })
      guard indexed.count == 1, let one = indexed.first,
        case .value(let index)? = (one.subscripts + one.superscripts).first,
        one.subscripts.count + one.superscripts.count == 1,
        let letter = index.asSymbol, letter.isIndexLetter, !bound.contains(letter.headKey)
      else { continue }
      func read(_ side: Expression) -> Expression {
        side.rewritten { $0.asSymbol == plain ? Expression(.symbol(one), at: $0.range) : $0 }
      }
      var found = finding(
        for: readings.map { Step.Reading(left: read($0.left), right: read($0.right)) },
        relation, in: background, meter: meter)
      guard found.isGood, !found.vanishes else { continue }
      found.reason =
        "taking \(Expression(.symbol(plain)).latex) as \(Expression(.symbol(one)).latex): \(found.reason)"
      return found
    }
    return nil
  }
}

extension Supposition {
  /// Returns what may be supposed of a step.
  static func all(for step: Step, in background: Background) -> [Supposition] {
    let sides = [step.left, step.right]
    let nodes = sides.flatMap(\.descendants)
    var found = bareLaws(sides, nodes, background)
    found += [
      bits(nodes), totalVariation(nodes), numberedValues(sides, nodes),
      normalDistribution(nodes, background),
      drawn(sides, nodes, background), givenLaws(nodes, background),
      logistic(nodes, background), counts(sides, nodes, background),
    ].compactMap(\.self)
    found += noise(nodes, background)
    if let means = conditionalMeans(nodes, background) { found.append(means) }
    if let shares = shares(nodes, background) { found.append(shares) }
    if let ratios = ratios(nodes) { found.append(ratios) }
    if let path = path(sides, nodes, background) { found.append(path) }
    return found
  }

  /// H_2(p) and D_2(p ‖ q) in bits.
  private static func bits(_ nodes: [Expression]) -> Supposition? {
    func inBase(_ node: Expression) -> Expression? {
      switch node.kind {
      case .entropy(var entropy):
        guard let base = entropy.base else { return nil }
        entropy.base = nil
        var plain = Expression(.entropy(entropy), at: node.range)
        if entropy.subjects.count == 2, entropy.conditions.isEmpty,
          entropy.subjects.allSatisfy(\.isLawName)
        {
          plain = Expression(
            .crossEntropy(entropy.subjects[0], entropy.subjects[1]), at: node.range)
        }
        return Expression(.quotient(plain, Expression(.number(base)).logarithm), at: node.range)
      case .divergence(let divergence):
        guard case .named("2") = divergence.kind else { return nil }
        let plain = Divergence(.kullbackLeibler, from: divergence.from, to: divergence.to)
        return Expression(
          .quotient(
            Expression(.divergence(plain), at: node.range), Expression.number(2).logarithm),
          at: node.range)
      default: return nil
      }
    }
    guard nodes.contains(where: { inBase($0) != nil }) else { return nil }
    return Supposition(
      words: "the index of an entropy or a divergence as the base of its logarithm"
    ) { $0.rewritten { inBase($0) ?? $0 } }
  }

  /// TV(P, Q) as half the mean distance of Q/P from 1 under P.
  private static func totalVariation(_ nodes: [Expression]) -> Supposition? {
    func written(_ node: Expression) -> Expression? {
      let laws: [Expression]
      switch node.kind {
      case .application(let application):
        guard application.name.name == "TV", application.conditions.isEmpty else { return nil }
        laws = application.arguments
      case .divergence(let divergence):
        guard case .named("TV") = divergence.kind else { return nil }
        laws = [divergence.from, divergence.to]
      default: return nil
      }
      guard laws.count == 2, laws.allSatisfy(\.isLawName) else { return nil }
      let ratio = Expression(.quotient(laws[1], laws[0]))
      let distance = Expression(
        .function(.absolute, [Expression.sum([.number(1), ratio.negated])]))
      let mean = Expression(
        .expectation(Expectation([Sampling(variables: [], law: laws[0])], of: distance)))
      return Expression(.quotient(mean, .number(2)), at: node.range)
    }
    guard nodes.contains(where: { written($0) != nil }) else { return nil }
    return Supposition(words: "TV as the total variation, half the sum of all differences") {
      $0.rewritten { written($0) ?? $0 }
    }
  }

  /// Φ as the distribution function of the standard normal law.
  private static func normalDistribution(
    _ nodes: [Expression], _ background: Background
  ) -> Supposition? {
    func distribution(at argument: Expression) -> Expression {
      let root = Expression(.function(.squareRoot, [.number(2)]))
      let error = Expression(.function(.erf, [Expression(.quotient(argument, root))]))
      return Expression(.quotient(Expression.sum([.number(1), error]), .number(2)))
    }
    func written(_ node: Expression) -> Expression? {
      switch node.kind {
      case .application(let application)
      where application.name == Symbol("Phi") && application.arguments.count == 1:
        guard application.conditions.isEmpty, application.parameters.isEmpty else { return nil }
        return distribution(at: application.arguments[0])
      case .product(let factors):
        // A bracket behind Φ is its argument.
        guard let place = factors.firstIndex(where: { $0.asSymbol == Symbol("Phi") }),
          place + 1 < factors.count
        else { return nil }
        var rest = factors
        rest.replaceSubrange(place...place + 1, with: [distribution(at: factors[place + 1])])
        return Expression.product(rest)
      default: return nil
      }
    }
    guard nodes.contains(where: { written($0) != nil }),
      !background.definitions.contains(where: { $0.name.definableName == "Phi" })
    else { return nil }
    return Supposition(words: "Φ as the distribution function of the standard normal law") {
      $0.rewritten { written($0) ?? $0 }
    }
  }

  /// Averages that name no law under those that the document gives to the variables in them, ε ∼ N(0, 1); of several
  /// samples, E[(1/L) Σ_l f(z_l)], as what is right on average.
  private static func drawn(
    _ sides: [Expression], _ nodes: [Expression], _ background: Background
  ) -> Supposition? {
    var laws: [String: Expression] = [:]
    for draw in background.draws {
      if let symbol = draw.name.asSymbol { laws[symbol.headKey] = draw.body }
    }
    guard !laws.isEmpty else { return nil }
    let formulas = background.definitions
    func samplings(in body: Expression) -> [Sampling] {
      var seen = Set<Symbol>()
      var expressions = [body]
      let named = Set(body.descendants.compactMap(\.definableName))
      expressions += formulas.filter { named.contains($0.name.definableName ?? "") }.map(\.body)
      return expressions.flatMap(\.descendants).compactMap(\.asSymbol)
        .filter { laws[$0.headKey] != nil && seen.insert($0).inserted }
        .map { Sampling(variables: [Expression(.symbol($0))], law: laws[$0.headKey]) }
    }
    func named(_ average: Expectation) -> Expectation? {
      guard average.samplings.isEmpty, average.conditions.isEmpty else { return nil }
      var result = average
      result.samplings = samplings(in: average.body)
      return result.samplings.isEmpty ? nil : result
    }
    if case .expectation(let average) = sides[0].kind, average.samplings.isEmpty,
      average.body.descendants.contains(where: \.isSeries),
      samplings(in: average.body).contains(where: { $0.variables[0].asSymbol?.subscripts != [] })
    {
      let whole = sides[0]
      return Supposition(
        words: "the mean as one over the samples", relation: .approximately,
        reading: { $0 == whole ? average.body : $0 })
    }
    func written(_ node: Expression) -> Expression? {
      switch node.kind {
      case .expectation(let average):
        named(average).map { Expression(.expectation($0), at: node.range) }
      case .variance(let average):
        named(average).map { Expression(.variance($0), at: node.range) }
      default: nil
      }
    }
    let map = Dictionary(
      nodes.compactMap { node in written(node).map { (node, $0) } }, uniquingKeysWith: { $1 })
    guard !map.isEmpty else { return nil }
    return Supposition(words: "averages under the laws that the document gives to their variables")
    { $0.rewritten { map[$0] ?? $0 } }
  }

  /// p(ε) as the law that the document gives to ε, p(x|θ) as that which it gives to x given θ.
  private static func noise(_ nodes: [Expression], _ background: Background) -> [Supposition] {
    var found: [Supposition] = []
    var seen = Set<Expression>()
    for node in nodes {
      guard case .density(let density) = node.kind, density.name.lawKey == "p",
        density.arguments.count == 1,
        let symbol = density.arguments[0].asSymbol, seen.insert(node).inserted,
        !background.definitions.contains(where: { $0.name == node }),
        let draw = background.draws.last(where: { draw in
          guard case .law(let law) = draw.body.kind, law.value == nil else { return false }
          return draw.name.isDraw(of: symbol, given: density.conditions)
        })
      else { continue }
      let definition = Background.Definition(node, as: draw.body.lawWithValue(from: node))
      found.append(
        Supposition(
          words: "\(node.latex) as the law of \(symbol.headKey)", definitions: [definition]))
    }
    return found
  }

  /// A variable under q as what a function of noise gives, E_q[f(z)] = E[f(g(ε, φ))].
  private static func path(
    _ sides: [Expression], _ nodes: [Expression], _ background: Background
  ) -> Supposition? {
    var functions = Set<Expression>()
    for node in nodes {
      guard case .application(let application) = node.kind,
        application.arguments.contains(where: {
          $0.asSymbol.map { Term.noiseNames.contains($0.name) } ?? false
        })
      else { continue }
      functions.insert(node)
    }
    guard functions.count == 1, let function = functions.first,
      !background.definitions.contains(where: {
        $0.body == function || $0.name.definableName == function.definableName
      })
    else { return nil }
    var variables = Set<Symbol>()
    for node in nodes {
      guard case .density(let density) = node.kind, density.name.lawKey.hasPrefix("q"),
        density.arguments.count == 1, let symbol = density.arguments[0].asSymbol
      else { continue }
      variables.insert(symbol)
    }
    if variables.isEmpty, nodes.contains(where: { $0.asSymbol == Symbol("z") }) {
      variables.insert(Symbol("z"))
    }
    guard variables.count == 1, let variable = variables.first else { return nil }
    return Supposition(
      words: "\(variable.headKey) = \(function.latex) under q",
      definitions: [Background.Definition(Expression(.symbol(variable)), as: function)])
  }
}

extension Expression {
  /// Whether the left side of a draw, ε ∼ … or x ∣ θ ∼ …, is a variable under conditions.
  fileprivate func isDraw(of symbol: Symbol, given conditions: [Expression]) -> Bool {
    guard case .application(let application) = kind else {
      return conditions.isEmpty && asSymbol?.headKey == symbol.headKey
    }
    return application.name.name == "mid" && application.arguments == [Expression(.symbol(symbol))]
      && Set(application.conditions) == Set(conditions)
  }

  /// Whether the expression is a sum or product over something.
  fileprivate var isSeries: Bool { if case .series = kind { true } else { false } }
}
