import Derivations
import Testing

@Suite("Excerpts")
struct ExcerptTests {
  /// The two lines below the first message of a document that is not understood.
  private func excerpt(_ text: String) throws -> [String] {
    let report = Report(checking: try document(text))
    return report.messages().split(separator: "\n").dropFirst().prefix(2).map(String.init)
  }

  @Test("The caret stands below the place, behind tabs, accents and wide characters")
  func carets() throws {
    let spaces = String(repeating: " ", count: 13)
    let lines = try excerpt("$$ a $$ $1 = ($")
    #expect(lines == ["    1 | $$ a $$ $1 = ($", "      | " + spaces + "^"])
    let wide = try excerpt("变\té $1 = ($")
    #expect(wide == ["    1 | 变\té $1 = ($", "      |   \t       ^"])
  }

  @Test("Long lines are cut to a window that shows the place")
  func windows() throws {
    let lines = try excerpt(String(repeating: "word ", count: 100) + "$1 = ($")
    #expect(lines.allSatisfy { $0.count < 110 })
    #expect(lines[0].contains("…") && lines[0].hasSuffix("$1 = ($"))
  }
}
