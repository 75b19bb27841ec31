/// Writes expressions as LaTeX.
enum Printer {
  /// How tightly the surroundings bind: what needs brackets there.
  enum Level: Int, Comparable {
    case sum, term, factor, operand
    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  static func print(_ expression: Expression, in level: Level) -> String {
    let (text, own) = body(expression)
    return own < level ? "\\left(\(text)\\right)" : text
  }

  static func list(_ expressions: [Expression]) -> String {
    expressions.map { print($0, in: .sum) }.joined(separator: ", ")
  }

  // MARK: Names

  static func letter(_ name: String, _ typeface: Typeface) -> String {
    let isGreek = Vocabulary.greek[name] != nil
    let isLetter = name.unicodeScalars.count == 1
    let text = isGreek ? "\\" + name : name
    switch typeface {
    case .plain: return isGreek ? text : isLetter ? text : "\\text{\(name)}"
    case .upright: return isLetter || isGreek ? "\\mathrm{\(text)}" : "\\text{\(name)}"
    case .bold: return "\\boldsymbol{\(text)}"
    case .calligraphic: return "\\mathcal{\(text)}"
    case .blackboard: return "\\mathbb{\(text)}"
    case .fraktur: return "\\mathfrak{\(text)}"
    case .sansSerif: return "\\mathsf{\(text)}"
    case .typewriter: return "\\mathtt{\(text)}"
    }
  }

  static func mark(_ accent: Accent, on text: String) -> String {
    switch accent {
    case .hat: "\\hat{\(text)}"
    case .tilde: "\\tilde{\(text)}"
    case .bar: "\\bar{\(text)}"
    case .vector: "\\vec{\(text)}"
    case .dot: "\\dot{\(text)}"
    case .doubleDot: "\\ddot{\(text)}"
    case .check: "\\check{\(text)}"
    case .breve: "\\breve{\(text)}"
    case .underline: "\\underline{\(text)}"
    case .difference: "\\Delta \(text)"
    case .star, .prime, .dagger, .plus, .minus: text
    }
  }

  static func superscript(_ accent: Accent) -> String? {
    switch accent {
    case .star: "*"
    case .prime: "\\prime"
    case .dagger: "\\dagger"
    case .plus: "+"
    case .minus: "-"
    default: nil
    }
  }

  // MARK: Nodes

  static func body(_ expression: Expression) -> (String, Level) {
    switch expression.kind {
    case .number(let number): self.number(number)
    case .constant(let constant):
      (constant == .pi ? "\\pi" : constant == .e ? "e" : "\\infty", .operand)
    case .symbol(let symbol): (symbol.latex, .operand)
    case .unspecified: ("\\text{const}", .operand)
    case .argumentDot: ("\\cdot", .operand)
    case .ellipsis: ("\\dots", .operand)
    case .sum(let terms): (sum(terms), .sum)
    case .product(let factors): (product(factors), .term)
    case .negated(let inner): ("-" + print(inner, in: .term), .sum)
    case .plusMinus(let inner): ("\\pm " + print(inner, in: .term), .sum)
    case .quotient(let top, let bottom):
      ("\\frac{\(print(top, in: .sum))}{\(print(bottom, in: .sum))}", .operand)
    case .power(let base, let exponent):
      (self.base(base) + "^{" + print(exponent, in: .sum) + "}", .operand)
    case .function(let function, let arguments): self.function(function, arguments)
    case .application(let a):
      (a.name.latex + groups(a.arguments, a.conditions, a.parameters), .operand)
    case .density(let density): (self.density(density), .operand)
    case .law(let law): (self.law(law), .operand)
    case .expectation(let a): ("\\mathbb{E}" + average(a), .operand)
    case .variance(let a): ("\\operatorname{Var}" + average(a), .operand)
    case .covariance(let a, let other):
      (
        "\\operatorname{Cov}" + samplings(a.samplings)
          + "\\left[\(print(a.body, in: .sum)), \(print(other, in: .sum))\\right]", .operand
      )
    case .divergence(let divergence): (self.divergence(divergence), .operand)
    case .entropy(let a):
      (
        "H" + lower(a.base.map { Expression(.number($0)) } ?? a.law)
          + groups(a.subjects, a.conditions, []), .operand
      )
    case .crossEntropy(let a, let b): ("H" + groups([a, b], [], []), .operand)
    case .mutualInformation(let a):
      (
        "I" + lower(a.law) + "\\left(" + list(a.first) + "; " + list(a.second)
          + (a.conditions.isEmpty ? "" : " \\mid " + list(a.conditions)) + "\\right)", .operand
      )
    default: binder(expression)
    }
  }

