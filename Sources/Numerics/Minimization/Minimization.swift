@preconcurrency import CGSL

/// The lowest point that a minimisation found.
public struct Minimum: Sendable, Equatable {
  /// Where it is, shape `[dimension]`.
  public let argument: [Double]
  /// The value of the function there.
  public let value: Double
  /// The number of iterations that it took.
  public let iterations: Int
}

/// Minimisation of functions of one and of several variables.
public enum Minimization {
  /// Returns a local minimum of a function, found without derivatives (Nelder and Mead 1965).
  ///
  /// The search is started again from where it ended, with a fresh simplex, until that no longer
  /// lowers the function; a simplex that has collapsed is thereby noticed.
  ///
  /// - Parameters:
  ///   - f: The function; `.infinity` marks points outside of its domain.
  ///   - start: Where the search starts, shape `[dimension]`.
  ///   - steps: The size of the first simplex along each axis, shape `[dimension]`.
  ///   - tolerance: The size of the simplex at which the search ends. The argument itself is
  ///     determined to about the square root of the precision of `f` at best.
  ///   - maximumIterations: The number of iterations allowed to all searches together.
  /// - Throws: `GSL_EMAXITER` with the value reached, or `notFinite`.
  /// - Precondition: `start` and `steps` have the same positive length.
  public static func minimum(
    of f: ([Double]) -> Double, from start: [Double], steps: [Double], tolerance: Double = 1e-10,
    maximumIterations: Int = 100_000
  ) throws(NumericsError) -> Minimum {
    precondition(
      start.count == steps.count && !start.isEmpty,
      "\(start.count) coordinates and \(steps.count) steps")
    var best = try simplexSearch(
      of: f, from: start, steps: steps, tolerance: tolerance, iterations: maximumIterations)
    while true {
      let next = try simplexSearch(
        of: f, from: best.argument, steps: steps, tolerance: tolerance,
        iterations: maximumIterations - best.iterations)
      let total = best.iterations + next.iterations
      let gained = best.value - next.value
      let lower = gained > 0 ? next : best
      best = Minimum(argument: lower.argument, value: lower.value, iterations: total)
      if !(gained > 16 * best.value.ulp + tolerance * tolerance) { return best }
    }
  }

  /// Runs one search with the simplex of Nelder and Mead (`nmsimplex2`).
  private static func simplexSearch(
    of f: ([Double]) -> Double, from start: [Double], steps: [Double], tolerance: Double,
    iterations limit: Int
  ) throws(NumericsError) -> Minimum {
    let routine = "nmsimplex2"
    let origin = LibraryVector(start)
    let size = LibraryVector(steps)
    guard
      let state = withoutAborting({
        gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, start.count)
      })
    else { preconditionFailure("no memory for \(start.count) dimensions") }
    defer { gsl_multimin_fminimizer_free(state) }
    var iterations = 0
    let status = try VectorFunction.withFunction(
      f, dimension: start.count, admitsBarrier: true, routine: routine
    ) { context -> Int32 in
      var function = gsl_multimin_function(f: callFunction, n: start.count, params: context)
      var status = gsl_multimin_fminimizer_set(state, &function, origin.pointer, size.pointer)
      while status == Int32(GSL_SUCCESS) {
        guard iterations < limit else { return Int32(GSL_EMAXITER) }
        iterations += 1
        status = gsl_multimin_fminimizer_iterate(state)
        guard status == Int32(GSL_SUCCESS) else { break }
        status = gsl_multimin_test_size(gsl_multimin_fminimizer_size(state), tolerance)
        if status == Int32(GSL_SUCCESS) { return status }
        if status == Int32(GSL_CONTINUE) { status = Int32(GSL_SUCCESS) }
      }
      return status
    }
    let value = gsl_multimin_fminimizer_minimum(state)
    try checked(routine, partial: { Bounded(value, error: .nan) }, { status })
    return Minimum(
      argument: LibraryVector.array(gsl_multimin_fminimizer_x(state)), value: value,
      iterations: iterations)
  }
}

/// The function that the library calls; its parameter points to a `VectorFunction`.
private let callFunction:
  @convention(c) (UnsafePointer<gsl_vector>?, UnsafeMutableRawPointer?) -> Double = {
    point, parameter in
    let vector = point.unsafelyUnwrapped.pointee
    return VectorFunction.at(parameter).value(
      coordinates: vector.data, stride: vector.stride, count: vector.size)
  }
