import Datasets
import Foundation
import Reporting
import VAE

/// What `evaluate` says of a VQ-VAE: rate and distortion beside what was evaluated.
struct QuantizedReport: Encodable {
  let found: RateDistortion
  let positions: Int
  let model: String
  let summary: String
  let weights: WeightChoice
  let epoch: Int
  let priorEpoch: Int?
  let data: String
  let part: DatasetPart
  let binarization: Binarization
  let seed: UInt64
  let notes: [String]

  /// Puts the report together.
  init(
    _ found: RateDistortion, of trained: QuantizedModel,
    _ prior: TrainingCheckpoint<PriorConfiguration>?, on source: ModelImages,
    binarization: Binarization, seed: UInt64
  ) {
    self.found = found
    positions = trained.architecture.positions
    model = trained.folder
    summary = trained.summary
    weights = trained.weights
    epoch = trained.checkpoint.progress.epoch
    priorEpoch = prior?.progress.epoch
    data = source.data
    part = source.part
    self.binarization = binarization
    self.seed = seed
    notes = PixelNotes.all(
      trained.architecture.likelihood, binarization, source.images)
  }

  private enum CodingKeys: String, CodingKey {
    case positions, model, weights, epoch, data, part, binarization, seed, notes
    case priorEpoch = "prior_epoch"
  }

  /// Writes the members of the evaluation beside those of the report.
  func encode(to encoder: any Encoder) throws {
    try found.encode(to: encoder)
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(positions, forKey: .positions)
    try values.encode(model, forKey: .model)
    try values.encode(weights.rawValue, forKey: .weights)
    try values.encode(epoch, forKey: .epoch)
    try values.encodeIfPresent(priorEpoch, forKey: .priorEpoch)
    try values.encode(data, forKey: .data)
    try values.encode(part.rawValue, forKey: .part)
    try values.encode(binarization.rawValue, forKey: .binarization)
    try values.encode(seed, forKey: .seed)
    try values.encode(notes, forKey: .notes)
  }

  /// The report for people.
  func text(width: Int?, palette: Palette) -> String {
    let (codes, books) = (found.usage.codes, found.usage.codebooks)
    var lines: [(String, String, String)] = [
      ("reconstruction", plusMinus(found.reconstruction), "log p(x|z), nats an image"),
      (
        "squared error", plusMinus(found.squaredError),
        "of a number of an image from its mean under p(x|z)"
      ),
      (
        "quantisation error", plusMinus(found.quantizationError),
        "‖z - e‖² an image, between what the encoder emits and its codes"
      ),
      (
        "perplexity", NumberFormat.fixed(found.usage.perplexity, decimals: 2),
        "of the codes, at most \(codes)\(books == 1 ? "" : "; mean entropy of \(books) codebooks")"
      ),
      (
        "unused codes", "\(found.usage.unused)",
        "of \(found.usage.counts.count), by these images"
      ),
      (
        "bits an image", NumberFormat.fixed(found.uniformBits, decimals: 2),
        "by the uniform prior: \(positions) log₂ \(codes)"
      ),
      (
        "  independent", NumberFormat.fixed(found.independentBits, decimals: 2),
        "by how often these very images have each code at each position"
      ),
    ]
    if let bits = found.learnedBits {
      lines.append(
        (
          "  learned prior", plusMinus(bits),
          "-log₂ p(codes), an upper bound on what the best law needs"
        ))
    }
    lines.append(
      ("bound", plusMinus(found.uniformBound), "on log p(x), nats an image, by the uniform prior"))
    if let bound = found.learnedBound {
      lines.append(("  learned prior", plusMinus(bound), "by the learned one"))
    }
    var table = Table(columns: [
      .init("measure"), .init("value", alignment: .right), .init("", fitting: .wraps(minimum: 20)),
    ])
    for line in lines { table.append([.init(line.0), .init(line.1), .init(line.2)]) }
    let prior = priorEpoch.map { ", prior after \($0) epoch\($0 == 1 ? "" : "s")" } ?? ""
    return """
      \(model): \(summary), \(weights.rawValue) weights\(prior)
      \(data): \(found.images) \(part.rawValue) images\(binarization.remark), seed \(seed)

      \(table.rendered(width: width, palette: palette))
      """ + notes.map { "\nNote: \($0).\n" }.joined()
  }

  private func plusMinus(_ estimate: Estimate) -> String {
    NumberFormat.plusMinus(estimate.mean, estimate.standardError)
  }
}
