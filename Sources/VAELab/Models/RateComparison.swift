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
  /// Bits an image.
  let rate: Double
  /// log p(x|z), nats an image.
  let reconstruction: Estimate

  init<Task>(
    _ trained: TrainedModel<Task>, kind: Kind, rate: Double, _ reconstruction: Estimate
  ) {
    (model, summary, self.kind) = (trained.folder, trained.summary, kind)
    (self.rate, self.reconstruction) = (rate, reconstruction)
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
    let curves = RatePoint.Kind.allCases.compactMap { kind -> Plot.Curve? in
      let own = points.filter { $0.kind == kind }.sorted { $0.rate < $1.rate }
      guard !own.isEmpty else { return nil }
      return Plot.Curve(
        kind.name, own.map { Plot.Point(x: $0.rate, y: -$0.reconstruction.mean) },
        hasMarks: true)
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
