import Derivations
import Foundation
import Reporting

/// The Markdown from which pandoc makes a page: the chapter's text with evidence beside every equation, pictures in
/// place, exercises numbered.
struct PageSource {
  let checked: CheckedChapter
  let workshop: Workshop
  let audience: Audience
  /// Whether the documentation of the interfaces stands beside the pages.
  let hasInterfaces: Bool

  private var chapter: Chapter { checked.chapter }

  /// The whole text.
  ///
  /// - Throws: `Fault` where a picture is missing or cannot be drawn, or a link leads nowhere.
  func markdown() throws(Fault) -> String {
    var result: [String] = []
    let pieces = Dictionary(uniqueKeysWithValues: chapter.pieces.map { ($0.line, $0) })
    let formulas = displayedFormulas
    var exercise = 0
    var line = 0
    while line < chapter.lines.count {
      if let piece = pieces[line] {
        result += [""] + (try markdown(of: piece)) + [""]
        line = piece.extent.upperBound + 1
      } else if let (last, evidence) = formulas[line] {
        result += equation(Array(chapter.lines[line...last]), evidence: evidence)
        line = last + 1
      } else if let found = chapter.exercises.first(where: { $0.line == line }) {
        exercise += 1
        result += ["", "<section class=\"exercise\">", ""]
        line = found.line + 1
      } else if let found = chapter.exercises.first(where: { $0.solution == line }) {
        result += ["", "<details class=\"solution\"\(audience == .teacher ? " open" : "")>"]
        result += ["<summary>Solution</summary>", ""]
        line = audience == .student ? found.end : line + 1
        if audience == .student { result.removeLast(3) }
      } else if let found = chapter.exercises.first(where: { $0.end == line }) {
        if found.solution != nil, audience != .student { result += ["", "</details>"] }
        result += ["", "</section>", ""]
        line += 1
      } else {
        result.append(try text(of: line, exercise: exercise))
        line += 1
      }
    }
    return result.joined(separator: "\n") + "\n"
  }

  /// The displayed formulas of the text by their first line: the last line, and the evidence of their steps.
  private var displayedFormulas: [Int: (last: Int, evidence: String)] {
    var result: [Int: (last: Int, evidence: String)] = [:]
    let steps = Dictionary(grouping: checked.report.steps, by: \.formula)
    for (number, formula) in checked.report.document.formulas.enumerated()
    where formula.style == .display {
      let (first, last) = (formula.range.start.line - 1, formula.range.end.line - 1)
      let isTask = chapter.exercises.contains { $0.task.contains(first) }
      let evidence = isTask ? "" : StepEvidence(steps[number] ?? []).html
      result[first] = (last, evidence)
    }
    return result
  }

  /// A formula with its evidence beside it.
  private func equation(
    _ lines: [String], evidence: String, name: String? = nil
  ) -> [String] {
    let mark = evidence.isEmpty ? [] : ["", "```{=html}", evidence, "```"]
    let id = name.map { " id=\"\($0)\"" } ?? ""
    return ["", "<div class=\"equation\"\(id)>", ""] + lines + mark + ["", "</div>", ""]
  }

  private func markdown(of piece: Chapter.Piece) throws(Fault) -> [String] {
    let body = Array(chapter.lines[piece.body])
    do throws(DirectiveError) {
      switch piece.directive {
      case .claim(let name):
        let claim = try workshop.claim(name)
        return equation(body, evidence: ClaimEvidence(claim).html, name: Self.anchor(of: name))
      case .claims(let names):
        var items: [String] = []
        for name in names {
          let claim = try workshop.claim(name)
          let isAbove = chapter.pieces.contains {
            $0.directive == .claim(name) && !isLeftOut($0.line)
          }
          let evidence =
            isAbove
            ? "<a class=\"above\" href=\"#\(Self.anchor(of: name))\">✓ above</a>"
            : ClaimEvidence(claim).html
          items.append("\(claim.item) ````\(evidence)````{=html}")
        }
        return ["<div class=\"claims\">", ""] + items + ["", "</div>"]
      case .plot, .curve:
        guard let svg = try workshop.picture(of: piece.directive, folder: chapter.folder) else {
          return body
        }
        return body.map { line in
          Self.withTarget(of: line) { _ in
            DataAddress.text(of: Array(svg.utf8), as: "image/svg+xml")
          }
        }
      case .mistake, .wrong:
        guard let excursion = checked.excursions[piece.line] else { return body }
        let isTask = chapter.exercises.contains { $0.task.contains(piece.line) }
        let shown = equation(
          excursion.lines,
          evidence: isTask ? "" : StepEvidence([excursion.step], isWrong: true).html)
        guard case .mistake = piece.directive, audience != .student else { return shown }
        return shown + Self.solution(of: excursion, right: body, isOpen: audience == .teacher)
      default:
        return body
      }
    } catch {
      throw Fault(chapter.file, line: piece.line + 1, error.description)
    }
  }

