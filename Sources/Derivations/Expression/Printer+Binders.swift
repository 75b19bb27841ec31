// What binds variables: integrals, sums, derivatives, optima; and relations.
extension Printer {
  static func integral(_ integral: Integral) -> (String, Level) {
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

  static func bindings(_ bindings: [Binding]) -> String {
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

  static func derivative(_ derivative: Derivative) -> (String, Level) {
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

  static func optimum(_ optimum: Optimum) -> String {
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

  static func statement(_ statement: Expression.Statement) -> String {
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
