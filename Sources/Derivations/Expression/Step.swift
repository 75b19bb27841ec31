/// Two sides and a relation that a derivation states, with everything the document says about it.
public struct Step: Hashable, Sendable {
  /// The left side.
  public var left: Expression

  /// What is said of the two sides.
  public var relation: Relation

  /// The right side.
  public var right: Expression

  /// Where the relation sign stands.
  public var relationRange: SourceRange

  /// The chain that the step belongs to, numbered within the document from 0.
  public var chain: Int

  /// The place of the step in its chain, from 0.
  ///
  /// The first side of the chain is the left side of step 0.
  public var index: Int

  /// True if the left side is not written in the row but taken over from the row or block before.
  public var leftIsCarried: Bool

  /// Other readings of the two sides; empty where there is one reading.
  ///
  /// The notation does not always say how far a logarithm or an expectation reaches. A step is wrong only if every
  /// reading of it is.
  public var otherReadings: [Reading]

  /// The sides as another reading has them.
  public struct Reading: Hashable, Sendable {
    /// The left side.
    public var left: Expression
    /// The right side.
    public var right: Expression

    /// Makes a reading of two sides.
    public init(left: Expression, right: Expression) {
      self.left = left
      self.right = right
    }
  }

  /// The comments in the row: a second column, `\text`, what stands over the relation sign.
  public var comments: [String]

  /// What the document says beside the step that it holds under: “if …”, “for all …”.
  public var conditions: [String]

  /// Whether the step is claimed, or stands before or behind “implies”.
  public var standing = Standing.claim

  /// What an implication makes of a step.
  public enum Standing: Hashable, Sendable {
    /// It is claimed.
    case claim
    /// Something is said to follow from it: A in A ⟹ B.
    case supposition
    /// It is said to follow from what stands before it: B in A ⟹ B.
    case consequence
    /// It is one side of an equivalence, A ⟺ B, and claimed of neither.
    case equivalence
  }

  /// Makes a step.
  public init(
    _ left: Expression, _ relation: Relation, _ right: Expression,
    relationRange: SourceRange = .nowhere,
    chain: Int = 0, index: Int = 0, leftIsCarried: Bool = false, otherReadings: [Reading] = [],
    comments: [String] = [],
    conditions: [String] = []
  ) {
    self.left = left
    self.relation = relation
    self.right = right
    self.relationRange = relationRange
    self.chain = chain
    self.index = index
    self.leftIsCarried = leftIsCarried
    self.otherReadings = otherReadings
    self.comments = comments
    self.conditions = conditions
  }
}
