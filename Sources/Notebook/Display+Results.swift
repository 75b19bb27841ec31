import Datasets
import Foundation
import Reporting

extension Table: Displayable {
  /// The table as a page shows it, and as a terminal does.
  public var representations: [Representation] {
    [
      Representation("text/html", html),
      Representation("text/plain", rendered(width: nil, palette: Palette(isColoured: false))),
    ]
  }
}

extension Plot: Displayable {
  /// The drawing and its summary; where gnuplot is missing, the line that says so and the summary.
  public var representations: [Representation] {
    do {
      let drawing = String(decoding: try drawn(as: .svg), as: UTF8.self)
      return SVG(drawing, text: summary).representations
    } catch {
      return [Representation("text/plain", "\(error)\n\(summary)")]
    }
  }
}

extension PNGImage: Displayable {
  /// The picture.
  public var representations: [Representation] {
    do {
      let text = "a picture of \(width) × \(height) pixels"
      return PNG(try encoded(), text: text).representations
    } catch {
      return [Representation("text/plain", "\(error)")]
    }
  }
}