  /// Whether a line belongs to a solution that this audience does not get.
  private func isLeftOut(_ line: Int) -> Bool {
    audience == .student
      && chapter.exercises.contains { !$0.task.contains(line) && ($0.line..<$0.end).contains(line) }
  }

  /// The name of the place where a claim stands in the text.
  private static func anchor(of claim: String) -> String { "claim-\(claim)" }

  /// The solution to a planted mistake: the row, the counterexample and the derivation as it should be.
  private static func solution(
    of excursion: CheckedChapter.Excursion, right: [String], isOpen: Bool
  ) -> [String] {
    let evidence = excursion.step.finding.witness.map { $0.text(isVerbose: false) } ?? ""
    return [
      "", "<details class=\"solution\"\(isOpen ? " open" : "")>",
      "<summary>Where the mistake is</summary>", "",
      "Row \(excursion.row) is false: ````\(evidence.escapedForHTML)````{=html}. The derivation should read:",
      "",
    ] + right + ["", "</details>", ""]
  }

  // MARK: Lines of text

  /// A line of text with its numbers, links and pictures as a page needs them.
  private func text(of line: Int, exercise: Int) throws(Fault) -> String {
    var text = chapter.lines[line]
    if text.hasPrefix("<!-- vae-lab:"), text.hasSuffix("-->"), !text.contains("/value") {
      return ""
    }
    for value in chapter.values.reversed() where value.line == line {
      guard case .value(let command, _, _) = value.directive else { continue }
      let number = text[value.text]
      text.replaceSubrange(
        value.extent,
        with:
          "<span class=\"computed\" title=\"vae-lab \(command.text.escapedForHTML)\">\(number)</span>"
      )
    }
    if text.hasPrefix("# "), let number = chapter.number {
      text = "# \(number) · \(text.dropFirst(2).trimmed)"
    }
    if text.hasPrefix("### Exercise:"), let number = chapter.number {
      text = "### Exercise \(number).\(exercise):\(text.dropFirst("### Exercise:".count))"
    }
    return try linked(text, line: line)
  }

  /// A line with pictures put in and links to chapters and interfaces led to their pages; what has no page is named.
  private func linked(_ text: String, line: Int) throws(Fault) -> String {
    var result = ""
    var rest = text[...]
    while let found = rest.firstMatch(of: #/(?:(!?)\[([^\]]*))?\]\(([^)\s]+)\)/#) {
      let target = String(found.output.3)
      guard let label = found.output.2 else {
        throw Fault(
          chapter.file, line: line + 1, "the link to \(target) begins on another line; join them")
      }
      result += rest[..<found.range.lowerBound]
      if found.output.1 == "!" {
        result += "![\(label)](\(try picture(target, line: line)))"
      } else if let address = try link(target, line: line) {
        result += "[\(label)](\(address))"
      } else {
        result += label
      }
      rest = rest[found.range.upperBound...]
    }
    return result + rest
  }

  /// Puts another target into the one picture or link of a line.
  private static func withTarget(of line: String, _ change: (String) -> String) -> String {
    guard let start = line.range(of: "](", options: .backwards),
      let end = line[start.upperBound...].lastIndex(of: ")")
    else { return line }
    let target = String(line[start.upperBound..<end])
    return line.replacingCharacters(in: start.upperBound..<end, with: change(target))
  }

  private func picture(_ path: String, line: Int) throws(Fault) -> String {
    guard !path.contains("://") else { return path }
    let kinds = ["svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg"]
    let file = chapter.folder.appendingPathComponent(path)
    guard let kind = kinds[file.pathExtension], let bytes = try? Data(contentsOf: file) else {
      throw Fault(chapter.file, line: line + 1, "the picture \(path) is missing")
    }
    return DataAddress.text(of: Array(bytes), as: kind)
  }

  /// The address that a link has among the pages; nil where there is no page of it.
  private func link(_ target: String, line: Int) throws(Fault) -> String? {
    if target.hasPrefix("#") || target.contains("://") { return target }
    if target.hasPrefix("api:") {
      let path = target.dropFirst("api:".count).lowercased()
      return hasInterfaces ? "api/documentation/\(path)/" : nil
    }
    let parts = target.split(separator: "#", maxSplits: 1).map(String.init)
    let file = chapter.folder.appendingPathComponent(parts[0]).standardizedFileURL
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw Fault(chapter.file, line: line + 1, "the link to \(target) leads nowhere")
    }
    let folder = chapter.folder.standardizedFileURL
    guard file.pathExtension == "md", file.deletingLastPathComponent().path == folder.path else {
      return nil
    }
    let stem = file.deletingPathExtension().lastPathComponent
    return stem + ".html" + (parts.count > 1 ? "#\(parts[1])" : "")
  }
}
