import Foundation
import Reporting
import Testing

@testable import Handouts

/// Whether a program is installed; tests that need one that is not are skipped by name.
private func isInstalled(_ program: () throws(Program.Failure) -> Program) -> Bool {
  (try? program()) != nil
}

@Suite struct PageTests {
  static let text = """
    # Laws

    What laws are, with [evidence](#averages) and [more](other.md#part), <!-- vae-lab: value report --json : rows.0.var : .2f -->30.25<!-- /value --> of it.

    ## Averages

    <!-- vae-lab: claim kl.gibbs -->
    $$
    \\mathrm{KL}(q\\,\\|\\,p) \\ge 0
    $$
    <!-- vae-lab: end -->

    $$
    \\mathbb{E}_{q(z)}[a + f(z)] = a + \\mathbb{E}_{q(z)}[f(z)]
    $$

    <!-- vae-lab: claims kl.gibbs -->
    - A divergence is not negative: $\\mathrm{KL}(q\\,\\|\\,p) \\ge 0$ · `kl.gibbs`
    <!-- vae-lab: end -->

    ![A dot](dot.svg)

    ## Exercises

    <!-- vae-lab: exercise -->
    ### Exercise: a question
    What is it?
    <!-- vae-lab: mistake `2 a b +` => `2 a b -` -->
    $$
    (a + b)^2 = a^2 + 2 a b + b^2
    $$
    <!-- vae-lab: end -->
    <!-- vae-lab: solution -->
    It is that.
    <!-- vae-lab: end -->

    """

  /// Builds the pages of one chapter beside another, and returns the page.
  func page(
    for audience: Audience, text: String = text, prints: Bool = false,
    _ body: (String, URL) throws -> Void
  ) throws {
    try withFolder { folder in
      let out = folder.appendingPathComponent("out")
      try text.write(
        to: folder.appendingPathComponent("1-laws.md"), atomically: true, encoding: .utf8)
      try "# Other\n\n## Part\n".write(
        to: folder.appendingPathComponent("other.md"), atomically: true, encoding: .utf8)
      try #"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>"#
        .write(to: folder.appendingPathComponent("dot.svg"), atomically: true, encoding: .utf8)
      let workshop = workshop(ChapterTests.commands)
      let course = try Course(folder: folder, names: ["laws"], shownAs: "course")
      let checked = try CheckedChapter(course.chapters[0], in: workshop)
      #expect(checked.faults == [])
      let builder = try HandoutBuilder(in: workshop, for: audience, out: out, prints: prints)
      try builder.write([checked], of: course) {}
      try builder.writeIndex(of: [checked])
      try body(
        try String(contentsOf: out.appendingPathComponent("1-laws.html"), encoding: .utf8), out)
    }
  }

  @Test(.enabled(if: isInstalled(Program.pandoc), "pandoc is not installed"))
  func aPageHoldsEverythingWithItsEvidence() throws {
    try page(for: .reader) { page, out in
      #expect(page.contains("<h1>1 · Laws</h1>") || page.contains(">1 · Laws</h1>"))
      #expect(page.contains("<details class=\"evidence claim\">"))
      #expect(page.contains("0 ≤ 0.25 ± 1e-15"))
      #expect(page.contains("1 of 1 mistakes rejected"))
      #expect(page.contains("<b>proved</b>"))
      #expect(page.contains("href=\"other.html#part\""))
      #expect(page.contains("data:image/svg+xml;base64,"))
      #expect(page.contains("title=\"vae-lab report --json\">30.25</span>"))
      #expect(page.contains("Exercise 1.1: a question"))
      #expect(!page.contains("vae-lab: "))
      #expect(!page.contains("$$"))
      let index = try String(contentsOf: out.appendingPathComponent("index.html"), encoding: .utf8)
      #expect(index.contains("1-laws.html"))
      #expect(index.contains("1 claims"))
    }
  }

  @Test(.enabled(if: isInstalled(Program.pandoc), "pandoc is not installed"))
  func solutionsAreFoldedLeftOutOrOpen() throws {
    try page(for: .reader) { page, _ in
      #expect(page.contains("It is that."))
      #expect(page.contains("<details class=\"solution\">"))
      #expect(page.contains("Row 1 is false"))
    }
    try page(for: .student) { page, _ in
      #expect(!page.contains("It is that."))
      #expect(!page.contains("Row 1 is false"))
      #expect(!page.contains("solution\">"))
    }
    try page(for: .teacher) { page, _ in
      #expect(page.contains("It is that."))
      #expect(page.contains("<details class=\"solution\" open"))
    }
  }

  @Test(.enabled(if: isInstalled(Program.pandoc), "pandoc is not installed"))
  func aClaimInASolutionIsNoneAboveForStudents() throws {
    let claim = """
      <!-- vae-lab: claim kl.gibbs -->
      $$
      \\mathrm{KL}(q\\,\\|\\,p) \\ge 0
      $$
      <!-- vae-lab: end -->
      """
    let text = Self.text.replacing(claim, with: "").replacing(
      "It is that.", with: "It is that.\n" + claim)
    try page(for: .reader, text: text) { page, _ in
      #expect(page.contains("href=\"#claim-kl.gibbs\""))
    }
    try page(for: .student, text: text) { page, _ in
      #expect(!page.contains("href=\"#claim-kl.gibbs\""))
      #expect(page.contains("1 of 1 mistakes rejected"))
    }
  }

  @Test(
    .enabled(if: isInstalled(Program.pandoc), "pandoc is not installed"),
    .enabled(if: isInstalled(Program.chromium), "Chromium is not installed"))
  func chaptersArePrinted() throws {
    try page(for: .reader, prints: true) { _, out in
      let pdf = try Data(contentsOf: out.appendingPathComponent("1-laws.pdf"))
      #expect(pdf.starts(with: Array("%PDF".utf8)))
    }
  }

  @Test func aMissingProgramIsNamedWithItsPackage() {
    #expect {
      try Program(["pandoc"], package: "pandoc", purpose: "makes pages", searchPath: "/nowhere")
    } throws: { error in
      "\(error)" == "pandoc is missing, which makes pages: apt-get install pandoc"
    }
  }

  @Test(.enabled(if: isInstalled(Program.pandoc), "pandoc is not installed"))
  func picturesAndLinksThatLeadNowhereAreNamed() throws {
    for (old, new) in [("dot.svg", "gone.svg"), ("other.md", "gone.md"), ("[more]", "[\nmore]")] {
      #expect {
        try page(for: .reader, text: Self.text.replacing(old, with: new)) { _, _ in }
      } throws: { error in
        (error as? Fault).map { [3, 4, 21].contains($0.line) } ?? false
      }
    }
  }
}
