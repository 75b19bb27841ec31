@preconcurrency import CGSL

extension Minimization {
  /// Returns a local minimum of a function of one variable inside a range (Brent 1973).
  ///
  /// - Parameters:
  ///   - f: The function.
  ///   - range: Where to look: a minimum is bracketed by the lowest of 33 equally spaced points.
  ///   - tolerance: The width of the bracket, absolute and relative to the argument, at which the
  ///     search ends; less than 2⁻²⁴ counts as that, since the method itself stops there.
  /// - Throws: `GSL_EINVAL` where the function is lowest at an end of the range, so that nothing
  ///   is bracketed; `GSL_EMAXITER`; or `notFinite`.
  /// - Precondition: The range is finite and not empty.
  /// - Complexity: 33 calls of `f`, and one more for each iteration.
  public static func minimum(
    of f: (Double) -> Double, in range: ClosedRange<Double>, tolerance: Double = 1e-7
  ) throws(NumericsError) -> Minimum {
    let width = range.upperBound - range.lowerBound
    precondition(width > 0 && width.isFinite, "the range \(range) is empty or infinite")
    let routine = "brent"
    let tolerance = max(tolerance, 0x1p-24)
    guard let state = withoutAborting({ gsl_min_fminimizer_alloc(gsl_min_fminimizer_brent) })
    else { preconditionFailure("no memory for a minimiser") }
    defer { gsl_min_fminimizer_free(state) }
    var iterations = 0
    let status = try Integrand.withFunction(f, routine: routine) { function -> Int32 in
      let cells = 32
      let points = (0...cells).map { range.lowerBound + width * (Double($0) / Double(cells)) }
      let values = points.map { point in function.pointee.function(point, function.pointee.params) }
      let lowest = values.indices.min { values[$0] < values[$1] } ?? 0
      guard 0 < lowest, lowest < cells else { return Int32(GSL_EINVAL) }
      var status = gsl_min_fminimizer_set_with_values(
        state, function, points[lowest], values[lowest], points[lowest - 1], values[lowest - 1],
        points[lowest + 1], values[lowest + 1])
      while status == Int32(GSL_SUCCESS) {
        guard iterations < 200 else { return Int32(GSL_EMAXITER) }
        iterations += 1
        status = gsl_min_fminimizer_iterate(state)
        guard status == Int32(GSL_SUCCESS) else { break }
        status = gsl_min_test_interval(
          gsl_min_fminimizer_x_lower(state), gsl_min_fminimizer_x_upper(state), tolerance,
          tolerance)
        if status == Int32(GSL_SUCCESS) { return status }
        if status == Int32(GSL_CONTINUE) { status = Int32(GSL_SUCCESS) }
      }
      return status
    }
    try checked(routine, { status })
    return Minimum(
      argument: [gsl_min_fminimizer_x_minimum(state)], value: gsl_min_fminimizer_f_minimum(state),
      iterations: iterations)
  }
}
