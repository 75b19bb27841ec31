import Distributions
import Estimators
import Foundation
import Numerics

/// The exact mean and variance of one draw, for one parameter.
public typealias DrawMoments = (mean: Bounded, variance: Bounded)

/// Exact gradients and moments of the estimators for discrete latents.
///
/// Sums over states where the draw is a function of the state; sums over cells of integrals where it is a function of
/// uniform numbers that act one by one; integrals over one or two uniform numbers otherwise, and nothing beyond.
public enum DiscreteTruth {}

// MARK: Gradients

extension DiscreteTruth {
  /// ∂E f/∂φ_d = θ_d(1 − θ_d) E[f(b_d = 1) − f(b_d = 0)], by a sum over the states of the other bits.
  public static func gradient(of problem: some BernoulliProblem) -> [Bounded] {
    let odds = problem.logits.map { (on: 1 / (1 + exp(-$0)), off: 1 / (1 + exp($0))) }
    let values = (0..<(1 << odds.count)).map(problem.value(atState:))
    return odds.indices.map { d in
      values.indices.filter { ($0 >> d) & 1 == 0 }.map { state in
        var weight = odds[d].on * odds[d].off
        for e in odds.indices where e != d {
          weight *= (state >> e) & 1 == 1 ? odds[e].on : odds[e].off
        }
        let (off, on) = (values[state], values[state | (1 << d)])
        return Bounded(
          rounded: weight * (on - off), magnitude: weight * max(on.magnitude, off.magnitude))
      }.sum()
    }
  }

  /// ∂E f/∂φ_k = Σ_j π_k π_j (f_k − f_j).
  public static func gradient(of problem: some CategoricalProblem) -> [Bounded] {
    let largest = problem.logits.max() ?? 0
    let weights = problem.logits.map { exp($0 - largest) }
    let total = weights.reduce(0.0, +)
    let values = weights.indices.map(problem.value(atState:))
    return weights.indices.map { k in
      weights.indices.map { j in
        let weight = weights[k] / total * (weights[j] / total)
        return Bounded(
          rounded: weight * (values[k] - values[j]),
          magnitude: weight * max(values[k].magnitude, values[j].magnitude))
      }.sum()
    }
  }
}

// MARK: Sums over states

extension DiscreteTruth {
  /// The moments of an estimator that is a function of the state, by sums over all states.
  ///
  /// - Complexity: O(states · width).
  public static func moments(of estimator: some StateEstimator) -> [DrawMoments] {
    let problem = estimator.problem
    let draws = (0..<problem.stateCount).map { index in
      problem.withScratch(estimator.vectors + 1) { scratch in
        problem.setState(index, in: scratch[0])
        estimator.gradient(at: scratch[0], into: scratch[1], aside: scratch.dropping(2))
        return (probability: problem.probability(ofState: index), row: Array(scratch[1]))
      }
    }
    return (0..<problem.width).map { d in
      moments(ofWeighted: draws.map { (weight: $0.probability, value: $0.row[d]) })
    }
  }

  /// The moments of the exact gradient: its one value, computed by the estimator, and 0.
  public static func moments(
    of estimator: ExactEnumeration<some DiscreteProblem>
  ) -> [DrawMoments] {
    let problem = estimator.problem
    let row = problem.withScratch(2) { scratch in
      var generator = Philox(seed: 0)
      estimator.draw(into: scratch[0], aside: scratch.dropping(1), using: &generator)
      return Array(scratch[0])
    }
    let largest = (0..<problem.stateCount).map { problem.value(atState: $0).magnitude }.max() ?? 0
    return row.map { (mean: Bounded(rounded: $0, magnitude: largest), variance: 0) }
  }

  /// The moments of the sample covariance of f and the score in K samples, by sums over all states.
  ///
  /// (E (f − Ef)² (S − ES)² − g² (K − 2)/(K − 1) + Var f · Var S/(K − 1))/K, with g = Cov(f, S).
  public static func moments(
    of estimator: LeaveOneOutReinforce<some DiscreteProblem>
  ) -> [DrawMoments] {
    let problem = estimator.problem
    let k = Double(estimator.samples)
    let states = (0..<problem.stateCount).map { index in
      problem.withScratch(1) { scratch in
        problem.setState(index, in: scratch[0])
        return (
          probability: problem.probability(ofState: index), value: problem.value(scratch[0]),
          state: Array(scratch[0])
        )
      }
    }
    func mean(_ f: (Double, [Double]) -> Double) -> Bounded {
      states.map { Bounded(rounded: $0.probability * f($0.value, $0.state)) }.sum()
    }
    let center = mean { f, _ in f }
    return (0..<problem.width).map { d in
      let p = problem.probabilities[d]
      let covariance = mean { f, x in (f - center.value) * (x[d] - p) }
      let product = mean { f, x in
        let both = (f - center.value) * (x[d] - p)
        return both * both
      }
      let spread = mean { f, _ in (f - center.value) * (f - center.value) }
      let information = mean { _, x in (x[d] - p) * (x[d] - p) }
      let variance =
        (product - covariance.squared * ((k - 2) / (k - 1)) + spread * information / (k - 1)) / k
      return (mean: covariance, variance: variance)
    }
  }

