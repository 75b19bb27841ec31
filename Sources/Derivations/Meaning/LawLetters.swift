/// The letters besides p and q that a document uses for laws: g in KL(g(θ) ‖ p(θ ∣ y)), in E_{g(θ)} and in θ ∼ g(θ).
struct LawLetters: Sendable {
  /// The names of the laws without indices.
  private(set) var names: Set<String> = []

  /// Infers the letters from expressions and steps.
  init(of steps: [Step], _ expressions: [Expression] = []) {
    let sides = expressions + steps.flatMap { [$0.left, $0.right] }
    let nodes = sides.flatMap(\.descendants)
    var applied: [String: Set<String>] = [:]
    var random = Set<String>()
    for node in nodes {
      switch node.kind {
      case .application(let application) where application.name.isRandomLike:
        applied[application.name.name, default: []].insert(application.name.headKey)
      case .density(let density):
        for part in density.arguments + density.conditions {
          random.formUnion(part.variableSymbols.map(\.name))
        }
      default: break
      }
    }
    var letters = Set<String>()
    /// Notes a law: written with its arguments, or bare where it stands with arguments elsewhere.
    func note(_ law: Expression?) {
      switch law?.kind {
      case .application(let application) where application.name.isRandomLike:
        letters.insert(application.name.name)
      case .symbol(let symbol) where symbol.isRandomLike && applied[symbol.name] != nil:
        letters.insert(symbol.name)
      case .product(let factors): for factor in factors { note(factor) }
      default: break
      }
    }
    for node in nodes {
      switch node.kind {
      case .divergence(let divergence):
        note(divergence.from)
        note(divergence.to)
      case .expectation(let average), .variance(let average):
        for sampling in average.samplings {
          note(sampling.law)
          if sampling.law == nil { for variable in sampling.variables { note(variable) } }
        }
      default: break
      }
    }
    for step in steps where step.relation == .distributed { note(step.right) }
    for letter in letters where !random.contains(letter) { names.formUnion(applied[letter] ?? []) }
  }
}
