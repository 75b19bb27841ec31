import Distributions
import Foundation
import Numerics

// C46: z_q is constant on each cell, so every loss of z_q has slope 0 in z_e there; on a border it jumps.
// On a ray z_e + t·d the nearest code a gives way to the code b with the least positive root of
// (z_e + t·d)·(e_a − e_b) = ½(‖e_a‖² − ‖e_b‖²).

extension Claim {
  /// The quantiser's derivative is zero almost everywhere.
  static let quantizerSlope: Claim = Claim(
    "quantizer.derivative.zero", identity: "C46",
    title: "A loss after the quantiser has no slope in the encoder's output, and jumps at a border",
    statement:
      #"\nabla_{z_e} L(\mathrm{sg}[Q(z_e)]) = 0, \qquad \|z_e + td - e'\|^2 - \|z_e + td - e\|^2 = 2(z_e + td)^\top(e - e') - \left(\|e\|^2 - \|e'\|^2\right)"#,
    setting:
      #"Within a cell the quantiser $Q$ is constant, and to a derivative its value counts as stopped. Let $e$ and $e'$ be the codes on both sides of a border that the point $z_e + td$ crosses: there a loss jumps from its value at $e$ to the one at $e'$."#,
    condition:
      "z_e lies inside a cell for the slope, t* on the border of the cells of a and b for the jump",
    rows: ["S4-48"],
    checks: [lossSlope, codeSlope, border, jump, discontinuity])

  private static let lossSlope: Check = .equality(
    "slope of L(z_q) in z_e", on: QuantizedCoordinate.all,
    routes: ("differences through the quantiser", "zero"),
    states: { c in c.slope(of: { moving, _ in moving.loss(moving.quantized) }, in: .encoder) },
    equals: { _ in 0 },
    variants: [
      .mutant("straight-through gradient taken for the derivative") { c in
        c.slope(of: QuantizerLoss.straightThrough, in: .encoder)
      },
      .mutant("quantiser left out: ∇L(z_e)") { c in
        c.slope(of: { moving, _ in moving.loss(moving.encoded) }, in: .encoder)
      },
      .without(condition: "z_e lies inside a cell", "difference quotient on a border") { c in
        let ray = Ray(c.witness)
        let reach = 0x1p-20
        return (ray.loss(at: ray.crossing + reach) - ray.loss(at: ray.crossing - reach))
          / (2 * reach)
      },
    ])

  private static let codeSlope: Check = .equality(
    "slope of z_q in z_e", on: QuantizedCoordinate.all,
    routes: ("differences through the quantiser", "zero"),
    states: { c in
      c.slope(of: { moving, _ in moving.quantized[c.axis] }, in: .encoder)
    },
    equals: { _ in 0 },
    variants: [
      .mutant("the identity: 1") { _ in 1 },
      .mutant("softmax-weighted mean of the codes") { c in
        c.slope(
          of: { moving, _ in
            let logits = moving.codes.map { -QuantizerLoss.squaredLength($0 - moving.encoded) }
            let weights = Categorical(logits: logits).probabilities
            return zip(weights, moving.codes).map { $0 * $1[c.axis] }.reduce(0.0, +)
          }, in: .encoder)
      },
    ])

  private static let border: Check = .equality(
    "where the nearest code changes on the way to the second nearest",
    on: { $0.witnesses.vectorQuantization },
    routes: ("least root of the perpendicular bisectors", "bisection on the nearest code"),
    states: { w in Ray(w).closedCrossing() }, equals: { w in Ray(w).bisected },
    variants: [
      .mutant("½ of the squared lengths left out") { w in Ray(w).closedCrossing(half: 1) },
      .mutant("squared lengths left out") { w in Ray(w).closedCrossing(half: 0) },
      .mutant("halfway to the other code") { _ in 0.5 },
    ])

