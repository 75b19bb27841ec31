import Foundation
import Testing

@Suite("vae-lab check")
struct CheckTests {
  /// A true row and a false one, whose divergence has its arguments exchanged in sign.
  private static let note = """
    $$
    \\begin{aligned}
    \\log p(x) &= \\mathbb{E}_{q(z)}\\left[\\log \\frac{p(x, z)}{p(z \\mid x)}\\right] \\\\
      &= \\mathbb{E}_{q(z)}\\left[\\log \\frac{p(x, z)}{q(z)}\\right] - D_{KL}(q(z) \\,\\|\\, p(z \\mid x))
    \\end{aligned}
    $$
    """

  /// Runs the command on a document of a given name and content.
  private func check(_ content: String, _ options: [String] = [], name: String = "note.md") throws
    -> Outcome
  {
    var outcome: Outcome?
    try withFolder { folder in
      let path = "\(folder)/\(name)"
      try content.write(toFile: path, atomically: true, encoding: .utf8)
      let result = run(["check"] + options + [path])
      outcome = Outcome(
        status: result.status, output: result.output.replacing(folder + "/", with: ""),
        errors: result.errors.replacing(folder + "/", with: ""))
    }
    return try #require(outcome)
  }

  @Test("A false step is shown like a compiler's error, status 1")
  func refuted() throws {
    let outcome = try check(Self.note)
    #expect(outcome.status == 1)
    #expect(outcome.output.hasPrefix("note.md:4:4: false: "))
    #expect(outcome.output.hasSuffix("1 false (seed 1)\n"))
    #expect(outcome.errors == "")
  }

  @Test("A true document is status 0, and what is not understood is a failure with --strict only")
  func strict() throws {
    #expect(try check("$$ \\log(a b) = \\log a + \\log b $$").status == 0)
    #expect(try check("$$ 1 = ( $$").status == 0)
    #expect(try check("$$ 1 = ( $$", ["--strict"]).status == 1)
  }

  @Test("JSON holds every step")
  func json() throws {
    let outcome = try check(Self.note, ["--json"])
    let record = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let steps = try #require(record["steps"] as? [[String: Any]])
    #expect(steps.map { $0["line"] as? Int } == [3, 4])
    #expect(steps.map { $0["verdict"] as? String }.last == "false")
  }

  @Test("Views are chosen by options")
  func views() throws {
    #expect(try check(Self.note, ["--only", "proved"]).output.count(where: \.isNewline) < 20)
    #expect(try check(Self.note, ["--explain", "3"]).output.contains("read as  "))
    #expect(try check(Self.note, ["--verbose"]).output.contains("note.md:3:12: "))
    #expect(try check("see :math:`1 = 2`", ["--format", "rst"]).status == 1)
  }

  @Test("The help of the command is kept")
  func help() throws {
    try expectGolden(run("help check").output, "help-check.txt")
  }

  @Test("The page is written to its file")
  func page() throws {
    try withFolder { folder in
      let (note, page) = ("\(folder)/note.md", "\(folder)/note.html")
      try Self.note.write(toFile: note, atomically: true, encoding: .utf8)
      #expect(run(["check", "--html", page, note]).status == 1)
      #expect(try String(contentsOfFile: page, encoding: .utf8).hasPrefix("<!doctype html>"))
    }
  }

  @Test("What cannot be read is told in one line, each kind with its status")
  func failures() throws {
    let missing = run("check /nowhere/note.md")
    #expect(missing.status == 66)
    #expect(missing.errors.contains("cannot read '/nowhere/note.md'"))
    let spoiled = try check("{", name: "lab.ipynb")
    #expect(spoiled.status == 65)
    #expect(spoiled.errors == "vae-lab: error: lab.ipynb:1:2: a name is missing in the JSON\n")
    for line in [
      "check", "check --html a.html b.md c.md", "check - -", "check --json --verbose a.md",
    ] {
      #expect(run(line).status == 64)
    }
  }
}
