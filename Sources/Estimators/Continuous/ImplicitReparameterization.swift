import Distributions

/// Implicit reparameterisation: f′(z) ∂z/∂φ, with the path of z from its distribution function, −(∂F/∂φ)/p.
///
/// - Contract: unbiased where f is absolutely continuous; needs no inverse of the distribution function.
/// - Cost: one evaluation of f′ and, for each parameter, the derivative of the distribution function.
/// - Variance: that of f′ along the path; large where the path crosses a gap between modes, where p is small.
/// - Note: Figurnov, Mohamed and Mnih (2018).
public struct ImplicitReparameterization<Problem: ImplicitProblem>: GradientEstimator {
  /// What is estimated.
  public let problem: Problem

  /// Binds the estimator to a problem.
  public init(_ problem: Problem) { self.problem = problem }

  /// Unbiased.
  public var contract: Contract {
    Contract("implicit", "slope of f along the path that keeps the rank of z")
  }

  /// Those of the problem.
  public var parameters: [String] { problem.parameters }

  /// f′(z) ∂z/∂φ for one parameter.
  @inlinable public func gradient(_ parameter: Int, at z: Double) -> Double {
    problem.slope(z) * problem.pathDerivative(parameter, at: z)
  }

  /// Fills a block with draws, row by row: shape `[draws, parameters.count]`.
  @inlinable public func fill(
    _ block: UnsafeMutableBufferPointer<Double>, using generator: inout Philox
  ) {
    let width = problem.parameters.count
    precondition(
      block.count.isMultiple(of: width),
      "a block of \(block.count) numbers does not hold whole rows of \(width)")
    for row in 0..<(block.count / width) {
      let z = problem.sample(using: &generator)
      for parameter in 0..<width {
        block[row * width + parameter] = gradient(parameter, at: z)
      }
    }
  }
}
