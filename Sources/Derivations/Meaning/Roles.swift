/// What the names of a document stand for, from use and from comments that say so.
///
/// A variable is **latent** if a law q is over it, or if it is averaged or integrated over where another variable is
/// only conditioned on; it is **data** if q is conditional on it. Where use leaves it open, the letters of the VAE
/// literature decide: x and y are data, z and h latent, ε is noise. A comment, `<!-- vae-lab: latent z; data x -->`,
/// is stronger than both.
public struct Roles: Sendable, Hashable {
  /// One name and what it stands for.
  public struct Entry: Sendable, Hashable {
    /// The name without indices, as LaTeX.
    public var name: String
    /// What it stands for.
    public var role: Role
    /// Why.
    public var reason: String
  }

  /// One density and what it is for.
  public struct DensityEntry: Sendable, Hashable {
    /// The density as LaTeX.
    public var density: String
    /// What it is for.
    public var role: DensityRole
  }

  /// The names, random variables first, each once.
  public private(set) var entries: [Entry] = []
  /// The densities of data and latent variables, in order of appearance.
  public private(set) var densities: [DensityEntry] = []

  /// Infers the roles of the names in expressions.
  ///
  /// - Parameters:
  ///   - expressions: All sides of all steps, and the formulas without a relation.
  ///   - declarations: What comments say.
  /// - Complexity: Linear in the number of nodes for a fixed number of names.
  public init(of expressions: [Expression], declarations: RoleDeclarations = RoleDeclarations()) {
    let notation = Notation(of: expressions).declaring(declarations.roles)
    let uses = Uses(of: expressions)
    for name in notation.random.sorted() {
      let (role, reason) = uses.role(of: name)
      entries.append(Entry(name: latex(name), role: role, reason: reason))
    }
    for name in notation.parameters.sorted() {
      entries.append(
        Entry(name: latex(name), role: .parameter, reason: "a law or a derivative shows it as one"))
    }
    for name in notation.indices.subtracting(notation.random).subtracting(notation.parameters)
      .sorted()
    {
      entries.append(
        Entry(name: latex(name), role: .index, reason: "a sum, product or subscript runs over it"))
    }
    for (name, role) in declarations.roles.sorted(by: { $0.key < $1.key }) {
      let entry = Entry(name: latex(name), role: role, reason: "a comment says so")
      if let known = entries.firstIndex(where: { $0.name == entry.name }) {
        entries[known] = entry
      } else {
        entries.append(entry)
      }
    }
    densities = Self.densities(in: expressions, roles: self)
  }

  /// The role of a name without indices, as LaTeX; nil for a name that does not occur.
  public func role(of name: String) -> Role? { entries.first { $0.name == name }?.role }

  private static func densities(in expressions: [Expression], roles: Roles) -> [DensityEntry] {
    var found: [DensityEntry] = []
    var seen: Set<Density> = []
    for case .density(let density) in expressions.flatMap(\.descendants).map(\.kind) {
      guard seen.insert(density).inserted, let role = densityRole(density, roles) else { continue }
      found.append(DensityEntry(density: Expression(.density(density)).latex, role: role))
    }
    return found
  }

  private static func densityRole(_ density: Density, _ roles: Roles) -> DensityRole? {
    func all(_ parts: [Expression], _ wanted: Role) -> Bool {
      let symbols = parts.flatMap(\.variableSymbols)
      return !symbols.isEmpty && symbols.allSatisfy { roles.role(of: latexHead($0)) == wanted }
    }
    let letter = density.name.name.lowercased()
    let isUnconditional = density.conditions.isEmpty
    if letter == "q" { return all(density.arguments, .latent) ? .approximatePosterior : nil }
    guard letter == "p" else { return nil }
    if all(density.arguments, .latent) {
      return isUnconditional ? .prior : all(density.conditions, .data) ? .posterior : nil
    }
    if all(density.arguments, .data) {
      return isUnconditional ? .evidence : all(density.conditions, .latent) ? .likelihood : nil
    }
    let kinds = Set(
      density.arguments.flatMap(\.variableSymbols).compactMap { roles.role(of: latexHead($0)) })
    return isUnconditional && kinds == [.data, .latent] ? .joint : nil
  }
}

/// A name by its key, as LaTeX.
private func latex(_ key: String) -> String {
  Vocabulary.greek[key] != nil ? "\\" + key : key
}

private func latexHead(_ symbol: Symbol) -> String { latex(symbol.headKey) }

/// Where random variables stand.
private struct Uses {
  var underQ: Set<String> = []
  var conditionsOfQ: Set<String> = []
  var averaged: Set<String> = []
  var conditions: Set<String> = []
  var inFunctions: Set<String> = []

  init(of expressions: [Expression]) {
    for node in expressions.flatMap(\.descendants) {
      switch node.kind {
      case .density(let density):
        let own = density.arguments.flatMap(\.variableSymbols).map(\.headKey)
        let given = density.conditions.flatMap(\.variableSymbols).map(\.headKey)
        conditions.formUnion(given)
        if density.name.name.lowercased() == "q" {
          underQ.formUnion(own)
          conditionsOfQ.formUnion(given)
        }
      case .integral(let integral):
        averaged.formUnion(
          integral.bindings.flatMap(\.variables).flatMap(\.variableSymbols).map(\.headKey))
      case .expectation(let expectation):
        averaged.formUnion(
          expectation.samplings.flatMap(\.variables).flatMap(\.variableSymbols).map(\.headKey))
      case .application(let application):
        inFunctions.formUnion(application.arguments.flatMap(\.variableSymbols).map(\.headKey))
      default: break
      }
    }
  }

  /// The role of a random variable, and why.
  func role(of name: String) -> (Role, String) {
    let isGiven = conditions.contains(name) || conditionsOfQ.contains(name) || underQ.contains(name)
    if name == "epsilon", inFunctions.contains(name), !isGiven {
      return (.noise, "functions take it and nothing is conditional on it")
    }
    if underQ.contains(name), !conditionsOfQ.contains(name) {
      return (.latent, "a law q is over it")
    }
    if conditionsOfQ.contains(name), !underQ.contains(name) {
      return (.data, "a law q is conditional on it")
    }
    switch name.lowercased() {
    case "x", "y": return (.data, "by its letter")
    case "z", "h": return (.latent, "by its letter")
    case "epsilon": return (.noise, "by its letter")
    default: break
    }
    if averaged.contains(name), conditions.contains(name) {
      return (.latent, "it is averaged over and conditioned on")
    }
    return (.variable, "a density or an average is over it")
  }
}
