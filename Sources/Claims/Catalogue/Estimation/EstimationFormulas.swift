import Distributions
import Foundation
import Numerics

/// A function under an expectation E_q f(z) with q = N(μ, σ²), and its slope: what a gradient estimator sees.
struct GradientProblem: Sendable {
  /// q.
  let law: Gaussian

  /// f.
  let f: @Sendable (Double) -> Double

  /// f′.
  let slope: @Sendable (Double) -> Double

  /// The coordinate of q in which E_q f is differentiated.
  enum Coordinate: Sendable { case mean, deviation }

  /// ∂ log q(z)/∂μ or ∂/∂σ.
  func score(_ coordinate: Coordinate, at z: Double) -> Double {
    let u = (z - law.mean) / law.standardDeviation
    return coordinate == .mean
      ? u / law.standardDeviation : (u * u - 1) / law.standardDeviation
  }

  /// The score-function estimator (f(z) − baseline)·∂ log q(z).
  func scoreEstimate(
    _ coordinate: Coordinate, at z: Double, baseline: Double = 0
  ) -> Double {
    (f(z) - baseline) * score(coordinate, at: z)
  }

  /// The pathwise estimator f′(z)·∂g, with ∂g = 1 or ε.
  func pathEstimate(_ coordinate: Coordinate, at z: Double) -> Double {
    slope(z) * (coordinate == .mean ? 1 : (z - law.mean) / law.standardDeviation)
  }

  /// E_q h(z) by quadrature.
  func mean(of h: (Double) -> Double) throws(NumericsError) -> Bounded {
    try LineIntegral.total(over: law) { z in h(z) * exp(law.logDensity(at: z)) }
  }

  /// Var_q h(z) by quadrature, about the mean by quadrature.
  func variance(of h: (Double) -> Double) throws(NumericsError) -> Bounded {
    let centre = try mean(of: h)
    let spread = try mean { z in
      let d = h(z) - centre.value
      return d * d
    }
    // Moving the centre by its error e moves the second moment by e².
    return spread + Bounded(0, error: centre.error * centre.error)
  }

  /// Var of the score-function estimator, by quadrature.
  func scoreVariance(
    _ coordinate: Coordinate, baseline: Double = 0
  ) throws(NumericsError) -> Bounded {
    try variance { z in scoreEstimate(coordinate, at: z, baseline: baseline) }
  }

  /// Var of the pathwise estimator, by quadrature.
  func pathVariance(_ coordinate: Coordinate) throws(NumericsError) -> Bounded {
    try variance { z in pathEstimate(coordinate, at: z) }
  }

  /// (z − c)².
  static func square(_ law: Gaussian, centre c: Double) -> GradientProblem {
    GradientProblem(law: law, f: { ($0 - c) * ($0 - c) }, slope: { 2 * ($0 - c) })
  }

  /// sin kz.
  static func sine(_ law: Gaussian, frequency k: Double) -> GradientProblem {
    GradientProblem(law: law, f: { sin(k * $0) }, slope: { k * cos(k * $0) })
  }

  /// log p(x|z) of a witness under its q.
  static func logLikelihood(_ w: some ScalarReparameterization) -> GradientProblem {
    GradientProblem(
      law: w.approximate, f: { w.logLikelihood(Latent($0, 0)) },
      slope: { w.logLikelihoodGradient(Latent($0, 0)).x })
  }
}

/// aε² + bε + c in standard normal noise: mean a + c, variance 2a² + b².
///
/// Every log density of a linear-Gaussian witness is one, once z = m + σε is put in.
struct NoiseQuadratic: Sendable {
  /// The coefficient of ε².
  let a: Double

  /// The coefficient of ε.
  let b: Double

  /// The constant.
  let c: Double

  /// a + c.
  var mean: Bounded { Bounded(rounded: a + c, magnitude: max(a.magnitude, c.magnitude)) }

  /// 2a² + b².
  var variance: Bounded { Bounded(rounded: 2 * a * a + b * b) }

  /// The sum of two.
  static func + (left: NoiseQuadratic, right: NoiseQuadratic) -> NoiseQuadratic {
    NoiseQuadratic(a: left.a + right.a, b: left.b + right.b, c: left.c + right.c)
  }

  /// log N(u; μ, s²) with u − μ = start + rate·ε.
  static func logDensity(start: Double, rate: Double, deviation s: Double) -> NoiseQuadratic {
    let precision = 1 / (s * s)
    return NoiseQuadratic(
      a: -0.5 * rate * rate * precision, b: -start * rate * precision,
      c: -0.5 * start * start * precision - log(s) - 0.5 * log(2 * Double.pi))
  }
}

extension LinearGaussianWitness {
  /// log p(x|m + σε), as a quadratic in ε.
  var logLikelihoodInNoise: NoiseQuadratic { logLikelihoodInNoise(under: approximate) }

  /// log p(x|z) with z = μ + σε under any normal law, as a quadratic in ε.
  func logLikelihoodInNoise(under law: Gaussian) -> NoiseQuadratic {
    .logDensity(
      start: observation - bias - weight * law.mean, rate: -weight * law.standardDeviation,
      deviation: noise)
  }

  /// log p(x,z) − log q(z|x) with z = m + σε, as a quadratic in ε.
  var boundInNoise: NoiseQuadratic {
    let q = approximate
    let logQ = NoiseQuadratic(a: 0.5, b: 0, c: q.logStandardDeviation + 0.5 * log(2 * Double.pi))
    return logLikelihoodInNoise
      + .logDensity(start: q.mean, rate: q.standardDeviation, deviation: 1) + logQ
  }
}

/// The scalar witnesses: linear-Gaussian and Bernoulli-logistic, the fixed ones first, then 30 and 20 random ones.
func scalarSubjects(_ laboratory: Laboratory) -> [Subject<any ScalarReparameterization>] {
  func erased<W: ScalarReparameterization>(
    _ subjects: ArraySlice<Subject<W>>
  ) -> [Subject<any ScalarReparameterization>] {
    subjects.map { Subject($0.name, $0.value, isRandom: $0.isRandom) }
  }
  let w = laboratory.witnesses
  return erased(w.linearGaussian.prefix(1)) + erased(w.bernoulliLogistic.prefix(1))
    + erased(w.linearGaussian[1...30]) + erased(w.bernoulliLogistic[1...20])
}

extension ScalarReparameterization {
  /// KL(q‖prior) in closed form.
  var closedDivergence: Bounded {
    let scale = 1 + approximate.mean * approximate.mean + approximate.logStandardDeviation.magnitude
    return Bounded(rounded: klDivergence(from: approximate, to: prior), magnitude: scale)
  }

  /// E f(ε) over standard normal noise.
  func overNoise(of f: (Double) -> Double) throws(NumericsError) -> Bounded {
    try LineIntegral.total(over: .standard) { noise in
      f(noise) * exp(Gaussian.standard.logDensity(at: noise))
    }
  }

  /// log p(x|m + σε).
  func logLikelihood(noise: Double) -> Double {
    logLikelihood(Latent(approximate.reparameterized(noise), 0))
  }

  /// log p(x,z) − log q(z|x) at z = m + σε.
  func oneSampleBound(noise: Double) -> Double {
    let z = Latent(approximate.reparameterized(noise), 0)
    return logJoint(z) - logApproximatePosterior(z)
  }
}
