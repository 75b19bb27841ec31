/// Whether π by itself is the number in a document: π in `\frac{4}{\pi}` and `\log \pi`, not beside weights π_k, a policy π(a ∣ s), a
/// parameter π.
///
/// It is where the document shows π only as a factor, a power, a fraction or under a function, never with an index or an
/// argument, alone on a side, or in a sum.
enum LonePi {
  /// Returns whether π is the number wherever it stands.
  static func isNumber(in steps: [Step], _ expressions: [Expression]) -> Bool {
    let sides = steps.flatMap { [$0.left, $0.right] } + expressions
    return !sides.contains { $0.kind == .symbol(pi) } && !sides.contains(where: speaksOfName)
  }

  /// Returns an expression with π as the number.
  static func marked(_ expression: Expression) -> Expression {
    expression.rewritten { node in
      node.kind == .symbol(pi) ? Expression(.constant(.pi), at: node.range) : node
    }
  }

  /// Returns a step with π as the number.
  static func marked(_ step: Step) -> Step {
    var step = step
    step.left = marked(step.left)
    step.right = marked(step.right)
    step.otherReadings = step.otherReadings.map {
      Step.Reading(left: marked($0.left), right: marked($0.right))
    }
    return step
  }

  private static let pi = Symbol("pi")

  /// Whether π stands somewhere within where a number does not.
  private static func speaksOfName(_ expression: Expression) -> Bool {
    var bare = 0
    var inPlace = 0
    for node in expression.descendants {
      switch node.kind {
      case .symbol(let symbol):
        if symbol.name == "pi" {
          guard symbol == pi else { return true }
          bare += 1
        }
        if (symbol.subscripts + symbol.superscripts).flatMap(\.symbols).contains(where: isPi) {
          return true
        }
      case .application(let application) where isPi(application.name): return true
      case .density(let density) where isPi(density.name): return true
      case .product(let factors): inPlace += factors.count { $0.kind == .symbol(pi) }
      case .quotient(let top, let bottom):
        inPlace += [top, bottom].count { $0.kind == .symbol(pi) }
      case .power(let base, _): inPlace += base.kind == .symbol(pi) ? 1 : 0
      case .function(_, let arguments):
        inPlace += arguments.count { $0.kind == .symbol(pi) }
      default: break
      }
    }
    return bare != inPlace
  }

  private static func isPi(_ symbol: Symbol) -> Bool { symbol.name == "pi" }
}
