import CGSL

extension Quadrature {
  /// Returns the integral by doubly adaptive Clenshaw–Curtis rules (`cquad`).
  ///
  /// It needs more calls than `integral(from:to:singularities:of:)` on smooth functions, and is
  /// robust against singular points anywhere: values that are not finite are left out.
  ///
  /// - Parameters:
  ///   - a: The lower limit, also `-.infinity`. Where `a > b` the integral changes sign.
  ///   - b: The upper limit, also `.infinity`. Infinite ranges are mapped to a finite one by a
  ///     rational substitution.
  ///   - f: The integrand.
  /// - Returns: The integral with the rule's estimate of its error.
  /// - Throws: The status of the rule.
  /// - Precondition: No limit is NaN.
  public func doublyAdaptive(
    from a: Double, to b: Double, of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    precondition(!a.isNaN && !b.isNaN, "a limit is not a number: from \(a) to \(b)")
    if a > b { return -(try doublyAdaptive(from: b, to: a, of: f)) }
    if a == b { return Bounded(exactly: 0) }
    switch (a.isFinite, b.isFinite) {
    case (true, true):
      return try clenshawCurtis(from: a, to: b, of: f)
    case (true, false):
      return try clenshawCurtis(from: 0, to: 1) { t in
        f(a + t / (1 - t)) / ((1 - t) * (1 - t))
      }
    case (false, true):
      return try clenshawCurtis(from: 0, to: 1) { t in
        f(b - t / (1 - t)) / ((1 - t) * (1 - t))
      }
    case (false, false):
      return try clenshawCurtis(from: -1, to: 1) { t in
        let rest = (1 - t) * (1 + t)
        return f(t / rest) * (1 + t * t) / (rest * rest)
      }
    }
  }

  /// Integrates over a finite range; the rule itself leaves out values that are not finite.
  private func clenshawCurtis(
    from a: Double, to b: Double, of f: (Double) -> Double
  ) throws(NumericsError) -> Bounded {
    let size = max(subdivisions, 3)
    guard let workspace = withoutAborting({ gsl_integration_cquad_workspace_alloc(size) }) else {
      preconditionFailure("no memory for a workspace of \(size) subintervals")
    }
    defer { gsl_integration_cquad_workspace_free(workspace) }
    var value = 0.0
    var error = 0.0
    var usable = false
    let status = try Integrand.withFunction(
      { x in
        let y = f(x)
        if y.isFinite { usable = true }
        return y
      }, forgiving: true, routine: "cquad"
    ) { function in
      withoutAborting {
        gsl_integration_cquad(
          function, a, b, absoluteTolerance, relativeTolerance, workspace, &value, &error, nil)
      }
    }
    try checked("cquad", partial: { Bounded(value, error: error.magnitude) }, { status })
    guard usable, value.isFinite, error.isFinite else {
      throw .notFinite(at: [a, b], value: value, routine: "cquad")
    }
    return Bounded(value, error: error.magnitude)
  }
}
