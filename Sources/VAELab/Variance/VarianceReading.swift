import Reporting

/// What the numbers of a `variance-report` say, in words computed from them.
struct VarianceReading {
  let document: VarianceDocument

  /// Reads a report.
  init(_ document: VarianceDocument) {
    self.document = document
  }

  /// A few sentences, one a line.
  var sentences: [String] {
    var sentences = [agreement]
    let sections = document.rows.sections
    // A derivative in log σ is the one in σ times a constant: it says nothing new.
    let said = sections.filter { section in
      !sections.contains { section[0].parameter == "log-" + $0[0].parameter }
    }
    for section in said.prefix(3) {
      sentences += reading(of: section, section[0].parameter)
    }
    if said.count > 3 {
      let rest = said.count - 3
      sentences.append(
        "The \(rest == 1 ? "last derivative is" : "other \(rest) derivatives are") left to the table."
      )
    }
    sentences += biasReading
    return sentences
  }

  /// Whether the measured numbers agree with the exact ones.
  private var agreement: String {
    let unbiased = document.rows.filter { !$0.biased }
    let contradicted = unbiased.filter(\.isContradicted)
    guard contradicted.isEmpty else {
      let names = contradicted.map { row in
        let parts = [("bias", row.biasZ), ("variance", row.varianceZ ?? 0)]
          .filter { !($0.1.magnitude <= VarianceRow.threshold) }
          .map { "\($0.0) z \(NumberFormat.significant($0.1, digits: 3))" }
        return "\(row.estimator) in \(row.parameter) (\(parts.joined(separator: ", ")))"
      }
      return "Contradicted by the exact numbers: \(names.joined(separator: "; "))."
        + (document.draws < 10_000 ? " So few draws leave z-scores far from normal." : "")
    }
    guard !unbiased.isEmpty else { return "No estimator here promises to be unbiased." }
    let scores = unbiased.flatMap {
      [$0.biasZ.magnitude] + [$0.varianceZ?.magnitude].compactMap { $0 }
    }
    let worst = NumberFormat.fixed(scores.max() ?? 0, decimals: 1)
    let checked = unbiased.contains { $0.varianceZ != nil } ? "gradient and variance" : "gradient"
    return
      "Every unbiased estimator agrees with its exact \(checked): the largest of \(scores.count) "
      + "|z| is \(worst) (5 would contradict)."
  }

  /// Who is best for one parameter, and at what price the others come.
  private func reading(of rows: [VarianceRow], _ parameter: String) -> [String] {
    var sentences: [String] = []
    let unbiased = rows.filter { !$0.biased }
    let constant = unbiased.filter(\.isConstant).map(\.estimator)
    if !constant.isEmpty {
      sentences.append(
        "∂/∂\(parameter): \(list(constant)) \(constant.count == 1 ? "does" : "do") not vary at all: "
          + "one draw is the exact gradient.")
    }
    let ranked = unbiased.filter { !$0.isConstant && $0.efficiency.isFinite }
      .sorted { $0.efficiency < $1.efficiency }
    guard let best = ranked.first, let worst = ranked.last, ranked.count > 1 else {
      return sentences
    }
    let lead = constant.isEmpty ? "∂/∂\(parameter): " : "Of the others, "
    var sentence =
      "\(lead)\(best.estimator) reaches a given error in the least time"
    if let second = ranked.dropFirst().first, ranked.count > 2 {
      sentence += "; \(second.estimator) takes \(asLong(second.efficiency))"
    }
    sentence += "; \(worst.estimator) takes \(asLong(worst.efficiency))"
    if let ratio = varianceRatio(worst, best) {
      sentence += " (its variance is \(ratio) the best's)"
    }
    sentences.append(sentence + ".")
    return sentences
  }

  private func varianceRatio(_ a: VarianceRow, _ b: VarianceRow) -> String? {
    let ratio = (a.exactVariance ?? a.variance) / (b.exactVariance ?? b.variance)
    return ratio.isFinite && ratio > 0 ? times(ratio) : nil
  }

  /// What the biased ones are off by.
  private var biasReading: [String] {
    let biased = document.rows.filter(\.biased)
    guard !biased.isEmpty else { return [] }
    let worst = biased.max { $0.biasZ.magnitude < $1.biasZ.magnitude }
    let names = biased.map(\.estimator).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    guard let worst, worst.biasZ.magnitude > VarianceRow.threshold else {
      return [
        "\(list(names)) \(names.count == 1 ? "makes" : "make") no promise to be unbiased; "
          + "no bias shows at this many draws."
      ]
    }
    let bias = NumberFormat.significant(
      worst.exactBias ?? (worst.gradient - worst.exactGradient), digits: 3)
    return [
      "\(list(names)) \(names.count == 1 ? "is" : "are") biased: \(worst.estimator) is off by \(bias) "
        + "in \(worst.parameter), which no number of draws removes."
    ]
  }

  private func asLong(_ ratio: Double) -> String {
    ratio < 1.05 ? "as long" : times(ratio) + " as long"
  }

  private func times(_ ratio: Double) -> String {
    NumberFormat.significant(ratio, digits: ratio < 10 ? 2 : 3) + " times"
  }

  private func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