  /// The mean and variance of a law on finitely many values.
  static func moments(ofWeighted values: [(weight: Double, value: Double)]) -> DrawMoments {
    let mean = values.map { Bounded(rounded: $0.weight * $0.value) }.sum()
    let spread = values.map { draw in
      let gap = draw.value - mean.value
      return Bounded(rounded: draw.weight * gap * gap)
    }.sum()
    return (mean: mean, variance: centred(spread, about: mean))
  }

  /// Widens E (g − c)² to the variance: the center c, and each g, are known as well as the mean is.
  static func centred(_ spread: Bounded, about mean: Bounded) -> Bounded {
    let gap = mean.error
    return Bounded(
      spread.value, error: spread.error + gap * (gap + 2 * max(0, spread.value).squareRoot()))
  }
}

// MARK: Sums over cells of integrals over one uniform number

extension DiscreteTruth {
  /// The moments of an estimator whose coordinate depends on its own uniform number and on all cells.
  ///
  /// - Throws: `NumericsError` where a quadrature fails.
  /// - Complexity: Four integrals a coordinate and cell; there are 2^D or 3^D cells.
  public static func moments(
    of estimator: some CellEstimator
  ) throws(NumericsError) -> [DrawMoments] {
    let problem = estimator.problem
    let ends = (0..<problem.width).map { [0] + estimator.cuts($0) + [1] }
    var moments: [DrawMoments] = []
    for d in 0..<problem.width {
      let mean = try sum(overCells: ends, of: estimator, coordinate: d) { $0 }
      let center = mean.value
      let spread = try sum(overCells: ends, of: estimator, coordinate: d) {
        ($0 - center) * ($0 - center)
      }
      moments.append((mean: mean, variance: centred(spread, about: mean)))
    }
    return moments
  }

  /// E h(g_d): for each combination of cells, the volume of the others times an integral over u_d.
  private static func sum(
    overCells ends: [[Double]], of estimator: some CellEstimator, coordinate: Int,
    _ h: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let problem = estimator.problem
    let count = ends.map { $0.count - 1 }.reduce(1, *)
    var parts: [Bounded] = []
    for index in 0..<count {
      var rest = index
      let cell = ends.map { ends in
        let place = rest % (ends.count - 1)
        rest /= ends.count - 1
        return (low: ends[place], high: ends[place + 1])
      }
      var volume = 1.0
      for (d, interval) in cell.enumerated() where d != coordinate {
        volume *= interval.high - interval.low
      }
      let scratch = UnsafeMutableBufferPointer<Double>.allocate(
        capacity: (estimator.vectors + 1) * problem.width)
      scratch.initialize(repeating: 0)
      defer { scratch.deallocate() }
      let vectors = Scratch(scratch, width: problem.width)
      let (uniforms, row) = (vectors[0], vectors[1])
      for (d, interval) in cell.enumerated() {
        uniforms[d] = 0.5 * (interval.low + interval.high)
      }
      let own = cell[coordinate]
      let integral = try Quadrature().integral(from: own.low, to: own.high) { u in
        uniforms[coordinate] = u
        estimator.gradient(uniforms: uniforms, into: row, aside: vectors.dropping(2))
        return h(row[coordinate])
      }
      parts.append(integral * volume)
    }
    return parts.sum()
  }
}

// MARK: Integrals over one or two uniform numbers

extension DiscreteTruth {
  /// The moments of the relaxed estimator, by quadrature over its noise; `nil` for more than two coordinates.
  ///
  /// - Throws: `NumericsError` where a quadrature fails.
  public static func moments(
    of estimator: GumbelSoftmax<some DiscreteProblem>
  ) throws(NumericsError) -> [DrawMoments]? {
    let problem = estimator.problem
    guard problem.width <= 2 else { return nil }
    // The one bit changes at 1 − θ, about which a small temperature concentrates the draws.
    let places = problem.width == 1 ? [1 - problem.probabilities[0]] : []
    return try moments(dimension: problem.width, vectors: estimator.vectors, places: places) {
      uniforms, row, scratch in
      estimator.gradient(uniforms: uniforms, into: row, aside: scratch)
    }
  }

