import CGSL
import Foundation

/// The law of the one-sample Kolmogorov–Smirnov distance.
///
/// Three routes, as Simard and L'Ecuyer (2011) compare them: twice the exact one-sided tail where
/// crossing both boundaries is rare, Durbin's exact matrix in the body for up to 140 values, and
/// the Pelz–Good expansion in the body for more (relative error below 10⁻⁵).
enum KolmogorovLaw {
  /// Returns the probability that the distance of *n* values is at least `distance`.
  ///
  /// - Complexity: O(*n*) in the tail; in the body O(*n*²) up to 140 values, O(1) above.
  static func upperTail(_ distance: Double, count: Int) -> Double {
    let n = Double(count)
    if distance.isNaN { return .nan }
    if distance >= 1 { return 0 }
    if 2 * n * distance <= 1 { return 1 }
    let z2 = n * distance * distance
    let tail: Double
    if distance >= 0.5 || z2 >= 4 {
      // Above ½ both boundaries cannot be crossed; beyond √n·d = 2 the share of samples that
      // cross both is exp(−6·4) < 4·10⁻¹¹ of the tail.
      tail = 2 * oneSidedTail(distance, count: count)
    } else if count <= 140 {
      tail = 1 - durbin(distance, count: count)
    } else if z2 >= 2.2 {
      // The few that cross both, by the limit law.
      tail = 2 * oneSidedTail(distance, count: count) - 2 * exp(-8 * z2)
    } else {
      tail = 1 - pelzGood(distance, count: count)
    }
    // Written so that NaN comes through, which `min` and `max` would hide.
    return tail > 1 ? 1 : tail < 0 ? 0 : tail
  }

  /// Returns the probability that the one-sided distance is at least `distance`, exactly.
  ///
  /// Birnbaum and Tingey's sum, written as binomial probabilities: with aⱼ = d + j/n,
  /// Σⱼ (d/aⱼ)·Binomial(n, aⱼ){j} over j ≤ n(1 − d). All terms are positive; each is computed
  /// from Stirling remainders, so no large logarithms cancel.
  static func oneSidedTail(_ distance: Double, count: Int) -> Double {
    let n = Double(count)
    let shift = n * distance
    let remainder = log(withoutAborting { gsl_sf_gammastar(n) })
    var sum = exp(n * log1p(-distance))
    for index in 1..<max(2, count) {
      let j = Double(index)
      let k = n - j
      guard shift < k else { break }
      let spread =
        remainder
        - log(withoutAborting { gsl_sf_gammastar(j) } * withoutAborting { gsl_sf_gammastar(k) })
      let deviance = j * log1p(shift / j) + k * log1p(-shift / k)
      sum += shift / (j + shift) * (n / (2 * .pi * j * k)).squareRoot() * exp(spread + deviance)
    }
    return sum
  }

  /// Returns the probability of a smaller distance, by Durbin's matrix.
  ///
  /// The matrix and the factor n!/nⁿ are those of Marsaglia, Tsang and Wang (2003); here its power
  /// is applied to one unit vector, with n!/nⁿ spread over the steps.
  private static func durbin(_ distance: Double, count: Int) -> Double {
    let n = Double(count)
    let k = Int(n * distance) + 1
    let h = Double(k) - n * distance
    let size = 2 * k - 1
    let inverseFactorial: [Double] = (0...size).map { k in
      1 / withoutAborting { gsl_sf_fact(UInt32(k)) }
    }
    var matrix = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      for j in 0...min(i + 1, size - 1) { matrix[i * size + j] = inverseFactorial[i - j + 1] }
    }
    let lastRow = (size - 1) * size
    for i in 0..<size {
      let edge = pow(h, Double(i + 1)) * inverseFactorial[i + 1]
      matrix[i * size] -= edge
      matrix[lastRow + size - 1 - i] -= edge
    }
    if 2 * h > 1 { matrix[lastRow] += pow(2 * h - 1, Double(size)) * inverseFactorial[size] }
    var vector = [Double](repeating: 0, count: size)
    var next = vector
    vector[k - 1] = 1
    for step in 1...count {
      let scale = Double(step) / n
      for i in 0..<size {
        // Beyond the first superdiagonal the matrix is zero.
        var sum = 0.0
        for j in 0...min(i + 1, size - 1) { sum += matrix[i * size + j] * vector[j] }
        next[i] = scale * sum
      }
      swap(&vector, &next)
    }
    return vector[k - 1]
  }

  /// Returns the probability of a smaller distance, by the Pelz–Good expansion to order n^(−3/2).
  private static func pelzGood(_ distance: Double, count: Int) -> Double {
    let n = Double(count)
    let root = n.squareRoot()
    let z = root * distance
    let z2 = z * z
    let (z4, z6, z8) = (z2 * z2, z2 * z2 * z2, z2 * z2 * z2 * z2)
    var (k0, k1, k2, k3) = (0.0, 0.0, 0.0, 0.0)
    var (whole2, whole3) = (0.0, 0.0)
    for k in 0... {
      let half = Double.pi * (Double(k) + 0.5)
      let (a2, a4, a6) = (pow(half, 2), pow(half, 4), pow(half, 6))
      let weight = exp(-a2 / (2 * z2))
      // The terms of k and −1 − k are equal.
      k0 += 2 * weight
      k1 += 2 * weight * (a2 - z2)
      k2 += 2 * weight * (6 * z6 + 2 * z4 + a2 * (2 * z4 - 5 * z2) + a4 * (1 - 2 * z2))
      let high = a6 * (5 - 30 * z2) + a4 * (-60 * z2 + 212 * z4)
      k3 += 2 * weight * (high + a2 * (135 * z4 - 96 * z6) - 30 * z6 - 90 * z8)
      let b2 = pow(Double.pi * Double(k), 2)
      let wholeWeight = exp(-b2 / (2 * z2))
      whole2 += 2 * wholeWeight * b2
      whole3 += 2 * wholeWeight * (3 * b2 * z2 - b2 * b2)
      if a6 * weight < 1e-20 * z8 { break }
    }
    let scale = (Double.pi / 2).squareRoot()
    let second = k2 / (72 * z6 * z) - whole2 / (36 * z2 * z)
    let third = k3 / (6480 * z8 * z2) + whole3 / (216 * z6)
    return scale * (k0 / z + k1 / (6 * z4 * root) + second / n + third / (n * root))
  }

  /// Returns the limit law's upper tail, P(sup |Brownian bridge| ≥ λ).
  static func limitUpperTail(_ lambda: Double) -> Double {
    if lambda.isNaN { return .nan }
    if lambda < 1 {
      // The theta function's other form, which converges fast for small λ.
      let scale = (2 * Double.pi).squareRoot() / lambda
      let terms = [1.0, 3, 5, 7].map { exp(-pow($0 * .pi / lambda, 2) / 8) }
      return lambda <= 0 ? 1 : 1 - scale * terms.reduce(0, +)
    }
    // Σ (−1)^(k−1) exp(−2k²λ²): the fifth term is below 10⁻²¹ here.
    let terms = (1...4).map { exp(-2 * pow(Double($0) * lambda, 2)) }
    return 2 * (terms[0] - terms[1] + terms[2] - terms[3])
  }
}
