import Datasets
import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import VAE

// C49 on the model: one code, one encoding that is a bias; d = z_e − e. A step on both losses at once: d ← (1 − 2η(1 + β))d;
// in turn at β = 1: d ← (1 − 2η)d twice.

extension Claim {
  /// Descent on the model's two losses, at once or in turn.
  static let quantizedSteps: Claim = Claim(
    "quantized-autoencoder.joint-against-alternating", identity: "C49",
    title: "Whether the model's joint steps converge worse than alternating ones depends on η",
    statement:
      #"z_e' - e' = (1 - 4\eta)\,d, \qquad z_e' - (e - 2\eta(e - z_e')) = (1 - 2\eta)^2 d, \qquad (1-2\eta)^2 - (1-4\eta) = 4\eta^2, \qquad (1-2\eta)^2 - (4\eta-1) = 4\left((\eta-1)^2 - \tfrac12\right)"#,
    setting:
      #"Let $d = z_e - e$. A step of size $\eta$ on $\|z_e - e\|^2$ moves both sides at once, to $z_e' = z_e - \eta\nabla_{z_e}\|z_e - e\|^2$ and $e' = e - \eta\nabla_e\|z_e - e\|^2$; in turn the code moves by $-2\eta(e - z_e')$. Over several steps the factors multiply; the last two equations compare their sizes for steps below and above a quarter."#,
    condition:
      "β = 1; the joint update is worse for 1 − 1/√2 < η < 1 + 1/√2 and better for smaller steps",
    rows: ["S4-54"],
    checks: [modelJoint, modelAlternating, modelWorse, modelBetter])

  /// Descent at other weights.
  static let quantizedContraction: Claim = Claim(
    "quantized-autoencoder.commitment-contraction", identity: "C49",
    title: "A smaller commitment weight slows the model's codes and encodings, for small steps",
    statement:
      #"z_e - \eta\nabla_{z_e}\mathcal{J} - \left(e - \eta\nabla_e\mathcal{J}\right) = \left(1 - 2\eta(1 + \beta)\right)(z_e - e), \qquad \left(1-2\eta(1+\beta)\right) - (1-4\eta) = 2\eta(1-\beta)"#,
    setting:
      #"Let $\mathcal{J} = \|\mathrm{sg}[z_e] - e\|^2 + \beta\|z_e - \mathrm{sg}[e]\|^2$. A step of size $\eta$ multiplies the distance by the first factor; over several steps the factors multiply."#,
    condition: "0 < 2η(1 + β) < 1 for the order: a large step overshoots",
    rows: ["S4-56"],
    checks: [modelWeighted, modelSlower])

  private static let count = 5

  private static let modelJoint: Check = Check.equality(
    "z_e − e after 5 joint steps", on: PursuitSubjects.all,
    routes: ("the model's gradient and optimiser", "(1 − 4η)⁵ d"),
    states: { p in p.with(commitment: 1).modelAtOnce(steps: count) },
    equals: { p in p.closed(factor: 1 - 4 * p.rate, steps: count) },
    variants: [
      .mutant("in turn") { p in p.modelInTurn(steps: count) },
      .mutant("β not 1") { p in
        p.with(commitment: 0.5 * p.commitment).modelAtOnce(steps: count)
      },
      .mutant("one step less") { p in p.with(commitment: 1).modelAtOnce(steps: count - 1) },
    ])

  private static let modelAlternating: Check = Check.equality(
    "z_e − e after 5 rounds in turn", on: PursuitSubjects.all,
    routes: ("the model's gradients, one loss a step", "(1 − 2η)¹⁰ d"),
    states: { p in p.modelInTurn(steps: count) },
    equals: { p in p.closed(factor: 1 - 2 * p.rate, steps: 2 * count) },
    variants: [
      .mutant("at once") { p in p.with(commitment: 1).modelAtOnce(steps: count) },
      .mutant("the code alone") { p in p.with(commitment: 0).modelAtOnce(steps: count) },
    ])

  private static let modelWorse: Check = Check.order(
    "distance in turn − distance at once is at most 0",
    on: PursuitSubjects.family(
      "large step", fixed: [(0.3, 1), (0.4, 1), (0.6, 1)],
      rates: (1 - 0.5.squareRoot())...(1 + 0.5.squareRoot()), commitments: 1...1),
    routes: ("the model's descent", "zero"),
    states: { p in p.modelAdvantage }, isAtMost: { _ in 0 },
    variants: [
      .without(condition: "η > 1 − 1/√2", "η = 0.1") { p in p.with(rate: 0.1).modelAdvantage },
      .without(condition: "η < 1 + 1/√2", "η = 1.8, where both diverge") { p in
        p.with(rate: 1.8).modelAdvantage
      },
      .mutant("one side a round for both in turn") { p in
        p.with(commitment: 0).modelAtOnce(steps: count).magnitude
          - p.modelAtOnce(steps: count).magnitude
      },
    ])

