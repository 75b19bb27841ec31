/// What comments in a document say about its names: `<!-- vae-lab: latent z; data x; law r; z ~ q(z|x) -->`.
public struct RoleDeclarations: Sendable, Hashable {
  /// The declared roles, by name without indices and without backslash.
  public private(set) var roles: [String: Role] = [:]
  /// The statements in the comments: laws of variables and definitions, in order.
  public private(set) var steps: [Step] = []
  /// What is not understood, with its place.
  public private(set) var problems: [ReadingError] = []

  /// Makes declarations of nothing.
  public init() {}

  /// Reads comments.
  ///
  /// Entries stand between semicolons: a word for a role and names, or a formula with `~` or `=`. An entry that is
  /// neither is a problem, never ignored. Comments that ask for a piece of a handout are none of ours.
  public init(_ directives: [Directive]) {
    for directive in directives where !Self.isForHandouts(directive) {
      for entry in directive.text.split(separator: ";") {
        let entry = entry.trimmed
        if !entry.isEmpty { read(entry, at: directive.range) }
      }
    }
  }

  /// Whether a comment asks for a piece of a handout; see `docs/handouts.md`.
  private static func isForHandouts(_ directive: Directive) -> Bool {
    let word = directive.text.trimmed.prefix { !$0.isWhitespace }
    return [
      "claim", "claims", "run", "table", "value", "source", "plot", "curve", "exercise", "solution",
      "mistake", "wrong", "end",
    ].contains(word)
  }

  private mutating func read(_ entry: String, at range: SourceRange) {
    let words = entry.split { $0.isWhitespace || $0 == "," }
    if let first = words.first, let role = Role(word: first), words.count > 1,
      words.dropFirst().allSatisfy({ Self.key($0) != nil })
    {
      for word in words.dropFirst() { if let key = Self.key(word) { roles[key] = role } }
    } else if entry.contains("~") || entry.contains("=") || entry.contains("\\sim") {
      readStatement(entry, at: range)
    } else {
      problems.append(
        ReadingError("“\(entry)” is neither a role with names nor a formula", at: range))
    }
  }

  /// The key of a name: a letter, or a Greek letter with or without its backslash; nil for anything else.
  private static func key(_ word: Substring) -> String? {
    let name = word.hasPrefix("\\") ? String(word.dropFirst()) : String(word)
    if name.unicodeScalars.count == 1, let letter = name.unicodeScalars.first,
      letter.properties.isAlphabetic
    {
      if case .command(let command)? = UnicodeSigns.kinds[letter]?.first {
        return Vocabulary.greek[command]
      }
      return name
    }
    return Vocabulary.greek[name]
  }

  private mutating func readStatement(_ entry: String, at range: SourceRange) {
    var reader = DerivationReader()
    do throws(ReadingError) {
      let reading = reader.read(try Formula(latex: entry.replacing("~", with: "\\sim ")).tokens())
      for step in reading.steps {
        var step = step
        step.relationRange = range
        step.chain = -1
        steps.append(step)
      }
      problems += reading.unread.map { ReadingError($0.error.message, at: range) }
      if reading.steps.isEmpty, reading.unread.isEmpty {
        problems.append(ReadingError("“\(entry)” says nothing", at: range))
      }
    } catch {
      problems.append(ReadingError(error.message, at: range))
    }
  }

  /// Returns a step with the functions that are declared as laws read as densities: r(z ∣ x) of a law r.
  public func applied(to step: Step) -> Step { applied(to: step, also: []) }

  /// Returns an expression with the functions that are declared as laws, and others, read as densities.
  func applied(to expression: Expression, also more: Set<String>) -> Expression {
    let laws = Set(roles.filter { $0.value == .law }.keys).union(more)
    return laws.isEmpty ? expression : expression.readingLaws(laws)
  }

  /// Returns a step with the functions that are declared as laws, and others, read as densities.
  func applied(to step: Step, also more: Set<String>) -> Step {
    let laws = Set(roles.filter { $0.value == .law }.keys).union(more)
    guard !laws.isEmpty else { return step }
    var step = step
    step.left = step.left.readingLaws(laws)
    step.right = step.right.readingLaws(laws)
    step.otherReadings = step.otherReadings.map {
      Step.Reading(left: $0.left.readingLaws(laws), right: $0.right.readingLaws(laws))
    }
    return step
  }
}

extension Expression {
  /// The expression with applications of the named functions read as densities, and with averages under them.
  fileprivate func readingLaws(_ laws: Set<String>) -> Expression {
    rewritten { node in
      switch node.kind {
      case .application(let application) where laws.contains(application.name.headKey):
        let (name, parameters) = ExpressionParser.parameters(
          of: application.name, except: application.arguments)
        let density = Density(
          name, parameters: parameters + application.parameters, of: application.arguments,
          given: application.conditions)
        return Expression(.density(density), at: node.range)
      case .expectation(let average):
        return Expression(.expectation(average.readingLaws(laws)), at: node.range)
      case .variance(let average):
        return Expression(.variance(average.readingLaws(laws)), at: node.range)
      default: return node
      }
    }
  }
}

extension Expectation {
  /// The average with what its subscript names as laws rather than variables: `E_{g(z)}`, `E_g`.
  fileprivate func readingLaws(_ laws: Set<String>) -> Expectation {
    var average = self
    average.samplings = samplings.flatMap { sampling in
      func isLaw(_ variable: Expression) -> Bool {
        if case .density = variable.kind { return true }
        return variable.asSymbol.map { laws.contains($0.headKey) } ?? false
      }
      guard sampling.law == nil, sampling.variables.contains(where: isLaw) else {
        return [sampling]
      }
      return sampling.variables.map {
        isLaw($0) ? Sampling(law: $0) : Sampling(variables: [$0])
      }
    }
    return average
  }
}

extension Notation {
  /// The notation with what comments declare in place of what use suggests.
  func declaring(_ roles: [String: Role]) -> Notation {
    var notation = self
    for (name, role) in roles {
      // What a density is of has a law, also where it counts: k in Σ_k p(k) p(z ∣ k).
      if role == .index, notation.random.contains(name) { continue }
      notation.random.remove(name)
      notation.parameters.remove(name)
      if role.isRandom { notation.random.insert(name) }
      if role == .parameter { notation.parameters.insert(name) }
      if role == .index { notation.indices.insert(name) } else { notation.indices.remove(name) }
    }
    return notation
  }
}

extension Background {
  /// Returns what names are used for in expressions, with what comments declare in place of what use suggests.
  func notation(of expressions: [Expression], isEstimate: Bool = false) -> Notation {
    Notation(of: expressions + (isEstimate ? samples(in: expressions) : []), isEstimate: isEstimate)
      .declaring(roles)
  }

  /// Averages over the variables in expressions that the document draws from laws, ε ∼ N(0, 1), so that an estimate's
  /// samples are known for what they are.
  private func samples(in expressions: [Expression]) -> [Expression] {
    let spoken = Set(expressions.flatMap(\.descendants).compactMap { $0.asSymbol?.headKey })
    return draws.compactMap { draw in
      guard let symbol = draw.name.asSymbol, spoken.contains(symbol.headKey) else { return nil }
      return Expression(
        .expectation(
          Expectation(
            [Sampling(variables: [Expression(.symbol(symbol.head))], law: draw.body)],
            of: .number(1))))
    }
  }
}