  private static func binder(_ expression: Expression) -> (String, Level) {
    switch expression.kind {
    case .integral(let a): integral(a)
    case .series(let a):
      (
        (a.operation == .sum ? "\\sum" : "\\prod") + bindings(a.bindings) + " " + seriesBody(a),
        .term
      )
    case .derivative(let a): derivative(a)
    case .optimum(let a): (optimum(a), .sum)
    case .limit(let a, let b, let c):
      ("\\lim_{\(a.latex) \\to \(b.latex)} " + print(c, in: .term), .term)
    case .evaluated(let a, let at):
      (
        print(a, in: .operand) + "\\big|_{" + at.map { statement($0) }.joined(separator: ", ")
          + "}", .factor
      )
    case .transpose(let a): (base(a) + "^{\\top}", .operand)
    case .elementwiseProduct(let factors):
      (factors.map { print($0, in: .operand) }.joined(separator: " \\odot "), .term)
    case .innerProduct(let a, let b): ("\\langle \(a.latex), \(b.latex) \\rangle", .operand)
    case .otherProduct(let sign, let a, let b):
      (print(a, in: .operand) + " \(sign) " + print(b, in: .operand), .term)
    case .matrix(let rows):
      (
        "\\begin{pmatrix}"
          + rows.map { $0.map(\.latex).joined(separator: " & ") }.joined(separator: " \\\\ ")
          + "\\end{pmatrix}", .operand
      )
    case .tuple(let entries): ("\\left(" + list(entries) + "\\right)", .operand)
    case .set(let entries): ("\\left\\{" + list(entries) + "\\right\\}", .operand)
    case .cases(let branches):
      (
        "\\begin{cases}"
          + branches.map {
            $0.value.latex + " & "
              + ($0.condition.map { "\\text{if } " + $0.latex } ?? "\\text{otherwise}")
          }
          .joined(separator: " \\\\ ") + "\\end{cases}", .operand
      )
    case .statement(let a): (statement(a), .sum)
    default: ("", .operand)
    }
  }

  /// What a sum or product repeats; a product in a product stands in brackets, which say where it ends.
  private static func seriesBody(_ series: Series) -> String {
    if series.operation == .product, case .product = series.body.kind {
      return print(series.body, in: .operand)
    }
    return print(series.body, in: .term)
  }

  static func number(_ number: Rational) -> (String, Level) {
    if number.denominator == 1 {
      return number.numerator < 0
        ? ("\(number.numerator)", .sum) : ("\(number.numerator)", .operand)
    }
    let magnitude = "\\frac{\(number.numerator.magnitude)}{\(number.denominator)}"
    return number.numerator < 0 ? ("-" + magnitude, .sum) : (magnitude, .operand)
  }

  static func sum(_ terms: [Expression]) -> String {
    var text = ""
    for (index, term) in terms.enumerated() {
      let level: Level = isTakenUp(term, by: terms[(index + 1)...]) ? .operand : .term
      switch term.kind {
      case .negated(let inner): text += (index == 0 ? "-" : " - ") + print(inner, in: level)
      case .plusMinus(let inner): text += " \\pm " + print(inner, in: .term)
      default:
        if index > 0 { text += " + " }
        text += print(term, in: level)
      }
    }
    return text
  }

  /// Whether later terms mention what a sum or product at the end of a term runs over, so that it could reach over them.
  private static func isTakenUp(_ term: Expression, by later: ArraySlice<Expression>) -> Bool {
    switch term.kind {
    case .negated(let inner): isTakenUp(inner, by: later)
    case .product(let factors): factors.last.map { isTakenUp($0, by: later) } ?? false
    case .series(let series):
      later.contains { $0.mentions(series.bindings.flatMap(\.names)) }
        || isTakenUp(series.body, by: later)
    default: false
    }
  }

  /// Factors side by side; a factor that reaches to the right stands in brackets unless it is the last.
  private static func product(_ factors: [Expression]) -> String {
    var parts: [String] = []
    for (index, factor) in factors.enumerated() {
      let isLast = index == factors.count - 1
      var part = print(factor, in: isLast && index > 0 && reaches(factor) ? .term : .operand)
      if index > 0 {
        // A bracket behind a name could hold its arguments.
        let isNumber = if case .number = factor.kind { true } else { false }
        if isNumber || (part.hasPrefix("\\left(") && takesArguments(factors[index - 1])) {
          part = "\\cdot " + part
        }
      }
      parts.append(part)
    }
    return parts.joined(separator: " ")
  }

  private static func takesArguments(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .symbol, .power, .transpose: true
    default: false
    }
  }

  private static func reaches(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .series, .derivative, .limit: true
    default: false
    }
  }

  static func base(_ expression: Expression) -> String {
    switch expression.kind {
    case .symbol(let symbol)
    where symbol.superscripts.isEmpty && !symbol.accents.contains { superscript($0) != nil }:
      return symbol.latex
    case .number(let number) where number.numerator >= 0 && number.denominator == 1:
      return "\(number.numerator)"
    case .density(let density)
    where density.name.superscripts.isEmpty
      && !density.name.accents.contains { superscript($0) != nil }:
      return self.density(density)
    default: return "\\left(" + print(expression, in: .sum) + "\\right)"
    }
  }
}
