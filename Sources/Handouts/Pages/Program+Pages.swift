import Reporting

extension Program {
  /// pandoc, which turns Markdown into HTML.
  public static func pandoc() throws(Failure) -> Program {
    try Program(["pandoc"], package: "pandoc", purpose: "turns Markdown into pages")
  }

  /// Chromium or Chrome, which prints pages.
  public static func chromium() throws(Failure) -> Program {
    try Program(
      ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
      package: "chromium", purpose: "prints pages as PDF",
      advice: ", or leave the PDF out with --no-pdf")
  }
}
