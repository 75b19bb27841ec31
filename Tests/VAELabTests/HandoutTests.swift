import Claims
import Foundation
import Handouts
import Reporting
import Testing
import VAELab

@Suite("vae-lab handout")
struct HandoutTests {
  private static let text = """
    # Bounds

    A short chapter.

    The bound is <!-- vae-lab: value verify --claim kl.gaussian.nonnegative : claims.0.id : s --><!-- /value -->.

    $$
    \\log (a b) = \\log a + \\log b
    $$

    """

  /// A course of one chapter, with its folder.
  private func withCourse(_ text: String = text, _ body: (String) throws -> Void) throws {
    try withFolder { folder in
      try text.write(toFile: folder + "/1-bounds.md", atomically: true, encoding: .utf8)
      try body(folder)
    }
  }

  private static let claim = Catalogue.claims[0].id

  /// The chapter with a claim that there is.
  private static var chapter: String {
    text.replacing("kl.gaussian.nonnegative", with: claim)
  }

  @Test("A chapter is listed, found stale, updated and found in order")
  func life() throws {
    try withCourse(Self.chapter) { folder in
      let listed = run(["handout", "list", "--course", folder])
      #expect(listed.status == 0)
      #expect(listed.output.contains("bounds") && listed.output.contains("Bounds"))
      let stale = run(["handout", "check", "bounds", "--course", folder])
      #expect(stale.status == 1)
      #expect(stale.errors.contains("1-bounds.md:5: stale"))
      let updated = run(["handout", "update", "1", "--course", folder])
      #expect(updated.status == 0)
      #expect(updated.output == "1 of 1 chapters changed\n")
      let stored = try String(contentsOfFile: folder + "/1-bounds.md", encoding: .utf8)
      #expect(stored.contains("-->\(Self.claim)<!-- /value -->"))
      let checked = run(["handout", "check", "1-bounds.md", "--course", folder])
      #expect(checked.status == 0)
      #expect(checked.errors.isEmpty)
    }
  }

  @Test(
    "A false equation is named by file and line, and nothing is built",
    .enabled(if: (try? Program.pandoc()) != nil, "pandoc is not installed"))
  func falseEquation() throws {
    try withCourse(Self.chapter.replacing("a + \\log", with: "a - \\log")) { folder in
      _ = run(["handout", "update", "1", "--course", folder])
      let out = folder + "/out"
      let built = run(["handout", "build", "1", "--no-pdf", "--course", folder, "--out", out])
      #expect(built.status == 1)
      #expect(built.errors.contains("1-bounds.md:8: false"))
      let written = try FileManager.default.contentsOfDirectory(atPath: out)
      #expect(written.isEmpty)
    }
  }

  @Test("Claims that no chapter shows are a fault of the whole course")
  func missingClaims() throws {
    try withCourse("# None\n\nNo claims.\n") { folder in
      let checked = run(["handout", "check", "--course", folder])
      #expect(checked.status == 1)
      #expect(checked.errors.contains("no chapter shows the claim \(Self.claim)"))
    }
  }

  @Test(
    "What is missing or wrong is told in one line",
    arguments: [
      (["list", "--course", "/nowhere"], 66, "there is no folder /nowhere"),
      (["check", "none"], 66, "there is no chapter “none”"),
      (["build", "--student", "--teacher"], 64, "exclude each other"),
    ])
  func failures(arguments: [String], status: Int32, message: String) throws {
    try withCourse { folder in
      let isPlaced = arguments.contains("--course")
      let outcome = run(["handout"] + arguments + (isPlaced ? [] : ["--course", folder]))
      #expect(outcome.status == status)
      #expect(outcome.errors.contains(message))
      #expect(outcome.errors.split(separator: "\n").count == 1)
    }
  }
}

/// The course of this project; its numbers are compared by `vae-lab handout build` in the gate.
@Suite("The course in docs/course")
struct CourseTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/course")

  static let names =
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?
    .filter { $0.hasSuffix(".md") }.sorted() ?? []

  @Test("Every claim of the catalogue is shown by a chapter, and no other")
  func claims() throws {
    let course = try Course(folder: Self.folder, shownAs: "docs/course")
    #expect(course.chapters.map(\.number) == Array(1...9))
    let shown = Set(course.chapters.flatMap(\.claims))
    #expect(shown == Set(Catalogue.claims.map(\.id)))
  }

  @Test("Every equation is decided, and none is false", arguments: names)
  func equations(name: String) throws {
    let course = try Course(folder: Self.folder, names: [name], shownAs: "docs/course")
    #expect(try CheckedChapter(course.chapters[0], in: nil).faults == [])
  }
}
