import Foundation
import Reporting

/// Makes pages out of Markdown, and PDF out of pages.
struct Typesetter: Sendable {
  let pandoc: Program

  /// Turns the Markdown of a page into the HTML of its body.
  ///
  /// - Throws: `Program.Failure`, also where a formula cannot be turned into MathML.
  func body(of markdown: String) throws(Program.Failure) -> String {
    let html = try pandoc.run(
      [
        "--from=markdown-raw_tex+gfm_auto_identifiers", "--to=html5", "--mathml",
        "--fail-if-warnings", "--wrap=preserve",
        // Tables take the widths of their cells, however long the lines of the source are.
        "--columns=10000",
      ], input: markdown)
    return String(decoding: html, as: UTF8.self).withLevelBrackets().withSpacesOfTeX()
      .withFormulaBreaks()
  }

  /// A whole page that needs nothing but itself.
  static func page(title: String, navigation: String, body: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(title.escapedForHTML)</title>
    <style>
    \(HandoutStyle.css)
    </style>
    </head>
    <body>
    <nav>\(navigation)</nav>
    <main>
    \(body)
    </main>
    </body>
    </html>

    """
  }
}

/// Prints pages.
struct Printer: Sendable {
  let chromium: Program

  /// Prints a page.
  ///
  /// - Returns: The PDF.
  func pdf(of page: URL) throws(Program.Failure) -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("vae-lab-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("page.pdf")
    var arguments = [
      "--headless", "--disable-gpu", "--no-pdf-header-footer", "--no-first-run",
      "--disable-extensions", "--disable-background-networking", "--disable-dev-shm-usage",
      "--user-data-dir=\(folder.path)", "--print-to-pdf=\(file.path)",
    ]
    // Chromium's sandbox refuses to work for root; what it opens here is the project's own page.
    if getuid() == 0 { arguments.append("--no-sandbox") }
    _ = try chromium.run(arguments + [page.absoluteString])
    guard let bytes = try? Data(contentsOf: file), bytes.count > 1000 else {
      throw Program.Failure("chromium printed nothing for \(page.lastPathComponent)")
    }
    return Array(bytes)
  }
}
