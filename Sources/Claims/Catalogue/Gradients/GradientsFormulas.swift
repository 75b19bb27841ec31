import Distributions
import Foundation
import Numerics

/// A witness and one of its parameters: where a partial derivative is taken, and in what.
struct Slope<W: Sendable>: Sendable {
  /// The model.
  let witness: W

  /// What is varied.
  let parameter: Parameter
}

/// The partial derivatives that the statements about gradients are tested on.
enum Slopes {
  /// Every parameter of a fixed witness, one parameter of each random one, in turn.
  static func each<W, V>(
    _ subjects: some Collection<Subject<W>>, _ parameters: (W) -> [Parameter],
    as erase: (W) -> V
  ) -> [Subject<Slope<V>>] {
    subjects.enumerated().flatMap { index, subject in
      let all = parameters(subject.value)
      let chosen = subject.isRandom ? [all[index % all.count]] : all
      return chosen.map {
        Subject(
          "\(subject.name), ∂/∂\($0.name)", Slope(witness: erase(subject.value), parameter: $0),
          isRandom: subject.isRandom)
      }
    }
  }

  /// W-LG and fifty relatives.
  static func linearGaussian(
    _ names: String..., count: Int = 50
  ) -> Subjects<Slope<LinearGaussianWitness>> {
    { laboratory in
      each(
        laboratory.witnesses.linearGaussian.prefix(count + 1),
        { w in w.parameters.filter { names.contains($0.name) } }, as: { $0 })
    }
  }

  /// All kinds of witnesses on one side of the bound: W-D, W-LG, W-BL, W-ND, then 50 random ones.
  static func all(_ side: Parameter.Side) -> Subjects<Slope<any Witness>> {
    { laboratory in
      let w = laboratory.witnesses
      func of<W: Witness>(_ subjects: [Subject<W>], _ count: Int) -> [Subject<Slope<any Witness>>] {
        each(
          subjects.prefix(count + 1), { $0.parameters.filter { $0.side == side } },
          as: { $0 as any Witness })
      }
      let flat = of(w.discrete, 22) + of(w.linearGaussian, 18) + of(w.bernoulliLogistic, 10)
      let plane = each(w.twoLatent.prefix(1), { few($0, side) }, as: { $0 as any Witness })
      return flat.filter { !$0.isRandom } + plane + flat.filter(\.isRandom)
    }
  }

  /// The witnesses with a continuous latent: W-LG, W-BL, W-ND, then 50 random ones, in the parameters of q.
  static func reparameterized() -> Subjects<Slope<any ReparameterizedWitness>> {
    { laboratory in
      let w = laboratory.witnesses
      func of<W: ReparameterizedWitness>(
        _ subjects: [Subject<W>], _ count: Int
      ) -> [Subject<Slope<any ReparameterizedWitness>>] {
        each(
          subjects.prefix(count + 1), { $0.variationalParameters },
          as: { $0 as any ReparameterizedWitness })
      }
      let line = of(w.linearGaussian, 34) + of(w.bernoulliLogistic, 16)
      let plane = each(
        w.twoLatent.prefix(1), { few($0, .variational) }, as: { $0 as any ReparameterizedWitness })
      return line.filter { !$0.isRandom } + plane + line.filter(\.isRandom)
    }
  }

  /// Nested quadrature costs a millisecond: of the two-latent witness the first parameter and the last.
  private static func few(_ witness: TwoLatentWitness, _ side: Parameter.Side) -> [Parameter] {
    let all = witness.parameters.filter { $0.side == side }
    return side == .model ? Array(all.prefix(1)) : [all[0], all[all.count - 1]]
  }
}

