/// How a model is evaluated.
public struct EvaluationOptions: Sendable, Equatable {
  /// K, the samples of z an image.
  public var samples: Int
  /// The numbers of samples k for which L_k is asked for; those above K are left out and K is added.
  public var curve: [Int]
  /// How bytes become numbers; `stochastic` draws each image once.
  public var binarization: Binarization
  /// The most posteriors in the mixture q(z); 0 leaves the aggregate posterior out.
  public var mixtureComponents: Int
  /// Draws from every posterior of the mixture.
  public var mixtureDraws: Int
  /// The seed of the noise.
  public var seed: UInt64
  /// How many threads work; the numbers do not depend on it.
  public var threads: Int

  /// Creates options.
  public init(
    samples: Int = 1000, curve: [Int] = EvaluationOptions.steps, binarization: Binarization = .none,
    mixtureComponents: Int = 2000, mixtureDraws: Int = 1, seed: UInt64 = 0, threads: Int = 1
  ) {
    self.samples = samples
    self.curve = curve
    self.binarization = binarization
    self.mixtureComponents = mixtureComponents
    self.mixtureDraws = mixtureDraws
    self.seed = seed
    self.threads = threads
  }

  /// 1, 2, 5, 10, 20, 50, … 1 000 000.
  public static let steps = [
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000,
    500_000, 1_000_000,
  ]

  /// Why nothing can be evaluated; `nil` where it can.
  public var contradiction: String? {
    if samples < 1 { return "an evaluation needs at least one sample an image" }
    if mixtureComponents < 0 { return "a mixture of \(mixtureComponents) posteriors" }
    if mixtureComponents > 0 && mixtureDraws < 1 {
      return "the aggregate posterior needs at least one draw from every component"
    }
    return nil
  }

  /// The members of the curve from 1 to K, in order, and K.
  var admittedCurve: [Int] {
    Array(Set(curve.filter { (1..<samples).contains($0) } + [samples])).sorted()
  }
}
