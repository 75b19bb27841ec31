import Distributions
import Foundation
import Numerics
import Testing

@Suite("Gaussian vectors")
struct VectorLawTests {
  static func covariance(_ correlation: Double) -> [[Double]] {
    [[0.49, 0.77 * correlation], [0.77 * correlation, 1.21]]
  }

  static func agrees(_ closed: Double, _ integral: Bounded) -> Bool {
    ContinuousLawTests.agrees(closed, integral)
  }

  @Test("A diagonal law is the sum of its coordinates, whichever way it is made")
  func diagonal() throws {
    let mean = [0.4, -1, 3]
    let deviations = [0.6, 2, 1e-3]
    let law = DiagonalGaussian(mean: mean, standardDeviations: deviations)
    let byLogVariance = DiagonalGaussian(mean: mean, logVariance: law.logVariance)
    let point = [0.1, 0.2, 3.001]
    let coordinates = zip(mean, deviations).map { Gaussian(mean: $0, standardDeviation: $1) }
    var logDensity = 0.0
    var entropy = 0.0
    for (coordinate, value) in zip(coordinates, point) {
      logDensity += coordinate.logDensity(at: value)
      entropy += coordinate.entropy
    }
    let full = try MultivariateGaussian(law)
    for (density, own) in [
      (law.logDensity(at: point), law.entropy),
      (byLogVariance.logDensity(at: point), byLogVariance.entropy),
      (full.logDensity(at: point), full.entropy),
    ] {
      #expect(FunctionTests.close(density, logDensity, magnitude: 10, ulps: 64))
      #expect(FunctionTests.close(own, entropy, magnitude: 10, ulps: 64))
    }
    // The deviation read as a variance.
    let mistaken = DiagonalGaussian(mean: mean, logVariance: deviations.map { log($0) })
    #expect(!FunctionTests.close(mistaken.entropy, entropy, magnitude: 10, ulps: 64))
    #expect(law[1] == Gaussian(mean: -1, logVariance: 2 * log(2)))
    #expect(law.reparameterized([0, 0, 0]) == mean)
    #expect(law.reparameterized([1, -1, 0]) == [1, -3, 3])
  }

  @Test("The divergence from the standard normal is ½ Σ (σ² + μ² - 1 - log σ²)")
  func divergenceFromStandard() throws {
    let law = DiagonalGaussian(mean: [0.4, -1, 3], standardDeviations: [0.6, 2, 0.1])
    var closed = 0.0
    for (mean, variance) in [(0.4, 0.36), (-1, 4), (3, 0.01)] {
      closed += 0.5 * (variance + mean * mean - 1 - log(variance))
    }
    let standard = DiagonalGaussian.standard(dimension: 3)
    #expect(FunctionTests.close(klDivergence(from: law, to: standard), closed, ulps: 16))
    let full = klDivergence(
      from: try MultivariateGaussian(law), to: try MultivariateGaussian(standard))
    #expect(FunctionTests.close(full, closed, ulps: 64))
    #expect(!FunctionTests.close(klDivergence(from: standard, to: law), closed, ulps: 64))
    #expect(!FunctionTests.close(2 * closed, full, ulps: 64))
    let cross = crossEntropy(of: law, relativeTo: standard)
    #expect(FunctionTests.close(cross, law.entropy + closed, ulps: 16))
  }

  @Test("Density, entropy, divergence and cross-entropy with correlation are double integrals")
  func quadrature() throws {
    let q = try MultivariateGaussian(mean: [0.3, -0.2], covariance: Self.covariance(0.6))
    let p = try MultivariateGaussian(mean: [0, 0.1], covariance: [1, -0.4, -0.4, 0.8])
    let everywhere = (-Double.infinity, Double.infinity)
    func expectation(_ f: ([Double]) -> Double) throws -> Bounded {
      let rule = Quadrature(absoluteTolerance: 1e-9, relativeTolerance: 1e-9)
      return try rule.integral(over: everywhere, everywhere) { x, y in
        let density = exp(q.logDensity(at: [x, y]))
        return density == 0 ? 0 : density * f([x, y])
      }
    }
    let entropy = try expectation { -q.logDensity(at: $0) }
    let cross = try expectation { -p.logDensity(at: $0) }
    #expect(Self.agrees(1, try expectation { _ in 1 }))
    #expect(Self.agrees(q.entropy, entropy))
    #expect(Self.agrees(crossEntropy(of: q, relativeTo: p), cross))
    #expect(Self.agrees(klDivergence(from: q, to: p), cross - entropy))
    #expect(!Self.agrees(klDivergence(from: p, to: q), cross - entropy))
    #expect(Self.agrees(q.covariance[1], try expectation { ($0[0] - 0.3) * ($0[1] + 0.2) }))
    let independent = try MultivariateGaussian(mean: q.mean, covariance: [0.49, 0, 0, 1.21])
    #expect(!Self.agrees(independent.entropy, entropy))
    #expect(!Self.agrees(klDivergence(from: independent, to: p), cross - entropy))
  }

