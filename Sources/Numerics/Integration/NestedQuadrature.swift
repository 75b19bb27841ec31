extension Quadrature {
  /// Returns the integral of a function of two variables over a rectangle, by nested rules.
  ///
  /// - Parameters:
  ///   - x: The range of the first variable, which is the outer one; infinite limits are admitted.
  ///   - y: The range of the second variable; infinite limits are admitted.
  ///   - f: The integrand.
  /// - Returns: The integral; its error holds the outer rule's estimate and the integral of the
  ///   inner errors, bounded by the largest one met, weighted with the outer substitution.
  /// - Throws: The first failure of an inner rule, or that of the outer one.
  /// - Precondition: No limit is NaN.
  /// - Complexity: The square of the one-dimensional cost: 10⁴ to 10⁵ calls of `f`.
  public func integral(
    over x: (Double, Double), _ y: (Double, Double), of f: (Double, Double) -> Double
  ) throws(NumericsError) -> Bounded {
    // The inner integrals are smooth data for the outer rule only if they are more exact than it.
    let inner = Quadrature(
      absoluteTolerance: absoluteTolerance / 16, relativeTolerance: relativeTolerance / 16,
      subdivisions: subdivisions)
    let measure = OuterMeasure(from: min(x.0, x.1), to: max(x.0, x.1))
    var failure: NumericsError?
    var largest = 0.0
    let outer: Bounded
    do throws(NumericsError) {
      outer = try integral(from: x.0, to: x.1) { u in
        guard failure == nil else { return 0 }
        do throws(NumericsError) {
          let slice = try inner.integral(from: y.0, to: y.1) { v in f(u, v) }
          largest = max(largest, slice.error * measure.density(at: u))
          return slice.value
        } catch {
          failure = error.at(u)
          return 0
        }
      }
    } catch {
      throw failure ?? error
    }
    if let failure { throw failure }
    return Bounded(outer.value, error: outer.error + largest)
  }
}

/// The length of the outer range as the rule sees it after mapping it to a finite interval.
private struct OuterMeasure {
  let low: Double
  let high: Double

  init(from low: Double, to high: Double) {
    self.low = low
    self.high = high
  }

  /// Returns dx/dt at `x`, times the length of the range of t.
  func density(at x: Double) -> Double {
    switch (low.isFinite, high.isFinite) {
    case (true, true): high - low
    case (true, false): (1 + (x - low)) * (1 + (x - low))
    case (false, true): (1 + (high - x)) * (1 + (high - x))
    case (false, false): 2 * (1 + x.magnitude) * (1 + x.magnitude)
    }
  }
}

extension NumericsError {
  /// Returns the error with the outer coordinate before the inner one.
  fileprivate func at(_ outer: Double) -> NumericsError {
    guard case .notFinite(let point, let value) = reason else { return self }
    return .notFinite(at: [outer] + point, value: value, routine: routine)
  }
}
