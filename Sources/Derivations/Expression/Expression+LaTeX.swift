extension Expression {
  /// The expression as LaTeX that reads as the same expression: every argument in brackets, one spelling for everything.
  ///
  /// - Complexity: O(*n* · *d*) in the number of nodes and the depth of nesting.
  public var latex: String { Printer.print(self, in: .sum) }
}

extension Symbol {
  /// The symbol as LaTeX.
  public var latex: String {
    var text = Printer.letter(name, typeface)
    for accent in accents { text = Printer.mark(accent, on: text) }
    if !subscripts.isEmpty { text += "_{" + subscripts.map(\.latex).joined(separator: ", ") + "}" }
    var upper = accents.compactMap(Printer.superscript).joined()
    if !superscripts.isEmpty {
      upper += "(" + superscripts.map(\.latex).joined(separator: ", ") + ")"
    }
    if !upper.isEmpty { text += "^{" + upper + "}" }
    return text
  }
}

extension Index {
  /// The entry as LaTeX.
  public var latex: String {
    switch self {
    case .value(let value): value.latex
    case .range(let from, let to): from.latex + ":" + to.latex
    case .except(let value): "\\setminus " + value.latex
    case .before(let value, let including): (including ? "\\le " : "<") + value.latex
    case .after(let value, let including): (including ? "\\ge " : ">") + value.latex
    case .conditional(let variables, let conditions):
      Printer.list(variables) + " \\mid " + Printer.list(conditions)
    case .all: ":"
    }
  }
}

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

  private static func body(_ expression: Expression) -> (String, Level) {
    switch expression.kind {
    case .number(let number): self.number(number)
    case .constant(let constant):
      (constant == .pi ? "\\pi" : constant == .e ? "e" : "\\infty", .operand)
    case .symbol(let symbol): (symbol.latex, .operand)
    case .unspecified: ("\\text{const}", .operand)
    case .placeholder: ("\\cdot", .operand)
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
      ("H" + lower(a.law) + groups(a.subjects, a.conditions, []), .operand)
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

  private static func number(_ number: Rational) -> (String, Level) {
    if number.denominator == 1 {
      return number.numerator < 0
        ? ("\(number.numerator)", .sum) : ("\(number.numerator)", .operand)
    }
    let magnitude = "\\frac{\(number.numerator.magnitude)}{\(number.denominator)}"
    return number.numerator < 0 ? ("-" + magnitude, .sum) : (magnitude, .operand)
  }

  private static func sum(_ terms: [Expression]) -> String {
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

  private static func base(_ expression: Expression) -> String {
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

  // MARK: Functions and laws

  private static func function(_ function: Function, _ arguments: [Expression]) -> (String, Level) {
    let inside = list(arguments)
    switch function {
    case .squareRoot: return ("\\sqrt{\(inside)}", .operand)
    case .root(let degree): return ("\\sqrt[\(degree.latex)]{\(inside)}", .operand)
    case .norm(let order):
      return (
        "\\left\\lVert \(inside) \\right\\rVert" + (order.map { "_{\($0.latex)}" } ?? ""), .operand
      )
    case .absolute: return ("\\left\\lvert \(inside) \\right\\rvert", .operand)
    case .floor: return ("\\left\\lfloor \(inside) \\right\\rfloor", .operand)
    case .ceiling: return ("\\left\\lceil \(inside) \\right\\rceil", .operand)
    case .factorial: return (base(arguments[0]) + "!", .operand)
    case .log(let base):
      return (
        "\\log" + (base.map { "_{\($0.latex)}" } ?? "") + "\\left(\(inside)\\right)", .operand
      )
    case .indicator: return ("\\mathbb{1}\\left[\(inside)\\right]", .operand)
    case .maximum: return ("\\max\\left(\(inside)\\right)", .operand)
    case .minimum: return ("\\min\\left(\(inside)\\right)", .operand)
    default: return ("\\operatorname{\(name(function))}\\left(\(inside)\\right)", .operand)
    }
  }

  private static func name(_ function: Function) -> String {
    switch function {
    case .exp: "exp"
    case .sigmoid: "sigmoid"
    case .softplus: "softplus"
    case .softmax: "softmax"
    case .rectifier: "ReLU"
    case .sin: "sin"
    case .cos: "cos"
    case .tan: "tan"
    case .tanh: "tanh"
    case .sinh: "sinh"
    case .cosh: "cosh"
    case .arctan: "arctan"
    case .erf: "erf"
    case .trace: "tr"
    case .determinant: "det"
    case .diagonal: "diag"
    case .rank: "rank"
    case .dimension: "dim"
    case .sign: "sign"
    case .stopGradient: "sg"
    case .gammaFunction: "gammaFunction"
    case .digamma: "digamma"
    case .betaFunction: "betaFunction"
    case .vectorised: "vec"
    case .concatenation: "concat"
    default: ""
    }
  }

  private static func groups(
    _ arguments: [Expression], _ conditions: [Expression], _ parameters: [Expression]
  )
    -> String
  {
    var text = list(arguments)
    if !conditions.isEmpty { text += " \\mid " + list(conditions) }
    if !parameters.isEmpty { text += "; " + list(parameters) }
    return "(" + text + ")"
  }

  private static func density(_ density: Density) -> String {
    density.name.latex + groups(density.arguments, density.conditions, density.parameters)
  }

  private static func law(_ law: Law) -> String {
    let name =
      switch law.family {
      case .normal: "\\mathcal{N}"
      case .uniform: "\\mathcal{U}"
      case .studentT: "\\text{Student}"
      default:
        "\\text{" + law.family.rawValue.prefix(1).uppercased() + law.family.rawValue.dropFirst()
          + "}"
      }
    return name + "(" + (law.value.map { list([$0]) + "; " } ?? "") + list(law.parameters) + ")"
  }

  private static func divergence(_ divergence: Divergence) -> String {
    let name =
      switch divergence.kind {
      case .kullbackLeibler: "\\mathrm{KL}"
      case .jensenShannon: "\\mathrm{JS}"
      case .named("D"): "D"
      case .named(let label): "D_{" + (Vocabulary.greek[label] != nil ? "\\" : "") + label + "}"
      }
    return name + "\\left(\(divergence.from.latex) \\,\\|\\, \(divergence.to.latex)\\right)"
  }

  private static func average(_ a: Expectation) -> String {
    samplings(a.samplings) + "\\left[" + print(a.body, in: .sum)
      + (a.conditions.isEmpty ? "" : " \\mid " + list(a.conditions)) + "\\right]"
  }

  private static func samplings(_ samplings: [Sampling]) -> String {
    guard !samplings.isEmpty else { return "" }
    let entries = samplings.map { sampling in
      switch (sampling.variables.isEmpty, sampling.law) {
      case (false, let law?): list(sampling.variables) + " \\sim " + law.latex
      case (true, let law?): law.latex
      default: list(sampling.variables)
      }
    }
    return "_{" + entries.joined(separator: ", ") + "}"
  }

  private static func lower(_ expression: Expression?) -> String {
    expression.map { "_{" + $0.latex + "}" } ?? ""
  }

  // MARK: Binders

  private static func integral(_ integral: Integral) -> (String, Level) {
    var limits = ""
    for binding in integral.bindings {
      switch binding.domain {
      case .everything where binding.variables.isEmpty: limits += "\\int "
      case .everything: limits += "\\int "
      default: limits += "\\int" + domain(binding) + " "
      }
    }
    if integral.bindings.isEmpty { limits = "\\int " }
    let differentials = integral.bindings.reversed().flatMap(\.variables).map {
      " \\, d " + print($0, in: .operand)
    }
    let isNamed = !differentials.isEmpty
    let body = print(integral.body, in: isNamed ? .sum : .term)
    return (limits + body + differentials.joined(), isNamed ? .factor : .term)
  }

  /// What an integral says of its variable: limits or a set.
  private static func domain(_ binding: Binding) -> String {
    switch binding.domain {
    case .everything: ""
    case .between(let from, let to): "_{\(from.latex)}" + (to.map { "^{\($0.latex)}" } ?? "")
    case .members(let set):
      binding.variables.isEmpty
        ? "_{\(set.latex)}" : "_{\(list(binding.variables)) \\in \(set.latex)}"
    case .satisfying(let relation, let other):
      "_{\(list(binding.variables)) \(sign(relation)) \(other.latex)}"
    }
  }

  private static func bindings(_ bindings: [Binding]) -> String {
    guard !bindings.isEmpty else { return "" }
    if bindings.count == 1, case .between(let from, let to) = bindings[0].domain {
      let upper = to.map { "^{\($0.latex)}" } ?? ""
      return "_{\(list(bindings[0].variables)) = \(from.latex)}" + upper
    }
    let entries = bindings.map { binding in
      let variables = list(binding.variables)
      return switch binding.domain {
      case .everything: variables
      case .between(let from, let to):
        to.map { "\(variables) \\in \\{\(from.latex), \\dots, \($0.latex)\\}" }
          ?? "\(variables) = \(from.latex)"
      case .members(let set): "\(variables) \\in \(set.latex)"
      case .satisfying(let relation, let other): "\(variables) \(sign(relation)) \(other.latex)"
      }
    }
    return "_{" + entries.joined(separator: ", ") + "}"
  }

  private static func derivative(_ derivative: Derivative) -> (String, Level) {
    let variables = list(derivative.variables)
    let lower = derivative.variables.isEmpty ? "" : "_{\(variables)}"
    let operand = "\\left[" + print(derivative.body, in: .sum) + "\\right]"
    switch derivative.kind {
    case .gradient: return ("\\nabla\(lower) " + operand, .factor)
    case .laplacian: return ("\\nabla\(lower)^{2} " + operand, .factor)
    case .divergence: return ("\\nabla\(lower) \\cdot " + operand, .factor)
    case .partial, .total, .functional:
      let d =
        derivative.kind == .partial ? "\\partial" : derivative.kind == .total ? "d" : "\\delta"
      let order = derivative.variables.count == 1 ? "" : "^{\(derivative.variables.count)}"
      let below = derivative.variables.map { "\(d) " + print($0, in: .operand) }.joined(
        separator: " ")
      return ("\\frac{\(d)\(order)}{\(below)} " + operand, .factor)
    }
  }

  private static func optimum(_ optimum: Optimum) -> String {
    let name =
      switch optimum.kind {
      case .maximum: "\\max"
      case .minimum: "\\min"
      case .supremum: "\\sup"
      case .infimum: "\\inf"
      case .argmax: "\\arg\\max"
      case .argmin: "\\arg\\min"
      }
    return name + bindings(optimum.bindings) + " " + print(optimum.body, in: .sum)
  }

  private static func statement(_ statement: Expression.Statement) -> String {
    statement.left.latex + " " + sign(statement.relation) + " " + statement.right.latex
  }

  /// A relation as LaTeX.
  static func sign(_ relation: Relation) -> String {
    switch relation {
    case .equal: "="
    case .notEqual: "\\ne"
    case .less: "<"
    case .lessOrEqual: "\\le"
    case .greater: ">"
    case .greaterOrEqual: "\\ge"
    case .muchLess: "\\ll"
    case .muchGreater: "\\gg"
    case .approximately: "\\approx"
    case .proportional: "\\propto"
    case .defined: "\\coloneqq"
    case .distributed: "\\sim"
    case .member: "\\in"
    case .arrow: "\\to"
    case .implies: "\\Rightarrow"
    case .equivalent: "\\Leftrightarrow"
    case .independent: "\\perp"
    }
  }
}
