extension Background {
  /// Returns the background in which a variable that the document computes from noise has the law that follows, if a
  /// step speaks of both: z = μ + σ ⊙ ε makes q(z ∣ x) the law N(μ, σ²) and ε standard normal.
  ///
  /// A function g(ε, φ, x) that the document does not give is taken as m + s ε with unknown m and s > 0 of its other
  /// arguments.
  ///
  /// - Returns: Nil if the step does not speak of such a variable and its noise.
  func withNoise(_ sides: [Expression], laws: () -> [Density]) -> Background? {
    let spoken = Set(sides.flatMap(\.descendants).compactMap { $0.asSymbol?.headKey })
    for definition in definitions.reversed() {
      guard let symbol = definition.name.asSymbol, spoken.contains(symbol.headKey),
        let noise = definition.body.descendants.compactMap(\.asSymbol).first(where: {
          Term.noiseNames.contains($0.name)
        }), spoken.contains(noise.headKey),
        let (mean, scale) = definition.body.applying(sides).locationAndScale(of: noise)
      else { continue }
      var result = self
      let isElementwise = definition.body.descendants.contains { node in
        if case .elementwiseProduct = node.kind { true } else { false }
      }
      let parts = [scale, Expression(.symbol(noise))]
      let scaled =
        isElementwise ? Expression(.elementwiseProduct(parts)) : Expression.product(parts)
      result.definitions.append(
        Definition(definition.name, as: Expression.sum([mean, scaled])))
      if case .application = definition.body.kind {
        // The function itself, where the step writes it: f(g(ε, φ, x)).
        result.definitions.append(
          Definition(definition.body, as: Expression.sum([mean, scaled])))
      }
      // The covariance of L ε is L Lᵀ.
      let variance =
        scale.isCapitalName
        ? Expression.product([scale, Expression(.transpose(scale))])
        : Expression(.power(scale, .number(2)))
      let shown = sides.flatMap(\.descendants)
      for density in laws() where density.arguments.count == 1 {
        // Samples z_s of another law near by are no members of z.
        let argument = density.arguments[0]
        guard
          argument == definition.name || argument.asSymbol == noise
            || shown.contains(Expression(.density(density)))
        else { continue }
        if density.arguments[0].asSymbol?.headKey == symbol.headKey,
          density.name.lawKey.hasPrefix("q")
        {
          result.definitions.append(
            Definition(
              Expression(.density(density)),
              as: Expression(
                .law(Law(.normal, at: density.arguments[0], parameters: [mean, variance])))
            ))
        }
        if density.arguments[0].asSymbol?.headKey == noise.headKey {
          let law = Law(.normal, at: density.arguments[0], parameters: [.number(0), .number(1)])
          result.definitions.append(
            Definition(Expression(.density(density)), as: Expression(.law(law))))
        }
      }
      return result
    }
    return nil
  }
}

extension Expression {
  /// Returns the expression with names written as the functions that they are elsewhere: μ as μ_φ(x), where nothing else
  /// has the name.
  fileprivate func applying(_ others: [Expression]) -> Expression {
    var applied: [String: Set<Expression>] = [:]
    for node in others.flatMap(\.descendants) {
      if case .application(let application) = node.kind {
        applied[application.name.headKey, default: []].insert(node)
      }
    }
    return rewritten { node in
      guard let symbol = node.asSymbol, let found = applied[symbol.headKey], found.count == 1 else {
        return node
      }
      return found.first ?? node
    }
  }

  /// Returns the location and the scale of an expression that is a location plus a scale times noise.
  fileprivate func locationAndScale(of noise: Symbol) -> (Expression, Expression)? {
    func holdsNoise(_ expression: Expression) -> Bool {
      expression.descendants.contains { $0.asSymbol?.headKey == noise.headKey }
    }
    switch kind {
    case .application(let application):
      var arguments = application.arguments.filter { !holdsNoise($0) }
      // A parameter in the subscript stays an argument of both.
      if arguments.isEmpty { arguments = [.number(1)] }
      var (location, scale) = (application, application)
      location.arguments = arguments
      scale.arguments = arguments
      location.name.name += ":location"
      scale.name.name += ":scale"
      // Divided so that the laws stay where integrals over them are exact.
      func part(_ application: Application, of count: Int) -> Expression {
        Expression(.quotient(Expression(.application(application)), .number(count)))
      }
      return (part(location, of: 2), Expression(.function(.exp, [part(scale, of: 8)])))
    case .sum(let terms):
      let noisy = terms.filter(holdsNoise)
      guard noisy.count == 1, let scale = noisy[0].factor(of: noise) else { return nil }
      return (Expression.sum(terms.filter { !holdsNoise($0) }), scale)
    default:
      guard let scale = factor(of: noise) else { return nil }
      return (.number(0), scale)
    }
  }

  /// Returns what noise is multiplied by; nil where it stands in anything but a product.
  private func factor(of noise: Symbol) -> Expression? {
    switch kind {
    case .symbol(let symbol): return symbol.headKey == noise.headKey ? .number(1) : nil
    case .product(let factors), .elementwiseProduct(let factors):
      let rest = factors.filter { $0.asSymbol?.headKey != noise.headKey }
      guard rest.count + 1 == factors.count,
        !rest.contains(where: { $0.descendants.contains { $0.asSymbol?.headKey == noise.headKey } })
      else { return nil }
      return Expression.product(rest)
    default: return nil
    }
  }
}
