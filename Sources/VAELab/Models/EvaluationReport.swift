import Datasets
import Foundation
import Reporting
import Tensors
import VAE

/// What `evaluate` says: the evaluation beside what was evaluated.
struct EvaluationReport: Encodable {
  /// An interval of the mean log p(x) over images like these.
  struct Interval: Encodable {
    let confidence: Double
    let low, high: Double
  }

  let evaluation: Evaluation
  let stored: StoredMeans?
  let model: String
  let summary: String
  let weights: WeightChoice
  let epoch: Int
  let data: String
  let part: DatasetPart
  let binarization: Binarization
  let seed: UInt64
  let interval: Interval
  let notes: [String]

  /// Puts the report together.
  init(
    _ evaluation: Evaluation, _ stored: StoredMeans?, of trained: GaussianModel,
    on source: ModelImages, options: EvaluationOptions
  ) {
    self.evaluation = evaluation
    self.stored = stored
    model = trained.folder
    summary = trained.summary
    weights = trained.weights
    epoch = trained.checkpoint.progress.epoch
    data = source.data
    part = source.part
    binarization = options.binarization
    seed = options.seed
    let reach = 1.959963984540054 * evaluation.evidence.standardError
    interval = Interval(
      confidence: 0.95, low: evaluation.evidence.mean - reach,
      high: evaluation.evidence.mean + reach)
    notes = Self.notes(evaluation, trained, source.images, options)
  }

  /// What a reader of the numbers has to know.
  private static func notes(
    _ evaluation: Evaluation, _ trained: GaussianModel, _ images: ImageSet,
    _ options: EvaluationOptions
  ) -> [String] {
    var notes = PixelNotes.all(trained.architecture.likelihood, options.binarization, images)
    if options.samples > 1, evaluation.evidence.fewestEffectiveSamples < 2 {
      notes.append(
        "for some images one sample carries all the weight: log p(x) may lie further above than the shortfall says; take more with --samples"
      )
    }
    return notes
  }

  private enum CodingKeys: String, CodingKey {
    case model, weights, epoch, data, part, binarization, seed, notes
    case interval = "log_evidence_interval"
    case stored = "stored_means"
  }

  /// Writes the members of the evaluation beside those of the report.
  func encode(to encoder: any Encoder) throws {
    try evaluation.encode(to: encoder)
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(model, forKey: .model)
    try values.encode(weights.rawValue, forKey: .weights)
    try values.encode(epoch, forKey: .epoch)
    try values.encode(data, forKey: .data)
    try values.encode(part.rawValue, forKey: .part)
    try values.encode(binarization.rawValue, forKey: .binarization)
    try values.encode(seed, forKey: .seed)
    try values.encode(interval, forKey: .interval)
    try values.encodeIfPresent(stored, forKey: .stored)
    try values.encode(notes, forKey: .notes)
  }

  /// The report for people.
  func text(width: Int?, palette: Palette) -> String {
    let evidence = evaluation.evidence
    var lines: [(String, String, String)] = [
      ("ELBO", number(evaluation.evidenceLowerBound), ""),
      ("  reconstruction", number(evaluation.reconstruction), "E[log p(x|z)]"),
      ("  KL", number(evaluation.divergence), "of q(z|x) from the prior"),
      (
        "log p(x)", NumberFormat.plusMinus(evidence.mean, evidence.standardError),
        "\(evidence.samples) importance samples, 95 % interval \(NumberFormat.fixed(interval.low, decimals: 2)) … \(NumberFormat.fixed(interval.high, decimals: 2))"
      ),
    ]
    if evidence.samples > 1 {
      lines.append(
        (
          "  shortfall", NumberFormat.significant(evidence.shortfall, digits: 2),
          "below the true one, to first order; samples alone ± \(NumberFormat.significant(evidence.monteCarloError, digits: 2)); effective \(NumberFormat.significant(evidence.effectiveSamples, digits: 3)), fewest \(NumberFormat.significant(evidence.fewestEffectiveSamples, digits: 2))"
        ))
    }
    lines.append(
      (
        "bits a number", NumberFormat.fixed(evaluation.bitsPerDimension, decimals: 5),
        "-log₂ p(x) by the numbers of an image"
      ))
    lines.append(
      (
        "active units", "\(evaluation.latentUse.activeUnits)",
        "of \(evaluation.latentUse.divergences.count), Var(E[z|x]) above \(NumberFormat.significant(LatentUse.activityThreshold))"
      ))
    if let aggregate = evaluation.aggregatePosterior {
      lines.append(
        (
          "aggregate KL", number(aggregate.divergence),
          "of the mixture of \(aggregate.components) posteriors from the prior; mutual information of image and z \(NumberFormat.fixed(aggregate.mutualInformation.mean, decimals: 2)), at most \(NumberFormat.fixed(log(Double(aggregate.components)), decimals: 2))"
        ))
    }
    if let stored {
      lines.append(
        (
          "stored", number(stored.reconstruction),
          "log p(x|z) at means stored in \(NumberFormat.significant(stored.bits)) bits, \(stored.levels) levels a latent; \(number(stored.unstored)) at the means"
        ))
    }
    var values = Table(columns: [
      .init("measure"), .init("nats an image", alignment: .right),
      .init("", fitting: .wraps(minimum: 20)),
    ])
    for line in lines { values.append([.init(line.0), .init(line.1), .init(line.2)]) }
    var curve = Table(columns: [
      .init("samples", alignment: .right), .init("bound on log p(x)", alignment: .right),
    ])
    for point in evaluation.curve {
      curve.append([.init("\(point.samples)"), .init(number(point.bound))])
    }
    return """
      \(model): \(summary), \(weights.rawValue) weights
      \(data): \(evaluation.images) \(part.rawValue) images\(binarization.remark), seed \(seed)

      \(values.rendered(width: width, palette: palette))
      \(curve.rendered(width: width, palette: palette))
      """ + notes.map { "\nNote: \($0).\n" }.joined()
  }

  private func number(_ estimate: Estimate) -> String {
    NumberFormat.plusMinus(estimate.mean, estimate.standardError)
  }

  /// The bound over the number of samples.
  var plot: Plot {
    let points = evaluation.curve.map { Plot.Point(x: Double($0.samples), y: $0.bound.mean) }
    let ends = [points.first, points.last].compactMap(\.self)
    let bound = evaluation.evidenceLowerBound.mean
    return Plot(
      "\(model), \(evaluation.images) \(part.rawValue) images of \(data)",
      panels: [
        Plot.Panel(
          "Lower bounds on log p(x)", x: Plot.Axis("samples an image", isLogarithmic: true),
          y: Plot.Axis("nats an image"),
          .curves([
            Plot.Curve("importance-weighted bound", points, hasMarks: true),
            Plot.Curve("ELBO", ends.map { Plot.Point(x: $0.x, y: bound) }),
          ]))
      ])
  }
}
