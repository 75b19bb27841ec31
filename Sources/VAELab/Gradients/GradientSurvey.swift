import Foundation
import Reporting
import Synchronization
import Tensors
import VAE

/// The certificates of some combinations.
package struct GradientSurvey: Sendable {
  /// Where they were found.
  package let setting: GradientSetting
  /// What was made wrong on purpose; `nil` for the gradient as it is.
  package let fault: GradientFault?
  /// The combinations.
  package let cases: [GradientCase]
  /// One certificate each.
  package let certificates: [GradientCertificate]

  /// Computes them, one combination a thread.
  ///
  /// - Parameters:
  ///   - cases: The combinations; those that a fault does not change are left out.
  ///   - setting: The network and the batch.
  ///   - settings: How much is checked of each.
  ///   - fault: What is made wrong on purpose.
  ///   - threads: Combinations at a time.
  ///   - progress: Called after each.
  package init(
    _ cases: [GradientCase], _ setting: GradientSetting,
    _ settings: GradientCertificate.Settings, fault: GradientFault?, threads: Int,
    progress: @escaping @Sendable () -> Void
  ) {
    let results = Mutex([GradientCertificate?](repeating: nil, count: cases.count))
    inParallel(pieces: cases.count, threads: threads) { index in
      let subject = setting.subject(cases[index])
      var gradient = subject.gradient(at: subject.parameters)
      if let fault {
        guard let wrong = fault.gradient(of: subject, gradient) else { return progress() }
        gradient = wrong
      }
      let certificate = GradientCertificate(of: subject, gradient: gradient, settings)
      results.withLock { $0[index] = certificate }
      progress()
    }
    let found = zip(cases, results.withLock { $0 }).compactMap { combination, certificate in
      certificate.map { (combination, $0) }
    }
    (self.setting, self.fault) = (setting, fault)
    self.cases = found.map(\.0)
    certificates = found.map(\.1)
  }

  /// Whether every gradient is certified.
  package var holds: Bool { certificates.allSatisfy(\.holds) }

  /// The combination to be shown in detail: the first that is refuted, or the one with the largest error.
  package var detail: Int {
    if let refuted = certificates.firstIndex(where: { !$0.holds }) { return refuted }
    return certificates.indices.max {
      certificates[$0].maximumRelativeError < certificates[$1].maximumRelativeError
    } ?? 0
  }
}

/// What `gradcheck --json` writes.
struct GradientDocument: Encodable {
  struct Row: Encodable {
    let combination: GradientCase
    let holds: Bool
    let maximumRelativeError, maximumDualError: Double
    let slopes: [[Double?]]
    let blocks: [BlockCheck]
    let controls: [FaultCheck]
    let isRepeatable: Bool
    let shardGap, curvatureGap: Double?

    enum CodingKeys: String, CodingKey {
      case combination = "case"
      case holds
      case maximumRelativeError = "maximum_relative_error"
      case maximumDualError = "maximum_dual_error"
      case slopes, blocks, controls
      case isRepeatable = "is_repeatable"
      case shardGap = "shard_gap"
      case curvatureGap = "curvature_gap"
    }
  }

  struct Detail: Encodable {
    let combination: GradientCase
    let certificate: GradientCertificate

    enum CodingKeys: String, CodingKey {
      case combination = "case"
      case certificate
    }
  }

  let holds: Bool
  let setting: GradientSetting
  let fault: GradientFault?
  let cases: [Row]
  let detail: Detail

  init(_ survey: GradientSurvey) {
    (holds, setting, fault) = (survey.holds, survey.setting, survey.fault)
    cases = zip(survey.cases, survey.certificates).map { combination, certificate in
      Row(
        combination: combination, holds: certificate.holds,
        maximumRelativeError: certificate.maximumRelativeError,
        maximumDualError: certificate.maximumDualError,
        slopes: certificate.taylor.map { $0.fits.map(\.slope) }, blocks: certificate.blocks,
        controls: certificate.controls, isRepeatable: certificate.isRepeatable,
        shardGap: certificate.shardGap, curvatureGap: certificate.curvatureGap)
    }
    detail = Detail(
      combination: survey.cases[survey.detail], certificate: survey.certificates[survey.detail])
  }
}
