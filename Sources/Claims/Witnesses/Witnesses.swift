import Distributions
import Numerics

/// The fixed witnesses of the ledger, each followed by random relatives.
///
/// 52 random ones share the statements about any witness (22 discrete, 18 linear-Gaussian, 10 Bernoulli-logistic,
/// 2 two-latent); statements about one kind ask `Laboratory.family` for 50 of their own.
public struct Witnesses: Sendable {
  /// W-D first.
  public let discrete: [Subject<DiscreteWitness>]

  /// W-LG first.
  public let linearGaussian: [Subject<LinearGaussianWitness>]

  /// W-BL first.
  public let bernoulliLogistic: [Subject<BernoulliLogisticWitness>]

  /// W-ND first.
  public let twoLatent: [Subject<TwoLatentWitness>]

  /// W-VQ first.
  public let vectorQuantization: [Subject<VectorQuantizationWitness>]

  /// How many random witnesses of one kind are kept here.
  public static let relatives = 50

  /// Draws the random relatives from sub-streams of a generator.
  public init(generator: Philox) throws(NumericsError) {
    func family<W>(
      _ fixedName: String, _ fixed: W, _ name: String,
      _ draw: (inout Philox) throws(NumericsError) -> W
    ) throws(NumericsError) -> [Subject<W>] {
      var subjects = [Subject(fixedName, fixed)]
      let root = generator.substream(name)
      for index in 1...Witnesses.relatives {
        var stream = root.substream(index)
        subjects.append(Subject("\(name) \(index)", try draw(&stream), isRandom: true))
      }
      return subjects
    }
    discrete = try family("W-D", .ledger, "discrete") { DiscreteWitness.random(using: &$0) }
    linearGaussian = try family("W-LG", .ledger, "linear-gaussian") {
      LinearGaussianWitness.random(using: &$0)
    }
    bernoulliLogistic = try family("W-BL", .ledger(), "bernoulli-logistic") {
      (stream) throws(NumericsError) in try BernoulliLogisticWitness.random(using: &stream)
    }
    twoLatent = try family("W-ND", .ledger, "two-latent") { TwoLatentWitness.random(using: &$0) }
    vectorQuantization = try family("W-VQ", .ledger, "vector-quantization") {
      VectorQuantizationWitness.random(using: &$0)
    }
  }

  /// Every kind that has full support: the four fixed witnesses, then 52 random ones.
  public var all: [Subject<any Witness>] {
    func erased<W: Witness>(_ subjects: ArraySlice<Subject<W>>) -> [Subject<any Witness>] {
      subjects.map { Subject($0.name, $0.value, isRandom: $0.isRandom) }
    }
    let fixed =
      erased(discrete.prefix(1)) + erased(linearGaussian.prefix(1))
      + erased(bernoulliLogistic.prefix(1)) + erased(twoLatent.prefix(1))
    let random =
      erased(discrete[1...22]) + erased(linearGaussian[1...18])
      + erased(bernoulliLogistic[1...10]) + erased(twoLatent[1...2])
    return fixed + random
  }

  /// Every kind with a continuous latent: three fixed witnesses, then 50 random ones.
  public var continuous: [Subject<any ReparameterizedWitness>] {
    func erased<W: ReparameterizedWitness>(
      _ subjects: ArraySlice<Subject<W>>
    ) -> [Subject<any ReparameterizedWitness>] {
      subjects.map { Subject($0.name, $0.value, isRandom: $0.isRandom) }
    }
    let fixed =
      erased(linearGaussian.prefix(1)) + erased(bernoulliLogistic.prefix(1))
      + erased(twoLatent.prefix(1))
    let random =
      erased(linearGaussian[1...30]) + erased(bernoulliLogistic[1...18]) + erased(twoLatent[1...2])
    return fixed + random
  }
}

extension DiscreteWitness {
  /// W-D: z∈{0,1,2}, three symbols, x = 1.
  public static let ledger = DiscreteWitness(
    prior: [0.5, 0.3, 0.2],
    likelihood: [[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.25, 0.25, 0.5]],
    observation: 1, approximate: [0.6, 0.3, 0.1])
}

extension LinearGaussianWitness {
  /// W-LG: w = 1.5, b = 0.3, s = 0.7, x = 2, q = N(0.4, 0.6²).
  public static let ledger = LinearGaussianWitness(
    weight: 1.5, bias: 0.3, noise: 0.7, observation: 2, mean: 0.4, deviation: 0.6)
}

extension BernoulliLogisticWitness {
  /// W-BL: w = 2, b = −0.5, x = 1, q = N(0.6, 0.8²).
  public static func ledger() throws(NumericsError) -> BernoulliLogisticWitness {
    try BernoulliLogisticWitness(weight: 2, bias: -0.5, observation: 1, mean: 0.6, deviation: 0.8)
  }
}

extension TwoLatentWitness {
  /// W-ND: W = [[1, .5], [−.3, 1.2], [.7, −.4]], q = N((.3, −.2), diag(.7, .5)²).
  public static let ledger = TwoLatentWitness(
    weights: [Latent(1, 0.5), Latent(-0.3, 1.2), Latent(0.7, -0.4)], bias: [0.1, -0.2, 0.3],
    noise: [0.5, 0.8, 0.6], observation: [1, 0.5, -0.7], mean: Latent(0.3, -0.2),
    deviation: Latent(0.7, 0.5))
}

extension VectorQuantizationWitness {
  /// W-VQ: z_e = (.9, −.4), codes (1, 0), (−1, .5), (.2, −1.2).
  public static let ledger = VectorQuantizationWitness(
    encoded: Latent(0.9, -0.4), codes: [Latent(1, 0), Latent(-1, 0.5), Latent(0.2, -1.2)],
    decoder: [Latent(1, 0.5), Latent(-0.3, 2), Latent(0.7, 0.1)], observation: [0.5, -1, 0.3])
}
