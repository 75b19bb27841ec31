import Distributions
import Foundation
import Tensors

/// How one goes from one place of the latent space to another.
public enum LatentPath: String, Sendable, CaseIterable {
  /// Along the straight line.
  case linear
  /// With the direction turned evenly; shorter steps near the origin are avoided, where few latents lie.
  case spherical

  /// The place at share `t` of the way.
  ///
  /// Directions that are equal or opposite, or an end at the origin, leave the straight line.
  /// - Parameters:
  ///   - t: From 0 at `start` to 1 at `end`; the ends themselves are met exactly.
  ///   - start: Where the way begins, one number a latent dimension.
  ///   - end: Where it ends; as many numbers.
  public func place(_ t: Double, from start: [Float], to end: [Float]) -> [Float] {
    precondition(start.count == end.count, "a path from \(start.count) to \(end.count) dimensions")
    if t == 0 { return start }
    if t == 1 { return end }
    var (a, b) = (1 - t, t)
    if self == .spherical {
      let angle = LatentPath.angle(start, end)
      if sin(angle) > 1e-3 {
        (a, b) = (sin((1 - t) * angle) / sin(angle), sin(t * angle) / sin(angle))
      }
    }
    return zip(start, end).map { Float(a * Double($0) + b * Double($1)) }
  }

  /// The angle between two directions; 0 where one is none.
  private static func angle(_ start: [Float], _ end: [Float]) -> Double {
    var (dot, first, second) = (0.0, 0.0, 0.0)
    for (x, y) in zip(start, end) {
      dot += Double(x) * Double(y)
      first += Double(x) * Double(x)
      second += Double(y) * Double(y)
    }
    guard first > 0, second > 0 else { return 0 }
    return acos(min(max(dot / (first * second).squareRoot(), -1), 1))
  }
}

/// Places of the latent space whose images are looked at, one a row.
public enum Latents {
  /// Draws from N(0, deviation² I).
  ///
  /// - Parameters:
  ///   - count: How many rows.
  ///   - latent: How many dimensions.
  ///   - deviation: 1 for the prior.
  ///   - generator: The stream whose sub-stream *i* draws row *i*.
  public static func prior(
    count: Int, latent: Int, deviation: Double = 1, using generator: Philox
  ) -> Matrix<Float> {
    let z = Matrix<Float>(rows: count, columns: latent)
    for row in 0..<count {
      var stream = generator.substream(row)
      for j in 0..<latent { z[row, j] = Float(deviation * stream.standardNormal()) }
    }
    return z
  }

  /// Even steps from −reach to reach, both included.
  public static func steps(_ count: Int, reach: Double) -> [Double] {
    (0..<count).map { count > 1 ? reach * (2 * Double($0) / Double(count - 1) - 1) : 0 }
  }

  /// Lets one dimension after another go through values, the others staying at a place.
  ///
  /// - Returns: A row for each value, dimension after dimension.
  public static func traversals(
    of dimensions: [Int], through values: [Double], at place: [Float]
  ) -> Matrix<Float> {
    let z = Matrix<Float>(rows: dimensions.count * values.count, columns: place.count)
    for (block, dimension) in dimensions.enumerated() {
      for (step, value) in values.enumerated() {
        let row = block * values.count + step
        for j in place.indices { z[row, j] = j == dimension ? Float(value) : place[j] }
      }
    }
    return z
  }

  /// The quantiles of the prior at the middles of equal probabilities: Φ⁻¹((i + ½)/count).
  public static func quantiles(_ count: Int) -> [Double] {
    (0..<count).map { standardNormalQuantile((Double($0) + 0.5) / Double(count)) }
  }

  /// The plane of two latent dimensions through the quantiles of the prior.
  ///
  /// Every place stands for as much of the prior as any other. The first dimension grows to the right, the second
  /// upwards.
  ///
  /// - Returns: `side · side` rows, the upper row of places first.
  public static func plane(side: Int) -> Matrix<Float> {
    let quantiles = quantiles(side)
    let z = Matrix<Float>(rows: side * side, columns: 2)
    for row in 0..<side {
      for column in 0..<side {
        z[row * side + column, 0] = Float(quantiles[column])
        z[row * side + column, 1] = Float(quantiles[side - 1 - row])
      }
    }
    return z
  }
}