  @Test("The density is the independent library's")
  func reference() throws {
    let law = try MultivariateGaussian(mean: [0.3, -0.2], covariance: Self.covariance(0.6))
    for point in [[0.0, 0], [0.3, -0.2], [1.5, -2], [-1, -3]] {
      let reference = Reference.bivariateGaussianDensity(
        point[0] - 0.3, point[1] + 0.2, standardDeviations: (0.7, 1.1), correlation: 0.6)
      #expect(FunctionTests.close(law.density(at: point), reference, ulps: 64))
    }
  }

  @Test("Divergence and density do not change when both laws are rotated")
  func rotation() throws {
    // An orthogonal matrix with rational elements.
    let third: Double = 1 / 3
    let turn: [[Double]] = [[2, -1, 2], [2, 2, -1], [-1, 2, 2]]
    func turned(_ law: DiagonalGaussian) throws -> MultivariateGaussian {
      var mean = [Double](repeating: 0, count: 3)
      var covariance = [Double](repeating: 0, count: 9)
      for row in 0..<3 {
        for k in 0..<3 {
          mean[row] += third * turn[row][k] * law.mean[k]
          let weight: Double = third * third * law.variances[k]
          for column in 0..<3 {
            covariance[3 * row + column] += turn[row][k] * turn[column][k] * weight
          }
        }
      }
      return try MultivariateGaussian(mean: mean, covariance: covariance)
    }
    let q = DiagonalGaussian(mean: [0.4, -1, 3], standardDeviations: [0.6, 2, 0.1])
    let p = DiagonalGaussian(mean: [0, 0.5, 2], standardDeviations: [1, 1.5, 0.7])
    let (turnedQ, turnedP) = (try turned(q), try turned(p))
    let plain = klDivergence(from: q, to: p)
    // The condition number 400 of the covariance magnifies the rounding of its elements.
    #expect(
      FunctionTests.close(klDivergence(from: turnedQ, to: turnedP), plain, ulps: 64 * 400))
    #expect(FunctionTests.close(turnedQ.entropy, q.entropy, magnitude: 1, ulps: 64 * 400))
    let transposed = klDivergence(from: turnedP, to: turnedQ)
    #expect(!FunctionTests.close(transposed, plain, ulps: 64 * 400))
  }

  @Test("What is not a covariance is refused, and the error says where")
  func refusals() {
    #expect(throws: CovarianceError.notPositiveDefinite(coordinate: 1, remainingVariance: -3)) {
      try MultivariateGaussian(mean: [0, 0], covariance: [1, 2, 2, 1])
    }
    #expect(throws: CovarianceError.notPositiveDefinite(coordinate: 0, remainingVariance: 0)) {
      try MultivariateGaussian(mean: [0, 0], covariance: [0, 0, 0, 1])
    }
    #expect(throws: CovarianceError.notPositiveDefinite(coordinate: 1, remainingVariance: 0)) {
      try MultivariateGaussian(mean: [0, 0], covariance: [1, 1, 1, 1])
    }
    #expect(
      throws: CovarianceError.notSymmetric(row: 1, column: 0, value: 0.3, transposed: 0.2)
    ) {
      try MultivariateGaussian(mean: [0, 0], covariance: [1, 0.2, 0.3, 1])
    }
    #expect(throws: CovarianceError.self) {
      try MultivariateGaussian(mean: [0, 0], covariance: [1, .nan, .nan, 1])
    }
    #expect(throws: CovarianceError.self) {
      try MultivariateGaussian(mean: [0], covariance: [.infinity])
    }
    #expect(throws: Never.self) {
      try MultivariateGaussian(mean: [0, 0], covariance: [1, 0.999999, 0.999999, 1])
    }
  }
}
