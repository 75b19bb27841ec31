/// A relation that stands in a document but whose sides cannot be read.
public struct UnreadStep: Hashable, Sendable {
  /// Why, and where.
  public var error: ReadingError

  /// Where the relation sign stands, or the row if it has none.
  public var relationRange: SourceRange

  /// The chain that the relation belongs to.
  public var chain: Int

  /// The place of the relation in its chain, from 0.
  public var index: Int

  /// The left side, where that could be read.
  public var left: Expression?
}

/// What one formula says.
public struct FormulaReading: Hashable, Sendable {
  /// The relations that are read in full, in the order of the document.
  public var steps: [Step] = []

  /// The relations that are not.
  public var unread: [UnreadStep] = []

  /// Formulas without a relation, as they stand in running text.
  public var expressions: [Expression] = []
}

/// Reads the formulas of a document one after the other; a chain may go on in a later display.
public struct DerivationReader: Sendable {
  /// The side that a display which opens with a relation sign goes on from.
  private struct Open: Sendable {
    var side: Side
    var chain: Int
    var index: Int
  }

  /// A side of a chain: read, in one way or several, or not.
  enum Side: Sendable {
    case read(Expression, [Reading: Expression], [NamedPart])
    case unread(ReadingError)
  }

  private var open: Open?
  private var chains = 0

  /// Makes a reader for one document.
  public init() {}

  /// Reads a formula.
  ///
  /// - Parameters:
  ///   - tokens: The tokens of the formula, macros expanded.
  ///   - style: How the formula is set; only displays go on with an earlier chain.
  /// - Returns: Its steps; what cannot be read is listed with its place, never left out.
  /// - Complexity: Linear in the number of tokens for fixed nesting; nesting and length are bounded.
  public mutating func read(_ tokens: [Token], style: Formula.Style = .display) -> FormulaReading {
    var reading = FormulaReading()
    let lexemes: [Lexeme]
    do {
      lexemes = try Lexer.lexemes(tokens).withoutOpenUnderbraces()
    } catch {
      let range = tokens.first?.range ?? .nowhere
      reading.unread.append(UnreadStep(error: error, relationRange: range, chain: chains, index: 0))
      chains += 1
      if style == .display { open = nil }
      return reading
    }
    let functions = Lexeme.functions(in: lexemes)
    let assembler = ChainAssembler(RowSplitter.rows(lexemes))
    for problem in assembler.problems {
      reading.unread.append(
        UnreadStep(error: problem, relationRange: problem.range, chain: chains, index: 0))
    }
    for chain in assembler.chains {
      // A relation sign alone in running text, `$\to$`, says nothing.
      if style == .inline, chain.links.allSatisfy({ $0.side.isEmpty && !$0.isSpoiled }) { continue }
      read(chain, style: style, functions: functions, into: &reading)
    }
    return reading
  }

  // MARK: Chains

  private mutating func read(
    _ chain: RawChain, style: Formula.Style, functions: Set<Symbol>,
    into reading: inout FormulaReading
  ) {
    let chain = chain.withoutDots
    var sides: [Side] = []
    for (position, link) in chain.links.enumerated() {
      if position == 0, chain.isContinued {
        let nothing = ReadingError("a relation with nothing before it", at: link.signRange)
        sides.append(style == .display ? open?.side ?? .unread(nothing) : .unread(nothing))
      } else {
        sides.append(SideReader.read(link, functions: functions))
      }
    }
    let carried = chain.isContinued && style == .display ? open : nil
    let number = carried?.chain ?? chains
    if carried == nil { chains += 1 }
    let first = carried.map { $0.index + 1 } ?? 0
    if chain.links.count == 1, !chain.isContinued, case .read(let expression, _, _) = sides[0] {
      reading.expressions.append(expression)
    }
    for position in chain.links.indices.dropFirst() {
      let link = chain.links[position]
      let index = first + position - 1
      do throws(ReadingError) {
        var step = try Self.step(sides[position - 1], link, sides[position])
        step.chain = number
        step.index = index
        step.leftIsCarried = position > 1 || chain.isContinued
        step.standing = chain.standing
        reading.steps.append(step)
      } catch {
        let left = try? sides[position - 1].expression().0
        reading.unread.append(
          UnreadStep(
            error: error, relationRange: link.signRange, chain: number, index: index, left: left))
      }
    }
    for side in sides.dropFirst(chain.isContinued ? 1 : 0) { readNames(side, into: &reading) }
    if style == .display, let last = sides.last {
      open = Open(side: last, chain: number, index: first + chain.links.count - 2)
    }
  }

  /// Makes the step between two sides.
  private static func step(_ left: Side, _ link: Link, _ right: Side) throws(ReadingError) -> Step {
    guard let sign = link.sign else {
      throw ReadingError("two sides without a relation", at: link.signRange)
    }
    let (first, firstReadings) = try left.expression()
    var (second, secondReadings) = try right.expression()
    if sign.isUpToConstant {
      second = upToConstant(second)
      secondReadings = secondReadings.mapValues(upToConstant)
    }
    var others: [Step.Reading] = []
    for reading in Reading.allCases {
      guard firstReadings[reading] != nil || secondReadings[reading] != nil else { continue }
      let (a, b) = (firstReadings[reading] ?? first, secondReadings[reading] ?? second)
      for (x, y) in [(a, b), (a, second), (first, b)] {
        let other = Step.Reading(left: sign.isReversed ? y : x, right: sign.isReversed ? x : y)
        if (x, y) != (first, second), !others.contains(other), others.count < 9 {
          others.append(other)
        }
      }
    }
    return Step(
      sign.isReversed ? second : first, sign.relation, sign.isReversed ? first : second,
      relationRange: link.signRange, otherReadings: others, comments: link.remarks,
      conditions: link.conditions)
  }

  private static func upToConstant(_ expression: Expression) -> Expression {
    Expression(Expression.sum([expression, Expression(.unspecified)]).kind, at: expression.range)
  }

  // MARK: Names

  /// Adds what the underbraces of a side say of its parts.
  private mutating func readNames(_ side: Side, into reading: inout FormulaReading) {
    guard case .read(_, _, let names) = side else { return }
    for part in names {
      for statement in part.statements {
        var step = statement
        step.chain = chains
        chains += 1
        reading.steps.append(step)
      }
    }
  }
}

extension DerivationReader.Side {
  /// The side as it is read by the rules, and the other readings of it.
  func expression() throws(ReadingError) -> (Expression, [Reading: Expression]) {
    switch self {
    case .read(let expression, let others, _): return (expression, others)
    case .unread(let error): throw error
    }
  }
}

extension RawChain {
  /// The chain without sides that are dots alone, a = … = b, where the same sign stands on both sides of them.
  fileprivate var withoutDots: RawChain {
    var copy = self
    for position in links.indices.reversed() where position > 0 && links[position].isDots {
      let next = position + 1 < links.count ? links[position + 1].sign : links[position].sign
      guard links.count > 2 || isContinued, next?.relation == links[position].sign?.relation else {
        continue
      }
      copy.links.remove(at: position)
    }
    return copy
  }
}

extension Link {
  /// Whether the side is dots alone.
  fileprivate var isDots: Bool {
    guard side.count == 1, case .command(let name) = side[0].kind else { return false }
    return ["dots", "ldots", "cdots", "dotsc", "dotsb", "vdots", "ddots", "dotsm"].contains(name)
  }
}
