import Testing

@testable import Handouts

@Suite struct SourceExcerptTests {
  static let source = """
    struct Law {
      /// The mean; see `init(mean:)`.
      let mean: Double

      /// Draws a value.
      @inlinable
      func draw(
        _ noise: Double,
        scale: Double
      ) -> Double {
        // Not a bracket: {
        let label = "}"
        return mean + scale * noise
      }

      func draw(twice noise: Double) -> Double { draw(noise, scale: 2) }
    }
    """

  @Test func indentationIsTakenOff() throws {
    let lines = try SourceExcerpt.lines(of: "func draw(twice", in: Self.source)
    #expect(lines == ["func draw(twice noise: Double) -> Double { draw(noise, scale: 2) }"])
    #expect(
      try SourceExcerpt.lines(of: "let mean", in: Self.source)
        == ["/// The mean; see `init(mean:)`.", "let mean: Double"])
  }

  @Test func bracketsInCommentsAndTextsDoNotCount() throws {
    let source = Self.source.replacing("draw(twice", with: "again(twice")
    let lines = try SourceExcerpt.lines(of: "func draw(", in: source)
    #expect(lines.first == "/// Draws a value.")
    #expect(lines.last == "}")
    #expect(lines.count == 10)
  }

  @Test func whatIsMissingOrAmbiguousIsRefused() {
    #expect(throws: DirectiveError.self) {
      try SourceExcerpt.lines(of: "func lose(", in: Self.source)
    }
    #expect(throws: DirectiveError.self) {
      try SourceExcerpt.lines(of: "func draw(", in: Self.source)
    }
    #expect(throws: DirectiveError.self) { try SourceExcerpt.lines(of: "func", in: "func f() {") }
  }
}
