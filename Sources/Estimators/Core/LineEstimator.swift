import Distributions

/// ∂/∂μ and ∂/∂σ of an expectation under a law with location μ and scale σ.
public struct LineGradient: Sendable, Equatable {
  /// With respect to the location.
  public var mean: Double

  /// With respect to the standard deviation; ∂/∂log σ is σ times it.
  public var deviation: Double

  /// Pairs the two derivatives.
  @inlinable public init(mean: Double, deviation: Double) {
    self.mean = mean
    self.deviation = deviation
  }
}

/// An estimator of the gradient of E f(z), z ~ N(μ, σ²), on the line.
public protocol LineEstimator: GradientEstimator {
  /// One draw.
  func draw(using generator: inout Philox) -> LineGradient
}

extension LineEstimator {
  /// `mean` and `deviation`.
  public var parameters: [String] { ["mean", "deviation"] }

  /// Fills a block with draws, row by row: shape `[draws, 2]`.
  @inlinable public func fill(
    _ block: UnsafeMutableBufferPointer<Double>, using generator: inout Philox
  ) {
    precondition(
      block.count.isMultiple(of: 2), "a block of \(block.count) numbers holds half a row")
    for row in 0..<(block.count / 2) {
      let gradient = draw(using: &generator)
      block[2 * row] = gradient.mean
      block[2 * row + 1] = gradient.deviation
    }
  }
}

/// A line estimator that is a function of one standard normal: its exact mean and variance are integrals over ε.
public protocol NoiseEstimator: LineEstimator {
  /// The gradient that the noise ε gives.
  func gradient(noise: Double) -> LineGradient
}

extension NoiseEstimator {
  /// Fills a block with draws, row by row: shape `[draws, 2]`; the same as drawing one by one, from blocks of noise.
  @inlinable public func fill(
    _ block: UnsafeMutableBufferPointer<Double>, using generator: inout Philox
  ) {
    precondition(
      block.count.isMultiple(of: 2), "a block of \(block.count) numbers holds half a row")
    let rows = block.count / 2
    withUnsafeTemporaryAllocation(of: Double.self, capacity: min(rows, 512)) { noise in
      var row = 0
      while row < rows {
        let part = UnsafeMutableBufferPointer(rebasing: noise[0..<min(noise.count, rows - row)])
        generator.fillNormals(part)
        for ε in part {
          let gradient = gradient(noise: ε)
          block[2 * row] = gradient.mean
          block[2 * row + 1] = gradient.deviation
          row += 1
        }
      }
    }
  }

  /// One draw.
  @inlinable public func draw(using generator: inout Philox) -> LineGradient {
    gradient(noise: generator.standardNormal())
  }
}
