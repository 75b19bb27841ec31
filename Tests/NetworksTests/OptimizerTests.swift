import Foundation
import Networks
import Tensors
import Testing

@Suite("Optimisers")
struct OptimizerTests {
  /// A rule for one number: its former value, the gradient and the number of the step to the next value.
  private typealias Rule = @Sendable (inout [Double], Double, Double, Int) -> Double

  /// What an optimiser does, written again for one number, with flaws that are told apart.
  private static let rules: [(Optimizer, right: Rule, wrong: [(String, Rule)])] = [
    (
      .descent(momentum: 0.9),
      right: { memory, w, g, _ in
        memory[0] = 0.9 * memory[0] + g
        return w - 0.01 * memory[0]
      },
      wrong: [
        (
          "damped gradient",
          { memory, w, g, _ in
            memory[0] = 0.9 * memory[0] + 0.1 * g
            return w - 0.01 * memory[0]
          }
        ),
        (
          "Nesterov",
          { memory, w, g, _ in
            memory[0] = 0.9 * memory[0] + g
            return w - 0.01 * (g + 0.9 * memory[0])
          }
        ),
        ("no momentum", { _, w, g, _ in w - 0.01 * g }),
      ]
    ),
    (
      .adam(beta1: 0.8, beta2: 0.95, epsilon: 0.05, initialSquare: 0),
      right: adam { m, v, t in
        m / (1 - pow(0.8, t)) / ((v / (1 - pow(0.95, t))).squareRoot() + 0.05)
      },
      wrong: [
        ("no bias correction", adam { m, v, _ in m / (v.squareRoot() + 0.05) }),
        (
          "no correction of the mean",
          adam { m, v, t in
            m / ((v / (1 - pow(0.95, t))).squareRoot() + 0.05)
          }
        ),
        (
          "epsilon inside the root",
          adam { m, v, t in
            m / (1 - pow(0.8, t)) / (v / (1 - pow(0.95, t)) + 0.05).squareRoot()
          }
        ),
        (
          "epsilon before the correction",
          adam { m, v, t in
            m / (1 - pow(0.8, t)) * (1 - pow(0.95, t)).squareRoot() / (v.squareRoot() + 0.05)
          }
        ),
      ]
    ),
    (
      .rmsprop(decay: 0.9, epsilon: 0.05, isCentered: false),
      right: rmsprop { g, _, v in g / (v.squareRoot() + 0.05) },
      wrong: [
        ("centred", rmsprop { g, m, v in g / ((v - m * m).squareRoot() + 0.05) }),
        ("epsilon inside the root", rmsprop { g, _, v in g / (v + 0.05).squareRoot() }),
        ("no root", rmsprop { g, _, v in g / (v + 0.05) }),
      ]
    ),
    (
      .rmsprop(decay: 0.9, epsilon: 0.05, isCentered: true),
      right: rmsprop { g, m, v in g / ((v - m * m).squareRoot() + 0.05) },
      wrong: [
        ("not centred", rmsprop { g, _, v in g / (v.squareRoot() + 0.05) }),
        (
          "the mean not squared",
          rmsprop { g, m, v in
            g / (max(v - m.magnitude, 0).squareRoot() + 0.05)
          }
        ),
        (
          "the mean as the step",
          rmsprop { _, m, v in
            m / ((v - m * m).squareRoot() + 0.05)
          }
        ),
      ]
    ),
  ]

  private static func adam(_ direction: @escaping @Sendable (Double, Double, Double) -> Double)
    -> Rule
  {
    { memory, w, g, step in
      memory[0] = 0.8 * memory[0] + 0.2 * g
      memory[1] = 0.95 * memory[1] + 0.05 * g * g
      return w - 0.01 * direction(memory[0], memory[1], Double(step))
    }
  }

  private static func rmsprop(_ direction: @escaping @Sendable (Double, Double, Double) -> Double)
    -> Rule
  {
    { memory, w, g, _ in
      memory[0] = 0.9 * memory[0] + 0.1 * g
      memory[1] = 0.9 * memory[1] + 0.1 * g * g
      return w - 0.01 * direction(g, memory[0], memory[1])
    }
  }

