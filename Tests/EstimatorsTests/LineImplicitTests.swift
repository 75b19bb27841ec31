import Claims
import Distributions
import Estimators
import Foundation
import Numerics
import Testing

@Suite("Implicit reparameterisation")
struct LineImplicitTests {
  static let mixture = MixtureProblem(
    first: Gaussian(mean: -1, standardDeviation: 0.7),
    second: Gaussian(mean: 1.5, standardDeviation: 1), weightLogit: -0.4, center: 0.5)

  static let all: [any ImplicitProblem] = [
    GammaProblem(shape: 2.5, center: 1), GammaProblem(shape: 0.3),
    GammaProblem(shape: 1e4, center: 1e4), mixture,
  ]

  /// −∂P(α, z)/∂α = ∫₀ᶻ (ψ(α) − log u) p(u) du by quadrature in t = log u, from above z where that is nearer.
  private func sensitivity(shape: Double, at z: Double) throws -> Bounded {
    let digamma = try SpecialFunctions.digamma(shape).value
    let normaliser = try SpecialFunctions.logGamma(shape).value
    let integrand = { (t: Double) in
      (digamma - t) * exp(shape * t - exp(t) - normaliser)
    }
    let center = log(shape)
    let width = 8 / shape.squareRoot()
    let quadrature = Quadrature()
    return z < shape
      ? try quadrature.integral(
        from: center - 75 / shape - 1, to: log(z), singularities: [center - width], of: integrand)
      : -(try quadrature.integral(
        from: log(z), to: log(shape + 200 + 8 * shape.squareRoot()),
        singularities: [center + width], of: integrand))
  }

