import Foundation

extension String {
  /// MathML whose long formulas may go on in another line, as TeX's do: before a relation, a sum or a difference that stands
  /// outside all brackets, and after a wide space.
  ///
  /// Browsers never break a formula, so each becomes several that stand beside each other in one line of text where there
  /// is room. A display becomes a `span` of the class `display`.
  ///
  /// - Complexity: Linear in the length of the page.
  package func withFormulaBreaks() -> String {
    let end = "</math>"
    let parts = components(separatedBy: end)
    let formulas = parts.dropLast().map { part in
      guard let start = part.range(of: "<math ") else { return part + end }
      let formula = part[start.lowerBound...] + end
      return part[..<start.lowerBound] + (Self.pieces(of: formula) ?? String(formula))
    }
    return formulas.joined() + parts[parts.count - 1]
  }

  /// A formula in pieces; nil where it stays whole.
  private static func pieces(of formula: Substring) -> String? {
    guard let start = formula.range(of: "><semantics><mrow>"),
      let stop = formula.range(of: "</mrow><annotation encoding=\"application/x-tex\">"),
      formula[stop.upperBound...].count > 40 + "</annotation></semantics></math>".count,
      let children = children(of: formula[start.upperBound..<stop.lowerBound]).map(opened)
    else { return nil }
    var pieces = [""]
    var depth = 0
    var isBetweenBars = false
    for (index, child) in children.enumerated() {
      if depth == 0, !isBetweenBars, index > 0,
        allowsBreak(before: child, after: children[index - 1])
      {
        // A sign that a piece begins with is still one between two sides.
        pieces.append(
          child.hasPrefix("<mo>") ? "<mo form=\"infix\">" + child.dropFirst(4) : String(child))
      } else {
        pieces[pieces.count - 1] += child
      }
      depth += turn(of: child)
      if sign(of: child) == "∥" { isBetweenBars.toggle() }
    }
    guard pieces.count > 1 else { return nil }
    let isDisplay = formula.hasPrefix("<math display=\"block\"")
    let opening = "<math display=\"inline\"" + (isDisplay ? " displaystyle=\"true\">" : ">")
    let text = pieces.map { "\(opening)<mrow>\($0)</mrow></math>" }.joined()
    return isDisplay ? "<span class=\"display\">\(text)</span>" : text
  }

  private static func allowsBreak(before child: Substring, after last: Substring) -> Bool {
    if last.hasPrefix("<mspace") {
      return last.contains("width=\"1.0em\"") || last.contains("width=\"2.0em\"")
    }
    guard child.hasPrefix("<mo>"), let sign = sign(of: child) else { return false }
    return "=≠≤≥<>≈≡∼∝→⟹⇒⟺⇔".contains(sign) || child.hasPrefix("<mo>:=<")
      || "+−".contains(sign)
        && (!last.hasPrefix("<mo") || ")]}∥".contains(Self.sign(of: last) ?? "+"))
  }

  /// Elements without the rows that pandoc makes from one vertical line to the next, as from p(x|z) to q(x|z): such a row
  /// closes brackets that it has not opened.
  private static func opened(_ children: [Substring]) -> [Substring] {
    children.flatMap { child in
      guard child.hasPrefix("<mrow>"), let inner = Self.children(of: child.dropFirst(6).dropLast(7))
      else { return [child] }
      let elements = opened(inner)
      var depth = 0
      var isSound = elements.count == inner.count
      for element in elements {
        depth += turn(of: element)
        isSound = isSound && depth >= 0
      }
      return isSound ? [child] : elements
    }
  }

  /// 1 for a bracket that opens, -1 for one that closes.
  private static func turn(of element: Substring) -> Int {
    guard let sign = sign(of: element) else { return 0 }
    return "([{⟨⌊⌈".contains(sign) ? 1 : ")]}⟩⌋⌉".contains(sign) ? -1 : 0
  }

  /// The operator that an element is, or carries indices on.
  private static func sign(of element: Substring) -> Character? {
    let base = element.hasPrefix("<msu") ? element.dropFirst(1).drop { $0 != "<" } : element
    guard base.hasPrefix("<mo"), let start = base.firstIndex(of: ">") else { return nil }
    return base[base.index(after: start)...].first
  }

  /// The elements that stand side by side in a row; nil where tags are not balanced.
  private static func children(of row: Substring) -> [Substring]? {
    var children: [Substring] = []
    var depth = 0
    var start = row.startIndex
    var place = row.startIndex
    while let tag = row[place...].firstIndex(of: "<"), let close = row[tag...].firstIndex(of: ">") {
      place = row.index(after: close)
      if row[tag...].hasPrefix("</") {
        depth -= 1
      } else if row[..<close].last != "/" {
        depth += 1
      }
      guard depth >= 0 else { return nil }
      if depth == 0 {
        children.append(row[start..<place])
        start = place
      }
    }
    return depth == 0 && start == row.endIndex ? children : nil
  }
}
