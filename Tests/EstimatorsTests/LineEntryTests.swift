import Claims
import Distributions
import Estimators
import Testing

@Suite("An estimator's entry")
struct LineEntryTests {
  @Test("is found by the name of its contract")
  func name() {
    let problem = Quadratic(law: Gaussian(mean: 1, standardDeviation: 1), center: 0)
    let family = EstimatorFamily(
      entries: [EstimatorEntry(Pathwise(problem)) { [] }], inapplicable: ["implicit": "no law"])
    #expect(family.entry("pathwise")?.name == "pathwise")
    #expect(family.entry("implicit") == nil)
    let other = EstimatorFamily(entries: [EstimatorEntry(ScoreFunction(problem)) { [] }])
    #expect(family.merging(other).entries.map(\.name) == ["pathwise", "score"])
    #expect(family.merging(other).inapplicable == ["implicit": "no law"])
  }
}
