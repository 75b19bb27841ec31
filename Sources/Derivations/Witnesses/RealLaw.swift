import Numerics

/// A joint law of real variables: a mixture of linear-Gaussian laws, each variable normal around a linear function of
/// those before it, with means and deviations that move smoothly with the parameters.
struct RealLaw: Sendable {
  /// One component of the mixture.
  struct Component: Sendable {
    var weight: Double
    var factors: [Factor]
  }

  /// A variable given those before it.
  struct Factor: Sendable {
    /// The position of the variable among the law's variables.
    var variable: Int
    var parents: [Int]
    var intercept: Double
    var coefficients: [Double]
    var logDeviation: Double
    /// How the intercept and the log deviation move with each parameter.
    var shifts: [(intercept: Double, logDeviation: Double)]
  }

  var components: [Component]
  /// The number of the law's variables, of which discrete ones have no factor here.
  var size: Int

  /// Draws a law over variables in the given order, with the parents that each may have.
  ///
  /// - Parameter sources: The laws whose marginals variables without parents have, by position.
  init(
    order: [(variable: Int, parents: [Int], isFixed: Bool, name: String)], size: Int, law: String,
    sources: [Int: String] = [:], parameters: Int, components count: Int, seed: UInt64
  ) {
    self.size = size
    components = (0..<count).map { number in
      Component(
        weight: count == 1 ? 1 : number == 0 ? 0.375 : 0.625,
        factors: order.map { entry in
          let source = entry.parents.isEmpty ? sources[entry.variable] : nil
          var generator = WitnessGenerator(
            seed: seed, name: "\(source ?? law) component \(number): \(entry.name)")
          return Factor(
            variable: entry.variable, parents: entry.parents,
            intercept: generator.number(from: -1, to: 1),
            coefficients: entry.parents.map { _ in generator.number(from: 0.25, to: 0.75) },
            logDeviation: generator.number(from: -0.375, to: 0),
            shifts: entry.isFixed || source != nil
              ? []
              : (0..<parameters).map { _ in
                (generator.number(from: 0.25, to: 0.75), generator.number(from: -0.25, to: 0.25))
              })
        })
    }
  }
}

/// A marginal of one component as numbers: mean, the inverse of the Cholesky factor of the covariance, and the
/// logarithm of the density at the mean.
final class RealMarginal: Sendable {
  let logWeight: Jet
  let mean: [Jet]
  let whitening: [[Jet]]
  let logPeak: Jet
  /// The same as numbers without derivatives, where none varies: log weight and peak, mean, and the triangle row by row.
  private let constants: (peak: Bounded, mean: [Bounded], whitening: [Bounded])?

  /// Computes the marginals of the components for some variables.
  static func marginals(
    of law: RealLaw, at positions: [Int], parameters: [Jet]
  ) -> [RealMarginal] {
    law.components.map { component in
      let size = law.size
      var mean = Array(repeating: Jet(0), count: size)
      var covariance = Array(repeating: Array(repeating: Jet(0), count: size), count: size)
      var done: [Int] = []
      for factor in component.factors {
        var intercept = Jet(factor.intercept)
        var logDeviation = Jet(factor.logDeviation)
        for (shift, parameter) in zip(factor.shifts, parameters) {
          intercept += Jet(shift.intercept) * parameter
          logDeviation += Jet(shift.logDeviation) * parameter.sine
        }
        let deviation = logDeviation.exponential
        let v = factor.variable
        mean[v] = intercept
        for (parent, coefficient) in zip(factor.parents, factor.coefficients) {
          mean[v] += Jet(coefficient) * mean[parent]
          for other in done {
            covariance[v][other] += Jet(coefficient) * covariance[parent][other]
          }
        }
        for other in done { covariance[other][v] = covariance[v][other] }
        covariance[v][v] = deviation * deviation
        for (parent, coefficient) in zip(factor.parents, factor.coefficients) {
          covariance[v][v] += Jet(coefficient) * covariance[v][parent]
        }
        done.append(v)
      }
      return RealMarginal(
        weight: component.weight, mean: positions.map { mean[$0] },
        covariance: positions.map { row in positions.map { covariance[row][$0] } })
    }
  }

  /// Factors the covariance.
  init(weight: Double, mean: [Jet], covariance: [[Jet]]) {
    let size = mean.count
    self.mean = mean
    logWeight = Jet(weight).logarithm
    var factor = Array(repeating: Array(repeating: Jet(0), count: size), count: size)
    var inverse = factor
    var logPeak = Jet(0)
    let half = Jet(0.5)
    let logTwoPi = Jet.constant(Bounded(rounded: 2 * Double.pi, ulps: 1)).logarithm
    for row in 0..<size {
      for column in 0...row {
        var rest = covariance[row][column]
        for k in 0..<column { rest += -(factor[row][k] * factor[column][k]) }
        factor[row][column] = row == column ? rest.squareRoot : rest / factor[column][column]
      }
      logPeak += -(factor[row][row].logarithm + half * logTwoPi)
      inverse[row][row] = factor[row][row].reciprocal
      for column in 0..<row {
        var total = Jet(0)
        for k in column..<row { total += factor[row][k] * inverse[k][column] }
        inverse[row][column] = -(total * inverse[row][row])
      }
    }
    whitening = inverse
    self.logPeak = logPeak
    let triangle = inverse.enumerated().flatMap { row, entries in entries[...row].map(\.constant) }
    let means = mean.map(\.constant)
    if let peak = (logPeak + logWeight).constant, !triangle.contains(nil), !means.contains(nil) {
      constants = (peak, means.compactMap(\.self), triangle.compactMap(\.self))
    } else {
      constants = nil
    }
  }

  /// Returns the weighted log density at a point.
  func logDensity(at point: [Jet]) -> Jet {
    if let constants, point.allSatisfy({ $0.constant != nil }) {
      var total = constants.peak
      let half = Bounded(exactly: -0.5)
      var entry = 0
      for row in point.indices {
        var z = Bounded(exactly: 0)
        for column in 0...row {
          if let value = point[column].constant {
            z += constants.whitening[entry] * (value + -constants.mean[column])
          }
          entry += 1
        }
        total += half * z * z
      }
      return .constant(total)
    }
    var total = logPeak + logWeight
    let half = Jet(-0.5)
    for row in point.indices {
      var z = Jet(0)
      for column in 0...row { z += whitening[row][column] * (point[column] - mean[column]) }
      total += half * z * z
    }
    return total
  }
}
