import Derivations
import Testing

@Suite("Verdicts on steps over real variables")
struct RealTests {
  static let z = Expression.symbol("z")
  static let mean = Expression.symbol("mu")
  static let deviation = Expression.symbol("sigma")
  static let half = Expression.number(1) / .number(2)

  static func closedForm(_ square: Expression) -> Expression {
    half * (squared(mean) + square - .number(1) - log(square))
  }

  @Test("The closed form of a Gaussian divergence holds, and its mistakes do not")
  func gaussianDivergence() {
    let left = divergence(
      normal(Self.z, Self.mean, squared(Self.deviation)), normal(Self.z, .number(0), .number(1)))
    let right = Self.closedForm(squared(Self.deviation))
    #expect(Decider().finding(for: Step(left, .equal, right)).verdict == .holds)
    let wrong = [
      Self.closedForm(Self.deviation), .number(2) * right, right.negated,
      right + Self.half,
    ]
    for side in wrong {
      let finding = Decider().finding(for: Step(left, .equal, side))
      #expect(finding.verdict == .refuted, "\(finding)")
    }
  }

  @Test("The expected score is zero, and integration by parts holds")
  func score() {
    let p = density("p", nil, [Self.z])
    let score = Expression(.derivative(Derivative(.gradient, by: [Self.z], of: log(p))))
    #expect(
      Decider().finding(for: Step(expectation(p, score), .equal, .number(0))).verdict == .holds)
    let curvature = Expression(.derivative(Derivative(.gradient, by: [Self.z], of: score)))
    let step = Step(expectation(p, squared(score)), .equal, expectation(p, curvature).negated)
    #expect(Decider().finding(for: step).verdict == .holds)
    let wrong = Step(expectation(p, squared(score)), .equal, expectation(p, curvature))
    #expect(Decider().finding(for: wrong).verdict == .refuted)
  }
}
