/// Examines the steps of a document in order, and keeps what the document defines on the way.
public struct Examiner: Sendable {
  let decider: Decider
  /// What the steps so far have defined.
  public internal(set) var background: Background
  /// The names that have been used so far, which an equation can no longer define.
  var names: Set<String> = []
  /// What the document gives by formulas that are not read: laws and names.
  var unreadNames: [Expression] = []
  /// Densities that the document gives by formulas that are not understood.
  var unreadFormulas: [Expression] = []
  /// The names of the laws so far.
  var lawsSeen: Set<String> = []
  /// The names of random variables so far.
  var variables: Set<String> = []
  /// The names of quantities that the document requires to sum to 1.
  var required: Set<String> = []
  /// The densities of one variable alone that the document shows, by the keys of their laws.
  var singles: [String: [Expression]] = [:]
  /// How many steps are examined so far.
  var examined = 0
  /// The laws that were taken to be others, with the number of the step that says so.
  var choices: [(number: Int, choice: Background.Definition)] = []
  /// For how many steps a choice of a law is taken to last.
  private static let lastingOfChoices = 6
  /// The names that laws are given by so far: μ and σ of N(z; μ, σ²).
  var moments: Set<String> = []

  /// Makes an examiner of one document.
  ///
  /// - Parameters:
  ///   - seed: The seed under which all witnesses are drawn.
  ///   - background: What is known before the first step, for example from comments in the document.
  ///   - suggests: Whether an edit that makes a false step true is looked for.
  public init(seed: UInt64 = 1, background: Background = Background(), suggests: Bool = true) {
    decider = Decider(seed: seed, suggests: suggests)
    self.background = background
  }

  /// Returns what is found about each step, in order.
  ///
  /// A step whose left side is not understood is compared with the nearest understood side above it in the same chain;
  /// a false step that agrees with the first side of its chain says so, since two errors may cancel.
  ///
  /// Of a longer document than ``mostSteps`` the rest is not examined: every step keeps what the document has said before
  /// it until all are decided.
  public mutating func findings(for steps: [Step]) -> [Finding] {
    let steps = Self.withMembers(steps.map { $0.withoutVariableSubscripts() })
    guard steps.count <= Self.mostSteps else {
      let rest = Finding(
        .notUnderstood, "the document is too long: \(Self.mostSteps) steps are examined at most")
      return findings(for: Array(steps.prefix(Self.mostSteps)))
        + Array(repeating: rest, count: steps.count - Self.mostSteps)
    }
    readAhead(steps)
    var written: [[Step]] = []
    for step in steps {
      if let last = written.last?.last, last.chain == step.chain {
        written[written.count - 1].append(step)
      } else {
        written.append([step])
      }
    }
    let premises = written.indices.map { Self.premises(of: $0, in: written) }
    var chains: [[Question]] = []
    var lasting = background.ranges
    for (number, chain) in written.enumerated() {
      // Ranges that are only supposed last as long as what follows from them.
      let isPart = [.supposition, .consequence].contains(chain[0].standing)
      let goesOn =
        !premises[number].isEmpty
        || number > 0 && written[number - 1][0].standing == .supposition
      if !goesOn { background.ranges = lasting }
      let supposed = Self.supposed(in: premises[number].flatMap { written[$0] })
      background.definitions += supposed
      background.supposes = !supposed.isEmpty
      chains.append(questions(of: chain))
      background.definitions.removeAll { supposed.contains($0) }
      background.supposes = false
      if !isPart { lasting = background.ranges }
    }
    // What is found about one step changes nothing about another but how the rows of one chain are compared.
    let questions = chains.flatMap(\.self)
    let decider = decider
    let first = Parallel.map(questions) { $0.finding(by: decider) }
    for (question, found) in zip(questions, first)
    where question.isFirst && found.verdict == .notUnderstood {
      if question.step.right.isCases { noteUnread([question.step.left]) }
      if question.step.givesFormula { unreadFormulas.append(question.step.left) }
    }
    let examiner = self
    var chosen = 0
    var pairs: [(questions: [Question], findings: [Finding])] = []
    for chain in chains {
      let range = chosen..<chosen + chain.count
      pairs.append((Array(questions[range]), Array(first[range])))
      chosen += chain.count
    }
    let compared = Parallel.map(pairs) { examiner.compared($0.findings, $0.questions) }
      .flatMap(\.self)
    var given: [Background.Definition] = []
    let found = zip(questions, lookAhead(steps, questions.map(\.background), compared))
      .map { question, found in
        meaning(question.step, isFirst: question.isFirst, found, given: &given) ?? found
      }
    return Self.weighed(
      withMeanings(given, of: questions, found), of: written, premises: premises)
  }

  /// The most steps of a document that are examined.
  public static let mostSteps = 4000

