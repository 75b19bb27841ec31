import Foundation

/// An integral whose value is known in closed form.
struct KnownIntegral: Sendable {
  let name: String
  let from: Double
  let to: Double
  var singularities: [Double] = []
  let exact: Double
  let integrand: @Sendable (Double) -> Double

  init(
    _ name: String, _ from: Double, _ to: Double, singularities: [Double] = [], _ exact: Double,
    _ integrand: @escaping @Sendable (Double) -> Double
  ) {
    self.name = name
    self.from = from
    self.to = to
    self.singularities = singularities
    self.exact = exact
    self.integrand = integrand
  }

  private static let euler = 0.577_215_664_901_532_86
  private static let catalan = 0.915_965_594_177_219_02

  /// Smooth integrands on finite ranges.
  static let smooth: [KnownIntegral] = [
    KnownIntegral("constant", -1, 4, 15) { _ in 3 },
    KnownIntegral("x^7", 0, 1, 0.125) { pow($0, 7) },
    KnownIntegral("odd", -2, 2, 0) { $0 * $0 * $0 },
    KnownIntegral("sin", 0, .pi, 2) { sin($0) },
    KnownIntegral("exp", 0, 1, expm1(1)) { exp($0) },
    KnownIntegral("exp reversed", 1, 0, -expm1(1)) { exp($0) },
    KnownIntegral("1/(1+x^2)", 0, 1, .pi / 4) { 1 / (1 + $0 * $0) },
    KnownIntegral("1/x", 1, 100, log(100)) { 1 / $0 },
    KnownIntegral("Runge", -1, 1, 2 * atan(5) / 5) { 1 / (1 + 25 * $0 * $0) },
    KnownIntegral("peak 1e-3", -1, 1, 2e3 * atan(1e3)) { 1 / (1e-6 + $0 * $0) },
    KnownIntegral("cos(50x)", 0, 1, sin(50) / 50) { cos(50 * $0) },
    KnownIntegral("exp cos", 0, 1, (exp(1) * (sin(1) + cos(1)) - 1) / 2) { exp($0) * cos($0) },
    KnownIntegral("x log(1+x)", 0, 1, 0.25) { $0 * log1p($0) },
    KnownIntegral("log(1+x)/(1+x^2)", 0, 1, .pi * log(2) / 8) { log1p($0) / (1 + $0 * $0) },
    KnownIntegral("atan x / x", 0x1p-1000, 1, catalan) { atan($0) / $0 },
    KnownIntegral(
      "normal within 8", -8, 8, (2 * Double.pi).squareRoot() * erf(8 / 2.0.squareRoot())
    ) { exp(-0.5 * $0 * $0) },
    KnownIntegral("sigmoid", -3, 5, 5 + log1p(exp(-5)) - log1p(exp(-3))) { 1 / (1 + exp(-$0)) },
  ]

  /// Integrands with singular points or kinks, which are named.
  static let singular: [KnownIntegral] = [
    KnownIntegral("log x", 0, 1, singularities: [0], -1) { log($0) },
    KnownIntegral("x^-1/2", 0, 1, singularities: [0], 2) { 1 / $0.squareRoot() },
    KnownIntegral("x^1/2", 0, 1, singularities: [0], 2.0 / 3) { $0.squareRoot() },
    KnownIntegral("|x-1/3|", 0, 1, singularities: [1.0 / 3], 5.0 / 18) { abs($0 - 1.0 / 3) },
    KnownIntegral(
      "log|x-1/4|", 0, 1, singularities: [0.25], 0.25 * log(0.25) + 0.75 * log(0.75) - 1
    ) { log(abs($0 - 0.25)) },
    KnownIntegral("|x|^-1/2 about 0", -1, 4, singularities: [0], 6) { 1 / abs($0).squareRoot() },
    KnownIntegral("log x/(1+x)", 0, 1, singularities: [0], -.pi * .pi / 12) { log($0) / (1 + $0) },
    KnownIntegral("x log x", 0, 2, singularities: [0], 2 * log(2) - 1) { $0 * log($0) },
    KnownIntegral("log sin", 0, .pi, singularities: [0, .pi], -.pi * log(2)) { log(sin($0)) },
    KnownIntegral("arcsine", -1, 1, singularities: [-1, 1], .pi) {
      1 / ((1 - $0) * (1 + $0)).squareRoot()
    },
    KnownIntegral("two kinks", -1, 3, singularities: [0, 2], 10) { abs($0) + abs($0 - 2) },
    KnownIntegral("step", 0, 1, singularities: [0.7], 0.7) { $0 < 0.7 ? 1 : 0 },
  ]

  /// Infinite ranges.
  static let infinite: [KnownIntegral] = [
    KnownIntegral("normal", -.infinity, .infinity, (2 * Double.pi).squareRoot()) {
      exp(-0.5 * $0 * $0)
    },
    KnownIntegral(
      "normal, far", -.infinity, .infinity, singularities: [40], (Double.pi / 50).squareRoot()
    ) {
      exp(-50 * ($0 - 40) * ($0 - 40))
    },
    KnownIntegral("x^2 normal", -.infinity, .infinity, (2 * Double.pi).squareRoot()) {
      $0 * $0 * exp(-0.5 * $0 * $0)
    },
    KnownIntegral("Cauchy", -.infinity, .infinity, .pi) { 1 / (1 + $0 * $0) },
    KnownIntegral("sech", -.infinity, .infinity, .pi) { 1 / cosh($0) },
    KnownIntegral("Laplace", -.infinity, .infinity, singularities: [0], 2) { exp(-abs($0)) },
    KnownIntegral("logistic", -.infinity, .infinity, 1) { 0.25 / pow(cosh(0.5 * $0), 2) },
    KnownIntegral("Gumbel mean", -.infinity, .infinity, euler) { $0 * exp(-$0 - exp(-$0)) },
    KnownIntegral("exponential", 0, .infinity, 1) { exp(-$0) },
    KnownIntegral("exponential, left", -.infinity, 0, 1) { exp($0) },
    KnownIntegral("Gamma(5)", 0, .infinity, 24) { pow($0, 4) * exp(-$0) },
    KnownIntegral("Gamma(1/2)", 0, .infinity, singularities: [0], Double.pi.squareRoot()) {
      exp(-$0) / $0.squareRoot()
    },
    KnownIntegral("x^-2", 1, .infinity, 1) { 1 / ($0 * $0) },
    KnownIntegral("log x exp -x", 0, .infinity, singularities: [0], -euler) { log($0) * exp(-$0) },
    KnownIntegral("Planck", 0, .infinity, pow(.pi, 4) / 15) { pow($0, 3) / expm1($0) },
    KnownIntegral("upper to lower", .infinity, 0, -1) { exp(-$0) },
  ]
}
