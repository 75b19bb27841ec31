import Distributions
import Foundation
import Numerics

/// W-ND and its relatives: z ~ N(0, I₂), x|z ~ N(Wz + b, diag s²) in three dimensions, q = N(m, diag σ²).
///
/// The exact posterior is Gaussian with precision Λ = I + WᵀS⁻¹W, so a diagonal q never reaches it.
public struct TwoLatentWitness: ReparameterizedWitness {
  /// W, three rows of two.
  public let weights: [Latent]

  /// b, shape `[3]`.
  public let bias: [Double]

  /// Standard deviations s of x given z, shape `[3]`.
  public let noise: [Double]

  /// x, shape `[3]`.
  public let observation: [Double]

  /// m, the mean of q.
  public let mean: Latent

  /// σ, the standard deviations of q.
  public let deviation: Latent

  /// The mean of p(z|x).
  public let posteriorMean: Latent

  /// Λ, the precision of p(z|x): `(Λ₁₁, Λ₁₂, Λ₂₂)`.
  public let precision: (Double, Double, Double)

  /// log p(x) by completing the square.
  public let logEvidence: Bounded

  /// Sets up the closed forms by completing the square.
  public init(
    weights: [Latent], bias: [Double], noise: [Double], observation: [Double], mean: Latent,
    deviation: Latent
  ) {
    precondition(
      weights.count == bias.count && noise.count == bias.count && observation.count == bias.count,
      "weights \(weights.count), bias \(bias.count), noise \(noise.count), x \(observation.count)")
    self.weights = weights
    self.bias = bias
    self.noise = noise
    self.observation = observation
    self.mean = mean
    self.deviation = deviation
    var (a, b, c) = (1.0, 0.0, 1.0)
    var h = Latent(0, 0)
    var fit = 0.0
    var logDeterminant = 0.0
    for d in bias.indices {
      let weight = 1 / (noise[d] * noise[d])
      let r = observation[d] - bias[d]
      a += weight * weights[d].x * weights[d].x
      b += weight * weights[d].x * weights[d].y
      c += weight * weights[d].y * weights[d].y
      h += weight * r * weights[d]
      fit += weight * r * r
      logDeterminant += 2 * log(noise[d])
    }
    let determinant = a * c - b * b
    posteriorMean = Latent(c * h.x - b * h.y, a * h.y - b * h.x) / determinant
    precision = (a, b, c)
    let quadratic = fit - (h * posteriorMean).sum()
    let count = Double(bias.count)
    logEvidence = Bounded(
      rounded: -0.5
        * (count * log(2 * Double.pi) + logDeterminant + log(determinant) + quadratic),
      magnitude: 1 + fit)
  }

  /// Draws the parameters.
  public static func random(using generator: inout Philox) -> TwoLatentWitness {
    func between(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * generator.uniform()
    }
    func normal() -> Double { generator.standardNormal() }
    return TwoLatentWitness(
      weights: (0..<3).map { _ in Latent(normal(), normal()) },
      bias: (0..<3).map { _ in 0.5 * normal() }, noise: (0..<3).map { _ in between(0.5, 1) },
      observation: (0..<3).map { _ in normal() }, mean: Latent(0.5 * normal(), 0.5 * normal()),
      deviation: Latent(between(0.35, 0.85), between(0.35, 0.85)))
  }

  /// The decoder's mean Wz + b, shape `[3]`.
  public func decoded(_ z: Latent) -> [Double] {
    weights.indices.map { (weights[$0] * z).sum() + bias[$0] }
  }

  /// log p(z).
  public func logPrior(_ z: Latent) -> Double { -0.5 * (z * z).sum() - log(2 * Double.pi) }

  /// log p(x|z) at the observation.
  public func logLikelihood(_ z: Latent) -> Double {
    var sum = 0.0
    for d in bias.indices {
      let r = (observation[d] - bias[d] - (weights[d] * z).sum()) / noise[d]
      sum -= 0.5 * r * r + log(noise[d]) + 0.5 * log(2 * Double.pi)
    }
    return sum
  }

  /// log p(z|x).
  public func logPosterior(_ z: Latent) -> Double {
    let d = z - posteriorMean
    let (a, b, c) = precision
    let quadratic = a * d.x * d.x + 2 * b * d.x * d.y + c * d.y * d.y
    return -0.5 * quadratic + 0.5 * log(a * c - b * b) - log(2 * Double.pi)
  }

  /// log q(z|x).
  public func logApproximatePosterior(_ z: Latent) -> Double {
    let r = (z - mean) / deviation
    return -0.5 * (r * r).sum() - log(deviation.x * deviation.y) - log(2 * Double.pi)
  }

  /// ∫∫ f(z) dz over mean ± 12 standard deviations of the law.
  public func total(over law: Law, of f: (Latent) -> Double) throws(NumericsError) -> Bounded {
    let (a, b, c) = precision
    let determinant = a * c - b * b
    let (centre, spread) =
      switch law {
      case .prior: (Latent(0, 0), Latent(1, 1))
      case .approximatePosterior: (mean, deviation)
      case .posterior:
        (posteriorMean, Latent((c / determinant).squareRoot(), (a / determinant).squareRoot()))
      }
    return try TwoLatentWitness.total(centre, spread, of: f)
  }

