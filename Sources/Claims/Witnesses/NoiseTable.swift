import Foundation
import Networks
import Numerics
import Tensors
import VAE

/// Expectations over standard normal noise ε from the values of a function at few places.
///
/// - `trapezoid`: steps of 0.3 from −9 to 9. For a function that is analytic in a strip about the line its error
///   falls as exp(−2πa/step), a being the strip's half-width (Trefethen and Weideman 2014), so that of the
///   rule with twice the step, by which it is bounded here, is about its square root.
/// - `threePoints`: −√3, 0, √3 with weights ⅙, ⅔, ⅙: exact for polynomials up to the fifth degree
///   (Gauss and Hermite), which is all that a linear decoder needs.
enum NoiseRule {
  /// The places of the trapezoidal rule.
  static let nodes: [Double] = (-30...30).map { 0.3 * Double($0) }

  /// The places of the three-point rule, each with its weight.
  static let threePoints: [(noise: Double, weight: Double)] = {
    let root = 3.0.squareRoot()
    let side: Double = 1.0 / 6.0
    return [(-root, side), (0, 4 * side), (root, side)]
  }()

  /// E[f(ε)] from the values of f at `nodes`.
  static func trapezoid(_ values: [Double]) -> Bounded {
    var fine = 0.0
    var coarse = 0.0
    var magnitude = 0.0
    for (index, ε) in nodes.enumerated() {
      let term = 0.3 * density(ε) * values[index]
      fine += term
      magnitude += term.magnitude
      if index.isMultiple(of: 2) { coarse += 2 * term }
    }
    let ends = (values[0].magnitude + values[nodes.count - 1].magnitude) * density(9)
    return Bounded(fine, error: (fine - coarse).magnitude + ends + 128 * 0x1p-52 * magnitude)
  }

  /// E[f(ε)] for a polynomial f of at most the fifth degree, up to rounding.
  static func exact(of f: (Double) -> Double) -> Bounded {
    var sum = 0.0
    var largest = 0.0
    for (noise, weight) in threePoints {
      let value = f(noise)
      sum += weight * value
      largest = max(largest, value.magnitude)
    }
    return Bounded(rounded: sum, magnitude: 1 + largest, ulps: 512)
  }

  /// E[f(ε₁, ε₂)] for independent noise, by steps of 0.6 from −7.2 to 7.2; its error as in `trapezoid`.
  static func pairs(of f: (Double, Double) -> Double) -> Bounded {
    let nodes = (-12...12).map { 0.6 * Double($0) }
    var fine = 0.0
    var coarse = 0.0
    var magnitude = 0.0
    for (row, first) in nodes.enumerated() {
      for (column, second) in nodes.enumerated() {
        let term = 0.36 * density(first) * density(second) * f(first, second)
        fine += term
        magnitude = max(magnitude, term.magnitude)
        if row.isMultiple(of: 2) && column.isMultiple(of: 2) { coarse += 4 * term }
      }
    }
    return Bounded(fine, error: (fine - coarse).magnitude + 512 * 0x1p-52 * (1 + magnitude))
  }

  /// N(ε; 0, 1).
  static func density(_ ε: Double) -> Double { exp(-0.5 * ε * ε) / (2 * Double.pi).squareRoot() }
}

/// What the model says with one sample of z at each place of the trapezoidal rule.
struct NoiseTable: Sendable {
  /// The model, its numbers and the image.
  let witness: AutoencoderWitness

  /// The same law by the other route.
  let plain: PlainAutoencoder

  /// The terms of the bound, place by place.
  let terms: [BoundTerms]

  /// Evaluates a bound with one sample at every place.
  init(_ witness: AutoencoderWitness, _ bound: TrainingObjective.Bound) {
    self.witness = witness
    plain = PlainAutoencoder(witness)
    let objective = TrainingObjective(bound)
    let workspace = witness.workspace(noise: [0])
    terms = NoiseRule.nodes.map { ε in
      workspace.noise[0, 0] = ε
      return witness.model.bound(of: objective, count: 1, witness.parameters, workspace)
    }
  }

  /// The terms at ε = 0.
  var center: BoundTerms { terms[NoiseRule.nodes.count / 2] }

  /// The expectation of a function of the terms, and of the noise.
  func expectation(of f: (BoundTerms, Double) -> Double) -> Bounded {
    NoiseRule.trapezoid(zip(terms, NoiseRule.nodes).map { f($0, $1) })
  }

  /// The same for other witnesses.
  static func subjects(
    _ subjects: some Sequence<Subject<AutoencoderWitness>>, _ bound: TrainingObjective.Bound
  ) -> [Subject<NoiseTable>] {
    subjects.map { Subject($0.name, NoiseTable($0.value, bound), isRandom: $0.isRandom) }
  }
}
