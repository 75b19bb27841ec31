import Derivations

/// Short spellings for expressions that tests build by hand.
func density(
  _ name: String, _ parameter: String? = nil, _ arguments: [Expression],
  given conditions: [Expression] = []
) -> Expression {
  Expression(
    .density(
      Density(
        Symbol(name), parameters: parameter.map { [.symbol($0)] } ?? [], of: arguments,
        given: conditions)))
}

func expectation(_ law: Expression, _ body: Expression) -> Expression {
  Expression(.expectation(Expectation([Sampling(law: law)], of: body)))
}

func divergence(_ from: Expression, _ to: Expression) -> Expression {
  Expression(.divergence(Divergence(.kullbackLeibler, from: from, to: to)))
}

func integral(_ variable: Expression, _ body: Expression) -> Expression {
  Expression(.integral(Integral(over: [Binding([variable])], of: body)))
}

func sum(over variable: Expression, _ body: Expression) -> Expression {
  Expression(.series(Series(.sum, over: [Binding([variable])], of: body)))
}

func gradient(_ parameter: String, _ body: Expression) -> Expression {
  Expression(.derivative(Derivative(.gradient, by: [.symbol(parameter)], of: body)))
}

func + (a: Expression, b: Expression) -> Expression { .sum([a, b]) }
func - (a: Expression, b: Expression) -> Expression { .sum([a, b.negated]) }
func * (a: Expression, b: Expression) -> Expression { .product([a, b]) }
func / (a: Expression, b: Expression) -> Expression { Expression(.quotient(a, b)) }
func log(_ a: Expression) -> Expression { a.logarithm }

func normal(_ value: Expression?, _ mean: Expression, _ variance: Expression) -> Expression {
  Expression(.law(Law(.normal, at: value, parameters: [mean, variance])))
}

func squared(_ a: Expression) -> Expression { Expression(.power(a, .number(2))) }
