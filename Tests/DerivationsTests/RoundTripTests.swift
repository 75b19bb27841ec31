import Derivations
import Testing

@Suite("What is written back reads as the same expression")
struct RoundTripTests {
  @Test("Expressions at random", arguments: 0..<20)
  func random(block: Int) throws {
    var generator = ExpressionGenerator(seed: UInt64(block))
    for _ in 0..<200 {
      let expression = generator.expression(depth: 4)
      let readback = try Readback("Y = " + expression.latex)
      guard let step = readback.details.first else {
        Issue.record("\(expression.latex): \(readback.messages)")
        continue
      }
      #expect(step.right == expression, "\(expression.latex)\n\(step.right.latex)")
      #expect(step.otherReadings.isEmpty, "\(expression.latex)")
    }
  }
}

/// Makes expressions at random, as the grammar makes them: sums and products opened, no number below zero.
struct ExpressionGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = (seed &+ 1) &* 0xD134_2543_DE82_EF95
  }

  /// A number below a bound, by SplitMix64.
  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  mutating func symbol() -> Symbol {
    var symbol = Symbol(pick(["x", "z", "y", "mu", "sigma", "epsilon", "alpha"]))
    if below(4) == 0 { symbol.typeface = .bold }
    if below(5) == 0 { symbol.accents = [pick([.hat, .tilde, .bar, .star, .prime])] }
    if below(3) == 0 {
      symbol.subscripts = [
        pick([
          .value(.symbol("i")), .value(.number(1)), .range(.number(1), .symbol("T")),
          .except(.symbol("m")),
          .before(.symbol("t"), including: false),
          .value(.sum([.symbol("t"), .number(1).negated])),
        ])
      ]
    }
    if below(6) == 0 { symbol.superscripts = [.value(.symbol("i"))] }
    return symbol
  }

  mutating func variable() -> Expression { Expression(.symbol(symbol())) }

  mutating func density() -> Expression {
    let parameters: [Expression] = below(2) == 0 ? [.symbol(pick(["theta", "phi"]))] : []
    let conditions = below(2) == 0 ? [variable()] : []
    var arguments = [variable()]
    if below(3) == 0 { arguments.append(variable()) }
    return Expression(
      .density(
        Density(Symbol(pick(["p", "q"])), parameters: parameters, of: arguments, given: conditions))
    )
  }

  mutating func law() -> Expression {
    switch below(4) {
    case 0: .symbol(pick(["p", "q"]))
    case 1: Expression(.law(Law(.normal, parameters: [variable(), variable()])))
    default: density()
    }
  }

  mutating func samplings() -> [Sampling] {
    switch below(4) {
    case 0: [Sampling(law: density())]
    case 1: [Sampling(law: .symbol("q"))]
    case 2: [Sampling(variables: [variable()])]
    default: [Sampling(variables: [variable()], law: law())]
    }
  }

  mutating func binding() -> Binding {
    switch below(3) {
    case 0: Binding([.symbol("k")], .between(.number(1), .symbol("K")))
    case 1: Binding([variable()])
    default: Binding([.symbol("j")], .satisfying(.notEqual, .symbol("i")))
    }
  }

  mutating func expression(depth: Int) -> Expression {
    if depth == 0 || below(8) == 0 { return leaf() }
    func inner(_ generator: inout Self) -> Expression { generator.expression(depth: depth - 1) }
    switch below(20) {
    case 0, 1, 2:
      return .sum(
        (0..<2 + below(2)).map { index in
          let term = inner(&self)
          return index > 0 && below(3) == 0 ? term.negated : term
        })
    case 3, 4: return .product((0..<2 + below(2)).map { _ in inner(&self) })
    case 5: return Expression(.quotient(inner(&self), inner(&self)))
    case 6: return Expression(.power(variable(), .number(2 + below(3))))
    case 7: return inner(&self).logarithm
    case 8:
      return Expression(.function(pick([.exp, .squareRoot, .trace, .sigmoid]), [inner(&self)]))
    case 9, 10: return Expression(.expectation(Expectation(samplings(), of: inner(&self))))
    case 11: return Expression(.divergence(Divergence(.kullbackLeibler, from: law(), to: law())))
    case 12:
      let body = inner(&self)
      if case .integral = body.kind { return body }
      return Expression(.integral(Integral(over: [Binding([variable()])], of: body)))
    case 13, 14:
      return Expression(
        .series(Series(pick([.sum, .product]), over: [binding()], of: inner(&self))))
    case 15:
      return Expression(
        .derivative(
          Derivative(
            pick([.gradient, .partial]), by: [.symbol(pick(["theta", "phi"]))], of: inner(&self))))
    case 16: return Expression(.function(.norm(nil), [inner(&self)]))
    case 17: return Expression(.application(Application(Symbol("f"), to: [inner(&self)])))
    case 18: return Expression(.variance(Expectation(samplings(), of: inner(&self))))
    default: return Expression(.transpose(variable()))
    }
  }

  mutating func leaf() -> Expression {
    switch below(6) {
    case 0: .number(below(20))
    case 1: density()
    case 2: Expression(.law(Law(.normal, at: variable(), parameters: [variable(), variable()])))
    case 3: Expression(.entropy(Entropy(of: [density()])))
    default: variable()
    }
  }
}
