import Foundation

extension LinearGaussian {
  /// The greatest mean of log p(x) that any W, b and σ² reach on given data, in nats an image.
  ///
  /// With λ₁ ≥ λ₂ ≥ … the eigenvalues of the data's covariance (divided by n, not n − 1), the maximum has the
  /// eigenvalues λ₁ … λ_q and σ² elsewhere, σ² being the mean of the others: −½ (D log 2π + Σ log λⱼ over the first q +
  /// (D − q) log σ² + D). For a fixed σ² only the λⱼ > σ² are matched; Tipping and Bishop (1999), (8) and appendix A.
  ///
  /// - Parameters:
  ///   - eigenvalues: One a number of an image, in any order, none negative.
  ///   - latent: q, below their number.
  ///   - variance: σ² where it is fixed; `nil` where it is learned.
  public static func greatestMeanLogEvidence(
    eigenvalues: [Double], latent: Int, variance: Double? = nil
  ) -> Double {
    let λ = eigenvalues.sorted(by: >)
    precondition(latent < λ.count, "\(latent) latents for \(λ.count) numbers")
    let σ² = variance ?? λ[latent...].reduce(0, +) / Double(λ.count - latent)
    var sum = Double(λ.count) * log(2 * .pi)
    for (j, value) in λ.enumerated() {
      sum += j < latent && value > σ² ? log(value) + 1 : log(σ²) + value / σ²
    }
    return -0.5 * sum
  }
}
