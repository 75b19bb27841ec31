import Networks
import Tensors

extension GradientSubject {
  /// The faults of bounds and their estimators.
  public func gradient(
    madeWrongBy fault: GradientFault, _ gradient: Parameters<Double>
  ) -> Parameters<Double>? {
    switch fault {
    case .halvedDivergence:
      guard objective.beta > 0 else { return nil }
      var other = objective
      other.beta /= 2
      return evaluate(other)
    case .droppedScale:
      let wrong = gradient.copy()
      guard let head = model.encoder.layers.last else { return nil }
      for block in [head.weight, head.bias] {
        let window = wrong[block]
        for row in 0..<window.rows {
          for column in window.columns / 2..<window.columns { window[row, column] = 0 }
        }
      }
      return wrong
    case .otherEstimator:
      return neighbour.map(evaluate)
    default:
      return nil
    }
  }

  private func evaluate(_ objective: Objective) -> Parameters<Double> {
    let gradient = Parameters<Double>(model.layout)
    differentiator(of: 0..<images.rows, objective)(parameters, gradient)
    return gradient
  }

  /// An objective whose gradient differs in the encoder's part only.
  private var neighbour: Objective? {
    var other = objective
    switch (objective.bound, objective.estimator) {
    case (.elbo, _): other.bound = .sampledELBO
    case (_, .pathwise): other.estimator = .pathDerivative
    case (.sampledELBO, _): other.estimator = .pathwise
    case (.importanceWeighted, .pathDerivative): other.estimator = .pathwise
    case (.importanceWeighted, _):
      other.estimator = .pathDerivative
      // With one sample the weight is 1, squared or not.
      return objective.samples > 1 ? other : nil
    }
    return objective.beta > 0 || objective.estimator == .scoreFunction ? other : nil
  }
}