  /// The moments of RELAX, by quadrature over its noise; `nil` for more than two bits, unless c is additive.
  ///
  /// Given b, the two relaxed draws are independent, and the estimator is a sum of a part of each. So its variance
  /// is E[Var(free|b) + Var(conditional|b)] + Var E[free + conditional|b].
  ///
  /// - Throws: `NumericsError` where a quadrature fails.
  public static func moments<Control: RelaxedControl>(
    of estimator: Relax<some BernoulliProblem, Control>
  ) throws(NumericsError) -> [DrawMoments]? {
    let problem = estimator.problem
    let width = problem.width
    guard width <= 2 || Control.isAdditive else { return nil }
    func moments(_ part: (Coordinates, Coordinates, Scratch) -> Void) throws(NumericsError)
      -> [DrawMoments]
    {
      Control.isAdditive
        ? try DiscreteTruth.moments(ofAdditive: width, vectors: estimator.vectors, draw: part)
        : try DiscreteTruth.moments(dimension: width, vectors: estimator.vectors, of: part)
    }
    var states: [(probability: Double, free: [DrawMoments], conditional: [DrawMoments])] = []
    for index in 0..<problem.stateCount {
      let θ = problem.probabilities
      let bits = (0..<width).map { (index >> $0) & 1 }
      let free = try moments { uniforms, row, scratch in
        for d in 0..<width {
          scratch[0][d] =
            bits[d] == 1 ? 1 - θ[d] + θ[d] * uniforms[d] : (1 - θ[d]) * uniforms[d]
          row[d] = 0
        }
        estimator.addFreePart(uniforms: scratch[0], to: row, aside: scratch.dropping(1))
      }
      let conditional = try moments { uniforms, row, scratch in
        problem.setState(index, in: scratch[0])
        for d in 0..<width { row[d] = 0 }
        estimator.addConditionalPart(
          at: scratch[0], uniforms: uniforms, to: row, aside: scratch.dropping(1))
      }
      states.append((problem.probability(ofState: index), free, conditional))
    }
    return (0..<width).map { d in
      let means = states.map { $0.free[d].mean + $0.conditional[d].mean }
      let mean = zip(states, means).map { $1 * $0.probability }.sum()
      let variance = zip(states, means).map { state, part in
        let gap = part - mean
        return (state.free[d].variance + state.conditional[d].variance + gap.squared)
          * state.probability
      }.sum()
      return (mean: mean, variance: variance)
    }
  }

  /// The moments of REBAR: those of the RELAX that it is.
  ///
  /// - Throws: `NumericsError` where a quadrature fails.
  public static func moments(
    of estimator: Rebar<some BernoulliProblem>
  ) throws(NumericsError) -> [DrawMoments]? {
    try moments(of: estimator.relax)
  }

  /// The moments of a vector-valued function of one or two independent uniform numbers.
  private static func moments(
    dimension: Int, vectors: Int, places: [Double] = [],
    of draw: (Coordinates, Coordinates, Scratch) -> Void
  ) throws(NumericsError) -> [DrawMoments] {
    let memory = UnsafeMutableBufferPointer<Double>.allocate(capacity: (vectors + 3) * dimension)
    memory.initialize(repeating: 0)
    defer { memory.deallocate() }
    let scratch = Scratch(memory, width: dimension)
    let (uniforms, row, rest) = (scratch[0], scratch[1], scratch.dropping(2))
    var result: [DrawMoments] = []
    for d in 0..<dimension {
      func expectation(_ h: (Double) -> Double) throws(NumericsError) -> Bounded {
        if dimension == 2 {
          return try Quadrature().integral(over: (0, 1), (0, 1)) { u, v in
            uniforms[0] = u
            uniforms[1] = v
            draw(uniforms, row, rest)
            return h(row[d])
          }
        }
        var parts: [Bounded] = []
        let ends = [0] + places + [1]
        for (low, high) in zip(ends, ends.dropFirst()) {
          parts.append(
            try Quadrature().integral(from: low, to: high) { u in
              uniforms[0] = u
              draw(uniforms, row, rest)
              return h(row[d])
            })
        }
        return parts.sum()
      }
      let mean = try expectation { $0 }
      let center = mean.value
      let spread = try expectation { ($0 - center) * ($0 - center) }
      result.append((mean: mean, variance: centred(spread, about: mean)))
    }
    return result
  }

  /// The moments of a vector-valued function of independent uniform numbers whose coordinates are sums of functions
  /// of one number each: the mean and the variance add up, number by number, with the others held at ½.
  private static func moments(
    ofAdditive dimension: Int, vectors: Int,
    draw: (Coordinates, Coordinates, Scratch) -> Void
  ) throws(NumericsError) -> [DrawMoments] {
    let memory = UnsafeMutableBufferPointer<Double>.allocate(capacity: (vectors + 3) * dimension)
    memory.initialize(repeating: 0)
    defer { memory.deallocate() }
    let scratch = Scratch(memory, width: dimension)
    let (uniforms, row, rest) = (scratch[0], scratch[1], scratch.dropping(2))
    for d in 0..<dimension { uniforms[d] = 0.5 }
    draw(uniforms, row, rest)
    let base = Array(row)
    var result: [DrawMoments] = []
    for d in 0..<dimension {
      var means = [Bounded(rounded: base[d])]
      var variances: [Bounded] = []
      for e in 0..<dimension {
        defer { uniforms[e] = 0.5 }
        func expectation(_ h: (Double) -> Double) throws(NumericsError) -> Bounded {
          try Quadrature().integral(from: 0, to: 1) { u in
            uniforms[e] = u
            draw(uniforms, row, rest)
            return h(row[d])
          }
        }
        let mean = try expectation { $0 }
        let center = mean.value
        let spread = try expectation { ($0 - center) * ($0 - center) }
        means.append(mean - base[d])
        variances.append(centred(spread, about: mean))
      }
      result.append((mean: means.sum(), variance: variances.sum()))
    }
    return result
  }
}
