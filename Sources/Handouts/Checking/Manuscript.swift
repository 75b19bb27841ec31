import Derivations
import Foundation

/// A chapter as the reader of derivations gets it: line by line where it stands in the file, without what is
/// generated and without what is wrong on purpose.
struct Manuscript {
  let chapter: Chapter
  /// The lines to read, as many as the file has.
  let lines: [String]

  init(_ chapter: Chapter) {
    self.chapter = chapter
    var lines = chapter.lines
    for value in chapter.values.reversed() {
      let text = chapter.lines[value.line][value.text]
      lines[value.line].replaceSubrange(value.extent, with: text)
    }
    for piece in chapter.pieces where piece.directive.isGenerated || piece.directive == .wrong {
      for line in piece.extent { lines[line] = "" }
    }
    self.lines = lines
  }

  /// Puts lines through the reader.
  func report(of lines: [String], seed: UInt64) throws(Fault) -> Report {
    let text = lines.joined(separator: "\n") + "\n"
    do {
      let document = try Document(
        name: chapter.file, bytes: Array(text.utf8), kind: .markdown)
      return Report(checking: document, seed: seed)
    } catch {
      throw Fault(chapter.file, line: error.range.start.line, error.message)
    }
  }

  /// Displayed formulas that do not stand on lines of their own, where no evidence could stand beside them, and ones
  /// that never end.
  func misplacedFormulas(in report: Report) -> [Fault] {
    let warnings = report.document.warnings.map {
      Fault(chapter.file, line: $0.range.start.line, $0.message)
    }
    return warnings
      + report.document.formulas.filter { $0.style == .display }.compactMap { formula in
        let (first, last) = (formula.range.start.line, formula.range.end.line)
        guard lines.indices.contains(first - 1), lines.indices.contains(last - 1) else {
          return nil
        }
        let isAlone = lines[first - 1].hasPrefix("$$") && lines[last - 1].hasSuffix("$$")
        return isAlone
          ? nil
          : Fault(
            chapter.file, line: first,
            "a displayed formula stands on lines of its own, between two lines $$")
      }
  }

  /// Puts a derivation through the reader that stands apart from the text.
  ///
  /// - Returns: nil where the piece is none.
  /// - Throws: `Fault` where the reader does not find it false, or finds another step false than the planted one.
  func excursion(
    _ piece: Chapter.Piece, seed: UInt64
  ) throws(Fault) -> CheckedChapter.Excursion? {
    var body = Array(chapter.lines[piece.body])
    var spoiled: Int?
    switch piece.directive {
    case .wrong: break
    case .mistake(let text, let replacement):
      let places = body.indices.filter { body[$0].contains(text) }
      guard places.count == 1, body[places[0]].ranges(of: text).count == 1 else {
        throw Fault(
          chapter.file, line: piece.line + 1,
          "“\(text)” must stand in the derivation exactly once")
      }
      spoiled = places[0]
      body[places[0]] = body[places[0]].replacing(text, with: replacement)
    default: return nil
    }
    let report = try report(of: surroundings(of: piece, with: body), seed: seed)
    let steps = report.steps.filter { piece.body.contains($0.range.start.line - 1) }
    let wanted: Set<Verdict> = spoiled == nil ? [.refuted, .conditional] : [.refuted]
    guard let step = steps.first(where: { wanted.contains($0.finding.verdict) }) else {
      let verdicts = steps.map(\.finding.verdict.label).joined(separator: ", ")
      throw Fault(
        chapter.file, line: piece.line + 1,
        "the reader does not find this false, but: \(verdicts.isEmpty ? "no step" : verdicts)")
    }
    let rows =
      (step.relationRange.start.line - 1)...max(step.relationRange.start.line, step.range.end.line)
      - 1
    if let spoiled, !rows.contains(piece.body.lowerBound + spoiled) {
      throw Fault(
        chapter.file, line: piece.body.lowerBound + spoiled + 1,
        "the mistake is planted here, but the first step found false is on line \(rows.lowerBound + 1)"
      )
    }
    let formula = body.prefix(rows.lowerBound - piece.body.lowerBound + 1)
    let row = max(
      1, formula.count { $0.contains("\\\\") } + (formula.last?.contains("\\\\") == true ? 0 : 1))
    return .init(lines: body, step: step, row: row)
  }

  /// The section that a piece stands in up to the piece, and what the chapter has told the reader before.
  private func surroundings(of piece: Chapter.Piece, with body: [String]) -> [String] {
    let before = lines[..<piece.line]
    let section = before.lastIndex { $0.hasPrefix("## ") } ?? 0
    let context = before.enumerated().map { number, line in
      number >= section || line.hasPrefix("<!-- vae-lab:") ? line : ""
    }
    return context + [""] + body
  }
}
