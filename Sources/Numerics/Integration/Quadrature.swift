import CGSL

/// Adaptive integration over finite and infinite ranges, with a bound on the error.
///
/// The rules are QUADPACK's as the GNU Scientific Library implements them. Which one is taken
/// depends on the range only:
///
/// | range | rule |
/// |---|---|
/// | finite | Gauss–Kronrod with 61 points (`qag`) |
/// | finite, with singular points | 21 points and extrapolation, split there (`qagp`) |
/// | infinite | mapped to (0, 1], 15 points and extrapolation (`qagi`, `qagiu`, `qagil`) |
///
/// The error is the rule's estimate from the points that it sampled. A peak that is narrow beside
/// its distance from 0 can fall between them (over the whole line: a deviation below about a
/// fiftieth of the distance); say where it is, by `singularities` or by
/// `integral(around:scale:of:)`.
public struct Quadrature: Sendable {
  /// The absolute error at which a rule may stop.
  public let absoluteTolerance: Double
  /// The error relative to the integral at which a rule may stop.
  public let relativeTolerance: Double
  /// The largest number of subintervals.
  public let subdivisions: Int

  /// Creates an integrator that stops when either tolerance is met.
  ///
  /// - Precondition: The tolerances are not negative, and one of them is positive; at least one
  ///   subdivision is allowed.
  public init(
    absoluteTolerance: Double = 1e-12, relativeTolerance: Double = 1e-12, subdivisions: Int = 2000
  ) {
    precondition(
      absoluteTolerance >= 0 && relativeTolerance >= 0
        && max(absoluteTolerance, relativeTolerance) > 0,
      "tolerances must not be negative: \(absoluteTolerance), \(relativeTolerance)")
    precondition(subdivisions > 0, "no subdivisions: \(subdivisions)")
    self.absoluteTolerance = absoluteTolerance
    self.relativeTolerance = relativeTolerance
    self.subdivisions = subdivisions
  }

  /// Returns the integral of a function from `a` to `b`.
  ///
  /// - Parameters:
  ///   - a: The lower limit, also `-.infinity`. Where `a > b` the integral changes sign.
  ///   - b: The upper limit, also `.infinity`.
  ///   - singularities: Points at which to split the range: integrable singularities, kinks, or
  ///     the places where a narrow integrand lives. Those outside the range are ignored; the
  ///     limits themselves may be among them. A value that is not finite is forgiven there.
  ///   - f: The integrand; it is not called after its first value that is not finite.
  /// - Returns: The integral with the rule's estimate of its error.
  /// - Throws: The status of the rule, or `notFinite` with the first such value. A stop for
  ///   roundoff whose own estimate is at most 1e-10, absolute or relative, is not a failure.
  /// - Precondition: No limit is NaN.
  /// - Complexity: At least 15 calls of `f` (30 over the whole line, 61 over a finite range).
  public func integral(
    from a: Double, to b: Double, singularities: [Double] = [], of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    precondition(!a.isNaN && !b.isNaN, "a limit is not a number: from \(a) to \(b)")
    if a > b { return -(try integral(from: b, to: a, singularities: singularities, of: f)) }
    if a == b { return Bounded(exactly: 0) }
    if singularities.isEmpty {
      return a.isFinite && b.isFinite
        ? try gaussKronrod(from: a, to: b, of: f)
        : try infinite(from: a, to: b, of: f)
    }
    return try split(from: a, to: b, at: singularities, of: f)
  }

  /// Integrates a range piece by piece: its finite part at once, each infinite end by itself.
  private func split(
    from a: Double, to b: Double, at singularities: [Double], of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    var points = Set(singularities.filter { a < $0 && $0 < b }).sorted()
    if a.isFinite { points.insert(a, at: 0) }
    if b.isFinite { points.append(b) }
    guard let first = points.first, let last = points.last else {
      return try infinite(from: a, to: b, of: f)
    }
    var parts: [Bounded] = []
    if a < first { parts.append(try infinite(from: a, to: first, of: f, exempt: points)) }
    if first < last { parts.append(try singular(at: points, of: f)) }
    if last < b { parts.append(try infinite(from: last, to: b, of: f, exempt: points)) }
    return parts.count == 1 ? parts[0] : parts.sum()
  }

  /// Integrates over a finite range with the 61-point rule.
  private func gaussKronrod(
    from a: Double, to b: Double, of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let workspace = IntegrationWorkspace(limit: subdivisions)
    return try run("qag", f, exempt: []) { function, value, error in
      gsl_integration_qag(
        function, a, b, absoluteTolerance, relativeTolerance, subdivisions,
        Int32(GSL_INTEG_GAUSS61), workspace.pointer, value, error)
    }
  }

  /// Integrates over a finite range that starts, may be split, and ends at the given points.
  private func singular(
    at points: [Double], of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let workspace = IntegrationWorkspace(limit: max(subdivisions, points.count))
    var points = points
    return try run("qagp", f, exempt: points) { function, value, error in
      gsl_integration_qagp(
        function, &points, points.count, absoluteTolerance, relativeTolerance,
        max(subdivisions, points.count), workspace.pointer, value, error)
    }
  }

  /// Integrates over a range with at least one infinite limit.
  func infinite(
    from a: Double, to b: Double, of f: (Double) -> Double, exempt: [Double] = []
  ) throws(NumericsError) -> Bounded {
    let workspace = IntegrationWorkspace(limit: subdivisions)
    if a.isFinite {
      return try run("qagiu", f, exempt: exempt) { function, value, error in
        gsl_integration_qagiu(
          function, a, absoluteTolerance, relativeTolerance, subdivisions,
          workspace.pointer, value, error)
      }
    }
    if b.isFinite {
      return try run("qagil", f, exempt: exempt) { function, value, error in
        gsl_integration_qagil(
          function, b, absoluteTolerance, relativeTolerance, subdivisions,
          workspace.pointer, value, error)
      }
    }
    return try run("qagi", f, exempt: exempt) { function, value, error in
      gsl_integration_qagi(
        function, absoluteTolerance, relativeTolerance, subdivisions,
        workspace.pointer, value, error)
    }
  }

  /// Runs one rule and turns what it returns into a bounded number or an error.
  func run(
    _ routine: String, _ f: (Double) -> Double, exempt: [Double],
    _ rule: (
      UnsafeMutablePointer<gsl_function>, UnsafeMutablePointer<Double>,
      UnsafeMutablePointer<Double>
    ) -> Int32
  ) throws(NumericsError) -> Bounded {
    var value = 0.0
    var error = 0.0
    let status = try Integrand.withFunction(f, exempt: exempt, routine: routine) { function in
      withoutAborting { rule(function, &value, &error) }
    }
    let reached = Bounded(value, error: error.magnitude)
    try checked(
      routine, accepting: { $0 == GSL_EROUND && Self.isTiny(reached) },
      partial: { reached }, { status })
    guard value.isFinite else {
      throw .notFinite(at: [], value: value, routine: routine)
    }
    return reached
  }

  /// Returns whether an error estimate is small enough that a stop for roundoff is no failure.
  private static func isTiny(_ reached: Bounded) -> Bool {
    reached.error <= 1e-10 * max(1, reached.value.magnitude)
  }
}
