import Foundation

/// A drawing in SVG.
public struct SVG: Displayable {
  private let markup: String
  private let text: String

  /// Wraps a drawing.
  ///
  /// - Parameters:
  ///   - markup: The drawing.
  ///   - text: What it shows, for whom no drawing can be shown.
  public init(_ markup: String, text: String = "a drawing") {
    (self.markup, self.text) = (markup, text)
  }

  /// The drawing itself.
  public var representations: [Representation] {
    [Representation("image/svg+xml", markup), Representation("text/plain", text)]
  }
}

/// A picture in PNG.
public struct PNG: Displayable {
  private let bytes: [UInt8]
  private let text: String

  /// Wraps a file's bytes.
  ///
  /// - Parameters:
  ///   - bytes: The file.
  ///   - text: What it shows, for whom no picture can be shown.
  public init(_ bytes: [UInt8], text: String = "a picture") {
    (self.bytes, self.text) = (bytes, text)
  }

  /// The picture in base64.
  public var representations: [Representation] {
    [
      Representation("image/png", Data(bytes).base64EncodedString()),
      Representation("text/plain", text),
    ]
  }
}

/// A piece of a page.
public struct HTML: Displayable {
  private let markup: String
  private let text: String

  /// Wraps markup.
  ///
  /// - Parameters:
  ///   - markup: The piece.
  ///   - text: What it says, for whom no page can be shown.
  public init(_ markup: String, text: String = "a page") {
    (self.markup, self.text) = (markup, text)
  }

  /// The markup itself.
  public var representations: [Representation] {
    [Representation("text/html", markup), Representation("text/plain", text)]
  }
}

/// Text with headings, emphasis and formulas.
public struct Markdown: Displayable {
  private let source: String

  /// Wraps Markdown.
  public init(_ source: String) { self.source = source }

  /// The source, for the front end to set.
  public var representations: [Representation] {
    [Representation("text/markdown", source), Representation("text/plain", source)]
  }
}