  /// Notes what steps that are examined later require of the quantities before.
  public mutating func readAhead(_ steps: [Step]) {
    required.formUnion(steps.compactMap(\.required))
    background.factorisations += steps.compactMap(\.factorisation)
    background.mixtures += steps.compactMap(\.mixture)
    background.divergences += steps.compactMap(\.spokenDivergence)
    background.binary.formUnion(steps.binaryNames)
    background.marginals += steps.compactMap(\.sharedMarginal)
    for node in steps.flatMap({ $0.left.descendants + $0.right.descendants }) {
      guard case .density(let density) = node.kind, density.arguments.count == 1,
        density.conditions.isEmpty, density.arguments[0].asSymbol != nil,
        !(singles[density.name.lawKey] ?? []).contains(node)
      else { continue }
      singles[density.name.lawKey, default: []].append(node)
    }
    for step in steps {
      guard let name = step.required, case .series(let series) = step.left.kind,
        series.bindings.count == 1, background.normalised[name] == nil
      else { continue }
      background.normalised[name] = series.bindings[0]
    }
    if steps.contains(where: { step in
      (step.left.descendants + step.right.descendants).contains(where: \.writesVariance)
    }) {
      background.writesVariances = true
    }
  }

  /// What is to be found about a step, with all that the document has said where it stands.
  struct Question: Sendable {
    var step: Step
    /// Whether the step is the first of its chain.
    var isFirst: Bool
    var background: Background
    /// What is found without a decision: that the step defines something.
    var definition: Finding?
    /// The quantity in the step of which the document requires something that is not taken into account.
    var required: String?
    /// The name that the step gives another meaning than the document does above.
    var redefined: String?

    func finding(by decider: Decider) -> Finding {
      definition ?? decider.finding(ofEach: step, in: background)
    }
  }

  /// Returns what is to be found about the steps of one chain, and keeps what they define.
  private mutating func questions(of chain: [Step]) -> [Question] {
    var seen = Set<Expression>()
    let sides = chain.flatMap { [$0.left, $0.right] }.filter { seen.insert($0).inserted }
    var questions: [Question] = []
    for (number, written) in chain.enumerated() {
      let isFirst = number == 0 || chain[number - 1].relation.beginsAnew
      examined += 1
      background.choices = choices.filter { examined - $0.number <= Self.lastingOfChoices }
        .map(\.choice)
      var step = written
      if number > 0 {
        step.left = step.left.lawWithValue(from: chain[0].left)
        step.right = step.right.lawWithValue(from: chain[0].left)
      }
      let definition = definition(step, isFirst: isFirst, among: sides)
      var local = background
      local.isRow = step.leftIsCarried
      if definition == nil {
        let bodies = background.bodies(in: [step.left, step.right]).filter { !seen.contains($0) }
        local.mentions = sides + bodies + background.mentions
      }
      questions.append(
        Question(
          step: step, isFirst: isFirst, background: local, definition: definition,
          required: required(in: step).flatMap { isTakenIntoAccount($0, in: sides) ? nil : $0 },
          redefined: number == 0 ? redefined(step) : nil))
      if definition == nil, isFirst { keepShare(step) }
    }
    remember(chain)
    return questions
  }

  /// Returns the findings about the steps of one chain where those about single rows have been compared with what
  /// stands above them.
  private func compared(_ first: [Finding], _ questions: [Question]) -> [Finding] {
    let chain = questions.map(\.step)
    var findings: [Finding] = []
    for (number, question) in questions.enumerated() {
      let (step, local) = (question.step, question.background)
      var found = first[number]
      if question.definition != nil {
        findings.append(found)
        continue
      }
      let meter = WorkMeter()
      if found.verdict == .notUnderstood, number > 0 {
        found = skipping(step, number, chain, findings, local, meter) ?? found
      } else if found.verdict == .refuted, number > 0,
        chain[...number].allSatisfy({ $0.relation == .equal })
      {
        let whole = Step.Reading(left: chain[0].left, right: step.right)
        if decider.holds(whole, .equal, in: local, isQuick: false, meter: meter) {
          if findings[number - 1].verdict == .refuted {
            found = decider.finding(
              for: Step(whole.left, .equal, whole.right), in: local, meter: meter)
            found.reason =
              "compared with the first side, since the row above is false: " + found.reason
          } else {
            found.reason += "; the row agrees with the first side of the chain"
          }
        }
      }
      if found.verdict == .refuted, let name = question.redefined {
        // Only what is nearly the meaning above, and not its negative, is a mistake rather than another thing.
        let edit =
          found.suggestion
          ?? decider.suggestion(for: step, in: local, meter: meter.forSuggestions)
        // q(z) for q(z ∣ x) is a way to write it as often as a mistake.
        let shorthands = ["the sign is wrong", "a conditional density is meant"]
        if edit.map({ shorthands.contains($0.words) }) ?? true {
          found = Finding(.notUnderstood, "\(name) is given another meaning above")
        }
      }
      if found.isGood, number > 0, findings.contains(where: { $0.verdict == .refuted }) {
        noteFirstSide(&found, step, chain[...number], findings, local, meter)
      }
      if found.verdict == .refuted, let name = question.required {
        found = Finding(.notUnderstood, "what is required of \(name) is not taken into account")
      }
      if question.isFirst, let form = form(step, found) { found = form }
      if found.verdict == .refuted, let name = unread(in: step) {
        found = Finding(.notUnderstood, "\(name) is given by a formula that is not read")
      }
      findings.append(found)
    }
    return findings
  }

