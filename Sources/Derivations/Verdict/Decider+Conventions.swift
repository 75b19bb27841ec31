extension Decider {
  /// Returns what is found about a step that speaks of μ and σ without saying of which law, by the convention of
  /// variational autoencoders: q(z ∣ x) is N(μ, σ²), coordinate by coordinate, and p(z) is N(0, I).
  ///
  /// - Returns: Nil where the convention does not help: a step that fails under it is false only if a small edit makes
  ///   it true, since otherwise another convention may be meant.
  func conventional(_ step: Step, in background: Background, meter: WorkMeter) -> Finding? {
    let sides = [step.left, step.right]
    let names = Set(sides.flatMap(\.descendants).compactMap(\.definableName))
    let meanings = background.definitions.filter {
      names.contains($0.name.definableName ?? "")
    }.map(\.body)
    let notation = Notation(of: sides + meanings)
    guard let q = notation.signatures["q"]?.first,
      q.arguments.count == 1, let latent = q.arguments[0].asSymbol,
      let moments = Moments(in: sides)
    else { return nil }
    var convention = background
    let law = { (name: Symbol, conditions: [Expression], mean: Expression, variance: Expression) in
      Background.Definition(
        Expression(
          .density(Density(name, of: [Expression(.symbol(latent))], given: conditions))),
        as: moments.product(latent, mean, variance))
    }
    convention.definitions.append(
      law(Symbol("q"), q.conditions, moments.mean, moments.variance))
    if notation.signatures["p"]?.contains(where: {
      $0.arguments == q.arguments && $0.conditions.isEmpty
    }) ?? false {
      convention.definitions.append(law(Symbol("p"), [], .number(0), .number(1)))
    }
    let readings = [Step.Reading(left: step.left, right: step.right)] + step.otherReadings
    var found = finding(for: readings, step.relation, in: convention, meter: meter)
    let words = "taking q as N(μ, σ²) and the prior as N(0, I)"
    switch found.verdict {
    case .holds, .proved, .conditional:
      found.reason = "\(words): \(found.reason)"
      return found
    case .refuted:
      guard let suggestion = suggestion(for: step, in: convention, meter: meter.forSuggestions)
      else {
        return nil
      }
      found.reason = "\(words): \(found.reason)"
      found.suggestion = suggestion
      return found
    case .notUnderstood, .definition: return nil
    }
  }
}

/// The mean and the deviation that a step names, with the index over coordinates if they carry one.
private struct Moments {
  var mean: Expression
  var variance: Expression
  /// The series over the coordinates, without body.
  var index: Binding?

  /// Finds μ and σ, with the same index.
  init?(in sides: [Expression]) {
    let nodes = sides.flatMap(\.descendants)
    let symbols = nodes.compactMap(\.asSymbol)
    guard let mean = symbols.first(where: { $0.name == "mu" }),
      let deviation = symbols.first(where: { $0.name == "sigma" }),
      symbols.allSatisfy({ $0.name != "mu" || $0 == mean }),
      symbols.allSatisfy({ $0.name != "sigma" || $0 == deviation })
    else { return nil }
    self.mean = Expression(.symbol(mean))
    variance = Expression(.power(Expression(.symbol(deviation)), .number(2)))
    for node in nodes {
      guard case .series(let series) = node.kind, series.operation == .sum,
        let binding = series.bindings.first, let letter = binding.variables.first?.asSymbol,
        mean.subscripts.contains(.value(Expression(.symbol(letter))))
      else { continue }
      index = binding
    }
    if index == nil, mean.subscripts != [] || deviation.subscripts != [] { return nil }
  }

  /// Returns the normal density of a variable, or the product over its coordinates.
  func product(_ variable: Symbol, _ mean: Expression, _ variance: Expression) -> Expression {
    guard let index, let letter = index.variables.first else {
      return Expression(
        .law(
          Law(.normal, at: Expression(.symbol(variable)), parameters: [mean, variance])))
    }
    var coordinate = variable
    coordinate.subscripts.append(.value(letter))
    return Expression(
      .series(
        Series(
          .product, over: [index],
          of: Expression(
            .law(
              Law(
                .normal, at: Expression(.symbol(coordinate)), parameters: [mean, variance]))))))
  }
}
