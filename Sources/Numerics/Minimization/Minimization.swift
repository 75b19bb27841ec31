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
  ///   - tolerance: The size of the simplex at which the search ends; it also ends where `f` no
  ///     longer tells the corners apart. The argument itself is determined to about the square root
  ///     of the precision of `f` at best.
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

  /// Runs one search with the simplex of Nelder and Mead (`nmsimplex`).
  ///
  /// Its successor `nmsimplex2` updates the size of the simplex instead of computing it, and loses
  /// it to cancellation at about 1e-8 of the argument.
  private static func simplexSearch(
    of f: ([Double]) -> Double, from start: [Double], steps: [Double], tolerance: Double,
    iterations limit: Int
  ) throws(NumericsError) -> Minimum {
    let routine = "nmsimplex"
    let origin = LibraryVector(start)
    let size = LibraryVector(steps)
    guard
      let state = withoutAborting({
        gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex, start.count)
      })
    else { preconditionFailure("no memory for \(start.count) dimensions") }
    defer { gsl_multimin_fminimizer_free(state) }
    var iterations = 0
    var progress = Progress(patience: 100 * (start.count + 1))
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
        let size = gsl_multimin_fminimizer_size(state)
        status = gsl_multimin_test_size(size, tolerance)
        if status == Int32(GSL_SUCCESS) { return status }
        if progress.stalls(at: gsl_multimin_fminimizer_minimum(state), size: size) {
          return Int32(GSL_SUCCESS)
        }
        if status == Int32(GSL_CONTINUE) { status = Int32(GSL_SUCCESS) }
      }
      return status
    }
    let value = gsl_multimin_fminimizer_minimum(state)
    try checked(routine, partial: { Bounded(value, error: .nan) }, { status })
    let argument = LibraryVector.array(gsl_multimin_fminimizer_x(state))
    guard value < .greatestFiniteMagnitude else {
      throw .notFinite(at: argument, value: .infinity, routine: routine)
    }
    return Minimum(argument: argument, value: value, iterations: iterations)
  }
}

/// Notices a simplex that is reflected to and fro on a plateau.
private struct Progress {
  /// The number of iterations without a lower value and without a smaller simplex to wait for.
  let patience: Int
  private var value = Double.infinity
  private var size = Double.infinity
  private var waited = 0

  init(patience: Int) { self.patience = patience }

  /// Returns whether the latest iteration used up the patience.
  mutating func stalls(at value: Double, size: Double) -> Bool {
    waited = value < self.value || size < self.size ? 0 : waited + 1
    self.value = min(self.value, value)
    self.size = min(self.size, size)
    return waited >= patience
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
