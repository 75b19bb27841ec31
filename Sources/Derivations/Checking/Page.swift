/// A report as a page of HTML: the formulas as MathML, each step coloured by its verdict.
///
/// The page needs nothing but itself: it works offline, without scripts (the evidence then stands below each
/// formula), on paper and in black and white, where the verdicts differ by the line below them.
struct Page {
  let report: Report

  /// The whole page.
  var html: String {
    let name = MathMLWriter.escaped(report.document.name)
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(name): derivations checked</title>
      <style>
      \(PageStyle.css)
      </style>
      <noscript><style>.steps li { display: block; }</style></noscript>
      </head>
      <body>
      <h1>\(name)</h1>
      <p class="summary">\(legend)</p>
      <p class="hint">Point at a step, tap it or reach it by the Tab key for its evidence; Escape closes it. Seed of all witnesses: \(report.seed).</p>
      \(warnings)\(sections)<div id="panel" role="status" hidden></div>
      <script>
      \(PageStyle.script)
      </script>
      </body>
      </html>

      """
  }

  /// The number of steps by verdict, which explains the colours too.
  private var legend: String {
    let counts = Verdict.allCases.map { verdict in
      "<span class=\"\(verdict.rawValue)\">\(report.count(verdict)) \(verdict.label)</span>"
    }
    return counts.joined(separator: " ")
  }

  private var warnings: String {
    report.document.warnings.map { warning in
      let line = report.line(of: warning.range.start)
      return "<p class=\"warning\">Line \(line): \(MathMLWriter.escaped(warning.message)).</p>\n"
    }.joined()
  }

  /// The formulas that say something, in reading order.
  private var sections: String {
    let numbered = Array(report.steps.enumerated())
    let byFormula = Dictionary(grouping: numbered) { $0.element.formula }
    var text = ""
    for (number, formula) in report.document.formulas.enumerated() {
      let steps = byFormula[number] ?? []
      if steps.isEmpty, formula.style == .inline { continue }
      text += section(formula, steps)
    }
    return text
  }

  private func section(
    _ formula: Formula, _ steps: [(offset: Int, element: CheckedStep)]
  ) -> String {
    var marks: [SourcePosition: String] = [:]
    for (number, step) in steps {
      let verdict = step.finding.verdict
      marks[step.relationRange.start] =
        "class=\"step \(verdict.rawValue)\" data-step=\"\(number)\" tabindex=\"0\" role=\"button\" "
        + "aria-label=\"\(verdict.label)\""
    }
    let items = steps.map { item($0.element, number: $0.offset) }.joined()
    let list = items.isEmpty ? "" : "<ol class=\"steps\">\n\(items)</ol>\n"
    return """
      <section>
      <p class="place">\(place(formula.range.start))</p>
      <div class="formula">\(report.document.mathML(of: formula, marks: marks))</div>
      \(list)</section>

      """
  }

  private func place(_ position: SourcePosition) -> String {
    let location = report.document.location(of: position)
    guard let cell = location.cell, let line = location.lineInCell else {
      return "line \(location.line)"
    }
    return "cell \(cell), line \(line)"
  }

  /// A step's verdict with all its evidence.
  private func item(_ step: CheckedStep, number: Int) -> String {
    let finding = step.finding
    let verdict = finding.verdict
    var lines = [
      "<b>\(verdict.label)</b> <span class=\"where\">\(place(step.relationRange.start))</span>"
    ]
    if !finding.reason.isEmpty { lines.append(MathMLWriter.escaped(finding.reason)) }
    if let suggestion = finding.suggestion {
      let words = MathMLWriter.escaped(suggestion.words)
      lines.append("Did you mean \(Self.math(suggestion.formula(for: step)))? (\(words))")
    }
    if !step.relation.isEmpty {
      let side = step.left.isEmpty ? "" : step.left
      lines.append("Read as \(Self.math("\(side) \(step.relation) \(step.right)"))")
    }
    if let witness = finding.witness {
      lines.append(MathMLWriter.escaped(witness.text(isVerbose: true)))
    }
    if !finding.rules.isEmpty {
      lines.append("By " + finding.rules.map(MathMLWriter.escaped).joined(separator: "; "))
    }
    let body = lines.joined(separator: "<br>")
    return "<li class=\"\(verdict.rawValue)\" id=\"step-\(number)\">\(body)</li>\n"
  }

  /// LaTeX of this program's own set in a line.
  private static func math(_ latex: String) -> String {
    guard let tokens = try? Formula(latex: latex).tokens() else {
      return MathMLWriter.escaped(latex)
    }
    var writer = MathMLWriter(tokens)
    return writer.formula(isDisplay: false)
  }
}

extension Suggestion {
  fileprivate func formula(for step: CheckedStep) -> String { latex(for: step) }
}

extension Report {
  /// The report as a page of HTML that needs nothing but itself.
  public var page: String { Page(report: self).html }
}
