import Claims
import Testing

/// What the claims compute on the fixed autoencoders, against the same integrals in another system.
///
/// The numbers were computed apart from this package: with mpmath at thirty digits for the networks of sines, with NumPy
/// (determinants and solved systems of the 3 × 3 covariance) for the linear autoencoder.
@Suite("The real autoencoder: golden values")
struct AutoencoderClaimsTests {
  static let bernoulli = "Bernoulli VAE"
  static let gaussian = "Gaussian VAE, variance ½"
  static let diagonal = "diagonal Gaussian VAE"
  static let linear = "linear VAE"

  static let bounds: [GoldenNumber] = [
    GoldenNumber(
      "autoencoder.closed-divergence", "expectation over the noise of one sample", on: bernoulli,
      -5.174257781, 9),
    GoldenNumber(
      "autoencoder.closed-divergence", "expectation over the noise of one sample", on: gaussian,
      -8.346298558, 9),
    GoldenNumber(
      "autoencoder.closed-divergence", "expectation over the noise of one sample", on: diagonal,
      -14.703759938, 9),
  ]

  static let sampledBounds: [GoldenNumber] = [
    GoldenNumber(
      "autoencoder.sampled-bound", "expectation over the noise", on: bernoulli, -5.174257781, 9),
    GoldenNumber(
      "autoencoder.sampled-bound", "expectation over the noise", on: gaussian, -8.346298558, 9),
    GoldenNumber(
      "autoencoder.sampled-bound", "expectation over the noise", on: diagonal, -14.703759938, 9),
  ]

  static let reconstructions: [GoldenNumber] = [
    GoldenNumber(
      "autoencoder.reconstruction", "expectation over the noise, L = 1", on: bernoulli,
      -4.427030813, 9),
    GoldenNumber(
      "autoencoder.reconstruction", "expectation over the noise, L = 1", on: gaussian,
      -8.123491365, 9),
    GoldenNumber(
      "autoencoder.reconstruction", "variance of one sample", on: bernoulli, 0.002992727, 9),
    GoldenNumber(
      "autoencoder.reconstruction", "variance of one sample", on: gaussian, 0.603489276, 9),
    GoldenNumber(
      "autoencoder.reconstruction", "variance of one sample", on: diagonal, 7.678822270, 9),
  ]

  static let heads: [GoldenNumber] = [
    GoldenNumber("autoencoder.head", "mean of z", on: bernoulli, -1.063987888, 9),
    GoldenNumber("autoencoder.head", "mean of z", on: gaussian, -0.512747387, 9),
    GoldenNumber(
      "autoencoder.squared-error", "−log p(x|z) at a sample", on: "Gaussian VAE, variance 1",
      7.437408303, 9),
    GoldenNumber(
      "autoencoder.diagonal", "log p(x|z) at a sample", on: diagonal, -12.023487409, 9),
    GoldenNumber("autoencoder.outputs", "outputs of the decoder", on: "3 × 256 × 256", 393216, 0),
    GoldenNumber(
      "autoencoder.outputs", "outputs of the decoder", "the Bernoulli decoder, D outputs",
      on: "1 × 28 × 28", 784, 0),
    GoldenNumber("autoencoder.outputs", "parameters in all", on: "1 × 28 × 28", 815824, 0),
  ]

  static let linears: [GoldenNumber] = [
    GoldenNumber("autoencoder.linear.evidence", "log evidence", on: linear, -3.3251615244, 10),
    GoldenNumber(
      "autoencoder.linear.evidence", "reconstruction term", on: linear, -2.9379401097, 10),
    GoldenNumber("autoencoder.linear.posterior", "mean", on: linear, 0.9525423729, 10),
    GoldenNumber("autoencoder.linear.posterior", "variance", on: linear, 0.1525423729, 10),
    GoldenNumber(
      "autoencoder.zero-variance", "one sample of the bound", on: linear, -3.3251615244, 10),
    GoldenNumber(
      "autoencoder.linear.importance-weighted", "two samples, not above log p(x)", on: linear,
      -3.38230927, 8),
    GoldenNumber(
      "autoencoder.linear.importance-weighted", "one sample, not above two", on: linear,
      -3.4877972599, 10),
    GoldenNumber(
      "autoencoder.model-gradient", "by the first weight of the decoder", on: linear,
      0.2086782215, 10),
    GoldenNumber(
      "autoencoder.model-gradient", "by the first bias of the decoder", on: linear,
      0.5393596987, 10),
    GoldenNumber(
      "autoencoder.model-gradient", "by the learned log variance", on: linear, -0.7039886367, 10),
  ]

  static let divergences: [GoldenNumber] = [
    (0.25, 1.3200252077), (0.5, 0.9700961058), (1, 0.6384477314), (2, 0.3582400307),
  ].map { beta, divergence in
    // The statement's left side stands at twice the weight.
    GoldenNumber(
      "autoencoder.regularizer", "twice the weight, no larger divergence",
      on: "linear VAE, β = \(beta)", divergence, 10)
  }

  @Test(
    "agree to the last digit",
    arguments: bounds + sampledBounds + reconstructions + heads + linears + divergences)
  func agrees(golden: GoldenNumber) throws {
    try golden.verify()
  }

  @Test("Every claim of the group holds and rejects its variants, each on a fixed subject")
  func isSound() throws {
    let results = try Run.results.get().filter { $0.claim.id.hasPrefix("autoencoder.") }
    #expect(results.count == 17)
    for result in results {
      #expect(result.isSound, "\(result.claim.id): \(String(describing: result.tightest))")
    }
    try GroupThoroughness.refutesOnFixedSubjects(["autoencoder."])
  }

  @Test("The identities on training and on code are all put to the real model")
  func identities() throws {
    let claimed = Set(
      Catalogue.claims.filter { $0.id.hasPrefix("autoencoder.") }.map(\.identity))
    #expect(
      claimed == ["C21", "C22", "C25", "C26", "C27", "C41", "C42", "C43", "C44", "C53"])
  }
}
