import Distributions
import Foundation

/// The bound of a VAE with one latent, z ~ N(0, 1), x|z ~ Bernoulli(logits l(z)), at one image:
/// f(z) = log p(x, z) − log q(z) with lᵢ = cᵢ + Σₖ Wₖᵢ hₖ and hₖ = tanh(aₖ z + bₖ).
///
/// Everything but the sampled z is fixed: the decoder, the image, and the encoder's answer q to it.
public struct PerceptronBound: BoundProblem {
  /// `vae-encoder`.
  public static let name = "vae-encoder"

  /// q(z|x) = N(μ, σ²), the encoder's answer to the image.
  public let law: Gaussian

  /// a, shape `[hidden]`.
  public let slopes: [Double]

  /// b, shape `[hidden]`.
  public let offsets: [Double]

  /// W, shape `[hidden, pixels]`, row-major.
  public let weights: [Double]

  /// c, shape `[pixels]`.
  public let biases: [Double]

  /// x, shape `[pixels]`.
  public let image: [Double]

  /// Sets up the problem.
  ///
  /// - Precondition: The shapes agree, and there is a hidden unit.
  public init(
    law: Gaussian, slopes: [Double], offsets: [Double], weights: [Double], biases: [Double],
    image: [Double]
  ) {
    precondition(
      !slopes.isEmpty && offsets.count == slopes.count && biases.count == image.count
        && weights.count == slopes.count * image.count,
      "\(slopes.count), \(offsets.count) hidden, \(weights.count) weights, \(biases.count), \(image.count) pixels"
    )
    self.law = law
    self.slopes = slopes
    self.offsets = offsets
    self.weights = weights
    self.biases = biases
    self.image = image
  }

  /// Calls a closure with xᵢ, lᵢ, lᵢ′ and lᵢ″ of every pixel, the derivatives by z.
  private func forEachPixel(
    _ z: Double, _ body: (_ x: Double, _ l: Double, _ first: Double, _ second: Double) -> Void
  ) {
    let (hidden, pixels) = (slopes.count, image.count)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 3 * hidden) { h in
      for k in 0..<hidden {
        let y = tanh(slopes[k] * z + offsets[k])
        h[k] = y
        h[hidden + k] = slopes[k] * (1 - y * y)
        h[2 * hidden + k] = -2 * slopes[k] * slopes[k] * y * (1 - y * y)
      }
      weights.withUnsafeBufferPointer { weights in
        for i in 0..<pixels {
          var (l, first, second, k) = (biases[i], 0.0, 0.0, 0)
          while k < hidden {
            let w = weights[k * pixels + i]
            l += w * h[k]
            first += w * h[hidden + k]
            second += w * h[2 * hidden + k]
            k += 1
          }
          body(image[i], l, first, second)
        }
      }
    }
  }

  /// log p(x, z) − log q(z).
  public func value(_ z: Double) -> Double {
    let ε = (z - law.mean) / law.standardDeviation
    // The constants log √2π of the prior and of q cancel.
    return reconstruction(z) + 0.5 * (ε * ε - z * z) + law.logStandardDeviation
  }

  /// ∂/∂z at fixed parameters of q.
  public func slope(_ z: Double) -> Double {
    reconstructionSlope(z) - z - law.logDensitySlope(at: z)
  }

  /// 1/σ² − 1 + Σ (x − σ(l)) l″ − σ(l) σ(−l) l′².
  public func curvature(_ z: Double) -> Double {
    var sum = 0.0
    forEachPixel(z) { x, l, first, second in
      sum += (x - sigmoid(l)) * second - sigmoid(l) * sigmoid(-l) * first * first
    }
    return 1 / law.variance - 1 + sum
  }

  /// Σ x l − log(1 + eˡ).
  public func reconstruction(_ z: Double) -> Double {
    var sum = 0.0
    forEachPixel(z) { x, l, _, _ in sum += x * l - softplus(l) }
    return sum
  }

  /// Σ (x − σ(l)) l′.
  public func reconstructionSlope(_ z: Double) -> Double {
    var sum = 0.0
    forEachPixel(z) { x, l, first, _ in sum += (x - sigmoid(l)) * first }
    return sum
  }

  /// ∂ log p(x, z)/∂a₀ = z (1 − h₀²) Σ (x − σ(l)) W₀ᵢ.
  public func weightScore(_ z: Double) -> Double {
    var sum = 0.0
    var i = 0
    forEachPixel(z) { x, l, _, _ in
      sum += (x - sigmoid(l)) * weights[i]
      i += 1
    }
    let h = tanh(slopes[0] * z + offsets[0])
    return z * (1 - h * h) * sum
  }

  /// (μ, σ − 1/σ).
  public var divergenceGradient: LineGradient { .divergenceFromStandard(law) }
}
