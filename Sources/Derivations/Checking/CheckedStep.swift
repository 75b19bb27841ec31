/// A step of a document with what is found about it.
public struct CheckedStep: Sendable, Hashable {
  /// The number of the formula in the document, from 0.
  public var formula: Int
  /// The chain that the step belongs to, numbered within the document from 0.
  public var chain: Int
  /// Where the relation sign stands.
  public var relationRange: SourceRange
  /// Where the step stands: from its left side, or from its relation where the left side is carried over from
  /// the row before, to the end of its right side.
  public var range: SourceRange
  /// The left side in LaTeX as it was read; empty where it was not.
  public var left: String
  /// The relation as one sign; empty where the step was not read.
  public var relation: String
  /// The right side in LaTeX as it was read, or as it is written where it was not read.
  public var right: String
  /// The verdict and its evidence.
  public var finding: Finding

  /// Where a reader should look: at the obstacle if there is one, otherwise at the relation.
  public var focus: SourceRange { finding.range == .nowhere ? relationRange : finding.range }

  /// Creates the record of a step that was read.
  init(_ step: Step, in formula: Int, finding: Finding) {
    self.formula = formula
    self.finding = finding
    chain = step.chain
    relationRange = step.relationRange
    var range = relationRange.union(step.right.range)
    if !step.leftIsCarried { range = range.union(step.left.range) }
    self.range = range
    left = step.left.latex
    relation = step.relation.rawValue
    right = step.right.latex
  }

  /// Creates the record of a step that could not be read.
  init(_ step: UnreadStep, in formula: Int, text: String) {
    self.formula = formula
    chain = step.chain
    relationRange = step.relationRange == .nowhere ? step.error.range : step.relationRange
    range = relationRange
    left = ""
    relation = ""
    right = text
    finding = Finding(.notUnderstood, step.error.message, range: step.error.range)
  }
}