  /// The most rows above a step whose own left side is not understood that it is compared with.
  private static let mostSkipped = 8

  /// Adds to a step that holds below a false row that the chain as a whole, L = … ≥ R, is false, where it is.
  private func noteFirstSide(
    _ found: inout Finding, _ step: Step, _ chain: ArraySlice<Step>, _ findings: [Finding],
    _ background: Background, _ meter: WorkMeter
  ) {
    var relation = Relation.equal
    for row in chain {
      guard let joined = row.relation.joined(after: relation) else { return }
      relation = joined
    }
    guard relation != .equal, let first = chain.first else { return }
    var quiet = decider
    quiet.suggests = false
    let whole = quiet.finding(
      for: Step(first.left, relation, step.right), in: background, meter: meter)
    if whole.verdict == .refuted {
      found.reason +=
        "; the first side of the chain does not compare so, since a row above is false"
      // What mends the first row may mend the whole.
      if let mended = findings[0].suggestion, mended.right == first.right,
        quiet.holds(
          Step.Reading(left: mended.left, right: step.right), relation, in: background,
          isQuick: false, meter: meter)
      {
        found.suggestion = Suggestion(
          words: "with the first side as it should be: \(mended.words)", left: mended.left,
          relation: relation, right: step.right)
      }
    }
  }

  /// Returns the finding about a step whose own left side is not understood, against an earlier side of its chain.
  private func skipping(
    _ step: Step, _ number: Int, _ chain: [Step], _ findings: [Finding], _ background: Background,
    _ meter: WorkMeter
  ) -> Finding? {
    var relation = step.relation
    var quiet = decider
    quiet.suggests = false
    for earlier in stride(from: number - 1, through: max(0, number - Self.mostSkipped), by: -1) {
      // Of a ≤ b ≤ c the comparison of a with c says nothing about b ≤ c; of a ≤ b = c it says what b may be.
      guard relation == .equal || chain[earlier].relation == .equal,
        let joined = relation.joined(after: chain[earlier].relation)
      else { return nil }
      relation = joined
      var direct = step
      direct.left = chain[earlier].left
      direct.relation = relation
      direct.otherReadings = []
      var found = quiet.finding(for: direct, in: background, meter: meter)
      if found.verdict == .refuted, relation == .equal, decider.suggests {
        // That the row above may be at fault is outweighed only by an edit of this one.
        found.suggestion = decider.suggestion(
          for: direct, in: background, meter: meter.forSuggestions)
      }
      if found.isGood || found.suggestion != nil {
        found.reason = "compared with the nearest side above that is understood: " + found.reason
        return found
      }
      if found.verdict != .notUnderstood { return nil }
    }
    return nil
  }

  /// Returns the quantity of a step that the document requires something of and does not define.
  func required(in step: Step) -> String? {
    guard !required.isEmpty else { return nil }
    let names = required.intersection(
      (step.left.descendants + step.right.descendants).compactMap { $0.asSymbol?.headKey })
    // What is required of the values of a random variable changes nothing about its laws.
    return names.subtracting(background.definitions.compactMap(\.name.definableName))
      .subtracting(Notation(of: [step.left, step.right]).random).min()
  }

  /// Whether quantities that have to sum to 1 are read so: each use carries one index, and nothing is derived or chosen
  /// by them, which would leave the sum.
  private func isTakenIntoAccount(_ name: String, in sides: [Expression]) -> Bool {
    guard background.normalised[name] != nil else { return false }
    let nodes = sides.flatMap(\.descendants)
    let isVaried = nodes.contains { node in
      let variables: [Expression] =
        switch node.kind {
        case .derivative(let derivative): derivative.variables
        case .optimum(let optimum): optimum.bindings.flatMap(\.variables)
        default: []
        }
      return variables.contains { $0.asSymbol?.headKey == name }
    }
    return !isVaried
      && nodes.compactMap(\.asSymbol).allSatisfy { symbol in
        symbol.headKey != name || symbol.subscripts.count == 1 && symbol.superscripts.isEmpty
      }
  }

  /// Keeps the laws that a chain has shown, for later rows that name them without arguments.
  private mutating func remember(_ chain: [Step]) {
    for side in chain.flatMap({ [$0.left, $0.right] }) {
      names.formUnion(side.definableNames)
      for node in side.descendants {
        if case .law(let law) = node.kind {
          moments.formUnion(law.parameters.flatMap(\.definableNames))
        }
        if case .density(let density) = node.kind {
          lawsSeen.insert(density.name.lawKey)
          background.laws.removeAll { $0 == node }
          background.laws.append(node)
        }
      }
      let notation = Notation(of: [side])
      variables.formUnion(notation.random)
      for (variable, law) in notation.samplings {
        let draw = Background.Definition(.symbol(variable), as: law)
        background.draws.removeAll { $0 == draw }
        background.draws.append(draw)
      }
    }
  }
}
