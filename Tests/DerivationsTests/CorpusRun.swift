import Derivations

/// What became of a document of the corpus: a verdict on every correct step, and which mistakes were found.
struct CorpusRun: Sendable {
  /// A relation of a document and what was found about it.
  struct Judged: Sendable, CustomStringConvertible {
    let lines: ClosedRange<Int>
    let finding: Finding

    var description: String {
      "\(lines.upperBound): \(finding.verdict.rawValue): \(finding.reason)"
    }
  }

  /// The relations of a chain; those that cannot be read as well.
  private struct Chain {
    var steps: [Step] = []
    var unread: [UnreadStep] = []

    /// The lines that a relation belongs to: its sign's and its sides', unless a side was carried over.
    func lines(of step: Step) -> ClosedRange<Int> {
      var range = step.relationRange.union(step.right.range)
      if !step.leftIsCarried { range = range.union(step.left.range) }
      return range.start.line...range.end.line
    }

    var lines: ClosedRange<Int>? {
      let all =
        steps.map(lines) + unread.map { $0.relationRange.start.line...$0.relationRange.end.line }
      guard let first = all.map(\.lowerBound).min(), let last = all.map(\.upperBound).max() else {
        return nil
      }
      return first...last
    }

    func judged(by examiner: inout Examiner) -> [Judged] {
      zip(steps, examiner.findings(for: steps)).map { Judged(lines: lines(of: $0), finding: $1) }
        + unread.map {
          Judged(
            lines: $0.relationRange.start.line...$0.relationRange.end.line,
            finding: Finding(.notUnderstood, $0.error.message))
        }
    }
  }

  let document: CorpusDocument
  /// The relations of the correct document.
  private(set) var correct: [Judged] = []
  /// What was found where a mistake was planted.
  private(set) var planted: [(plant: CorpusDocument.Plant, judged: [Judged])] = []

  /// Runs a document and all its mistakes.
  ///
  /// A mistake changes the chains of its line only: they are examined with what the correct lines above define.
  init(_ document: CorpusDocument) throws {
    self.document = document
    var examiner = Examiner(suggests: false)
    // What counts as false may hang on whether an edit is found, which takes long.
    var patient = Examiner()
    var states: [(lines: ClosedRange<Int>, before: Examiner, patient: Examiner)] = []
    let chains = try Self.chains(in: document.text(), named: document.name)
    examiner.readAhead(chains.flatMap(\.steps))
    patient.readAhead(chains.flatMap(\.steps))
    for chain in chains {
      if let lines = chain.lines { states.append((lines, examiner, patient)) }
      correct += chain.judged(by: &examiner)
      _ = chain.judged(by: &patient)
    }
    for plant in document.plants {
      let touched = try Self.chains(in: document.text(with: plant), named: document.name)
        .filter { $0.lines?.contains(plant.line) ?? false }
      let known = states.first { $0.lines.contains(plant.line) }
      var state = known?.before ?? Examiner(suggests: false)
      var judged = touched.flatMap { $0.judged(by: &state) }
      if !Self.isFound(plant, in: judged) {
        var state = known?.patient ?? Examiner()
        judged = touched.flatMap { $0.judged(by: &state) }
      }
      planted.append((plant, judged))
    }
  }

  /// Whether a mistake was found where it stands: the first false relation is one of its row, or the next one, which
  /// goes on from it.
  static func isFound(_ plant: CorpusDocument.Plant, in judged: [Judged]) -> Bool {
    guard let number = judged.firstIndex(where: { $0.finding.verdict == .refuted }) else {
      return false
    }
    if judged[number].lines.contains(plant.line) { return true }
    return number > 0 && judged[number - 1].lines.contains(plant.line)
  }

  private static func chains(in text: String, named name: String) throws -> [Chain] {
    let document = try Document(name: name, bytes: Array(text.utf8))
    var reader = DerivationReader()
    var order: [Int] = []
    var chains: [Int: Chain] = [:]
    for formula in document.formulas {
      let reading = reader.read(try document.tokens(of: formula), style: formula.style)
      for number in reading.steps.map(\.chain) + reading.unread.map(\.chain)
      where chains[number] == nil {
        chains[number] = Chain()
        order.append(number)
      }
      for step in reading.steps { chains[step.chain]?.steps.append(step) }
      for step in reading.unread { chains[step.chain]?.unread.append(step) }
    }
    return order.compactMap { chains[$0] }
  }
}
