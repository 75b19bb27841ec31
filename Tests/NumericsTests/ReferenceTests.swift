import Foundation
import Numerics
import Testing

@Suite struct ReferenceTests {
  private typealias Law = (
    name: String, from: Double, to: Double, points: [Double],
    density: @Sendable (Double) -> Double, cumulative: @Sendable (Double) -> Double
  )

  private static let laws: [Law] = [
    (
      "gaussian", -.infinity, .infinity, [-1, 0.3, 2],
      { Reference.gaussianDensity($0, mean: 0.5, standardDeviation: 1.5) },
      { Reference.gaussianCDF($0, mean: 0.5, standardDeviation: 1.5) }
    ),
    (
      "exponential", 0, .infinity, [0.1, 1, 4],
      { Reference.exponentialDensity($0, rate: 2) }, { Reference.exponentialCDF($0, rate: 2) }
    ),
    (
      "laplace", -.infinity, .infinity, [-2, 0.25, 3],
      { Reference.laplaceDensity($0, location: 0.25, scale: 0.8) },
      { Reference.laplaceCDF($0, location: 0.25, scale: 0.8) }
    ),
    (
      "gumbel", -.infinity, .infinity, [-1, 0.7, 5],
      { Reference.gumbelDensity($0, location: 0.7, scale: 1.2) },
      { Reference.gumbelCDF($0, location: 0.7, scale: 1.2) }
    ),
    (
      "logistic", -.infinity, .infinity, [-1, -0.5, 2],
      { Reference.logisticDensity($0, location: -0.5, scale: 0.6) },
      { Reference.logisticCDF($0, location: -0.5, scale: 0.6) }
    ),
    (
      "gamma", 0, .infinity, [0.2, 1.5, 6],
      { Reference.gammaDensity($0, shape: 2.5, rate: 1.5) },
      { Reference.gammaCDF($0, shape: 2.5, rate: 1.5) }
    ),
    (
      "beta", 0, 1, [0.1, 0.5, 0.9],
      { Reference.betaDensity($0, 2, 3) }, { Reference.betaCDF($0, 2, 3) }
    ),
    (
      "chi-squared", 0, .infinity, [0.5, 3, 9],
      { Reference.chiSquaredDensity($0, degrees: 3) }, { Reference.chiSquaredCDF($0, degrees: 3) }
    ),
    (
      "student", -.infinity, .infinity, [-2, 0.1, 4],
      { Reference.studentDensity($0, degrees: 5) }, { Reference.studentCDF($0, degrees: 5) }
    ),
  ]

  @Test func distributionFunctionsAreIntegralsOfDensities() throws {
    let rule = Quadrature(absoluteTolerance: 1e-11, relativeTolerance: 1e-11)
    for law in Self.laws {
      for point in law.points {
        let kinks = law.points + [law.from, law.to].filter(\.isFinite)
        let below = try rule.integral(
          from: law.from, to: point, singularities: kinks, of: law.density)
        let above = try rule.integral(
          from: point, to: law.to, singularities: kinks, of: law.density)
        // The library states no error for its distribution functions: 1e-13 of rounding is allowed.
        let slack = Bounded(0, error: 1e-13)
        #expect((below + slack).contains(law.cumulative(point)), "\(law.name) at \(point)")
        #expect((below + above + slack).contains(1), "\(law.name)")
        #expect(below.error + above.error <= 1e-9)
      }
    }
  }

  @Test func quantilesInvert() {
    for probability in [1e-9, 0.01, 0.5, 0.8, 0.999] {
      let slack = 1e-12
      let gaussian = Reference.gaussianQuantile(probability, mean: 1, standardDeviation: 2)
      let back = Reference.gaussianCDF(gaussian, mean: 1, standardDeviation: 2)
      #expect((back / probability - 1).magnitude <= slack)
      let upper = Reference.gaussianUpperQuantile(probability)
      #expect((Reference.gaussianUpperTail(upper) / probability - 1).magnitude <= slack)
      let square = Reference.chiSquaredQuantile(probability, degrees: 4)
      #expect((Reference.chiSquaredCDF(square, degrees: 4) / probability - 1).magnitude <= 1e-9)
      let student = Reference.studentQuantile(probability, degrees: 7)
      #expect((Reference.studentCDF(student, degrees: 7) / probability - 1).magnitude <= 1e-9)
    }
    let total =
      Reference.chiSquaredCDF(3, degrees: 2) + Reference.chiSquaredUpperTail(3, degrees: 2)
    #expect((total - 1).magnitude <= 4 * .ulpOfOne)
    #expect(Reference.gaussianUpperTail(30) > 0)
  }

  @Test func massesAddUp() {
    let poisson = (0...60).map { Reference.poissonMass($0, mean: 3.5) }
    #expect((poisson.reduce(0, +) - 1).magnitude <= 1e-14)
    #expect((poisson[0...4].reduce(0, +) - Reference.poissonCDF(4, mean: 3.5)).magnitude <= 1e-14)
    let binomial = (0...9).map { Reference.binomialMass($0, trials: 9, probability: 0.3) }
    #expect((binomial.reduce(0, +) - 1).magnitude <= 1e-14)
    #expect(Reference.bernoulliMass(1, probability: 0.3) == 0.3)
    #expect(Reference.bernoulliMass(0, probability: 0.3) == 0.7)
    #expect(Reference.bernoulliMass(2, probability: 0.3) == 0)
    #expect(Reference.poissonMass(-1, mean: 2) == 0 && Reference.poissonCDF(-1, mean: 2) == 0)
    #expect(Reference.binomialMass(10, trials: 9, probability: 0.3) == 0)
  }

  @Test func correlationEntersTheBivariateDensity() {
    let product = Reference.gaussianDensity(0.3) * Reference.gaussianDensity(-1)
    let independent = Reference.bivariateGaussianDensity(0.3, -1, correlation: 0)
    #expect((independent - product).magnitude <= 8 * product.ulp)
    let scaled = Reference.bivariateGaussianDensity(
      0.6, -3, standardDeviations: (2, 3), correlation: 0)
    #expect((6 * scaled - product).magnitude <= 8 * product.ulp)
  }
}
