extension Decider {
  /// Returns what is found about a step that speaks of vectors or matrices: it is read in two and in three dimensions.
  ///
  /// A step that fails there and holds in one dimension is true only there if nothing in it says for certain that its
  /// names are vectors, as a norm does not.
  func inSeveralDimensions(
    _ shapes: Shapes, isQuick: Bool, _ finding: (Shapes?) -> Finding
  ) -> Finding {
    var best: Finding?
    for size in Shapes.sizes where best == nil || !isQuick {
      var sized = shapes
      sized.dimension = size
      let found = finding(sized)
      if found.isGood {
        best = best ?? found
        continue
      }
      if found.verdict == .refuted, !isQuick, let other = restricted(sized, finding) {
        return other
      }
      // Integrals over three variables may be too large; then two dimensions have to do.
      if let best, found.reason == Obstacle.tooMuchWork.reason { return best }
      guard !shapes.isCertain else { return found }
      var single = finding(nil)
      if single.verdict == .holds || single.verdict == .proved, found.verdict == .refuted {
        single.verdict = .conditional
        single.reason = "only in one dimension"
        single.witness = found.witness
      }
      return single
    }
    return best ?? finding(nil)
  }

  /// Returns the finding that a step is true if the matrices that it never transposes are symmetric, or the vectors in it of
  /// length 1; nil if it is not.
  private func restricted(_ shapes: Shapes, _ finding: (Shapes?) -> Finding) -> Finding? {
    var other = shapes
    let names = other.takeAsSymmetric()
    var found = names.isEmpty ? Finding(.notUnderstood, "") : finding(other)
    if !found.isGood, shapes.hasVectors {
      other = shapes
      other.areUnits = true
      found = finding(other)
      guard found.isGood, !found.vanishes else { return nil }
      found.verdict = .conditional
      found.reason = "only for vectors of length 1"
      return found
    }
    guard found.isGood else { return nil }
    found.verdict = .conditional
    found.reason =
      "only if \(names.joined(separator: " and ")) \(names.count == 1 ? "is" : "are") symmetric"
    return found
  }
}

extension Background {
  /// Returns what the sides of a step and what the document says around it show of vectors and matrices.
  ///
  /// - Parameter declared: Whether the laws are taken as the document gives them, which then belong to the step.
  /// - Returns: Nil if the step holds neither.
  func shapes(of reading: Step.Reading, declared: Bool) -> Shapes? {
    let sides = [reading.left, reading.right]
    var given: [Expression] = []
    if declared {
      let names = Set(sides.flatMap(\.descendants).compactMap(\.lawName))
      for definition in definitions {
        guard let name = definition.name.lawName, names.contains(name) else { continue }
        given.append(definition.body.lawWithValue(from: definition.name))
      }
    }
    let nodes = (sides + given).flatMap(\.descendants)
    let counts = nodes.contains { node in
      guard case .series(let series) = node.kind else { return false }
      return series.bindings.contains { binding in
        if case .between(_, let upper?) = binding.domain {
          upper.asSymbol?.name == "T"
        } else {
          false
        }
      }
    }
    guard
      nodes.contains(where: { $0.isMatrixSign(whereTCounts: counts) })
        || nodes.hasComponentsBesideWhole
    else { return nil }
    var beside = mentions
    var pairs: [(Expression, Expression)] = []
    for definition in definitions {
      let body = definition.body.lawWithValue(from: definition.name)
      if case .density = definition.name.kind {
        beside.append(body)
      } else {
        pairs.append((definition.name, body))
      }
    }
    for draw in draws {
      guard case .law(var law) = draw.body.kind, law.value == nil else { continue }
      law.value = draw.name
      beside.append(Expression(.law(law)))
    }
    let shapes = Shapes(of: sides, with: given, beside: beside, equal: pairs)
    return shapes.isSpatial ? shapes : nil
  }
}

extension [Expression] {
  /// Whether a normal law has a parameter whose components a sum over 1 … J or 1 … D runs over elsewhere: N(μ, σ²) beside
  /// Σ_j log σ_j².
  fileprivate var hasComponentsBesideWhole: Bool {
    var letters: Set<String> = []
    for case .series(let series) in map(\.kind) {
      for binding in series.bindings {
        guard let letter = binding.componentLetter else { continue }
        letters.insert(letter)
      }
    }
    guard !letters.isEmpty else { return false }
    var whole: Set<String> = []
    for case .law(let law) in map(\.kind) where law.family == .normal {
      whole.formUnion(law.parameters.flatMap(\.descendants).compactMap(\.asSymbol).map(Shapes.key))
    }
    return compactMap(\.asSymbol).contains { symbol in
      guard case .value(let index)? = symbol.subscripts.last,
        let letter = index.asSymbol?.headKey, letters.contains(letter)
      else { return false }
      var name = symbol
      name.subscripts.removeLast()
      return whole.contains(Shapes.key(name))
    }
  }
}

extension Shapes {
  /// What a step needs to be told of how its covariances are read; nil where they are written out.
  ///
  /// σ² I, where σ has components, is taken as the diagonal matrix of their squares, as many write it.
  func convention(of sides: [Expression]) -> String? {
    for case .product(let factors) in sides.flatMap(\.descendants).map(\.kind)
    where factors.contains(where: { $0.asSymbol?.isIdentity ?? false }) {
      for factor in factors {
        var base = factor
        if case .power(let inner, _) = factor.kind { base = inner }
        guard let symbol = base.asSymbol, !symbol.isIdentity, shape(of: symbol) == .column else {
          continue
        }
        return
          "taking \(Expression.product(factors).latex) as the diagonal matrix of the components"
      }
    }
    return nil
  }
}

extension Expression {
  /// Whether the node is an operation or a name that only vectors or matrices have; what goes entry by entry is true of
  /// vectors if it is true of numbers.
  ///
  /// - Parameter counts: Whether T is a number of terms, so that a number to the power T is likely.
  fileprivate func isMatrixSign(whereTCounts counts: Bool) -> Bool {
    switch kind {
    case .transpose(let a): !counts || a.asSymbol.map { $0.typeface == .bold } ?? true
    case .innerProduct, .matrix: true
    case .function(.trace, _), .function(.determinant, _), .function(.diagonal, _),
      .function(.norm, _):
      true
    case .power(_, let exponent):
      !counts && ["T", "top"].contains(exponent.asSymbol?.name)
    case .symbol(let symbol): symbol.isIdentity || symbol.isMatrixName
    case .application(let application): application.name.isMatrixName
    default: false
    }
  }

  /// The name of the law that the expression is a density or a bare name of.
  fileprivate var lawName: String? {
    switch kind {
    case .density(let density): density.name.lawKey
    case .symbol(let symbol) where isLawName: symbol.head.lawKey
    default: nil
    }
  }
}

extension Symbol {
  /// Whether the name is that of one entry of a matrix, Λ_12.
  private var isEntry: Bool {
    guard subscripts.count == 1, case .value(let index) = subscripts[0],
      case .number(let number) = index.kind
    else { return subscripts.count == 2 }
    return number.numerator > 9
  }

  /// Whether the name is a bold capital or one that is usual for covariances.
  fileprivate var isMatrixName: Bool {
    typeface == .bold && isCapital || ["Sigma", "Lambda"].contains(name) && !isEntry
  }
}
