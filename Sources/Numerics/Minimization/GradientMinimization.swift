@preconcurrency import CGSL

extension Minimization {
  /// How a search direction follows from the gradients.
  public enum Method: Sendable, CaseIterable {
    /// The quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno.
    case quasiNewton
    /// The conjugate gradients of Fletcher and Reeves.
    case conjugateGradient
  }

  /// Returns a local minimum of a function whose gradient is known.
  ///
  /// - Parameters:
  ///   - f: The function.
  ///   - gradient: Its partial derivatives, shape `[dimension]`.
  ///   - start: Where the search starts, shape `[dimension]`.
  ///   - method: How directions are chosen.
  ///   - step: The length of the first step.
  ///   - tolerance: The norm of the gradient at which the search ends.
  ///   - maximumIterations: The number of line searches allowed.
  /// - Throws: `GSL_EMAXITER` or `GSL_ENOPROG` with the value reached, or `notFinite`. A search
  ///   that stops where the squared gradient is below the resolution of `f` has not failed.
  /// - Precondition: `start` is not empty and `gradient` returns as many elements.
  public static func minimum(
    of f: ([Double]) -> Double, gradient: ([Double]) -> [Double], from start: [Double],
    method: Method = .quasiNewton, step: Double = 0.1, tolerance: Double = 1e-10,
    maximumIterations: Int = 10_000
  ) throws(NumericsError) -> Minimum {
    precondition(!start.isEmpty, "a point without coordinates")
    let routine = method == .quasiNewton ? "vector_bfgs2" : "conjugate_fr"
    let origin = LibraryVector(start)
    let type =
      method == .quasiNewton
      ? gsl_multimin_fdfminimizer_vector_bfgs2 : gsl_multimin_fdfminimizer_conjugate_fr
    guard let state = withoutAborting({ gsl_multimin_fdfminimizer_alloc(type, start.count) })
    else { preconditionFailure("no memory for \(start.count) dimensions") }
    defer { gsl_multimin_fdfminimizer_free(state) }
    var iterations = 0
    let (status, fault) = withoutActuallyEscaping(f) { f in
      withoutActuallyEscaping(gradient) { gradient in
        let context = Differentiable(f, gradient)
        return withExtendedLifetime(context) {
          var function = gsl_multimin_function_fdf(
            f: callValue, df: callGradient, fdf: callBoth, n: start.count,
            params: Unmanaged.passUnretained(context).toOpaque())
          var status = withoutAborting {
            gsl_multimin_fdfminimizer_set(state, &function, origin.pointer, step, 0.1)
          }
          while status == Int32(GSL_SUCCESS), context.fault == nil {
            let reached = gsl_multimin_test_gradient(state.pointee.gradient, tolerance)
            if reached != Int32(GSL_CONTINUE) { return (reached, context.fault) }
            guard iterations < maximumIterations else { return (Int32(GSL_EMAXITER), nil) }
            iterations += 1
            status = gsl_multimin_fdfminimizer_iterate(state)
          }
          return (status, context.fault)
        }
      }
    }
    if let fault { throw .notFinite(at: fault.point, value: fault.value, routine: routine) }
    let value = state.pointee.f
    let slopes = LibraryVector.array(state.pointee.gradient)
    let squared = slopes.reduce(0) { $0 + $1 * $1 }
    try checked(
      routine,
      accepting: { $0 == GSL_ENOPROG && squared <= .ulpOfOne * max(1, value.magnitude) },
      partial: { Bounded(value, error: .nan) }, { status })
    return Minimum(
      argument: LibraryVector.array(state.pointee.x), value: value, iterations: iterations)
  }
}

/// A function and its gradient as the library calls them back.
private final class Differentiable {
  let function: ([Double]) -> Double
  let gradient: ([Double]) -> [Double]
  var fault: (point: [Double], value: Double)?

  init(_ function: @escaping ([Double]) -> Double, _ gradient: @escaping ([Double]) -> [Double]) {
    self.function = function
    self.gradient = gradient
  }

  static func at(_ parameter: UnsafeMutableRawPointer?) -> Differentiable {
    Unmanaged.fromOpaque(parameter.unsafelyUnwrapped).takeUnretainedValue()
  }

  /// Returns the value at a point, or 0 once a value was not finite.
  func value(at vector: UnsafePointer<gsl_vector>?) -> Double {
    guard fault == nil else { return 0 }
    let point = LibraryVector.array(vector)
    return usable(function(point), at: point)
  }

  /// Writes the gradient at a point, or zeros once a value was not finite.
  func writeGradient(
    at vector: UnsafePointer<gsl_vector>?, to out: UnsafeMutablePointer<gsl_vector>
  ) {
    guard fault == nil else { return gsl_vector_set_zero(out) }
    let point = LibraryVector.array(vector)
    let slopes = gradient(point)
    precondition(
      slopes.count == point.count,
      "a gradient of \(slopes.count) elements at a point of \(point.count)")
    for (index, slope) in slopes.enumerated() {
      gsl_vector_set(out, index, usable(slope, at: point))
    }
  }

  private func usable(_ value: Double, at point: [Double]) -> Double {
    if value.isFinite { return value }
    if fault == nil { fault = (point, value) }
    return 0
  }
}

private let callValue:
  @convention(c) (UnsafePointer<gsl_vector>?, UnsafeMutableRawPointer?) -> Double = {
    point, parameter in Differentiable.at(parameter).value(at: point)
  }

private let callGradient:
  @convention(c) (
    UnsafePointer<gsl_vector>?, UnsafeMutableRawPointer?, UnsafeMutablePointer<gsl_vector>?
  ) -> Void = { point, parameter, out in
    Differentiable.at(parameter).writeGradient(at: point, to: out.unsafelyUnwrapped)
  }

private let callBoth:
  @convention(c) (
    UnsafePointer<gsl_vector>?, UnsafeMutableRawPointer?, UnsafeMutablePointer<Double>?,
    UnsafeMutablePointer<gsl_vector>?
  ) -> Void = { point, parameter, value, out in
    let function = Differentiable.at(parameter)
    value.unsafelyUnwrapped.pointee = function.value(at: point)
    function.writeGradient(at: point, to: out.unsafelyUnwrapped)
  }
