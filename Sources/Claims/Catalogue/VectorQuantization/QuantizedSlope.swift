import Distributions
import Foundation
import Networks
import Numerics
import Tensors
import VAE

// C46 on the model: −log p(x|z_q) does not change while the encoder moves, until an encoding crosses the border to
// another code; there it jumps. z_e + t(e′ − z_e), e′ the second nearest code, crosses where
// (z_e + t(e′ − z_e))·(e_a − e_b) = ½(‖e_a‖² − ‖e_b‖²), first at the least positive root.

extension Claim {
  /// The bound has no slope in the encoder.
  static let quantizedSlope: Claim = Claim(
    "quantized-autoencoder.no-slope", identity: "C46",
    title: "The model's bound has no slope in its encoder, and jumps where a code changes",
    statement:
      #"\nabla_\varphi\log p_\theta(x|z_q) = 0, \qquad \|z_e + td - e'\|^2 - \|z_e + td - e\|^2 = 2(z_e + td)^\top(e - e') - \left(\|e\|^2 - \|e'\|^2\right)"#,
    setting:
      #"Let $e$ and $e'$ be the codes on both sides of a border that the point $z_e + td$ crosses: there the log likelihood jumps from its value at $e$ to the one at $e'$."#,
    condition: "z_e lies inside a cell for the slope, t* on a border for the jump",
    rows: ["S4-48"],
    checks: [boundSlope, boundJump, differentFromSurrogate])

  private static let boundSlope: Check = Check.equality(
    "slope of the bound in the encoder", on: { $0.quantizedAutoencoders },
    routes: ("differences of the model's bound", "zero"),
    states: { w in w.differenceOfBound(along: .encoder) },
    equals: { _ in 0 },
    variants: [
      .mutant("straight-through gradient taken for the derivative") { w in
        -w.slope(of: w.loss.only(\.reconstruction), along: .encoder)
      },
      .mutant("quantiser left out") { w in
        -w.difference(of: ModelLoss.unquantized, along: .encoder)
      },
      .without(condition: "z_e lies inside a cell", "difference quotient on a border") { w in
        let way = BorderWay(w)
        return way.jump / (2 * BorderWay.reach)
      },
      .mutant("in the codes: there is one") { w in w.differenceOfBound(along: .codebook) },
    ])

  private static let boundJump: Check = Check.equality(
    "jump of the bound where the first encoding changes its code",
    on: { $0.quantizedAutoencoders },
    routes: ("the model's bound on both sides", "plain −log p(x|e) of the two codes that meet"),
    states: { w in BorderWay(w).jump },
    equals: { w in BorderWay(w).closedJump },
    variants: [
      .mutant("no jump: the bound is continuous") { _ in 0 },
      .mutant("sign") { w in -BorderWay(w).jump },
      .mutant("between encodings, from z_e to the second nearest code") { w in
        BorderWay(w).jumpOfEncodings
      },
    ])

  private static let differentFromSurrogate: Check = Check.separation(
    "what the encoder is given is not the bound's slope", on: { $0.quantizedAutoencoders },
    routes: ("the model's gradient", "differences of the model's bound"),
    states: { w in -w.slope(of: w.loss.only(\.reconstruction), along: .encoder) },
    differsFrom: { w in w.differenceOfBound(along: .encoder) },
    variants: [
      .mutant("everything stopped") { w in
        var loss = w.loss.only(\.reconstruction)
        loss.reconstruction.stopped = [.encoding, .code]
        return -w.slope(of: loss, along: .encoder)
      },
      .mutant("code free in place of z_e") { w in
        var loss = w.loss.only(\.reconstruction)
        loss.reconstruction.stopped = .encoding
        return -w.slope(of: loss, along: .encoder)
      },
    ])
}

extension QuantizedWitness {
  /// The slope of the model's bound by differences.
  fileprivate func differenceOfBound(along part: Part) -> Bounded {
    Differentiation.derivative(
      of: { (t: Double) -> Double in moved(part, by: t).terms.bound }, at: 0, step: 0x1p-7,
      noise: 16 * scale.ulp)
  }
}

/// The way of the first image's first encoding to the second nearest code, taken by the bias of the encoder's last layer.
private struct BorderWay {
  /// How far before and behind the border both sides are taken.
  static let reach = 0x1p-20

  let witness: QuantizedWitness
  let start: [Double]
  let direction: [Double]
  let code: Int
  let codes: [[Double]]

  init(_ w: QuantizedWitness) {
    let witness = w.seeing(Array(w.images.prefix(1)))
    let plain = PlainQuantized(witness)
    let z = plain.vectors[0]
    let near = plain.indices[0][0]
    let others = plain.codes.indices.filter { $0 != near }
    let second = PlainQuantized.nearest(z, others.map { plain.codes[$0] })
    self.witness = witness
    start = z
    code = near
    codes = plain.codes
    direction = zip(plain.codes[others[second]], z).map { $0 - $1 }
  }

  /// The model with the encoding at a point of the way.
  func moved(to t: Double) -> QuantizedWitness {
    witness.rewriting { model, parameters in
      guard let last = model.encoder.layers.last else { return }
      for (column, d) in direction.enumerated() { parameters[last.bias][0, column] += t * d }
    }
  }

  /// Where the model first chooses another code, by bisection: cells are convex.
  var crossing: Double {
    var (inside, outside) = (0.0, 1.0)
    for _ in 0..<40 {
      let middle = 0.5 * (inside + outside)
      if moved(to: middle).evaluated.codes[0] == code {
        inside = middle
      } else {
        outside = middle
      }
    }
    return outside
  }

  /// The model's bound behind the border less the bound before it.
  var jump: Bounded {
    let t = crossing
    let gap =
      moved(to: t + BorderWay.reach).terms.bound - moved(to: t - BorderWay.reach).terms.bound
    return Bounded(rounded: gap, magnitude: witness.scale)
  }

  /// log p(x|e_b) − log p(x|e_a), b the code on the other side of the border that the way crosses first.
  var closedJump: Bounded {
    var least: (t: Double, code: Int) = (.infinity, code)
    let a = codes[code]
    for (index, b) in codes.enumerated() where index != code {
      var (gap, fall) = (0.0, 0.0)
      for j in a.indices {
        gap += start[j] * (a[j] - b[j]) - 0.5 * (a[j] * a[j] - b[j] * b[j])
        fall -= direction[j] * (a[j] - b[j])
      }
      let t = gap / fall
      if t > 0, t < least.t { least = (t, index) }
    }
    return difference(codes[least.code], a)
  }

  /// The same with encodings where codes should be: what a decoder sees that gets z_e.
  var jumpOfEncodings: Bounded {
    difference(zip(start, direction).map { $0 + $1 }, start)
  }

  /// log p(x|z) with one vector at the first position less the same with another.
  private func difference(_ beyond: [Double], _ before: [Double]) -> Bounded {
    let plain = PlainQuantized(witness)
    let rest = Array(plain.quantized[0].dropFirst(start.count))
    let gap = plain.logLikelihood(0, beyond + rest) - plain.logLikelihood(0, before + rest)
    return Bounded(rounded: gap, magnitude: witness.scale)
  }
}
