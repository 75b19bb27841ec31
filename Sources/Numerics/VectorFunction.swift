/// A function of several variables as the library calls it back.
///
/// It keeps one array for the points and the first value that could not be used.
final class VectorFunction {
  private let function: ([Double]) -> Double
  /// Whether `+infinity` means that the point is outside of the domain, not a fault.
  private let admitsBarrier: Bool
  private var point: [Double]
  private(set) var fault: (point: [Double], value: Double)?

  private init(_ function: @escaping ([Double]) -> Double, dimension: Int, admitsBarrier: Bool) {
    self.function = function
    self.admitsBarrier = admitsBarrier
    point = Array(repeating: 0, count: dimension)
  }

  /// Calls `body` with the parameter for the library, and afterwards throws the first value that
  /// was not finite, if there was one.
  static func withFunction<Result>(
    _ function: ([Double]) -> Double, dimension: Int, admitsBarrier: Bool = false,
    routine: String, _ body: (UnsafeMutableRawPointer) -> Result
  ) throws(NumericsError) -> Result {
    let (result, fault) = withoutActuallyEscaping(function) { function in
      let context = VectorFunction(function, dimension: dimension, admitsBarrier: admitsBarrier)
      return withExtendedLifetime(context) {
        let result = withoutAborting { body(Unmanaged.passUnretained(context).toOpaque()) }
        return (result, context.fault)
      }
    }
    if let fault { throw .notFinite(at: fault.point, value: fault.value, routine: routine) }
    return result
  }

  /// Returns the function behind a parameter that the library hands back.
  static func at(_ parameter: UnsafeMutableRawPointer?) -> VectorFunction {
    Unmanaged.fromOpaque(parameter.unsafelyUnwrapped).takeUnretainedValue()
  }

  /// Returns the value at a point that the library holds.
  ///
  /// After a value that cannot be used the function is not called again, and counts as 0.
  func value(coordinates: UnsafePointer<Double>, stride: Int, count: Int) -> Double {
    if fault != nil { return 0 }
    for axis in 0..<count { point[axis] = coordinates[axis * stride] }
    let value = function(point)
    if value.isFinite { return value }
    if admitsBarrier, value == .infinity { return .greatestFiniteMagnitude }
    fault = (point, value)
    return 0
  }
}
