import Derivations

extension Chapter {
  /// Decimal numbers in the text that no directive computes.
  ///
  /// Formulas and code may hold any number: the former are checked, the latter is shown as it is. Whole numbers are
  /// counted by the reader and need no machine; names of papers (`arXiv:1312.6114`) and addresses are no numbers.
  func uncomputedNumbers(in report: Report) -> [Fault] {
    var isExempt = [Bool](repeating: false, count: lines.count)
    for formula in report.document.formulas where formula.style == .display {
      for line in formula.range.start.line...formula.range.end.line where line <= lines.count {
        isExempt[line - 1] = true
      }
    }
    for piece in pieces { for line in piece.extent { isExempt[line] = true } }
    var faults: [Fault] = []
    var isCode = false
    for (number, line) in lines.enumerated() where !isExempt[number] {
      if line.trimmed.hasPrefix("```") {
        isCode.toggle()
        continue
      }
      if isCode { continue }
      var text = line
      for value in values.reversed() where value.line == number {
        text.removeSubrange(value.extent)
      }
      for pattern in [
        #/`[^`]*`/#, #/\$[^$]*\$/#, #/\]\([^)]*\)/#, #/<[^>]*>/#, #/(?:arXiv|doi):\S+/#,
      ] {
        text = text.replacing(pattern, with: "")
      }
      if let found = text.firstMatch(of: #/\d+\.\d+/#) {
        faults.append(
          Fault(
            file, line: number + 1,
            "nobody computed “\(found.output)”: a decimal number stands in a value, a formula or code"
          ))
      }
    }
    return faults
  }
}
