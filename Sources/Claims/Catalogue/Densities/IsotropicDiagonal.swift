import Distributions
import Foundation
import Numerics

// C43: a diagonal Gaussian over D coordinates has D locations and D scales, an isotropic one D locations and one
// scale; their densities agree only where all scales do.

extension Claim {
  /// How many numbers a network must emit for one law.
  static let gaussianParameterCount = Claim(
    "gaussian.parameter-count", identity: "C43",
    title: "A diagonal Gaussian over D coordinates takes 2D outputs, an isotropic one D + 1",
    statement:
      #"\mathcal{N}(x;\mu,\operatorname{diag}(\sigma^2)) = \prod_{j=1}^D \mathcal{N}(x_j;\mu_j,\sigma_j^2), \qquad \mathcal{N}(x;\mu,s^2 I) = \prod_{j=1}^D \mathcal{N}(x_j;\mu_j,s^2)"#,
    setting:
      #"A diagonal law over $D$ coordinates is given by $D$ locations and $D$ scales, an isotropic one by $D$ locations and one scale."#,
    rows: ["S1-53", "S4-29", "S4-30"],
    checks: [storedNumbers, numbersThatMatter])

  private static let storedNumbers: Check =
    Check.equality(
      "numbers that describe the law of an image",
      on: { laboratory in
        laboratory.family(
          fixed: [
            Subject("3 × 256 × 256", ImageShape(3, 256, 256)),
            Subject("1 × 28 × 28", ImageShape(1, 28, 28)),
          ], "image-shape"
        ) { generator in
          func side() -> Int { 2 + Int(10 * (1 - generator.uniform())) }
          let (channels, height) = (side(), side())
          return ImageShape(channels, height, side())
        }
      },
      routes: ("stored by the law", "one location and one scale a pixel"),
      states: { shape in
        let law = DiagonalGaussian.standard(dimension: shape.count)
        return Bounded(exactly: Double(law.mean.count + law.logVariance.count))
      },
      equals: { shape in
        // Pixel by pixel, so that the product is not taken twice.
        var sum = 0
        for _ in 0..<shape.channels { for _ in 0..<shape.height { sum += 2 * shape.width } }
        return Bounded(exactly: Double(sum))
      },
      variants: [
        .written(
          "S4-30", #"D + D \text{ numbers for an isotropic Gaussian}"#,
          "the isotropic law's own numbers"
        ) { shape in Bounded(exactly: Double(shape.count + 1)) },
        .written(
          "S1-53", #"\text{decoder of } D \text{ outputs learns } \mu_x(z), \Sigma_x(z)"#,
          "as many outputs as pixels"
        ) { shape in Bounded(exactly: Double(shape.count)) },
        .mutant("a full covariance") { shape in
          let count = Double(shape.count)
          return Bounded(exactly: count + 0.5 * count * (count + 1))
        },
        .mutant("channels forgotten") { shape in
          Bounded(exactly: Double(2 * shape.height * shape.width))
        },
      ])

  private static let numbersThatMatter: Check =
    Check.equality(
      "outputs that the log density depends on",
      on: { laboratory in
        laboratory.family(fixed: [Subject("residual of W-ND", .ledger)], "residual-outputs") {
          ResidualVector.random(using: &$0)
        }
      },
      routes: ("outputs whose change changes the log density", "2D"),
      states: { v in dependencies(2 * v.dimension) { diagonalHead(v, $0) } },
      equals: { v in Bounded(exactly: 2 * Double(v.dimension)) },
      variants: [
        .written(
          "S1-53", #"\text{decoder of } D \text{ outputs learns } \mu_x(z), \Sigma_x(z)"#,
          "the decoder of the code: one squashed vector, no scale"
        ) { v in dependencies(v.dimension) { squashedHead(v, $0) } },
        .written(
          "S4-30", #"\text{isotropic: one scale per pixel}"#, "one scale for all pixels"
        ) { v in dependencies(v.dimension + 1) { isotropicHead(v, $0) } },
        .mutant("scales stored but not used") { v in
          dependencies(2 * v.dimension) { squashedHead(v, $0) }
        },
      ])

  /// One common scale is another law than one scale each.
  static let diagonalIsNotIsotropic = Claim(
    "gaussian.diagonal-not-isotropic", identity: "C43",
    title: "One scale a coordinate is a diagonal law; a common scale gives other numbers",
    statement: #"\log\mathcal{N}(x;\mu,\operatorname{diag}\sigma^2)"#
      + #" = -\sum_d\left[\frac{(x_d-\mu_d)^2}{2\sigma_d^2} + \tfrac12\log 2\pi\sigma_d^2\right]"#,
    rows: ["S1-51", "S4-30"],
    checks: [residualDensity, diagonalDivergence, equalScalesAgree])