  @Test("The path of a Gamma draw is −(∂P/∂α)/p, with P the integral of the density")
  func gammaPath() throws {
    for shape in [0.1, 0.3, 1, 2.5, 10, 57.5, 400] {
      let deviation = shape.squareRoot()
      let problem = GammaProblem(shape: shape)
      let places = [-2.5, -1, 0, 0.9, 2, 4].map { shape + $0 * deviation }.filter { $0 > 0 }
      for z in [shape * 0.01, shape + 0.999, shape + 1.001] + places {
        let exact = try sensitivity(shape: shape, at: z)
        let found = problem.pathDerivative(0, at: z) * exp(problem.logDensity(at: z))
        // exp(x) carries the rounding of x, of which the largest term is shape · log z or z.
        let rounding = 0x1p-50 * (1 + shape * log(z).magnitude + z) * exact.value.magnitude
        #expect(
          (found - exact.value).magnitude <= exact.error + rounding,
          "shape \(shape), z \(z): \(found), \(exact)")
      }
    }
  }

  @Test("The two expansions of the Gamma path meet, and the law of large shapes moves by 1")
  func expansions() {
    for shape in [0.1, 0.7, 3, 90, 1e4, 1e6] {
      let seam = shape + 1
      let below = GammaProblem(shape: shape).pathDerivative(0, at: seam.nextDown)
      let above = GammaProblem(shape: shape).pathDerivative(0, at: seam)
      // The rounding of log z − ψ counts P/p times, which is about √(πα/2) or, for small shapes, e/α.
      let weight = 3 / shape + (1.6 * shape).squareRoot()
      let rounding = 0x1p-50 * (log(seam) + digamma(shape).magnitude) * weight
      #expect((below - above).magnitude <= rounding, "shape \(shape): \(below), \(above)")
    }
    let large = GammaProblem(shape: 1e6).pathDerivative(0, at: 1e6)
    #expect((large - 1).magnitude <= 1e-5, "\(large)")
  }

  @Test("Shape 1 has an exponential law: its path at the other end of the series is known")
  func exponential() {
    // At small z the rank is z^α/Γ(α + 1), so ∂z/∂α = −z(log z − ψ(α + 1))/α up to O(z²).
    let path = GammaProblem(shape: 1).pathDerivative(0, at: 1e-12)
    let leading = -1e-12 * (log(1e-12) - digamma(2))
    #expect((path - leading).magnitude <= 1e-11 * leading)
  }

  @Test("The path of a mixture's draw is −(∂F/∂φ)/p, for every parameter")
  func mixturePath() throws {
    let base = [-0.4, -1, 1.5, 0.7, 1]
    for z in [-3.5, -1, 0.2, 1.5, 4] {
      for place in base.indices {
        let slope = Differentiation.derivative(
          of: { (value: Double) -> Double in
            var φ = base
            φ[place] = value
            let weight = 1 / (1 + exp(-φ[0]))
            let first = Reference.gaussianCDF((z - φ[1]) / φ[3])
            let second = Reference.gaussianCDF((z - φ[2]) / φ[4])
            return -weight * first - (1 - weight) * second
          }, at: base[place])
        let density = exp(Self.mixture.logDensity(at: z))
        let found = Self.mixture.pathDerivative(place, at: z) * density
        #expect(
          (found - slope.value).magnitude <= slope.error + 1e-14, "\(z), \(place): \(slope)")
      }
    }
  }

  @Test("The gradients are their closed forms, and every estimator has them as its mean")
  func gradients() throws {
    for problem in Self.all {
      for entry in try ImplicitTruth.entries(for: problem).entries {
        for moments in try entry.exact() {
          let mean = try #require(moments.mean)
          #expect(mean.agrees(with: moments.gradient), "\(entry.name): \(moments)")
        }
      }
    }
    let gamma = try ImplicitTruth.entries(for: GammaProblem(shape: 2.5, center: 1)).entries[0]
    #expect(try gamma.exact()[0].gradient.agrees(with: Bounded(rounded: 2 * 2.5 + 1 - 2)))
    let mixture = try ImplicitTruth.entries(for: Self.mixture).entries[0].exact()
    let w = 1 / (1 + exp(0.4))
    let squares = (2.25 + 0.49, 1.0 + 1.0)
    let closed = [
      w * (1 - w) * (squares.0 - squares.1), 2 * w * -1.5, 2 * (1 - w) * 1, 2 * w * 0.7,
      2 * (1 - w) * 1,
    ]
    for (moments, value) in zip(mixture, closed) {
      #expect(moments.gradient.agrees(with: Bounded(rounded: value, magnitude: 3)), "\(moments)")
    }
  }

  @Test("Sampled moments agree with the exact ones", arguments: all.indices)
  func sampled(index: Int) throws {
    for entry in try ImplicitTruth.entries(for: Self.all[index]).entries {
      let exact = try entry.exact()
      let verdict = try Verdict(entry.estimator, against: exact, draws: 100_000, seed: 22)
      #expect(verdict.bias <= 6 && verdict.variance <= 6, "\(entry.name): \(verdict)")
    }
  }

  /// A fault of the path, with the rest of a problem as it is.
  struct Mutant<Problem: ImplicitProblem>: GradientEstimator {
    let problem: Problem
    let path: @Sendable (Problem, Int, Double) -> Double

    var contract: Contract { Contract("implicit", "a wrong path") }

    var parameters: [String] { problem.parameters }

    func fill(_ block: UnsafeMutableBufferPointer<Double>, using generator: inout Philox) {
      let width = parameters.count
      for row in 0..<(block.count / width) {
        let z = problem.sample(using: &generator)
        for place in 0..<width {
          block[row * width + place] = problem.slope(z) * path(problem, place, z)
        }
      }
    }
  }

  @Test("A wrong path is seen: scaling with the shape, and a rank not divided by the density")
  func mutants() throws {
    let gamma = GammaProblem(shape: 2.5, center: 1)
    let scaled = Mutant(problem: gamma) { problem, _, z in z / problem.law.shape }
    let gammaTruth = try #require(ImplicitTruth.entries(for: gamma).entry("implicit")).exact()
    #expect(try Verdict(scaled, against: gammaTruth, draws: 100_000, seed: 23).bias > 12)
    let undivided = Mutant(problem: Self.mixture) { problem, place, z in
      problem.pathDerivative(place, at: z) * exp(problem.logDensity(at: z))
    }
    let truth = try #require(ImplicitTruth.entries(for: Self.mixture).entry("implicit")).exact()
    #expect(try Verdict(undivided, against: truth, draws: 100_000, seed: 23).bias > 12)
  }
}
