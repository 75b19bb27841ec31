import Derivations
import Testing

@Suite("The page of a report")
struct PageTests {
  /// What a page has to survive: a true row, a false one, markup in words and names, an unknown command, two bars by
  /// Markdown's escape, a bracket that is not closed.
  private static let text = """
    $$
    \\begin{aligned}
    \\log p(x) &= \\mathbb{E}_{q(z)}\\left[\\log \\frac{p(x, z)}{p(z \\mid x)}\\right] \\\\
    &= \\log p(x) + 1 \\text{ if a < b & "c" > d}
    \\end{aligned}
    $$

    $D_{KL}(q(z) \\|\\| p(z)) \\ge 0$, $\\mystery{x} = 1$ and $$ 1 = ( $$

    $$ \\int p(z) \\, dz = 1, \\quad z \\sim p(z)
    """

  private static func page(name: String = "a <b> & \"c\".md") throws -> String {
    Report(checking: try Document(name: name, bytes: Array(text.utf8))).page
  }

  /// The tags of a page, without what scripts and styles hold.
  private static func tags(_ page: String) -> [Substring] {
    var tags: [Substring] = []
    var rest = page[...]
    while let start = rest.firstIndex(of: "<") {
      guard let end = rest[start...].firstIndex(of: ">") else { return tags + ["<"] }
      let tag = rest[rest.index(after: start)..<end]
      tags.append(tag)
      rest = rest[rest.index(after: end)...]
      for raw in ["script", "style"] where tag == raw {
        rest = rest.range(ofText: "</\(raw)>").map { rest[$0...] } ?? ""
      }
    }
    return tags
  }

  @Test("Every element is closed where it must be, whatever the document holds")
  func isWellFormed() throws {
    var open: [Substring] = []
    for tag in Self.tags(try Self.page()) {
      let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber || $0 == "!" }
      if ["!doctype", "meta", "br"].contains(name) || tag.hasSuffix("/") { continue }
      if tag.hasPrefix("/") {
        #expect(open.popLast() == name)
      } else {
        #expect(tag.count(where: { $0 == "\"" }).isMultiple(of: 2))
        open.append(name)
      }
    }
    #expect(open.isEmpty)
  }

  @Test("The page needs nothing but itself")
  func isSelfContained() throws {
    let page = try Self.page()
    for link in ["http:", "https:", " src=", " href=", "url(", "@import"] {
      #expect(!page.contains(link), "\(link)")
    }
  }

  @Test("Every step can be pointed at, tapped and reached by the keyboard, and has its evidence")
  func stepsHaveEvidence() throws {
    let page = try Self.page()
    let tags = Self.tags(page)
    let steps = tags.filter { $0.contains("data-step=") }
    #expect(steps.count >= 4)
    for step in steps {
      #expect(step.contains("tabindex=\"0\"") && step.contains("role=\"button\""))
      let number = step.split(separator: "data-step=\"")[1].prefix { $0.isNumber }
      #expect(tags.count { $0.contains("id=\"step-\(number)\"") } == 1)
    }
    for event in ["mouseenter", "focus", "click", "keydown"] {
      #expect(page.contains("'\(event)'"))
    }
  }

  @Test("Formulas are MathML and not LaTeX, but for the name of an unknown command")
  func formulasAreMathML() throws {
    let page = try Self.page()
    let formulas = page.split(separator: "<div class=\"formula\">").dropFirst()
      .map { $0.split(separator: "</div>")[0] }
    #expect(formulas.count >= 4)
    for formula in formulas {
      let isRaw = formula.contains("<code")
      #expect(formula.contains("<math") != isRaw)
      if !isRaw, !formula.contains("class=\"unknown\"") { #expect(!formula.contains("\\")) }
    }
  }

  @Test("Two bars in one place are set as one double bar")
  func bars() throws {
    for bars in ["\\\\|\\\\|", "||", "\\\\mid\\\\mid", "\\\\Vert"] {
      let text = "$$ D(q \(bars.replacing("\\\\", with: "\\")) p) \\ge 0 $$"
      let page = Report(checking: try Document(name: "a.tex", bytes: Array(text.utf8))).page
      let formula = page.split(separator: "<div class=\"formula\">")[1].split(separator: "</div>")[
        0]
      #expect(formula.count { $0 == "‖" } == 1, "\(bars)")
    }
  }
}

extension Substring {
  /// The place of a text.
  fileprivate func range(ofText text: String) -> Index? {
    var position = startIndex
    while position < endIndex {
      if self[position...].hasPrefix(text) { return position }
      position = index(after: position)
    }
    return nil
  }
}