  private static let count = 40

  /// The gradient of a number in a step: as a function of both, never 0.
  private static func gradient(_ place: Int, _ step: Int) -> Double {
    cos(Double(3 * place + 1)) + 0.5 * sin(Double(7 * step + place))
  }

  /// All numbers after some steps, by the optimiser.
  private static func values<Element: Scalar>(
    of optimizer: Optimizer, as: Element.Type, parts: Int, threads: Int, steps: Int = 6
  ) -> [Double] {
    var layout = ParameterLayout()
    let block = layout.add("w", rows: 1, columns: count)
    let parameters = Parameters<Element>(layout)
    for place in 0..<count { parameters[block].start[place] = Element(sin(Double(place))) }
    var state = Optimizer.State<Element>(optimizer, layout: layout)
    for step in 1...steps {
      let gradients = (0..<parts).map { part in
        let share = Parameters<Element>(layout)
        for place in 0..<count {
          // Shares that add up to 1.
          let weight = parts == 1 ? 1.0 : part == 0 ? 0.25 : 0.75 / Double(parts - 1)
          share[block].start[place] = Element(weight * gradient(place, step))
        }
        return share
      }
      optimizer.step(parameters, gradients: gradients, rate: 0.01, state: &state, threads: threads)
    }
    return parameters[block].values.map(\.double)
  }

  private static func values(of rule: Rule, steps: Int = 6) -> [Double] {
    (0..<count).map { place in
      var (memory, w) = ([0.0, 0], sin(Double(place)))
      for step in 1...steps { w = rule(&memory, w, gradient(place, step), step) }
      return w
    }
  }

  private static func gap(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).map { ($0 - $1).magnitude }.reduce(0) { $1 <= $0 ? $0 : $1 }
  }

  @Test(
    "Six steps equal the rule written for one number; flawed rules do not", arguments: 0..<4)
  func rule(number: Int) {
    let (optimizer, right, wrong) = Self.rules[number]
    let found = Self.values(of: optimizer, as: Double.self, parts: 1, threads: 1)
    #expect(Self.gap(found, Self.values(of: right)) <= 1e-14)
    let single = Self.values(of: optimizer, as: Float.self, parts: 1, threads: 1)
    #expect(Self.gap(single, Self.values(of: right)) <= 1e-6)
    for (name, rule) in wrong {
      #expect(Self.gap(found, Self.values(of: rule)) > 1e-4, "\(name)")
      #expect(Self.gap(single, Self.values(of: rule)) > 1e-4, "\(name)")
    }
  }

  @Test("Parts of a gradient add up, on any number of threads to the same bits", arguments: 0..<4)
  func parts(number: Int) {
    let optimizer = Self.rules[number].0
    let whole = Self.values(of: optimizer, as: Double.self, parts: 1, threads: 1)
    let parts = Self.values(of: optimizer, as: Double.self, parts: 3, threads: 1)
    #expect(Self.gap(whole, parts) <= 1e-14)
    #expect(parts == Self.values(of: optimizer, as: Double.self, parts: 3, threads: 2))
  }

  @Test("The second moment of Adam begins where it is told to")
  func initialSquare() {
    let optimizer = Optimizer.adam(beta1: 0, beta2: 0.9, epsilon: 0, initialSquare: 2)
    let found = Self.values(of: optimizer, as: Double.self, parts: 1, threads: 1, steps: 1)
    for (place, value) in found.enumerated() {
      let g = Self.gradient(place, 1)
      // v̂ = (β₂ · 2 + (1 − β₂) g²)/(1 − β₂).
      let wanted = sin(Double(place)) - 0.01 * g / ((0.9 * 2 + 0.1 * g * g) / 0.1).squareRoot()
      #expect((value - wanted).magnitude <= 1e-15)
    }
  }
}
