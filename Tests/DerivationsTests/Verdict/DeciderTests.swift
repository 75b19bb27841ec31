import Derivations
import Testing

@Suite("Verdicts on single steps, from expressions built by hand")
struct DeciderTests {
  static let x = Expression.symbol("x")
  static let z = Expression.symbol("z")
  static let evidence = density("p", "theta", [x])
  static let joint = density("p", "theta", [x, z])
  static let likelihood = density("p", "theta", [x], given: [z])
  static let posterior = density("p", "theta", [z], given: [x])
  static let prior = density("p", nil, [z])
  static let q = density("q", "phi", [z], given: [x])

  static let truths: [(Expression, Relation, Expression)] = [
    (log(evidence), .equal, expectation(q, log(evidence))),
    (log(evidence), .equal, expectation(q, log(joint / posterior))),
    (
      log(evidence), .equal,
      expectation(q, log(joint / q)) + divergence(q, posterior)
    ),
    (log(evidence), .greaterOrEqual, expectation(q, log(joint / q))),
    (
      expectation(q, log(joint) - log(q)), .equal,
      expectation(q, log(likelihood)) - divergence(q, prior)
    ),
    (evidence, .equal, integral(z, likelihood * prior)),
    (posterior, .equal, likelihood * prior / evidence),
    (divergence(q, posterior), .greaterOrEqual, .number(0)),
    (
      gradient("phi", expectation(q, log(joint))), .equal,
      expectation(q, log(joint) * gradient("phi", log(q)))
    ),
    (
      gradient("theta", expectation(q, log(joint) - log(q))), .equal,
      expectation(q, gradient("theta", log(joint)))
    ),
    (
      gradient("theta", log(evidence)), .equal,
      expectation(posterior, gradient("theta", log(joint)))
    ),
    (divergence(q, posterior), .notEqual, divergence(posterior, q)),
    (sum(over: z, posterior), .equal, .number(1)),
  ]

  @Test("A true step holds", arguments: truths.indices)
  func holds(index: Int) {
    let (left, relation, right) = Self.truths[index]
    let finding = Decider().finding(for: Step(left, relation, right))
    #expect(finding.verdict == .holds || finding.verdict == .proved, "\(finding)")
  }

  @Test("A step that needs a prior without parameters names that condition")
  func condition() {
    let step = Step(
      gradient("theta", log(Self.joint)), .equal, gradient("theta", log(Self.likelihood)))
    let finding = Decider().finding(for: step)
    #expect(finding.verdict == .conditional)
    #expect(finding.reason == "only if p(z) does not depend on theta")
    let prior = Step(step.left, .equal, step.right + gradient("theta", log(Self.prior)))
    #expect(Decider().finding(for: prior).verdict == .proved)
  }

  static let errors: [(Expression, Relation, Expression)] = [
    (log(evidence), .equal, expectation(q, log(joint / q)) + divergence(posterior, q)),
    (log(evidence), .equal, expectation(q, log(joint / q)) - divergence(q, posterior)),
    (log(evidence), .equal, expectation(q, joint / posterior)),
    (log(evidence), .lessOrEqual, expectation(q, log(joint / q))),
    (evidence, .equal, integral(z, likelihood)),
    (posterior, .equal, posterior * prior / evidence),
    (
      gradient("phi", expectation(q, log(joint))), .equal,
      expectation(q, gradient("phi", log(joint)))
    ),
    (sum(over: z, likelihood), .equal, .number(1)),
  ]

  @Test("A false step is refuted with values that differ", arguments: errors.indices)
  func refuted(index: Int) throws {
    let (left, relation, right) = Self.errors[index]
    let finding = Decider().finding(for: Step(left, relation, right))
    #expect(finding.verdict == .refuted, "\(finding)")
    let witness = try #require(finding.witness)
    #expect((witness.left - witness.right).magnitude > witness.bound)
    #expect(finding.suggestion != nil, "\(finding)")
  }
}
