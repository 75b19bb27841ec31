import Numerics

/// A discrete variable beside real ones: the Bernoulli-logistic law, softmax of linear functions of the others for more
/// than two values, with weights that move with the parameters.
struct CountedFactor: Sendable {
  /// The position of the variable among the law's variables.
  var variable: Int
  /// The positions of the variables that it depends on: real ones, and discrete ones before it.
  var parents: [Int]
  /// For each value the constant of its linear function.
  var intercepts: [Double]
  /// For each value the slopes of its linear function.
  var coefficients: [[Double]]
  /// For each parameter how the constants move with it; empty if they do not.
  var shifts: [[Double]]

  /// Draws a factor.
  init(
    of entry: (variable: Int, parents: [Int], isFixed: Bool, name: String), law: String,
    parameters: Int, values: Int, seed: UInt64
  ) {
    variable = entry.variable
    parents = entry.parents
    var generator = WitnessGenerator(seed: seed, name: "\(law) logistic: \(entry.name)")
    func draw(_ count: Int) -> [Double] {
      (0..<count).map { _ in generator.number(from: -1, to: 1) }
    }
    intercepts = draw(values)
    coefficients = (0..<values).map { _ in draw(entry.parents.count) }
    shifts = entry.isFixed ? [] : (0..<parameters).map { _ in draw(values) }
  }

  /// Returns the logarithm of the probability of a value.
  ///
  /// - Parameters:
  ///   - value: The number of the value.
  ///   - known: The values of variables by position, which hold all parents.
  ///   - parameters: The parameters of the law.
  func logProbability(of value: Int, given known: [Int: Jet], parameters: [Jet]) -> Jet {
    let scores = intercepts.indices.map { number in
      var score = Jet(intercepts[number])
      for (parent, coefficient) in zip(parents, coefficients[number]) {
        score += Jet(coefficient) * (known[parent] ?? Jet(0))
      }
      for (shift, parameter) in zip(shifts, parameters) {
        score += Jet(shift[number]) * parameter
      }
      return score
    }
    let largest = scores.max { $0.bounded.value < $1.bounded.value } ?? Jet(0)
    var total = Jet(0)
    for score in scores { total += (score - largest).exponential }
    return scores[value] - largest - total.logarithm
  }
}