  private static let modelBetter: Check = Check.order(
    "distance at once − distance in turn is at most 0",
    on: PursuitSubjects.family(
      "small step", fixed: [(0.1, 1), (0.25, 1)], rates: 0.02...(1 - 0.5.squareRoot()),
      commitments: 1...1),
    routes: ("the model's descent", "zero"),
    states: { p in -p.modelAdvantage }, isAtMost: { _ in 0 },
    variants: [
      .without(condition: "η < 1 − 1/√2", "η = 0.4") { p in -p.with(rate: 0.4).modelAdvantage },
      .without(condition: "η < 1 − 1/√2", "η = 0.6, where the joint update diverges") { p in
        -p.with(rate: 0.6).modelAdvantage
      },
      .mutant("joint step on half the gradient") { p in
        p.with(rate: p.rate / 2).modelAtOnce(steps: count).magnitude
          - p.modelInTurn(steps: count).magnitude
      },
    ])

  private static let modelWeighted: Check = Check.equality(
    "z_e − e after 5 steps at weight β", on: PursuitSubjects.all,
    routes: ("the model's gradient and optimiser", "(1 − 2η(1 + β))⁵ d"),
    states: { p in p.modelAtOnce(steps: count) },
    equals: { p in p.closed(factor: 1 - 2 * p.rate * (1 + p.commitment), steps: count) },
    variants: [
      .equivalent("β on the codebook loss: another place, the same difference") { p in
        p.modelStepping(steps: count) { [QuantizedLoss(commitment: 1, codebook: p.commitment)] }
      },
      .mutant("β on both losses") { p in
        p.modelStepping(steps: count) {
          [QuantizedLoss(commitment: p.commitment, codebook: p.commitment)]
        }
      },
      .mutant("β ignored") { p in p.with(commitment: 1).modelAtOnce(steps: count) },
      .mutant("commitment moves nothing") { p in
        p.with(commitment: 0).modelAtOnce(steps: count)
      },
    ])

  private static let modelSlower: Check = Check.order(
    "distance at β = 1 − distance at β is at most 0",
    on: PursuitSubjects.family(
      "small step, small weight", fixed: [(0.1, 0.25)], rates: 0.01...0.24, commitments: 0...1),
    routes: ("the model's descent", "zero"),
    states: { p in p.modelGain(of: 1) }, isAtMost: { _ in 0 },
    variants: [
      .without(condition: "0 < 2η(1 + β) < 1", "η = 0.6: β = 1 diverges") { p in
        p.with(rate: 0.6).modelGain(of: 1)
      },
      .without(condition: "β ≤ 1", "a weight of 1.5 is faster than 1") { p in
        p.with(rate: 0.1).with(commitment: 1.5).modelGain(of: 1)
      },
      .mutant("β = 1 moves one side only") { p in p.modelGain(of: 0) },
    ])
}

extension Pursuit {
  /// z_e − e after steps of the model's descent on both losses.
  func modelAtOnce(steps: Int) -> Bounded {
    modelStepping(steps: steps) { [QuantizedLoss(commitment: commitment)] }
  }

  /// z_e − e after rounds of a step on the codebook loss and then one on the commitment loss.
  func modelInTurn(steps: Int) -> Bounded {
    let both = QuantizedLoss(commitment: 1)
    return modelStepping(steps: steps) { [both.only(\.codebook), both.only(\.commitment)] }
  }

  /// Descends with a model of one code, whose encoder emits its bias, on the distances of losses one after another.
  fileprivate func modelStepping(steps: Int, _ losses: () -> [QuantizedLoss]) -> Bounded {
    let architecture = QuantizedArchitecture(
      image: ImageShape(height: 1, width: 1), positions: 1, codes: 1, dimension: 1, encoder: [],
      decoder: [])
    let witness = QuantizedWitness(architecture, images: [[0]], commitment: commitment) {
      block, _, _ in
      switch block.name {
      case "encoder.0.bias": point
      case "codebook": code
      default: 0
      }
    }
    let optimizer = Optimizer.descent(momentum: 0)
    var state = Optimizer.State<Double>(optimizer, layout: witness.model.layout)
    var current = witness
    var largest = point.magnitude + code.magnitude
    for _ in 0..<steps {
      for var loss in losses() {
        loss.reconstruction.weight = 0
        let gradient = current.gradient(of: loss)
        current = current.rewriting { _, parameters in
          optimizer.step(
            parameters, gradients: [gradient], rate: rate, state: &state, threads: 1)
        }
        largest = max(largest, current.place.magnitude + current.code.magnitude)
      }
    }
    return Bounded(rounded: current.place - current.code, magnitude: largest)
  }

  /// |z_e − e| in turn less |z_e − e| at once, at β = 1, after 5 rounds.
  fileprivate var modelAdvantage: Bounded {
    modelInTurn(steps: 5).magnitude - with(commitment: 1).modelAtOnce(steps: 5).magnitude
  }

  /// |z_e − e| after 5 steps at another weight less the same at this one.
  fileprivate func modelGain(of other: Double) -> Bounded {
    with(commitment: other).modelAtOnce(steps: 5).magnitude - modelAtOnce(steps: 5).magnitude
  }
}

extension QuantizedWitness {
  /// z_e of a model whose encoder emits one bias.
  fileprivate var place: Double { parameters["encoder.0.bias"][0, 0] }

  /// Its one code.
  fileprivate var code: Double { parameters["codebook"][0, 0] }
}