  private static let jump: Check = .equality(
    "jump of the loss at the border", on: { $0.witnesses.vectorQuantization },
    routes: ("L(e_b) − L(e_a)", "loss through the quantiser on both sides"),
    states: { w in Ray(w).closedJump { a, b in w.loss(b) - w.loss(a) } },
    equals: { w in Ray(w).jump },
    variants: [
      .mutant("the loss is continuous") { _ in 0 },
      .mutant("first order: ∇L(e_a)·(e_b − e_a)") { w in
        Ray(w).closedJump { a, b in (w.lossGradient(a) * (b - a)).sum() }
      },
      .mutant("sign") { w in Ray(w).closedJump { a, b in w.loss(a) - w.loss(b) } },
    ])

  private static let discontinuity: Check = .separation(
    "the jump is not zero", on: { $0.witnesses.vectorQuantization },
    routes: ("loss through the quantiser on both sides", "zero"),
    states: { w in Ray(w).jump }, differsFrom: { _ in 0 },
    variants: [
      .mutant("both sides of a point inside the cell") { w in
        let ray = Ray(w)
        return ray.loss(at: ray.crossing / 2 + 0x1p-20) - ray.loss(at: ray.crossing / 2 - 0x1p-20)
      }
    ])
}

/// The way from z_e to the second nearest code, on which the nearest code must change.
private struct Ray {
  let witness: VectorQuantizationWitness
  let direction: Latent

  init(_ witness: VectorQuantizationWitness) {
    self.witness = witness
    let others = witness.codes.indices.filter { $0 != witness.selected }
    let ways = others.map { witness.codes[$0] - witness.encoded }
    direction = ways.min {
      QuantizerLoss.squaredLength($0) < QuantizerLoss.squaredLength($1)
    }!
  }

  /// The model with z_e at a point of the way.
  private func moved(to t: Double) -> VectorQuantizationWitness {
    witness.encoding(witness.encoded + t * direction)
  }

  /// L(z_q) at a point of the way.
  func loss(at t: Double) -> Bounded {
    let there = moved(to: t)
    return Bounded(rounded: there.loss(there.quantized), magnitude: witness.scale)
  }

  /// Where the first code is no longer the nearest, by bisection: cells are convex, so it happens once.
  var crossing: Double {
    var (inside, outside) = (0.0, 1.0)
    for _ in 0..<53 {
      let middle = 0.5 * (inside + outside)
      if moved(to: middle).selected == witness.selected {
        inside = middle
      } else {
        outside = middle
      }
    }
    return outside
  }

  /// `crossing`, with the rounding of the distances that decide it.
  var bisected: Bounded {
    let t = crossing
    let beyond = moved(to: t).quantized
    let slope = (direction * (witness.quantized - beyond)).sum().magnitude
    return Bounded(t, error: 2 * t.ulp + 16 * witness.scale.ulp / slope)
  }

  /// The loss just beyond the border less the loss just before it.
  var jump: Bounded {
    let border = crossing
    return loss(at: border + 0x1p-20) - loss(at: border - 0x1p-20)
  }

  /// The least positive t at which a bisector is crossed, and the code on its other side.
  ///
  /// With `half` = ½ the scores are z·e − ½‖e‖², which differ by half the squared distances.
  func root(half: Double = 0.5) -> (t: Bounded, beyond: Latent)? {
    let a = witness.quantized
    var least: (t: Bounded, beyond: Latent)?
    for b in witness.codes {
      let gap =
        (witness.encoded * (a - b)).sum()
        - half * (QuantizerLoss.squaredLength(a) - QuantizerLoss.squaredLength(b))
      let fall = -(direction * (a - b)).sum()
      let t = gap / fall
      guard t > 0, t < least?.t.value ?? .infinity else { continue }
      least = (
        Bounded(rounded: gap, magnitude: witness.scale, ulps: 8)
          / Bounded(rounded: fall, magnitude: witness.scale, ulps: 8), b
      )
    }
    return least
  }

  /// The root, or a number that supports nothing where there is none.
  func closedCrossing(half: Double = 0.5) -> Bounded {
    root(half: half)?.t ?? Bounded(.nan, error: .nan)
  }

  /// A function of the two codes that meet at the root.
  func closedJump(_ change: (_ a: Latent, _ b: Latent) -> Double) -> Bounded {
    guard let beyond = root()?.beyond else { return Bounded(.nan, error: .nan) }
    return Bounded(rounded: change(witness.quantized, beyond), magnitude: witness.scale)
  }
}