  private static let residualDensity: Check =
    Check.equality(
      "log density of a residual",
      on: { laboratory in
        laboratory.family(fixed: [Subject("residual of W-ND", .ledger)], "residual") {
          ResidualVector.random(using: &$0)
        }
      },
      routes: ("diagonal law", "sum of scalar reference densities"),
      states: { v in
        v.rounded(v.law(deviations: v.deviations).logDensity(at: v.residual))
      },
      equals: { v in v.referenceLogDensity(deviations: v.deviations) },
      variants: [
        .written(
          "S4-30", #"\mathcal{N}(x;\mu,\sigma^2 I) \text{ with one scale per pixel}"#,
          "isotropic, with the mean of the variances"
        ) { v in
          let common = [Double](repeating: v.commonDeviation, count: v.dimension)
          return v.rounded(v.law(deviations: common).logDensity(at: v.residual))
        },
        .mutant("variances passed as deviations") { v in
          v.rounded(
            v.law(deviations: v.deviations.map { $0 * $0 }).logDensity(at: v.residual))
        },
        .mutant("mean over the coordinates for their sum", from: "pytorch/examples #234") { v in
          v.rounded(v.law(deviations: v.deviations).logDensity(at: v.residual))
            / Double(v.dimension)
        },
      ])

  private static let diagonalDivergence: Check =
    Check.equality(
      "divergence from the prior", on: { Array($0.witnesses.twoLatent.prefix(5)) },
      routes: ("closed form, summed over the coordinates", "nested quadrature"),
      states: { w in divergence([w.deviation.x, w.deviation.y], w.mean) },
      equals: { w in try w.divergence(from: .approximatePosterior, to: .prior) },
      variants: [
        .written(
          "S1-51", #"q(z|x) = \mathcal{N}(z;\mu_z(x),\sigma_z(x)^2 I)"#,
          "one σ² for both coordinates, their mean"
        ) { w in
          let common = (0.5 * (w.deviation * w.deviation).sum()).squareRoot()
          return divergence([common, common], w.mean)
        },
        .mutant("the first σ for both") { w in
          divergence([w.deviation.x, w.deviation.x], w.mean)
        },
        .mutant("mean over the coordinates", from: "RasmussenLab/vamb #1") { w in
          0.5 * divergence([w.deviation.x, w.deviation.y], w.mean)
        },
      ])

  private static let equalScalesAgree: Check =
    Check.equality(
      "the two laws agree where all scales do",
      on: { laboratory in
        laboratory.family(
          fixed: [
            Subject("residual of W-ND, σ = 0.5", equalScales(ResidualVector.ledger))
          ], "residual-equal"
        ) { equalScales(ResidualVector.random(using: &$0)) }
      },
      routes: ("one scale: −‖r‖²/(2σ²) − D log σ − (D/2) log 2π", "sum of reference densities"),
      states: { v in isotropic(v, power: 1) },
      equals: { v in v.referenceLogDensity(deviations: v.deviations) },
      variants: [
        .mutant("log σ once for all coordinates") { v in
          isotropic(v, power: 1 / Double(v.dimension))
        },
        .mutant("log σ² for log σ") { v in isotropic(v, power: 2) },
      ])

  /// −‖r‖²/(2σ²) − power·D log σ − (D/2) log 2π with the first deviation as the only one.
  private static func isotropic(_ v: ResidualVector, power: Double) -> Bounded {
    let σ = v.deviations[0]
    let count = Double(v.dimension)
    return v.rounded(
      -0.5 * v.squaredNorm / (σ * σ) - power * count * log(σ) - 0.5 * count * log(2 * Double.pi))
  }

  private static func equalScales(_ v: ResidualVector) -> ResidualVector {
    ResidualVector(
      residual: v.residual,
      deviations: [Double](repeating: v.deviations[0], count: v.dimension))
  }

  private static func divergence(_ deviations: [Double], _ mean: Latent) -> Bounded {
    let law = DiagonalGaussian(mean: [mean.x, mean.y], standardDeviations: deviations)
    return Bounded(rounded: klDivergence(from: law, to: .standard(dimension: 2)), magnitude: 4)
  }

  /// log N(r; μ, diag σ²) from D means and D log variances.
  private static func diagonalHead(_ v: ResidualVector, _ outputs: [Double]) -> Double {
    let means = Array(outputs[..<v.dimension])
    let law = DiagonalGaussian(mean: means, logVariance: Array(outputs[v.dimension...]))
    return law.logDensity(at: v.residual)
  }

  /// log N(r; μ, I) with the sigmoid of the first D outputs for μ.
  private static func squashedHead(_ v: ResidualVector, _ outputs: [Double]) -> Double {
    let means: [Double] = outputs[..<v.dimension].map { sigmoid($0) }
    let scales = [Double](repeating: 0, count: v.dimension)
    return DiagonalGaussian(mean: means, logVariance: scales).logDensity(at: v.residual)
  }

  /// log N(r; μ, σ²I) from D means and one log variance.
  private static func isotropicHead(_ v: ResidualVector, _ outputs: [Double]) -> Double {
    let means = Array(outputs[..<v.dimension])
    let scales = [Double](repeating: outputs[v.dimension], count: v.dimension)
    return DiagonalGaussian(mean: means, logVariance: scales).logDensity(at: v.residual)
  }

  /// How many of the outputs change a function when each in turn is moved from 0.1 to 0.35.
  private static func dependencies(_ count: Int, of f: ([Double]) -> Double) -> Bounded {
    let start = [Double](repeating: 0.1, count: count)
    let reference = f(start)
    let changed = start.indices.count { index in
      var moved = start
      moved[index] += 0.25
      return f(moved) != reference
    }
    return Bounded(exactly: Double(changed))
  }
}

/// Channels, height and width of an image.
private struct ImageShape: Sendable {
  let channels: Int
  let height: Int
  let width: Int

  init(_ channels: Int, _ height: Int, _ width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  var count: Int { channels * height * width }
}