/// What is differentiated, as a function of one parameter; in closed form where there is one.
enum Objective {
  /// E_q[log p(x|z)] with one parameter moved to a value.
  ///
  /// Linear decoders have a closed form; the Bernoulli decoder is integrated against GSL's normal density;
  /// the discrete witness is summed.
  static func reconstruction(
    _ witness: any Witness, _ parameter: Parameter, _ value: Double
  ) throws -> Bounded {
    switch witness {
    case let w as LinearGaussianWitness:
      return try w.with(parameter, value).closedReconstruction()
    case let w as TwoLatentWitness:
      return try w.with(parameter, value).closedReconstruction()
    case let w as BernoulliLogisticWitness:
      func pick(_ name: String, _ old: Double) -> Double { parameter.name == name ? value : old }
      let q = Gaussian(
        mean: pick("m", w.approximate.mean),
        standardDeviation: pick("σ", w.approximate.standardDeviation))
      let (slope, offset) = (pick("w", w.weight), pick("b", w.bias))
      let half = 12 * q.standardDeviation
      return try Quadrature().integral(from: q.mean - half, to: q.mean + half) { z in
        Reference.gaussianDensity(z, mean: q.mean, standardDeviation: q.standardDeviation)
          * Bernoulli(logit: slope * z + offset).logDensity(at: w.observation)
      }
    default:
      return try witness.with(parameter, value).reconstruction()
    }
  }

  /// The bound in its divergence form E_q[log p(x|z)] − KL(q‖p(z)), one parameter moved to a value.
  static func bound(
    _ witness: any Witness, _ parameter: Parameter, _ value: Double
  ) throws -> Bounded {
    try reconstruction(witness, parameter, value) - penalty(witness, parameter, value)
  }

  /// KL(q‖p(z)), one parameter moved to a value: closed for Gaussian q, a sum for the discrete one.
  static func penalty(
    _ witness: any Witness, _ parameter: Parameter, _ value: Double
  ) throws -> Bounded {
    func pick(_ name: String, _ old: Double) -> Double { parameter.name == name ? value : old }
    func closed(_ q: [(mean: Double, deviation: Double)]) -> Bounded {
      q.map {
        Bounded(
          rounded: klDivergence(
            from: Gaussian(mean: $0.mean, standardDeviation: $0.deviation), to: .standard),
          magnitude: 1)
      }.sum()
    }
    switch witness {
    case let w as any ScalarReparameterization:
      return closed([(pick("m", w.approximate.mean), pick("σ", w.approximate.standardDeviation))])
    case let w as TwoLatentWitness:
      return closed([
        (pick("m1", w.mean.x), pick("σ1", w.deviation.x)),
        (pick("m2", w.mean.y), pick("σ2", w.deviation.y)),
      ])
    default:
      return try witness.with(parameter, value).divergence(from: .approximatePosterior, to: .prior)
    }
  }

  /// E_q[log p(x|z)] with q held fixed while a parameter moves in p(x|z): what ∇ inside the bracket sees.
  static func reconstructionWithFixedLaw(
    _ witness: any Witness, _ parameter: Parameter, _ value: Double
  ) throws -> Bounded {
    let moved = try witness.with(parameter, value)
    return try witness.expectation(under: .approximatePosterior) { z in moved.logLikelihood(z) }
  }

  /// The derivative of an objective in a parameter, by extrapolated central differences.
  static func slope(
    of objective: (any Witness, Parameter, Double) throws -> Bounded, _ witness: any Witness,
    _ parameter: Parameter
  ) throws -> Bounded {
    try Differentiation.derivative(
      ofBounded: { (value: Double) throws -> Bounded in try objective(witness, parameter, value) },
      at: witness.value(of: parameter))
  }
}

extension Slope where W == any Witness {
  /// ∂/∂parameter of an objective, by differences.
  func derivative(
    of objective: (any Witness, Parameter, Double) throws -> Bounded
  ) throws -> Bounded {
    try Objective.slope(of: objective, witness, parameter)
  }

  /// E_law[f(z)], where f may use the parameter's score.
  func expectation(
    under law: Law = .approximatePosterior, of f: (Latent) -> Double
  ) throws -> Bounded {
    try witness.expectation(under: law, of: f)
  }

  /// ∂/∂parameter of log p(x,z) or of log q(z|x) at fixed z, in closed form.
  func score(_ z: Latent) -> Double { witness.score(parameter, at: z) }
}

