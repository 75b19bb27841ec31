import Claims
import Testing

/// What the claims compute on the fixed VQ-VAEs, against the same sums in another system.
///
/// The numbers were computed apart from this package, with mpmath at forty digits: the networks of sines written out, slopes by
/// central differences at 10⁻¹² along the witness's direction, log p(x) by the sixteen pairs of codes. The moving
/// average's are the ledger's.
@Suite("The real VQ-VAE: golden values")
struct QuantizedClaimsTests {
  static let bernoulli = "Bernoulli VQ-VAE"
  static let gaussian = "Gaussian VQ-VAE, variance 1"
  static let diagonal = "diagonal Gaussian VQ-VAE"
  static let subjects = [bernoulli, gaussian, diagonal]

  /// One number of a check on each of the three.
  static func three(
    _ claim: String, _ check: String, variant: String? = nil, _ printed: [Double], _ digits: Int
  ) -> [GoldenNumber] {
    zip(subjects, printed).map { subject, number in
      GoldenNumber("quantized-autoencoder." + claim, check, variant, on: subject, number, digits)
    }
  }

  /// Indices stand as one number to the base 4: 1212, 0101, 1212.
  static let choices: [GoldenNumber] =
    three(
      "nearest-code", "indices that the model chooses for its images", [102, 17, 102], 0)
    + three(
      "nearest-code", "distance term, Σ‖z_e − z_q‖²",
      [2.03623635665, 1.99289508843, 0.597153257802], 11)

  static let bounds: [GoldenNumber] =
    three(
      "point-mass", "bound", [-14.204182418, -20.9902398345, -32.321172028], 9)
    + [
      GoldenNumber(
        "quantized-autoencoder.squared-error", "−log p(x|z_q)", on: gaussian, 15.44506239, 8)
    ]

  static let slopes: [GoldenNumber] =
    three(
      "straight-through", "slope of the reconstruction term in the encoder",
      [0.0267003472203, -0.14521398407, -0.725162045917], 11)
    + three(
      "straight-through", "slope of the reconstruction term in the encoder",
      variant: "gradient at z_e: the quantiser left out",
      [0.0338591922572, -0.0866378023324, -0.758550449435], 11)
    + three(
      "straight-through", "slope of the whole loss in the decoder",
      [-0.17825414761, -0.0264213532948, -0.316464309787], 11)
    + three(
      "code-gradient", "largest number of the codebook's gradient of the reconstruction term",
      [0, 0, 0], 15)
    + three(
      "code-gradient",
      "slope of the reconstruction term in the codebook, the code outside of the stop-gradient",
      [-0.103741990583, -0.289456649057, 0.767029091535], 11)
    + three(
      "which-moves-what", "slope of the whole loss in the codebook",
      [-0.952372719289, -0.938835560688, -0.250019537352], 11)
    + three(
      "which-moves-what", "slope of the whole loss in the encoder",
      [0.173535147354, -0.0166120217754, -0.680870430274], 11)
    + three(
      "split-is-joint", "gradient of the split distances at β = 1, as one number",
      [0.89280779827, 0.677224359239, 0.306565319926], 11)

  static let codebooks: [GoldenNumber] = [
    ("N = n = 4, z1", 1.005, 3), ("N = n = 4, z2", -0.005, 3),
    ("N = 10, n = 4, z1", 1.002128, 6), ("N = 10, n = 4, z2", -0.002128, 6),
  ].map { subject, printed, digits in
    GoldenNumber(
      "quantized-autoencoder.moving-average", "code after one batch", on: subject, printed, digits)
  }

  @Test("agree to the last digit", arguments: choices + bounds + slopes + codebooks)
  func agrees(golden: GoldenNumber) throws {
    try golden.verify()
  }

  @Test("The batch's count for the running count: seen at N = 10, hidden at N = n = 4")
  func witnessesOfCounts() throws {
    let fault = "divided by the batch's n, not the running count"
    for (subject, printed) in [("N = 10, n = 4, z1", 2.355), ("N = n = 4, z1", 1.005)] {
      try GoldenNumber(
        "quantized-autoencoder.moving-average", "code after one batch", fault, on: subject,
        printed, 3
      ).verify()
    }
  }

  @Test("Every claim of the group holds and rejects its variants, each on a fixed subject")
  func isSound() throws {
    let results = try Run.results.get().filter { $0.claim.id.hasPrefix("quantized-autoencoder.") }
    #expect(results.count == 13)
    for result in results {
      #expect(result.isSound, "\(result.claim.id): \(String(describing: result.tightest))")
    }
    try GroupThoroughness.refutesOnFixedSubjects(["quantized-autoencoder."])
  }

  @Test("Every statement of note 004 on the VQ-VAE that can be checked is put to the model")
  func rows() {
    let claims = Catalogue.claims.filter { $0.id.hasPrefix("quantized-autoencoder.") }
    let checkable = Ledger.rows.filter { row in
      row.section == "VQ-VAE" && row.judgement != .notCheckable
    }
    #expect(checkable.count == 12)
    #expect(Set(claims.flatMap(\.rows)) == Set(checkable.map(\.id)))
    #expect(Set(claims.map(\.identity)) == ["C44", "C45", "C46", "C47", "C48", "C49"])
  }
}
