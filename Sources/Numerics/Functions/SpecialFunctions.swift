import CGSL

/// Special functions with the library's own bound on their error.
///
/// A function that is defined on the whole line does not throw; the others throw `GSL_EDOM` outside
/// of their domain and `GSL_EOVRFLW` where the result is not representable. A result that underflows
/// is 0 with an error of that order.
public enum SpecialFunctions {
  /// Returns erf(*x*) = 2/√π ∫₀ˣ exp(-t²) dt.
  public static func errorFunction(_ x: Double) -> Bounded {
    entire { gsl_sf_erf_e(x, $0) }
  }

  /// Returns 1 - erf(*x*), accurate also where it is small.
  public static func complementaryErrorFunction(_ x: Double) -> Bounded {
    entire { gsl_sf_erfc_e(x, $0) }
  }

  /// Returns log(1 - erf(*x*)), accurate also where the logarithm's argument underflows.
  public static func logComplementaryErrorFunction(_ x: Double) -> Bounded {
    entire { gsl_sf_log_erfc_e(x, $0) }
  }

  /// Returns log |Γ(*x*)|.
  ///
  /// - Throws: `GSL_EDOM` at 0 and the negative integers.
  public static func logGamma(_ x: Double) throws(NumericsError) -> Bounded {
    try evaluate("lngamma", x) { gsl_sf_lngamma_e(x, $0) }
  }

  /// Returns log *n*!.
  ///
  /// - Precondition: `n` is not negative and fits 32 bits.
  public static func logFactorial(_ n: Int) throws(NumericsError) -> Bounded {
    precondition(n >= 0 && n <= Int(UInt32.max), "no logarithm of the factorial of \(n)")
    return try evaluate("lnfact", Double(n)) { gsl_sf_lnfact_e(UInt32(n), $0) }
  }

  /// Returns log B(*a*, *b*) for positive arguments.
  public static func logBeta(_ a: Double, _ b: Double) throws(NumericsError) -> Bounded {
    try evaluate("lnbeta", a, b) { gsl_sf_lnbeta_e(a, b, $0) }
  }

  /// Returns ψ(*x*), the derivative of log Γ.
  ///
  /// - Throws: `GSL_EDOM` at 0 and the negative integers.
  public static func digamma(_ x: Double) throws(NumericsError) -> Bounded {
    try evaluate("psi", x) { gsl_sf_psi_e(x, $0) }
  }

  /// Returns ψ′(*x*), the derivative of the digamma function.
  ///
  /// - Throws: `GSL_EDOM` at 0 and the negative integers.
  public static func trigamma(_ x: Double) throws(NumericsError) -> Bounded {
    try evaluate("psi_1", x) { gsl_sf_psi_1_e(x, $0) }
  }

  /// Returns ψ⁽ⁿ⁾(*x*) for positive *x*.
  ///
  /// - Precondition: `order` is not negative.
  public static func polygamma(order: Int, _ x: Double) throws(NumericsError) -> Bounded {
    precondition(order >= 0, "no derivative of order \(order)")
    return try evaluate("psi_n", x) { gsl_sf_psi_n_e(Int32(order), x, $0) }
  }

  /// Returns Q(*a*, *x*) = Γ(*a*, *x*) / Γ(*a*), the upper regularised incomplete gamma function.
  public static func upperIncompleteGamma(
    _ a: Double, _ x: Double
  ) throws(NumericsError) -> Bounded {
    try evaluate("gamma_inc_Q", a, x) { gsl_sf_gamma_inc_Q_e(a, x, $0) }
  }

  /// Returns P(*a*, *x*) = 1 - Q(*a*, *x*), the lower regularised incomplete gamma function.
  public static func lowerIncompleteGamma(
    _ a: Double, _ x: Double
  ) throws(NumericsError) -> Bounded {
    try evaluate("gamma_inc_P", a, x) { gsl_sf_gamma_inc_P_e(a, x, $0) }
  }

  /// Returns Iₙ(*x*), the modified Bessel function of the first kind.
  public static func besselI(order: Int, _ x: Double) throws(NumericsError) -> Bounded {
    try evaluate("bessel_In", x) { gsl_sf_bessel_In_e(Int32(order), x, $0) }
  }

  /// Returns exp(-|x|) Iₙ(*x*), which does not overflow.
  public static func scaledBesselI(order: Int, _ x: Double) throws(NumericsError) -> Bounded {
    try evaluate("bessel_In_scaled", x) { gsl_sf_bessel_In_scaled_e(Int32(order), x, $0) }
  }

  /// Returns Kₙ(*x*), the modified Bessel function of the second kind, for positive *x*.
  public static func besselK(order: Int, _ x: Double) throws(NumericsError) -> Bounded {
    try evaluate("bessel_Kn", x) { gsl_sf_bessel_Kn_e(Int32(order), x, $0) }
  }

  /// Returns Li₂(*x*) = -∫₀ˣ log(1 - t)/t dt for real *x* (its real part beyond 1).
  public static func dilogarithm(_ x: Double) throws(NumericsError) -> Bounded {
    try evaluate("dilog", x) { gsl_sf_dilog_e(x, $0) }
  }

  /// Returns the principal value of ∫₋∞ˣ exp(t)/t dt.
  public static func exponentialIntegral(_ x: Double) throws(NumericsError) -> Bounded {
    try evaluate("expint_Ei", x) { gsl_sf_expint_Ei_e(x, $0) }
  }

  /// Returns Riemann's ζ(*s*).
  public static func zeta(_ s: Double) throws(NumericsError) -> Bounded {
    try evaluate("zeta", s) { gsl_sf_zeta_e(s, $0) }
  }

  /// Returns the principal branch of the inverse of *w* exp(*w*).
  public static func lambertW(_ x: Double) throws(NumericsError) -> Bounded {
    try evaluate("lambert_W0", x) { gsl_sf_lambert_W0_e(x, $0) }
  }

  private typealias Output = UnsafeMutablePointer<gsl_sf_result>

  /// Evaluates a function that has no status but success.
  private static func entire(_ function: (Output) -> Int32) -> Bounded {
    var result = gsl_sf_result(val: .nan, err: .nan)
    _ = withoutAborting { function(&result) }
    return Bounded(result.val, error: result.err.magnitude)
  }

  /// Evaluates a function at finite arguments and throws what its status says.
  private static func evaluate(
    _ routine: String, _ arguments: Double..., by function: (Output) -> Int32
  ) throws(NumericsError) -> Bounded {
    if let argument = arguments.first(where: { !$0.isFinite }) {
      throw .notFinite(at: arguments, value: argument, routine: routine)
    }
    var result = gsl_sf_result(val: .nan, err: .nan)
    try checked(
      routine, accepting: { $0 == GSL_EUNDRFLW },
      partial: { Bounded(result.val, error: result.err.magnitude) }, { function(&result) })
    return Bounded(result.val, error: result.err.magnitude)
  }
}
