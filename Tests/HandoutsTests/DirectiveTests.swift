import Testing

@testable import Handouts

@Suite struct DirectiveTests {
  @Test func wordsForTheReaderOfDerivationsAreNoDirectives() throws {
    #expect(try Directive(" latent z; data x ") == nil)
    #expect(try Directive("claim kl.gibbs") == .claim("kl.gibbs"))
  }

  @Test func fieldsAreSeparatedByColonsBetweenSpaces() throws {
    let directive = try Directive(
      "table variance-report --problem cosine:k=5 : rows[parameter=mean] : name = estimator, var = exact .3f"
    )
    guard case .table(let command, let path, let columns) = try #require(directive) else {
      Issue.record("no table")
      return
    }
    #expect(command.arguments == ["variance-report", "--problem", "cosine:k=5"])
    #expect(path.steps == [.member("rows"), .filter(member: "parameter", value: "mean")])
    #expect(columns.map(\.header) == ["name", "var"])
    #expect(columns.map(\.format) == [nil, .fixed(3)])
  }

  @Test func quotedWordsOfACommandStayTogether() throws {
    #expect(
      try ToolCommand("check --only 'not understood' \"a b\".md").arguments
        == ["check", "--only", "not understood", "a b.md"])
    #expect(throws: DirectiveError.self) { try ToolCommand("check 'open") }
  }

  @Test(arguments: [
    "claim", "claim a b", "run", "run a : rows 3", "run a : lines 5-3", "table a : b", "value a",
    "value a : b : %f", "source a.swift", "plot a.png variance-report : c", "end here",
    "mistake `a` => `a`", "mistake a => b", "curve a.svg : x = a : y = b : y : c",
  ])
  func spoiledDirectivesAreRefused(text: String) {
    #expect(throws: DirectiveError.self) { try Directive(text) }
  }

  @Test func linesThatAreLeftOutShowAsAnEllipsis() throws {
    let lines = (1...9).map(String.init)
    #expect(
      try LineSelection("lines 2-3, 7-").applied(to: lines) == ["…", "2", "3", "…", "7", "8", "9"])
    #expect(try LineSelection("lines 1-2").applied(to: lines) == ["1", "2", "…"])
    #expect(try LineSelection("lines 8-20").applied(to: lines) == ["…", "8", "9"])
  }
}
