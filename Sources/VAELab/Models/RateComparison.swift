import Datasets
import Foundation
import Reporting
import VAE

/// What a model spends on an image and what it leaves out.
struct RatePoint: Encodable {
  /// How the rate is counted.
  enum Kind: String, Encodable, CaseIterable {
    case gaussian
    case gaussianStored = "gaussian-stored"
    case quantizedUniform = "vq-uniform"
    case quantizedLearned = "vq-learned"

    /// For people.
    var name: String {
      switch self {
      case .gaussian: "Gaussian, KL"
      case .gaussianStored: "Gaussian, stored means"
      case .quantizedUniform: "VQ, stored codes"
      case .quantizedLearned: "VQ, learned prior"
      }
    }
  }

  let model: String
  let summary: String
  let kind: Kind
  /// Latents of a Gaussian model.
  let latents: Int?
  /// Bits an image.
  let rate: Double
  /// log p(x|z), nats an image.
  let reconstruction: Estimate

  init<Task>(
    _ trained: TrainedModel<Task>, kind: Kind, latents: Int? = nil, rate: Double,
    _ reconstruction: Estimate
  ) {
    (model, summary, self.kind) = (trained.folder, trained.summary, kind)
    (self.latents, self.rate, self.reconstruction) = (latents, rate, reconstruction)
  }

  /// The curve that it belongs to: models that differ in how much they spend, not in their shape.
  var series: String {
    kind == .gaussian ? "\(kind.name), \(latents ?? 0) latents" : kind.name
  }

  /// −log p(x) is at most this, in nats an image.
  var bound: Double { reconstruction.mean - rate * log(2) }
}

/// What `compare` says.
struct RateComparison: Encodable {
  let data: String
  let part: DatasetPart
  let seed: UInt64
  let points: [RatePoint]

  /// For people.
  func text(width: Int?, palette: Palette) -> String {
    var table = Table(columns: [
      .init("model"), .init("rate is"), .init("bits an image", alignment: .right),
      .init("reconstruction", alignment: .right), .init("bound", alignment: .right),
    ])
    for point in points {
      let value = point.reconstruction
      table.append([
        .init(point.model), .init(point.kind.name),
        .init(NumberFormat.fixed(point.rate, decimals: 1)),
        .init(NumberFormat.plusMinus(value.mean, value.standardError)),
        .init(NumberFormat.fixed(point.bound, decimals: 2)),
      ])
    }
    return """
      \(data), \(part.rawValue) images, seed \(seed); reconstruction log p(x|z) and bound on log p(x) in nats an image

      \(table.rendered(width: width, palette: palette))
      """
  }

  /// Distortion over rate, a curve a kind.
  var plot: Plot {
    let series = points.map(\.series).reduce(into: [String]()) { known, name in
      if !known.contains(name) { known.append(name) }
    }
    let curves = series.map { name in
      let own = points.filter { $0.series == name }.sorted { $0.rate < $1.rate }
      return Plot.Curve(
        name, own.map { Plot.Point(x: $0.rate, y: -$0.reconstruction.mean) }, hasMarks: true)
    }
    return Plot(
      "\(part.rawValue) images of \(data)",
      panels: [
        Plot.Panel(
          "Rate and distortion", x: Plot.Axis("rate, bits an image"),
          y: Plot.Axis("distortion -E[log p(x|z)], nats an image"), .curves(curves))
      ])
  }
}
