import CGSL

/// A Swift function as the library calls it back, with the first value that it could not use.
struct Integrand: ~Copyable {
  let function: Callable
  /// Points at which a value that is not finite counts as 0.
  let exempt: [Double]
  /// Whether the library itself knows what to do with values that are not finite.
  let forgiving: Bool
  var fault: (point: Double, value: Double)?

  /// Calls `body` with the function in the form the library takes, and afterwards throws the first
  /// value that was not finite, if there was one.
  ///
  /// After such a value the function is not called again: the library sees zeros and ends soon.
  static func withFunction<Result>(
    _ function: (Double) -> Double, exempt: [Double] = [], forgiving: Bool = false,
    routine: String,
    _ body: (UnsafeMutablePointer<gsl_function>) -> Result
  ) throws(NumericsError) -> Result {
    let (result, fault) = withoutActuallyEscaping(function) { function in
      var integrand = Integrand(
        function: Callable(function: function), exempt: exempt, forgiving: forgiving, fault: nil)
      return withUnsafeMutablePointer(to: &integrand) { pointer in
        var callback = gsl_function(function: callIntegrand, params: pointer)
        let result = body(&callback)
        return (result, pointer.pointee.fault)
      }
    }
    if let fault {
      throw .notFinite(at: [fault.point], value: fault.value, routine: routine)
    }
    return result
  }

  /// Returns what the library sees in place of a value that is not finite.
  @inline(never)
  mutating func substitute(for value: Double, at point: Double) -> Double {
    if forgiving { return value }
    if !exempt.contains(point) { fault = (point, value) }
    return 0
  }
}

/// A function that is called through a borrow, which spares a retain and a release a call.
struct Callable: ~Copyable {
  let function: (Double) -> Double

  @inline(never)
  borrowing func value(at point: Double) -> Double { function(point) }
}

/// The function that the library calls; its parameter points to an `Integrand`.
private let callIntegrand: @convention(c) (Double, UnsafeMutableRawPointer?) -> Double = {
  point, parameter in
  let integrand = parameter.unsafelyUnwrapped.assumingMemoryBound(to: Integrand.self)
  if integrand.pointee.fault != nil { return 0 }
  let value = integrand.pointee.function.value(at: point)
  return value.isFinite ? value : integrand.pointee.substitute(for: value, at: point)
}
