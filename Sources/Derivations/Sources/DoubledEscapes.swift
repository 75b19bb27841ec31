/// Undoes the doubling of every backslash of a formula (`\\frac`), which some ways through Markdown ask for.
enum DoubledEscapes {
  /// Halves the backslashes where all of them are doubled and every word behind two of them is a command.
  static func undo(_ scalars: inout [Unicode.Scalar], _ positions: inout [SourcePosition]) {
    guard isDoubled(scalars) else { return }
    var kept: [Int] = []
    var index = 0
    while index < scalars.count {
      kept.append(index)
      index += scalars[index] == "\\" ? 2 : 1
    }
    scalars = kept.map { [scalars] in scalars[$0] }
    positions = kept.map { [positions] in positions[$0] }
  }

  private static func isDoubled(_ scalars: [Unicode.Scalar]) -> Bool {
    var commands = 0
    var index = 0
    while index < scalars.count {
      guard scalars[index] == "\\" else {
        index += 1
        continue
      }
      var end = index
      while end < scalars.count, scalars[end] == "\\" { end += 1 }
      guard (end - index).isMultiple(of: 2) else { return false }
      let wordStart = end
      while end < scalars.count, scalars[end].isASCIILetter { end += 1 }
      if end > wordStart {
        var word = String.UnicodeScalarView()
        word.append(contentsOf: scalars[wordStart..<end])
        guard wordStart - index == 2, known.contains(String(word)) else { return false }
        commands += 1
      }
      index = end
    }
    return commands > 0
  }

  private static let known: Set<String> = [
    "begin", "end", "mathbb", "mathcal", "mathbf", "mathrm", "boldsymbol", "text", "operatorname",
    "frac", "log", "ln", "exp", "int", "sum", "prod", "left", "right", "theta", "phi", "varphi",
    "mu",
    "sigma", "Sigma", "lambda", "epsilon", "varepsilon", "alpha", "beta", "mid", "vert", "Vert",
    "nabla",
    "partial", "sim", "approx", "propto", "geq", "leq", "ge", "le", "neq", "cdot", "quad", "qquad",
    "underbrace", "overbrace", "sqrt", "hat", "tilde", "bar", "odot", "big", "Big", "bigg", "Bigg",
    "max",
    "min", "arg", "argmax", "argmin", "label", "tag", "infty", "in", "to", "equiv", "ldots", "dots",
    "cdots", "parallel", "prime", "top", "langle", "rangle", "displaystyle", "nonumber",
  ]
}
