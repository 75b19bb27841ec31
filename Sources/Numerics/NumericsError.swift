import CGSL

/// A failure of a numerical routine: which routine, why, and how far it came.
public struct NumericsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Why a routine failed.
  public enum Reason: Sendable, Equatable {
    /// The GNU Scientific Library returned a status other than success.
    case status(code: Int, name: String)
    /// The given function returned NaN or an infinity.
    case notFinite(at: [Double], value: Double)
  }

  /// The routine that failed, by the name that its documentation uses.
  public let routine: String
  /// Why it failed.
  public let reason: Reason
  /// What that means, in one line.
  public let message: String
  /// The result so far, with the routine's own estimate of its error, where there is one.
  public let partial: Bounded?

  /// Creates an error.
  public init(routine: String, reason: Reason, message: String, partial: Bounded? = nil) {
    self.routine = routine
    self.reason = reason
    self.message = message
    self.partial = partial
  }

  /// Creates the error of a function that returned NaN or an infinity.
  public static func notFinite(
    at point: [Double], value: Double, routine: String
  ) -> NumericsError {
    NumericsError(
      routine: routine, reason: .notFinite(at: point, value: value),
      message: "the function is \(value) at \(point.map(\.description).joined(separator: ", "))")
  }

  /// One line: the routine, the status or the fault, the message and the partial result.
  public var description: String {
    let name =
      switch reason {
      case .status(let code, let name): "\(name) (\(code))"
      case .notFinite: "not finite"
      }
    let reached = partial.map { "; reached \($0)" } ?? ""
    return "\(routine): \(name): \(message)\(reached)"
  }
}

/// The library's own error handler ends the process: this is evaluated once, before the first call.
private let abortingHandlerIsOff: Void = { _ = gsl_set_error_handler_off() }()

/// Runs one routine of the GNU Scientific Library with its aborting handler switched off.
///
/// Every call of a routine that can fail goes through here or through `checked(_:accepting:partial:_:)`.
@inline(__always)
func withoutAborting<Result>(_ body: () -> Result) -> Result {
  abortingHandlerIsOff
  return body()
}

/// Runs one routine of the GNU Scientific Library and throws its status unless it is success.
///
/// This is the only place where a status becomes an error.
///
/// - Parameters:
///   - routine: The name that the error carries.
///   - accepted: Statuses that are returned to the caller instead of being thrown.
///   - partial: The result so far, asked for only after a failure.
///   - body: The call.
/// - Returns: The status: success, or one of those accepted.
@discardableResult
func checked(
  _ routine: String, accepting accepted: (Int) -> Bool = { _ in false },
  partial: () -> Bounded? = { nil }, _ body: () -> Int32
) throws(NumericsError) -> Int {
  let status = Int(withoutAborting(body))
  guard status != GSL_SUCCESS, !accepted(status) else { return status }
  throw NumericsError(
    routine: routine, reason: .status(code: status, name: statusName(status)),
    message: String(cString: gsl_strerror(Int32(status))), partial: partial())
}

/// Returns the symbolic name of a status.
private func statusName(_ status: Int) -> String {
  let names = [
    GSL_FAILURE: "GSL_FAILURE", GSL_CONTINUE: "GSL_CONTINUE",
    GSL_EDOM: "GSL_EDOM", GSL_ERANGE: "GSL_ERANGE",
    GSL_EFAULT: "GSL_EFAULT", GSL_EINVAL: "GSL_EINVAL",
    GSL_EFAILED: "GSL_EFAILED", GSL_EFACTOR: "GSL_EFACTOR",
    GSL_ESANITY: "GSL_ESANITY", GSL_ENOMEM: "GSL_ENOMEM",
    GSL_EBADFUNC: "GSL_EBADFUNC", GSL_ERUNAWAY: "GSL_ERUNAWAY",
    GSL_EMAXITER: "GSL_EMAXITER", GSL_EZERODIV: "GSL_EZERODIV",
    GSL_EBADTOL: "GSL_EBADTOL", GSL_ETOL: "GSL_ETOL",
    GSL_EUNDRFLW: "GSL_EUNDRFLW", GSL_EOVRFLW: "GSL_EOVRFLW",
    GSL_ELOSS: "GSL_ELOSS", GSL_EROUND: "GSL_EROUND",
    GSL_EBADLEN: "GSL_EBADLEN", GSL_ENOTSQR: "GSL_ENOTSQR",
    GSL_ESING: "GSL_ESING", GSL_EDIVERGE: "GSL_EDIVERGE",
    GSL_ENOPROG: "GSL_ENOPROG", GSL_ENOPROGJ: "GSL_ENOPROGJ",
  ]
  return names[status] ?? "GSL status"
}
