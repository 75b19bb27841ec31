// Functions, densities, laws and averages.
extension Printer {
  static func function(_ function: Function, _ arguments: [Expression]) -> (String, Level) {
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

  static func name(_ function: Function) -> String {
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

  static func groups(
    _ arguments: [Expression], _ conditions: [Expression], _ parameters: [Expression]
  )
    -> String
  {
    var text = list(arguments)
    if !conditions.isEmpty { text += " \\mid " + list(conditions) }
    if !parameters.isEmpty { text += "; " + list(parameters) }
    return "(" + text + ")"
  }

  static func density(_ density: Density) -> String {
    density.name.latex + groups(density.arguments, density.conditions, density.parameters)
  }

  static func law(_ law: Law) -> String {
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

  static func divergence(_ divergence: Divergence) -> String {
    let name =
      switch divergence.kind {
      case .kullbackLeibler: "\\mathrm{KL}"
      case .jensenShannon: "\\mathrm{JS}"
      case .named("D"): "D"
      case .named(let label): "D_{" + (Vocabulary.greek[label] != nil ? "\\" : "") + label + "}"
      }
    return name + "\\left(\(divergence.from.latex) \\,\\|\\, \(divergence.to.latex)\\right)"
  }

  static func average(_ a: Expectation) -> String {
    samplings(a.samplings) + "\\left[" + print(a.body, in: .sum)
      + (a.conditions.isEmpty ? "" : " \\mid " + list(a.conditions)) + "\\right]"
  }

  static func samplings(_ samplings: [Sampling]) -> String {
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

  static func lower(_ expression: Expression?) -> String {
    expression.map { "_{" + $0.latex + "}" } ?? ""
  }
}
