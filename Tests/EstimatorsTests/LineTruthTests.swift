import Claims
import Distributions
import Estimators
import Numerics
import Testing

@Suite("Exact moments on the line")
struct LineTruthTests {
  /// Laws and parameters drawn from a fixed seed: (law, k or c).
  static let random: [(law: Gaussian, parameter: Double)] = {
    var generator = Philox(seed: 31)
    return (0..<12).map { _ in
      let law = Gaussian(
        mean: 2 * generator.standardNormal(), standardDeviation: 0.2 + 1.5 * generator.uniform())
      return (law, 0.2 + 4 * generator.uniform())
    }
  }()

  @Test("Every unbiased estimator has the exact gradient as its mean, on every problem")
  func unbiased() throws {
    for (label, problem) in LineProblems.all {
      for entry in try LineProblems.family(problem).entries {
        for moments in try entry.exact() {
          let mean = try #require(moments.mean)
          let variance = try #require(moments.variance)
          #expect(variance.value >= -variance.error, "\(entry.name) on \(label)")
          guard !entry.estimator.contract.isBiased else { continue }
          #expect(
            mean.agrees(with: moments.gradient), "\(entry.name) on \(label): \(moments)")
        }
      }
    }
  }

  @Test("A path across a step is flagged, and has mean 0 where the gradient is the density there")
  func step() throws {
    let law = Gaussian(mean: -0.4, standardDeviation: 0.7)
    let family = try LineProblems.family(Step(law: law, threshold: 1))
    let biased = family.entries.filter(\.estimator.contract.isBiased)
    #expect(biased.map(\.name) == ["pathwise", "delta-pathwise"])
    let density = Reference.gaussianDensity(1.4, standardDeviation: 0.7)
    for entry in biased {
      let moments = try entry.exact()
      #expect(moments.allSatisfy { $0.mean?.value == 0 && $0.variance?.value == 0 })
      #expect((moments[0].gradient.value - density).magnitude <= 1e-12)
      #expect((moments[1].gradient.value - density * 2).magnitude <= 1e-12)
    }
  }

  @Test("The quadratic's variances are their closed forms, for every estimator")
  func quadratic() throws {
    for (law, center) in Self.random {
      let problem = Quadratic(law: law, center: center)
      let gradient = LineClosedForms.gradient(of: problem)
      for entry in try LineProblems.family(problem).entries {
        let exact = try entry.exact()
        let closed = try #require(
          LineClosedForms.variance(of: entry.name, on: problem, samples: 4))
        #expect(exact[0].gradient.agrees(with: gradient.mean))
        #expect(exact[1].gradient.agrees(with: gradient.deviation))
        for (moments, form) in zip(exact, [closed.mean, closed.deviation]) {
          let variance = try #require(moments.variance)
          #expect(variance.agrees(with: form), "\(entry.name): \(variance), \(form)")
        }
      }
    }
  }

  @Test("Score function and pathwise have their closed forms on waves and bells")
  func waves() throws {
    for (law, parameter) in Self.random {
      let wave = Cosine(law: law, frequency: parameter)
      let bell = SquaredExponential(law: law, rate: parameter)
      let families = (try LineProblems.family(wave), try LineProblems.family(bell))
      for name in ["score", "pathwise"] {
        try compare(
          families.0, name, LineClosedForms.gradient(of: wave),
          LineClosedForms.variance(of: name, on: wave))
        try compare(
          families.1, name, LineClosedForms.gradient(of: bell),
          LineClosedForms.variance(of: name, on: bell))
      }
      #expect(LineClosedForms.variance(of: "rloo", on: wave) == nil)
    }
  }

  private func compare(
    _ family: EstimatorFamily, _ name: String, _ gradient: LineClosedForms.Pair,
    _ variance: LineClosedForms.Pair?
  ) throws {
    let exact = try #require(family.entry(name)).exact()
    let variance = try #require(variance)
    let found = try exact.map { try #require($0.variance) }
    #expect(exact[0].gradient.agrees(with: gradient.mean), "\(exact[0]) \(gradient)")
    #expect(exact[1].gradient.agrees(with: gradient.deviation), "\(exact[1]) \(gradient)")
    #expect(found[0].agrees(with: variance.mean), "\(name): \(found) \(variance)")
    #expect(found[1].agrees(with: variance.deviation), "\(name): \(found) \(variance)")
  }

  @Test("The optimal baseline is the lowest point of the variance as a function of the baseline")
  func optimum() throws {
    let problem = SquaredExponential(law: Gaussian(mean: 1, standardDeviation: 1), rate: 1)
    let best = try ValueMoments(problem).optimalBaseline
    let variance = { (baseline: LineGradient) throws -> (Double, Double) in
      let exact = try LineTruth.exact(ScoreFunction(problem, baseline: baseline))
      return (try #require(exact[0].variance).value, try #require(exact[1].variance).value)
    }
    let least = try variance(best)
    for step in [-0.1, 0.1] {
      let moved = try variance(
        LineGradient(mean: best.mean + step, deviation: best.deviation + step))
      // The parabola's curvature is the information: 1 for μ and 2 for σ at σ = 1.
      #expect((moved.0 - least.0 - step * step).magnitude <= 1e-12)
      #expect((moved.1 - least.1 - 2 * step * step).magnitude <= 1e-12)
    }
  }
}
