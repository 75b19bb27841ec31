import Foundation

/// The error of the central difference (f(θ + hv) − f(θ − hv))/2h against the step h: a V on logarithmic axes.
///
/// To the right the truncation h²|f‴|/6 grows, to the left the rounding δ/h. Their sum is least at h* = (3δ/|f‴|)^⅓,
/// where it is ½ h*²|f‴|: the law ε^⅔ with the function's own scale. Where f‴ is 0, as of a quadratic loss, there is no
/// truncation to weigh against the rounding: the longest step is the best.
public struct DifferenceCurve: Sendable, Equatable, Codable {
  /// The steps h.
  public let steps: [Double]
  /// The errors against gᵀv.
  public let errors: [Double]
  /// δ, the rounding error of f.
  public let noise: Double
  /// f‴ along the direction, by dual numbers.
  public let thirdDerivative: Double
  /// The slope of the right side; wanted 2.
  public let truncation: SlopeFit
  /// h*.
  public let predictedStep: Double
  /// The error predicted at h*.
  public let predictedError: Double
  /// The step with the least error.
  public let bestStep: Double
  /// That error.
  public let bestError: Double

  /// Whether the least error is within ten times the predicted floor and the right side rises as h².
  public var holds: Bool {
    bestError <= 10 * max(predictedError, noise) && truncation.supports(2)
  }

  private enum CodingKeys: String, CodingKey {
    case steps, errors, noise, truncation
    case thirdDerivative = "third_derivative"
    case predictedStep = "predicted_step"
    case predictedError = "predicted_error"
    case bestStep = "best_step"
    case bestError = "best_error"
  }

  /// Measures the errors.
  init(_ line: ParameterLine, slope: Double) {
    let steps = (-44...0).map { pow(10, Double($0) / 4) }
    let noise = line.noise
    let errors = steps.map { h in
      ((line.value(at: h) - line.value(at: -h)) / (2 * h) - slope).magnitude
    }
    (self.steps, self.errors) = (steps, errors)
    self.noise = noise
    let third = line.derivatives[3]
    thirdDerivative = third
    predictedStep = third == 0 ? steps[steps.count - 1] : cbrt(3 * noise / third.magnitude)
    predictedError =
      third == 0
      ? noise / predictedStep : 0.5 * predictedStep * predictedStep * third.magnitude
    truncation = SlopeFit(steps, errors, noise: steps.map { noise / $0 })
    let best = errors.indices.min { errors[$0] < errors[$1] } ?? 0
    (bestStep, bestError) = (steps[best], errors[best])
  }

  /// The error predicted at a step.
  public func predicted(at h: Double) -> Double {
    h * h * thirdDerivative.magnitude / 6 + noise / h
  }
}
