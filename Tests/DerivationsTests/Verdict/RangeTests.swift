import Derivations
import Testing

@Suite("Ranges of numbers")
struct RangeTests {
  @Test(
    "What holds inside the range that the document gives",
    arguments: [
      #"$$0 < \eta < \tfrac14 \implies 1 - 4\eta > 0$$"#,
      #"$$0 < \eta < 2 \implies \eta^2 < 4$$"#,
      #"$$1 - \tfrac1{\sqrt2} \le \eta \le 1 + \tfrac1{\sqrt2} \implies (1 - 2\eta)^2 \le |1 - 4\eta|$$"#,
      #"With $\beta \in (0, 1)$:"# + "\n\n" + #"$$1 - \beta^2 > 0$$"#,
      #"Let $\sigma > 1$."# + "\n\n" + #"$$\log \sigma^2 > 0$$"#,
    ])
  func inside(_ text: String) throws {
    let found = try verdicts(text)
    #expect(found.last?.isTrue ?? false, "\(found)")
    #expect(found.dropLast().allSatisfy { $0 == .definition }, "\(found)")
  }

  @Test(
    "What fails inside it is false",
    arguments: [
      #"$$0 < \eta < \tfrac14 \implies 1 - 4\eta < 0$$"#,
      #"$$0 < \eta < 2 \implies \eta^2 < 2$$"#,
      #"Let $\sigma > 1$."# + "\n\n" + #"$$\log \sigma^2 < 0$$"#,
    ])
  func outside(_ text: String) throws {
    #expect(try verdicts(text).last == .refuted)
  }

  @Test(
    "What is true of numbers of the order of 1 alone is not said to hold",
    arguments: [
      #"$$\sigma^2 \le \sigma$$"#, #"$$e^{v} < 2^{20}$$"#, #"$$\log \sigma < 0$$"#,
      #"$$a^2 < 1000$$"#,
      #"$$a^3 + a \ge 0$$"#, #"$$\mathbb{E}_{p(u)}[a u^2] \ge 0$$"#,
    ])
  func large(_ text: String) throws {
    let found = try verdicts(text)
    #expect(found.last == .notUnderstood, "\(found)")
  }

  @Test(
    "What is true of numbers of every size",
    arguments: [
      #"$$\frac{a^2 + b^2}{2} \ge ab$$"#, #"$$\log \sigma \le \sigma - 1$$"#,
      #"$$e^{u} \ge 1 + u$$"#, #"$$\sigma^2 - 1 - \log \sigma^2 \ge 0$$"#,
    ])
  func everywhere(_ text: String) throws {
    let found = try verdicts(text)
    #expect(found.last?.isTrue ?? false, "\(found)")
  }

  @Test("A range that is only supposed is forgotten behind what follows from it")
  func supposed() throws {
    let text = #"""
      $$0 < \eta < 1 \implies \eta^2 < 1$$

      $$\eta^2 < 1$$
      """#
    #expect(try verdicts(text).suffix(2) == [.holds, .notUnderstood])
  }
}
