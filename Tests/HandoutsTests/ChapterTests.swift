import Foundation
import Testing

@testable import Handouts

@Suite struct ChapterTests {
  static let text = """
    # Laws

    What laws are.

    ## Averages

    <!-- vae-lab: claim kl.gibbs -->
    $$
    \\mathrm{KL}(q\\,\\|\\,p) \\ge 0
    $$
    <!-- vae-lab: end -->

    The variance is <!-- vae-lab: value report --json : rows.0.var : .2f -->30.25<!-- /value -->.

    <!-- vae-lab: table report : rows : name = name, variance = var .2f -->
    | name | variance |
    |:--|--:|
    | score | 30.25 |
    | path | 4.00 |
    <!-- vae-lab: end -->

    Let $z \\sim q(z)$. Then

    $$
    \\mathbb{E}_{q(z)}[a + f(z)] = a + \\mathbb{E}_{q(z)}[f(z)]
    $$

    """

  static let report =
    #"{"rows": [{"name": "score", "var": 30.25}, {"name": "path", "var": 4}]}"#

  static let commands = ["verify --json": oneClaim, "report --json": report]

  func faults(_ text: String, root: URL = URL(fileURLWithPath: "/")) throws -> [Fault] {
    try CheckedChapter(try chapter(text), in: workshop(root: root, Self.commands)).faults
  }

  @Test func aChapterIsReadWithItsParts() throws {
    let chapter = try chapter(Self.text)
    #expect(chapter.number == 3)
    #expect(chapter.name == "laws")
    #expect(chapter.title == "Laws")
    #expect(chapter.aim == "What laws are.")
    #expect(chapter.claims == ["kl.gibbs"])
    #expect(chapter.text == Self.text)
    #expect(try faults(Self.text).isEmpty)
  }

  @Test func aChangedSignFailsOnItsLine() throws {
    let found = try faults(Self.text.replacing("= a + \\mathbb", with: "= a - \\mathbb"))
    #expect(found.map(\.line) == [25])
    #expect(found[0].message.hasPrefix("false"))
    let claim = try faults(Self.text.replacing("\\ge 0", with: "\\le 0"))
    #expect(claim.map(\.line) == [9])
  }

  @Test func aChangedNumberFailsOnItsLine() throws {
    let table = try faults(Self.text.replacing("| 4.00 |", with: "| 4.01 |"))
    #expect(table.map(\.line) == [19])
    #expect(table[0].message.contains("4.01") && table[0].message.contains("4.00"))
    #expect(try faults(Self.text.replacing("-->30.25<", with: "-->30.2<")).map(\.line) == [13])
    #expect(try faults(Self.text.replacing("| path | 4.00 |\n", with: "")).map(\.line) == [19])
  }

  @Test func aChangedLineOfSourceFailsOnItsLine() throws {
    try withFolder { root in
      let source = root.appendingPathComponent("Law.swift")
      try "func f() -> Int {\n  1 + 1\n}\n".write(to: source, atomically: true, encoding: .utf8)
      let text = """
        # Code

        <!-- vae-lab: source Law.swift : func f -->
        ```swift
        func f() -> Int {
          1 + 1
        }
        ```
        <!-- vae-lab: end -->

        """
      #expect(try faults(text, root: root).isEmpty)
      #expect(try faults(text.replacing("  1 + 1", with: "  1 + 2"), root: root).map(\.line) == [6])
      try "func f() -> Int {\n  2\n}\n".write(to: source, atomically: true, encoding: .utf8)
      #expect(try faults(text, root: root).map(\.line) == [6])
    }
  }

  @Test func whatIsNotUnderstoodFailsUnlessItIsATask() throws {
    let formula = "\n$$\n\\log p(x) = \\clubsuit(x)\n$$\n"
    let found = try faults(Self.text + formula)
    #expect(found.map(\.line) == [29])
    #expect(found[0].message.hasPrefix("not understood"))
    let task = "\n<!-- vae-lab: exercise -->\n\(formula)\n<!-- vae-lab: end -->\n"
    #expect(try faults(Self.text + task).isEmpty)
  }

  @Test func numbersThatNobodyComputedAreFound() throws {
    #expect(try faults(Self.text + "\nIt is about 0.3.\n").map(\.line) == [28])
    let fine = "\nBy arXiv:1312.6114, `0.5`, $0.5$ and [this](https://a.b/1.2), 3 are left.\n"
    #expect(try faults(Self.text + fine).isEmpty)
    #expect(try faults(Self.text + "\n```\n0.5\n```\n").isEmpty)
  }

  @Test func updatingMendsWhatIsStaleAndNamesWhatCannotBeComputed() throws {
    let stale = Self.text.replacing("30.25", with: "1.00").replacing("\\ge", with: "\\le")
    let (text, faults) = try chapter(stale).updated(in: workshop(Self.commands))
    #expect(text == Self.text)
    #expect(faults.isEmpty)
    let (same, unknown) = try chapter(stale.replacing("kl.gibbs", with: "kl.none"))
      .updated(in: workshop(Self.commands))
    #expect(same.contains("\\le 0"))
    #expect(unknown.map(\.line) == [7])
  }

  @Test(arguments: [
    ("<!-- vae-lab: claim a -->\n", 3), ("<!-- vae-lab: end -->\n", 3),
    ("<!-- vae-lab: solution -->\n", 3), ("<!-- vae-lab: exercise -->\n", 3),
    ("x <!-- vae-lab: value a : b -->1\n", 3),
    ("\n<!-- vae-lab: run -->\n<!-- vae-lab: end -->\n", 4),
  ])
  func spoiledChaptersAreRefusedAtTheirLine(part: String, line: Int) {
    #expect {
      try chapter("# T\n\n" + part)
    } throws: { error in
      (error as? Fault)?.line == line
    }
  }

  @Test func directivesInCodeAreShown() throws {
    let text = "# T\n\n```\n<!-- vae-lab: end -->\n```\n"
    #expect(try chapter(text).pieces.isEmpty)
  }

  @Test func formulasInTheLineCannotBeDisplayed() throws {
    let found = try faults(Self.text + "\n- a list with\n  $$\n  a = a\n  $$\n")
    #expect(found.map(\.line) == [29])
  }
}
