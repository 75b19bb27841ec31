import Distributions
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
  /// What differences see of the quantiser; none where a gradient does not pass one.
  package let staircases: [[QuantizationStaircase]]

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
    let results = Mutex([Found?](repeating: nil, count: cases.count))
    inParallel(pieces: cases.count, threads: threads) { index in
      let found = Self.found(cases[index], setting, settings, fault: fault)
      results.withLock { $0[index] = found }
      progress()
    }
    let found = results.withLock { $0 }.compactMap(\.self)
    (self.setting, self.fault) = (setting, fault)
    self.cases = found.map(\.combination)
    certificates = found.map(\.certificate)
    staircases = found.map(\.staircases)
  }

  private struct Found {
    let combination: GradientCase
    let certificate: GradientCertificate
    let staircases: [QuantizationStaircase]
  }

  /// The evidence on one combination; `nil` where a fault would change nothing.
  private static func found(
    _ combination: GradientCase, _ setting: GradientSetting,
    _ settings: GradientCertificate.Settings, fault: GradientFault?
  ) -> Found? {
    let subject = setting.subject(combination)
    var gradient = subject.gradient(at: subject.parameters)
    if let fault {
      guard let wrong = fault.gradient(of: subject, gradient) else { return nil }
      gradient = wrong
    }
    var staircases: [QuantizationStaircase] = []
    if combination.passesQuantizer, let subject = subject as? QuantizedSubject {
      staircases = QuantizationStaircase.several(
        subject, directions: settings.directions,
        using: Philox(seed: settings.seed).substream("quantizer"))
    }
    return Found(
      combination: combination,
      certificate: GradientCertificate(of: subject, gradient: gradient, settings),
      staircases: staircases)
  }

  /// Whether every gradient is certified.
  package var holds: Bool { certificates.indices.allSatisfy(holds(at:)) }

  /// Whether one gradient is certified, and the quantiser it may pass looks as it should.
  package func holds(at index: Int) -> Bool {
    certificates[index].holds && staircases[index].allSatisfy(\.holds)
  }

  /// What differences see of the quantiser, where there is one.
  var quantizer: QuantizerLine? {
    let all = staircases.flatMap(\.self)
    return all.isEmpty ? nil : QuantizerLine(all)
  }

  /// The combination to be shown in detail: the first that is refuted, or the one with the largest error.
  package var detail: Int {
    if let refuted = certificates.indices.first(where: { !holds(at: $0) }) { return refuted }
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
    let quantizer: QuantizerLine?

    enum CodingKeys: String, CodingKey {
      case combination = "case"
      case holds
      case maximumRelativeError = "maximum_relative_error"
      case maximumDualError = "maximum_dual_error"
      case slopes, blocks, controls, quantizer
      case isRepeatable = "is_repeatable"
      case shardGap = "shard_gap"
      case curvatureGap = "curvature_gap"
    }
  }

  struct Detail: Encodable {
    let combination: GradientCase
    let certificate: GradientCertificate
    let staircases: [QuantizationStaircase]?

    enum CodingKeys: String, CodingKey {
      case combination = "case"
      case certificate, staircases
    }
  }

  let holds: Bool
  let setting: GradientSetting
  let fault: GradientFault?
  let cases: [Row]
  let detail: Detail

  init(_ survey: GradientSurvey) {
    (holds, setting, fault) = (survey.holds, survey.setting, survey.fault)
    cases = survey.cases.indices.map { index in
      let (certificate, staircases) = (survey.certificates[index], survey.staircases[index])
      return Row(
        combination: survey.cases[index], holds: survey.holds(at: index),
        maximumRelativeError: certificate.maximumRelativeError,
        maximumDualError: certificate.maximumDualError,
        slopes: certificate.taylor.map { $0.fits.map(\.slope) }, blocks: certificate.blocks,
        controls: certificate.controls, isRepeatable: certificate.isRepeatable,
        shardGap: certificate.shardGap, curvatureGap: certificate.curvatureGap,
        quantizer: staircases.isEmpty ? nil : QuantizerLine(staircases))
    }
    let staircases = survey.staircases[survey.detail]
    detail = Detail(
      combination: survey.cases[survey.detail], certificate: survey.certificates[survey.detail],
      staircases: staircases.isEmpty ? nil : staircases)
  }
}
