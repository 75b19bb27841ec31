import Distributions
import Estimators
import Foundation

/// One bit of probability θ with f(b) = (b − t)², and estimators of its gradient as they should not be.
struct OneBit: Sendable {
  let θ: Double
  var t = 0.45
  var τ = 0.5

  var φ: Double { logit(θ) }
  func f(_ b: Double) -> Double { (b - t) * (b - t) }

  /// A draw of REBAR (η = 1) from its two uniform numbers, by the chain rule as it stands.
  ///
  /// - Parameters:
  ///   - location: What the logistic noise is added to, and its derivative in φ.
  ///   - isDropped: Whether the gradient through the bounds of the conditional noise is forgotten.
  func rebar(
    _ b: Double, _ u: Double, _ v: Double, location: (value: Double, slope: Double),
    isDropped: Bool = false
  ) -> Double {
    // The conditional noise lies in (1 − θ, 1) for b = 1 and in (0, 1 − θ) for b = 0.
    let bounded = b == 1 ? 1 - θ + v * θ : v * (1 - θ)
    let motion = b == 1 ? -(1 - v) * θ * (1 - θ) : -v * θ * (1 - θ)
    let free = relaxed(location.value + logit(u))
    let tied = relaxed(location.value + logit(bounded))
    let speed = location.slope + (isDropped ? 0 : motion / (bounded * (1 - bounded)))
    return (f(b) - tied.value) * (b - θ) + free.slope * location.slope - tied.slope * speed
  }

  /// f(sigmoid(z/τ)) and its slope in z.
  func relaxed(_ z: Double) -> (value: Double, slope: Double) {
    let s = sigmoid(z / τ)
    return (f(s), 2 * (s - t) * s * sigmoid(-z / τ) / τ)
  }

  /// REBAR as published: b = 1[z > 0].
  func published(_ u: Double, _ v: Double) -> Double {
    rebar(u > 1 - θ ? 1 : 0, u, v, location: (φ, 1))
  }

  /// The coupling of duvenaud/relax, relax-autograd/relax.py: b = 1[u < θ], and the noise is added to θ.
  func shipped(_ u: Double, _ v: Double) -> Double {
    rebar(u < θ ? 1 : 0, u, v, location: (θ, θ * (1 - θ)))
  }
}

/// An estimator of one number, made of a function that draws.
struct DrawnEstimator: GradientEstimator {
  let contract: Contract
  let parameters = ["logit"]
  let start: @Sendable () -> (inout Philox) -> Double

  init(
    _ name: String, stateful start: @escaping @Sendable () -> (inout Philox) -> Double
  ) {
    contract = Contract(name, name)
    self.start = start
  }

  init(_ name: String, _ draw: @escaping @Sendable (inout Philox) -> Double) {
    self.init(name, stateful: { draw })
  }

  func fill(_ block: UnsafeMutableBufferPointer<Double>, using generator: inout Philox) {
    let draw = start()
    for row in block.indices { block[row] = draw(&generator) }
  }
}

extension OneBit {
  func bit(_ generator: inout Philox) -> Double { generator.uniform() <= θ ? 1 : 0 }

  /// Wrong estimators whose mean betrays them.
  var biased: [DrawnEstimator] {
    [
      DrawnEstimator("gradient through the conditional draw dropped (duvenaud/relax #6)") {
        let (u, v) = ($0.openUniform(), $0.openUniform())
        return rebar(u > 1 - θ ? 1 : 0, u, v, location: (φ, 1), isDropped: true)
      },
      DrawnEstimator("ARM with 1 − u for u in its factor") {
        let u = $0.openUniform()
        return (f(u > 1 - θ ? 1 : 0) - f(u < θ ? 1 : 0)) * (0.5 - u)
      },
      DrawnEstimator("ARM whose second state is not the antithetic one") {
        let u = $0.openUniform()
        return (f(u > 1 - θ ? 1 : 0) - f(u > θ ? 1 : 0)) * (u - 0.5)
      },
      DrawnEstimator("DisARM without its probability of a pair that differs") {
        let u = $0.openUniform()
        let (first, second) = (u > 1 - θ, u < θ)
        return first == second ? 0 : 0.5 * (f(1) - f(0))
      },
      DrawnEstimator(
        "decaying baseline that includes the current draw",
        stateful: {
          var baseline = f(0)
          return { generator in
            let b = bit(&generator)
            baseline = 0.9 * baseline + 0.1 * f(b)
            return (f(b) - baseline) * (b - θ)
          }
        }),
      DrawnEstimator("leave-one-out that leaves none out") {
        let (a, b) = (bit(&$0), bit(&$0))
        let mean = 0.5 * (f(a) + f(b))
        return 0.5 * ((f(a) - mean) * (a - θ) + (f(b) - mean) * (b - θ))
      },
      DrawnEstimator("MuProp without the gradient of its expansion") {
        let b = bit(&$0)
        return (f(b) - f(θ) - 2 * (θ - t) * (b - θ)) * (b - θ)
      },
    ]
  }
}
