import Foundation

extension Quadrature {
  /// Returns the integral over the whole line of a function that lives around `center`.
  ///
  /// The rule works on the variable (*x* - `center`)/`scale`, and so does not depend on where the
  /// function lives or how narrow it is.
  ///
  /// - Parameters:
  ///   - center: Where the function lives.
  ///   - scale: The width on which it lives, positive.
  ///   - f: The integrand.
  /// - Returns: The integral with the rule's estimate of its error.
  /// - Throws: The status of the rule, or `notFinite` with the first such value.
  public func integral(
    around center: Double, scale: Double, of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    precondition(center.isFinite, "no center: \(center)")
    precondition(scale > 0 && scale.isFinite, "the scale is not positive: \(scale)")
    do throws(NumericsError) {
      return try infinite(from: -.infinity, to: .infinity) { u in
        scale * f(center + scale * u)
      }
    } catch {
      throw error.mapped { center + scale * $0 }
    }
  }

  /// Returns the expectation of a function of a normal variable.
  ///
  /// - Parameters:
  ///   - mean: The mean of the variable.
  ///   - standardDeviation: Its standard deviation, positive.
  ///   - f: The function; it may grow as fast as it likes where the density underflows, since it
  ///     is not called there.
  /// - Returns: The expectation with the rule's estimate of its error.
  /// - Throws: The status of the rule, or `notFinite` with the first such value.
  public func gaussianExpectation(
    mean: Double = 0, standardDeviation: Double = 1, of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    precondition(mean.isFinite, "no mean: \(mean)")
    precondition(
      standardDeviation > 0 && standardDeviation.isFinite,
      "the standard deviation is not positive: \(standardDeviation)")
    let normaliser = 1 / (2 * Double.pi).squareRoot()
    do throws(NumericsError) {
      return try infinite(from: -.infinity, to: .infinity) { u in
        let density = normaliser * exp(-0.5 * u * u)
        return density == 0 ? 0 : density * f(mean + standardDeviation * u)
      }
    } catch {
      throw error.mapped { mean + standardDeviation * $0 }
    }
  }
}

extension NumericsError {
  /// Returns the error with its point in the caller's variable.
  fileprivate func mapped(_ original: (Double) -> Double) -> NumericsError {
    guard case .notFinite(let point, let value) = reason else { return self }
    return .notFinite(at: point.map(original), value: value, routine: routine)
  }
}
