import Distributions
import Numerics

/// A function on the points of a grid, and how often it was asked.
///
/// A class, because the count must survive the closures it is asked from.
final class CountedFunction {
  private let f: ([Int]) -> Double

  /// How often the function was evaluated.
  private(set) var count = 0

  /// Wraps a function of the grid's indices.
  init(_ f: @escaping ([Int]) -> Double) { self.f = f }

  /// One evaluation.
  func callAsFunction(_ point: [Int]) -> Double {
    count += 1
    return f(point)
  }
}

/// Sums over product grids: n points along each of d axes.
enum Enumeration {
  /// Σ over all points of the grid, each visited once, in the order of an odometer.
  ///
  /// - Parameter skipping: How many of the last points are left out.
  static func sum(
    of f: CountedFunction, points n: Int, dimension d: Int, skipping: Int = 0
  ) -> Bounded {
    var point = [Int](repeating: 0, count: d)
    var terms: [Bounded] = []
    while true {
      terms.append(Bounded(rounded: f(point), ulps: 2 * Double(d)))
      var axis = 0
      while axis < d && point[axis] == n - 1 {
        point[axis] = 0
        axis += 1
      }
      if axis == d { return terms.dropLast(skipping).sum() }
      point[axis] += 1
    }
  }
}

/// z_1 … z_d independent with n values each, and x_j depending on z_j alone: Σ_z Π_j p(z_j)p(x_j|z_j) factorises.
struct FactorizedModel: Sendable {
  /// p(z_j)p(x_j|z_j) at the observed x_j, shape `[d][n]`.
  let joint: [[Double]]

  /// d.
  var dimension: Int { joint.count }

  /// n.
  var points: Int { joint[0].count }

  /// Π_j p(z_j)p(x_j|z_j), counted.
  func product() -> CountedFunction {
    let joint = joint
    return CountedFunction { point in
      var product = 1.0
      for axis in point.indices { product *= joint[axis][point[axis]] }
      return product
    }
  }

  /// Π_j Σ_{z_j} p(z_j)p(x_j|z_j) and the number of table entries it reads.
  func factorized() -> (value: Bounded, count: Int) {
    var value: Bounded = 1
    var count = 0
    for axis in joint {
      var sum: Bounded = 0
      for entry in axis {
        count += 1
        sum += Bounded(exactly: entry)
      }
      value *= sum
    }
    return (value, count)
  }

  /// The largest of the n^d terms.
  var largestTerm: Bounded {
    var product: Bounded = 1
    for axis in joint { product *= Bounded(exactly: axis.max() ?? 0) }
    return product
  }

  /// Σ_j Σ_{z_j} p(z_j)p(x_j|z_j).
  var sumOfEntries: Bounded {
    let entries: [Bounded] = joint.joined().map { Bounded(exactly: $0) }
    return entries.sum()
  }

  /// Draws d = 2 … 9 for two values, fewer for more.
  static func random(using generator: inout Philox) -> FactorizedModel {
    let points = 2 + Int(4 * (1 - generator.uniform()))
    let longest = [2: 9, 3: 6, 4: 5, 5: 4][points] ?? 3
    let dimension = 2 + Int(Double(longest - 1) * (1 - generator.uniform()))
    return FactorizedModel(
      joint: (0..<dimension).map { _ in
        (0..<points).map { _ in generator.uniform() / Double(points) }
      })
  }

  /// Twenty points along each of d axes, a grid for quadrature.
  static func grid(dimension: Int) -> FactorizedModel {
    FactorizedModel(
      joint: (1...dimension).map { axis in
        (1...20).map { Double($0) / Double(200 + axis) }
      })
  }

  /// Twelve binary latents: 4096 configurations.
  static let twelveBits: FactorizedModel = {
    var generator = Philox(seed: 12)
    return FactorizedModel(
      joint: (0..<12).map { _ in
        let prior = generator.uniform()
        return [prior * generator.uniform(), (1 - prior) * generator.uniform()]
      })
  }()
}
