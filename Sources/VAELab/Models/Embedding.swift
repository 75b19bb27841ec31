import Datasets
import Foundation
import Reporting
import Tensors
import VAE

/// Images in the latent space, as values and as a picture.
struct Embedding {
  let source: ModelImages
  let posteriors: PosteriorTable<Float>

  /// The comma-separated values, with a header.
  var csv: String {
    let latent = posteriors.latent
    var names = ["image"]
    if source.images.labels != nil { names.append("label") }
    names += (0..<latent).map { "mean_\($0)" } + (0..<latent).map { "deviation_\($0)" }
    if source.factors != nil {
      names += [
        "variant", "slant", "rotation", "aspect", "scale", "thickness", "right", "down", "tremor",
      ]
    }
    var text = names.joined(separator: ",") + "\n"
    for image in 0..<posteriors.count {
      text += "\(image)"
      if let labels = source.images.labels { text += ",\(labels[image])" }
      for table in [posteriors.means, posteriors.deviations] {
        for j in 0..<latent { text += ",\(table[image, j])" }
      }
      if let factors = source.factors?[image] {
        text += ",\(factors.variant)"
        let numbers = [
          factors.slant, factors.rotation, factors.aspect, factors.scale, factors.thickness,
          factors.right, factors.down, factors.tremor,
        ]
        for number in numbers { text += ",\(number)" }
      }
      text += "\n"
    }
    return text
  }

  /// The means in two dimensions, coloured by class; in a single one, the deviations above the means.
  func plot(of dimensions: [Int]) -> Plot {
    let points = (0..<posteriors.count).map { image in
      Plot.Point(
        x: Double(posteriors.means[image, dimensions[0]]),
        y: dimensions.count > 1
          ? Double(posteriors.means[image, dimensions[1]])
          : Double(posteriors.deviations[image, dimensions[0]]))
    }
    let clouds: [Plot.Cloud]
    if let labels = source.images.labels {
      clouds = Set(labels).sorted().map { label in
        Plot.Cloud("\(label)", points.indices.filter { labels[$0] == label }.map { points[$0] })
      }
    } else {
      clouds = [Plot.Cloud("", points)]
    }
    let vertical =
      dimensions.count > 1
      ? "mean of dimension \(dimensions[1])" : "deviation of dimension \(dimensions[0])"
    return Plot(
      "Means of q(z|x), \(points.count) \(source.part.rawValue) images of \(source.data)",
      panels: [
        Plot.Panel(
          "", x: Plot.Axis("mean of dimension \(dimensions[0])"), y: Plot.Axis(vertical),
          .clouds(clouds))
      ])
  }
}
