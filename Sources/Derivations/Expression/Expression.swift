/// What a formula says, as a tree at the level of meaning, and where it stands in its document.
///
/// Two expressions are equal if they say the same in the same way; where they stand does not count. A printed form is
/// `latex`; the parts of a node are `children`.
public struct Expression: Hashable, Sendable {
  /// The sorts of expressions.
  public indirect enum Kind: Hashable, Sendable {
    // MARK: Atoms
    /// A number that is written out, exactly.
    case number(Rational)
    /// π where it is the number, e, ∞.
    case constant(Constant)
    /// A variable, a parameter, a law's bare name, anything that has a name.
    case symbol(Symbol)
    /// `const`, `+ C`: a constant that the document does not give.
    case unspecified
    /// The dot of f(·).
    case argumentDot
    /// `\dots` that stands for terms, factors or entries in between.
    case ellipsis

    // MARK: Arithmetic
    /// Terms that are added; a term that is subtracted is `negated`. At least two.
    case sum([Expression])
    /// Factors in the order written (matrices do not commute). At least two.
    case product([Expression])
    case negated(Expression)
    case quotient(Expression, Expression)
    case power(Expression, Expression)
    /// ± in front of a term.
    case plusMinus(Expression)

    // MARK: Functions
    case function(Function, [Expression])
    case application(Application)

    // MARK: Probability
    case density(Density)
    case law(Law)
    case expectation(Expectation)
    case variance(Expectation)
    /// The covariance of the body and a second expression.
    case covariance(Expectation, Expression)
    case divergence(Divergence)
    case entropy(Entropy)
    /// −E_first[log second].
    case crossEntropy(Expression, Expression)
    case mutualInformation(MutualInformation)

    // MARK: Variables bound
    case integral(Integral)
    case series(Series)
    case derivative(Derivative)
    case optimum(Optimum)
    /// The limit of the last as the first goes to the second.
    case limit(Expression, Expression, Expression)
    /// The first at a value of a variable: f|_{θ = θ₀}.
    case evaluated(Expression, [Statement])

    // MARK: Vectors and matrices
    case transpose(Expression)
    /// ⊙, entry by entry.
    case elementwiseProduct([Expression])
    /// ⟨a, b⟩, or a·b with a dot between two vectors written as a dot product.
    case innerProduct(Expression, Expression)
    /// ⊗, ×, ∘: a product that is neither juxtaposition nor ⊙.
    case otherProduct(String, Expression, Expression)
    /// Rows of entries.
    case matrix([[Expression]])
    /// (a, b): more than one entry.
    case tuple([Expression])
    /// {a, b}, possibly followed by a range.
    case set([Expression])
    /// Values under conditions; a nil condition is "otherwise".
    case cases([Branch])

    // MARK: Statements as expressions
    /// A relation used as a condition: X = x in P(X = x).
    case statement(Statement)
  }

  /// Numbers with a name.
  public enum Constant: String, Hashable, Sendable { case pi, e, infinity }

  /// One line of a distinction by cases.
  public struct Branch: Hashable, Sendable {
    /// The value.
    public var value: Expression
    /// When it is taken; nil for "otherwise".
    public var condition: Expression?

    /// Makes one line of a distinction by cases.
    public init(_ value: Expression, if condition: Expression?) {
      self.value = value
      self.condition = condition
    }
  }

  /// Two sides and what is said of them.
  public struct Statement: Hashable, Sendable {
    /// The left side.
    public var left: Expression
    /// What is said.
    public var relation: Relation
    /// The right side.
    public var right: Expression

    /// Makes a statement.
    public init(_ left: Expression, _ relation: Relation, _ right: Expression) {
      self.left = left
      self.relation = relation
      self.right = right
    }
  }

  /// What the expression says.
  public var kind: Kind

  /// Where it stands; `SourceRange.nowhere` for one that was made and not read.
  public var range: SourceRange

  /// Makes an expression.
  public init(_ kind: Kind, at range: SourceRange = .nowhere) {
    self.kind = kind
    self.range = range
  }

  /// Says whether the two say the same in the same way, wherever they stand.
  public static func == (left: Expression, right: Expression) -> Bool { left.kind == right.kind }

  /// Hashes what the expression says, not where it stands.
  public func hash(into hasher: inout Hasher) { hasher.combine(kind) }
}
