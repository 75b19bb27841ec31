/// What is found in one document.
public struct Report: Sendable {
  /// The document.
  public let document: Document
  /// Its steps in reading order.
  public let steps: [CheckedStep]
  /// What comments in the document say about its names.
  public let comments: RoleDeclarations
  /// What the names of the document stand for.
  public let roles: Roles
  /// The seed of the witnesses: with the same document it gives the same report.
  public let seed: UInt64
  /// What the steps have declared.
  let background: Background

  /// Checks a document.
  ///
  /// - Parameters:
  ///   - document: The document.
  ///   - seed: The seed under which all witnesses are drawn.
  /// - Complexity: The work on each step is bounded; steps are examined one after the other, since later
  ///   ones rely on what earlier ones define.
  public init(checking document: Document, seed: UInt64 = 1) {
    self.document = document
    self.seed = seed
    let comments = RoleDeclarations(document.directives)
    self.comments = comments
    var reader = DerivationReader()
    var expressions: [Expression] = []
    var read: [(step: Step, formula: Int)] = []
    var records: [CheckedStep] = []
    var unreadSides: [Expression] = []
    for (number, formula) in document.formulas.enumerated() {
      do throws(ReadingError) {
        let tokens = try document.tokens(of: formula)
        let reading = reader.read(tokens, style: formula.style)
        read += reading.steps.map { ($0, number) }
        expressions += reading.expressions
        unreadSides += reading.unread.filter { $0.index == 0 }.compactMap(\.left)
        records += reading.unread.map { unread in
          CheckedStep(unread, in: number, text: Self.row(of: unread, in: tokens))
        }
      } catch {
        let unread = UnreadStep(error: error, relationRange: formula.range, chain: -1, index: 0)
        records.append(CheckedStep(unread, in: number, text: formula.latex))
      }
    }
    let letters = LawLetters(of: read.map(\.step), expressions).names
    read = read.map { (comments.applied(to: $0.step, also: letters), $0.formula) }
    expressions = expressions.map { comments.applied(to: $0, also: letters) }
    if comments.roles["pi"] == nil, LonePi.isNumber(in: read.map(\.step), expressions) {
      read = read.map { (LonePi.marked($0.step), $0.formula) }
      expressions = expressions.map(LonePi.marked)
    }
    var known = Background()
    known.roles = comments.roles
    var examiner = Examiner(seed: seed, background: known)
    examiner.noteUnread(unreadSides)
    _ = examiner.findings(for: comments.steps)
    expressions += (comments.steps + read.map(\.step)).flatMap { [$0.left, $0.right] }
    roles = Roles(of: expressions, declarations: comments)
    let findings = examiner.findings(for: read.map(\.step))
    background = examiner.background
    records += zip(read, findings).map { CheckedStep($0.step, in: $0.formula, finding: $1) }
    steps = records.sorted { ($0.formula, $0.focusOrder) < ($1.formula, $1.focusOrder) }
  }

  /// The row of a step that was not read, as it is written.
  private static func row(of step: UnreadStep, in tokens: [Token]) -> String {
    let start = step.relationRange == .nowhere ? step.error.range.start : step.relationRange.start
    let rest = tokens.drop { $0.range.start < start }
    return rest.prefix { $0.kind != .rowBreak && !$0.isEnd }.spelling
  }

  /// How many steps have a verdict.
  public func count(_ verdict: Verdict) -> Int {
    steps.count { $0.finding.verdict == verdict }
  }
}

extension CheckedStep {
  fileprivate var focusOrder: SourcePosition { relationRange.start }
}

extension Token {
  fileprivate var isEnd: Bool {
    if case .end = kind { true } else { false }
  }
}