extension Slope where W == any ReparameterizedWitness {
  /// ∂/∂parameter of an objective, by differences.
  func derivative(
    of objective: (any Witness, Parameter, Double) throws -> Bounded
  ) throws -> Bounded {
    try Objective.slope(of: objective, witness, parameter)
  }

  /// E_p(ε)[f(ε)].
  func expectationOverNoise(of f: (Latent) -> Double) throws -> Bounded {
    try witness.expectationOverNoise(of: f)
  }

  /// ∂g/∂parameter at fixed noise, in closed form.
  func path(_ noise: Latent) -> Latent { witness.pathDerivative(parameter, at: noise) }

  /// ∂ log p(x|z)/∂z · ∂g/∂parameter: the reparameterised gradient of one noise.
  func pathwise(_ noise: Latent) -> Double {
    let z = witness.reparameterized(noise)
    return (witness.logLikelihoodGradient(z) * path(noise)).sum()
  }

  /// ∂/∂parameter of log q(z|x) at fixed z, in closed form.
  func score(_ z: Latent) -> Double { witness.score(parameter, at: z) }
}

extension Slope where W == LinearGaussianWitness {
  /// ∂/∂parameter of an objective, by differences.
  func derivative(
    of objective: (any Witness, Parameter, Double) throws -> Bounded
  ) throws -> Bounded {
    try Objective.slope(of: objective, witness, parameter)
  }

  /// E_law[f(z)].
  func expectation(
    under law: Law = .approximatePosterior, of f: (Double) -> Double
  ) throws -> Bounded {
    try witness.expectation(under: law) { z in f(z.x) }
  }

  /// ∂/∂parameter of log p(x,z) or of log q(z|x) at fixed z, in closed form.
  func score(_ z: Double) -> Double { witness.score(parameter, at: Latent(z, 0)) }

  /// ∂g/∂parameter at fixed z, that is at the noise (z − m)/σ.
  func path(_ z: Double) -> Double {
    let q = witness.approximate
    return witness.pathDerivative(parameter, at: Latent((z - q.mean) / q.standardDeviation, 0)).x
  }
}

extension ReparameterizedWitness {
  /// E_p(ε)[f(ε)].
  func expectationOverNoise(of f: (Latent) -> Double) throws(NumericsError) -> Bounded {
    try totalOverNoise { noise in
      let weight = exp(logNoise(noise))
      return weight == 0 ? 0 : weight * f(noise)
    }
  }
}

extension LinearGaussianWitness {
  /// x − b − wz.
  func residual(_ z: Double) -> Double { observation - bias - weight * z }

  /// E_q[log p(x|z)] = log N(x; wm + b, s²) − w²σ²/2s².
  func closedReconstruction() -> Bounded {
    let fit = Gaussian(mean: weight * approximate.mean + bias, standardDeviation: noise)
    let spread = weight * approximate.standardDeviation / noise
    let value = fit.logDensity(at: observation)
    return Bounded(rounded: value - 0.5 * spread * spread, magnitude: value.magnitude + 1)
  }

  /// E_q[p(x|z)] = N(x; wm + b, s² + w²σ²): what is left where the logarithm is forgotten.
  func closedLikelihood() -> Bounded {
    let spread = weight * approximate.standardDeviation
    let law = Gaussian(
      mean: weight * approximate.mean + bias,
      standardDeviation: (noise * noise + spread * spread).squareRoot())
    return Bounded(rounded: law.density(at: observation))
  }
}

extension TwoLatentWitness {
  /// E_q[log p(x|z)]: each pixel's log density at the decoded mean, less its decoded variance over 2s².
  func closedReconstruction() -> Bounded {
    let decoded = decoded(mean)
    return bias.indices.map { d in
      let law = Gaussian(mean: decoded[d], standardDeviation: noise[d])
      let spread = weights[d] * deviation / noise[d]
      let value = law.logDensity(at: observation[d])
      return Bounded(
        rounded: value - 0.5 * (spread * spread).sum(), magnitude: value.magnitude + 1)
    }.sum()
  }
}
