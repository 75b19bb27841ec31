import Derivations
import Foundation
import Testing

@Suite("Reports")
struct ReportTests {
  /// A true step, a false one with two arguments exchanged, one that cannot be read.
  static let text = """
    # A note

    $$
    \\begin{aligned}
    \\log p(x) &= \\mathbb{E}_{q(z \\mid x)}\\left[\\log \\frac{p(x, z)}{p(z \\mid x)}\\right] \\\\
      &= \\mathbb{E}_{q(z \\mid x)}\\left[\\log \\frac{p(x, z)}{q(z \\mid x)}\\right]
        - D_{KL}(q(z \\mid x) \\,\\|\\, p(z \\mid x))
    \\end{aligned}
    $$

    and $1 = ($ at the end.
    """

  static func report() throws -> Report {
    Report(
      checking: try Document(name: "note.md", bytes: Array(text.utf8), kind: .markdown), seed: 7)
  }

  @Test("Steps come in reading order with their places and verdicts")
  func steps() throws {
    let report = try Self.report()
    #expect(report.steps.map(\.relationRange.start.description) == ["5:12", "6:4", "11:10"])
    #expect(report.steps.map(\.range.end.line) == [5, 7, 11])
    #expect(report.steps[1].finding.verdict == .refuted)
    #expect(report.steps[2].finding.verdict == .notUnderstood)
    #expect([.proved, .holds].contains(report.steps[0].finding.verdict))
    #expect(report.steps[1].right.contains("KL"))
  }

  @Test("A line without a step says so")
  func emptyLine() throws {
    let text = try Self.report().messages(Report.View(line: 2))
    #expect(text.hasPrefix("note.md:2: no step to show on this line\n"))
  }

  @Test("Messages show what needs attention, with the row, a caret and a summary")
  func messages() throws {
    let lines = try Self.report().messages().split(separator: "\n")
    #expect(lines[0].hasPrefix("note.md:6:4: false: "))
    #expect(lines[1].hasPrefix("    6 |   &= \\mathbb{E}"))
    #expect(lines[2].hasPrefix("      |    ^~~~"))
    #expect(lines.contains { $0.hasPrefix("      = did you mean  ") })
    #expect(lines.contains { $0.hasPrefix("note.md:11:") && $0.contains("not understood: ") })
    let summary = try #require(lines.last)
    #expect(summary.hasPrefix("note.md: 3 steps: "))
    #expect(summary.hasSuffix("1 false, 1 not understood (seed 7)"))
  }

  @Test("A view chooses steps by verdict and by line, and asks for all evidence")
  func views() throws {
    let report = try Self.report()
    let refuted = report.messages(.init(verdicts: [.refuted]))
    #expect(refuted.count(of: "note.md:") == 2)
    let line = report.messages(.init(line: 7))
    #expect(line.contains("read as  ") && line.contains("note.md:6:4: false"))
    #expect(!line.contains("note.md:5:"))
    #expect(report.messages(.init(isVerbose: true)).contains("note.md:5:12: "))
  }

  @Test("The record of a report has the members that are promised")
  func record() throws {
    let data = try JSONEncoder().encode(ReportRecord(Self.report()))
    let record = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(record["file"] as? String == "note.md")
    let summary = try #require(record["summary"] as? [String: Int])
    #expect(summary["steps"] == 3)
    #expect(summary["false"] == 1)
    #expect(summary["not-understood"] == 1)
    let steps = try #require(record["steps"] as? [[String: Any]])
    let step = steps[1]
    #expect(step["line"] as? Int == 6)
    #expect(step["column"] as? Int == 4)
    #expect(step["end_line"] as? Int == 7)
    #expect(step["relation"] as? String == "=")
    #expect(step["verdict"] as? String == "false")
    #expect(step["suggestion"] is String)
    #expect(step["left_value"] is Double && step["right_value"] is Double)
    #expect((step["witness"] as? [String: Any])?["seed"] is Int)
    for name in ["left", "right", "reason", "rules"] { #expect(step[name] != nil) }
  }

  @Test("The page holds the formulas with their verdicts, and needs nothing from elsewhere")
  func page() throws {
    let page = try Self.report().page
    #expect(page.count(of: "<math ") >= 2)
    #expect(page.contains("class=\"step false\" data-step=\"1\""))
    #expect(page.contains("<li class=\"false\" id=\"step-1\">"))
    for link in ["http:", "https:", "src=", "href=", "@import", "url("] {
      #expect(!page.contains(link))
    }
  }

  @Test("Declarations list laws, names, macros and directives")
  func declarations() throws {
    let text = """
      <!-- vae-lab: latent z -->
      \\newcommand{\\half}{\\frac12}
      Let $z \\sim q(z \\mid x)$ and $L := \\half x$.
      """
    let report = Report(checking: try document(text))
    #expect(
      report.declarations == """
        a document declares:
          line 1: latent z
          z ∼ q(z \\mid x)
          L ≔ \\frac{1}{2} x
          macros: \\half
          x: data (a law q is conditional on it)
          z: latent (a comment says so)
          q(z \\mid x): approximate posterior

        """)
  }

  @Test("The same document and seed give the same report")
  func determinism() throws {
    #expect(
      try Self.report().messages(.init(isVerbose: true))
        == Self.report().messages(.init(isVerbose: true)))
    #expect(try Self.report().page == Self.report().page)
  }

  @Test(
    "Numbers are shown with six digits",
    arguments: [
      (0.0, "0.0"), (1, "1"), (-2.5, "-2.5"), (0.123456789, "0.123457"), (123456.7, "123457"),
      (1e-9, "1e-9"), (9999999, "1e+7"), (0.00012, "0.00012"), (0.0999999999, "0.1"),
    ])
  func numbers(value: Double, text: String) {
    #expect(Report.short(value) == text)
  }
}
