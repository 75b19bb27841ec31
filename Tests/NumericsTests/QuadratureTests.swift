import Foundation
import Numerics
import Testing

@Suite struct QuadratureTests {
  /// Whether the error bound covers the distance, up to the rounding of the closed form.
  private func covers(_ result: Bounded, _ exact: Double) -> Bool {
    (result.value - exact).magnitude <= result.error + 4 * exact.ulp
  }

  @Test func boundsCoverTheErrorOnKnownIntegrals() throws {
    let known = KnownIntegral.smooth + KnownIntegral.singular + KnownIntegral.infinite
    #expect(known.count > 40)
    for integral in known {
      let result = try Quadrature().integral(
        from: integral.from, to: integral.to, singularities: integral.singularities,
        of: integral.integrand)
      #expect(covers(result, integral.exact), "\(integral.name): \(result), not \(integral.exact)")
      #expect(
        result.error <= 1e-10 * max(1, integral.exact.magnitude), "\(integral.name): \(result)")
    }
  }

  @Test func doublyAdaptiveBoundsCoverTheErrorWithoutNamedPoints() throws {
    let known = KnownIntegral.smooth + KnownIntegral.singular + KnownIntegral.infinite
    // No rule that samples can find a narrow peak far out unless it is told where to look.
    for integral in known where integral.name != "normal, far" {
      let result = try Quadrature(absoluteTolerance: 1e-10, relativeTolerance: 1e-10)
        .doublyAdaptive(from: integral.from, to: integral.to, of: integral.integrand)
      #expect(covers(result, integral.exact), "\(integral.name): \(result), not \(integral.exact)")
      #expect(
        result.error <= 1e-6 * max(1, integral.exact.magnitude), "\(integral.name): \(result)")
    }
  }

  @Test func divergencesOfGaussiansOverTheLine() throws {
    var generator = SplitMix(seed: 4)
    let rule = Quadrature(absoluteTolerance: 1e-10, relativeTolerance: 1e-10)
    for _ in 0..<200 {
      let mean = Double.random(in: -2...2, using: &generator)
      let deviation = Double.random(in: 0.3...2, using: &generator)
      let result = try rule.integral(from: -.infinity, to: .infinity) { z in
        let u = (z - mean) / deviation
        let exponent = -0.5 * u * u
        return exp(exponent) / (deviation * (2 * Double.pi).squareRoot())
          * (exponent - log(deviation) + 0.5 * z * z)
      }
      let exact = 0.5 * (mean * mean + deviation * deviation - 1) - log(deviation)
      #expect((result.value - exact).magnitude <= 1e-10)
      #expect(covers(result, exact))
    }
  }

  @Test func emptyRangesAreExactlyZero() throws {
    #expect(try Quadrature().integral(from: 2, to: 2) { _ in .nan } == Bounded(exactly: 0))
    #expect(try Quadrature().doublyAdaptive(from: 2, to: 2) { _ in .nan } == Bounded(exactly: 0))
  }

  @Test func integratesInsideAnIntegrandAndOnSeveralThreads() async throws {
    let direct = try Self.tripleProduct()
    #expect(covers(direct, 1.0 / 8))
    let results = try await withThrowingTaskGroup(of: Bounded.self) { group in
      for _ in 0..<16 { group.addTask { try Self.tripleProduct() } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.allSatisfy { $0 == direct })
  }

  /// The integral of *xyz* over the unit cube by three nested rules.
  private static func tripleProduct() throws -> Bounded {
    let rule = Quadrature(absoluteTolerance: 1e-10, relativeTolerance: 1e-10)
    return try rule.integral(from: 0, to: 1) { x in
      let inner = try? rule.integral(over: (0, 1), (0, 1)) { y, z in x * y * z }
      return inner?.value ?? .nan
    }
  }
}
