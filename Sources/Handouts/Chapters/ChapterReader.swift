import Foundation

/// Finds the directives in the lines of a chapter.
struct ChapterReader {
  let file: String
  let lines: [String]
  var pieces: [Chapter.Piece] = []
  var values: [Chapter.InlineValue] = []
  var exercises: [Chapter.Exercise] = []

  private var open: (directive: Directive, line: Int)?
  private var exercise: (line: Int, solution: Int?)?
  private var fence: String?

  init(file: String, lines: [String]) {
    (self.file, self.lines) = (file, lines)
  }

  mutating func read() throws(Fault) {
    for number in lines.indices {
      let line = lines[number]
      let isInBody = open?.directive.isGenerated == true
      if !isInBody, isFenced(line) { continue }
      guard line.hasPrefix("<!-- vae-lab:"), line.hasSuffix("-->") else {
        if open == nil || !isInBody { try readValues(on: number) }
        continue
      }
      let comment = line.dropFirst("<!-- vae-lab:".count).dropLast("-->".count)
      // A line that holds nothing but one comment; several on a line are values.
      if comment.contains("-->") {
        if !isInBody { try readValues(on: number) }
        continue
      }
      do throws(DirectiveError) {
        if let directive = try Directive(String(comment)) { try take(directive, on: number) }
      } catch {
        throw Fault(file, line: number + 1, error.description)
      }
    }
    if let open { throw Fault(file, line: open.line + 1, Self.missingEnd) }
    if let exercise { throw Fault(file, line: exercise.line + 1, Self.missingEnd) }
  }

  private static let missingEnd = "no <!-- vae-lab: end --> follows"

  /// Whether a line belongs to fenced code, its fences included.
  private mutating func isFenced(_ line: String) -> Bool {
    let text = line.trimmed
    if let fence {
      if text.hasPrefix(fence), text.allSatisfy({ $0 == fence.first }) { self.fence = nil }
      return true
    }
    for mark in ["```", "~~~"] where text.hasPrefix(mark) {
      fence = String(text.prefix { $0 == mark.first })
      return true
    }
    return false
  }

  private mutating func take(_ directive: Directive, on line: Int) throws(DirectiveError) {
    if let open {
      guard directive == .end else {
        throw DirectiveError("the directive of line \(open.line + 1) has not ended yet")
      }
      pieces.append(
        .init(directive: open.directive, line: open.line, body: (open.line + 1)..<line))
      self.open = nil
      return
    }
    switch directive {
    case .exercise:
      guard exercise == nil else { throw DirectiveError("an exercise inside an exercise") }
      exercise = (line, nil)
    case .solution:
      guard let current = exercise, current.solution == nil else {
        throw DirectiveError("a solution belongs into an exercise, once")
      }
      exercise?.solution = line
    case .end:
      guard let current = exercise else { throw DirectiveError("there is nothing to end here") }
      exercises.append(.init(line: current.line, solution: current.solution, end: line))
      exercise = nil
    case .value:
      throw DirectiveError("a value is written in a line of text and ends with <!-- /value -->")
    default:
      open = (directive, line)
    }
  }

  private mutating func readValues(on number: Int) throws(Fault) {
    let line = lines[number]
    var rest = line.startIndex..<line.endIndex
    while let start = line.range(of: "<!-- vae-lab: value ", range: rest) {
      guard let middle = line.range(of: "-->", range: start.upperBound..<line.endIndex),
        let end = line.range(of: "<!-- /value -->", range: middle.upperBound..<line.endIndex)
      else {
        throw Fault(file, line: number + 1, "a value ends on its line with <!-- /value -->")
      }
      do throws(DirectiveError) {
        let text = line[start.upperBound..<middle.lowerBound]
        guard let directive = try Directive("value " + text) else { continue }
        values.append(
          .init(
            directive: directive, line: number, text: middle.upperBound..<end.lowerBound,
            extent: start.lowerBound..<end.upperBound))
      } catch {
        throw Fault(file, line: number + 1, error.description)
      }
      rest = end.upperBound..<line.endIndex
    }
  }
}