  private static func total(
    _ centre: Latent, _ spread: Latent, of f: (Latent) -> Double
  ) throws(NumericsError) -> Bounded {
    let low = centre - LineIntegral.reach * spread
    let high = centre + LineIntegral.reach * spread
    return try Quadrature().integral(over: (low.x, high.x), (low.y, high.y)) { x, y in
      f(Latent(x, y))
    }
  }

  /// One draw of the latent from a law.
  public func sample(_ law: Law, using generator: inout Philox) -> Latent {
    let noise = sampleNoise(using: &generator)
    switch law {
    case .prior: return noise
    case .approximatePosterior: return reparameterized(noise)
    case .posterior:
      // Λ = LLᵀ, z = μ + L⁻ᵀε.
      let (a, b, c) = precision
      let l11 = a.squareRoot()
      let l21 = b / l11
      let l22 = (c - l21 * l21).squareRoot()
      let y = noise.y / l22
      return posteriorMean + Latent((noise.x - l21 * y) / l11, y)
    }
  }

  /// The parameters, model first.
  public var parameters: [Parameter] {
    bias.indices.map { Parameter("b\($0 + 1)", .model) }
      + ["m1", "m2", "σ1", "σ2"].map { Parameter($0, .variational) }
  }

  /// The value of a parameter.
  public func value(of parameter: Parameter) -> Double {
    switch parameter.name {
    case "m1": mean.x
    case "m2": mean.y
    case "σ1": deviation.x
    case "σ2": deviation.y
    default: bias[TwoLatentWitness.row(parameter)]
    }
  }

  /// The same witness with one parameter changed.
  public func with(_ parameter: Parameter, _ value: Double) throws(NumericsError)
    -> TwoLatentWitness
  {
    var (bias, mean, deviation) = (bias, mean, deviation)
    switch parameter.name {
    case "m1": mean.x = value
    case "m2": mean.y = value
    case "σ1": deviation.x = value
    case "σ2": deviation.y = value
    default: bias[TwoLatentWitness.row(parameter)] = value
    }
    return TwoLatentWitness(
      weights: weights, bias: bias, noise: noise, observation: observation, mean: mean,
      deviation: deviation)
  }

  /// The derivative of the log density that a parameter belongs to, at fixed z.
  public func score(_ parameter: Parameter, at z: Latent) -> Double {
    let d = z - mean
    switch parameter.name {
    case "m1": return d.x / (deviation.x * deviation.x)
    case "m2": return d.y / (deviation.y * deviation.y)
    case "σ1": return (d.x * d.x / (deviation.x * deviation.x) - 1) / deviation.x
    case "σ2": return (d.y * d.y / (deviation.y * deviation.y) - 1) / deviation.y
    default:
      let row = TwoLatentWitness.row(parameter)
      return (observation[row] - bias[row] - (weights[row] * z).sum()) / (noise[row] * noise[row])
    }
  }

  private static func row(_ parameter: Parameter) -> Int {
    guard parameter.side == .model, let row = Int(parameter.name.dropFirst()) else {
      preconditionFailure("no parameter \(parameter.name) in a two-latent witness")
    }
    return row - 1
  }

  /// log p(ε), the standard normal density of the noise.
  public func logNoise(_ noise: Latent) -> Double { logPrior(noise) }

  /// z = m + σ⊙ε.
  public func reparameterized(_ noise: Latent) -> Latent { mean + deviation * noise }

  /// ∂z/∂parameter at fixed ε.
  public func pathDerivative(_ parameter: Parameter, at noise: Latent) -> Latent {
    switch parameter.name {
    case "m1": Latent(1, 0)
    case "m2": Latent(0, 1)
    case "σ1": Latent(noise.x, 0)
    case "σ2": Latent(0, noise.y)
    default: Latent(0, 0)
    }
  }

  /// ∂ log p(x|z)/∂z.
  public func logLikelihoodGradient(_ z: Latent) -> Latent {
    var sum = Latent(0, 0)
    for d in bias.indices {
      let residual = observation[d] - bias[d] - (weights[d] * z).sum()
      sum += residual / (noise[d] * noise[d]) * weights[d]
    }
    return sum
  }

  /// ∂ log p(z)/∂z.
  public func logPriorGradient(_ z: Latent) -> Latent { -z }

  /// ∂ log q(z|x)/∂z.
  public func logApproximatePosteriorGradient(_ z: Latent) -> Latent {
    -(z - mean) / (deviation * deviation)
  }

  /// ∫ f(ε) dε.
  public func totalOverNoise(of f: (Latent) -> Double) throws(NumericsError) -> Bounded {
    try TwoLatentWitness.total(Latent(0, 0), Latent(1, 1), of: f)
  }

  /// One draw of the noise.
  public func sampleNoise(using generator: inout Philox) -> Latent {
    let x = generator.standardNormal()
    return Latent(x, generator.standardNormal())
  }
}
