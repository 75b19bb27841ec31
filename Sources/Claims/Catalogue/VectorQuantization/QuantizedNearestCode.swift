import Distributions
import Foundation
import Numerics
import Tensors
import VAE

// C45: k = argmin_j ‖z_e − e_j‖², the first one among equals. The quantiser ranks by one rounded product,
// z·e − ½‖e‖², and decides what its rounding leaves open by the distances.

extension Claim {
  /// `NearestCodes`.
  static let quantizedNearestCode: Claim = Claim(
    "quantized-autoencoder.nearest-code", identity: "C45",
    title: "The model's quantiser picks the nearest code, the first among equals, whatever rounds",
    statement:
      #"\arg\min_k\|z_e - e_k\|^2 = \arg\max_k\left(z_e^\top e_k - \tfrac12\|e_k\|^2\right), \qquad \|z_e - e_j\|^2 - \|z_e - e_k\|^2 = 2\left(z_e^\top e_k - \tfrac12\|e_k\|^2\right) - 2\left(z_e^\top e_j - \tfrac12\|e_j\|^2\right)"#,
    condition: "distances are those of the rounded numbers, their squares within double precision",
    rows: ["S4-44"],
    checks: [singleChoice, doubleChoice, modelChoice, modelDistance])

  private static let singleChoice: Check = choice(
    "single", Float.self, fixed: CodeTable.fixed(bits: 24) + CodeTable.extreme, bits: 24,
    exponents: -140...100)

  private static let doubleChoice: Check = choice(
    "double", Double.self, fixed: CodeTable.fixed(bits: 53), bits: 53, exponents: -300...300)

  /// The quantiser alone, on tables of whole numbers.
  private static func choice<Element: Scalar>(
    _ precision: String, _ type: Element.Type, fixed: [Subject<CodeTable>], bits: Int,
    exponents: ClosedRange<Int>
  ) -> Check {
    let variants: [Variant<Formula<CodeTable>>] = [
      .mutant("left to the product's rounding") { t in
        t.number(t.assigned(type, isExact: false))
      },
      .mutant("the last among equals") { t in
        t.number(t.reversed.assigned(type).map { t.codes.count - 1 - $0 })
      },
      .mutant("largest z·e: ½‖e‖² left out") { t in
        t.number(t.ranked(type) { _ in 0 })
      },
      .mutant("largest z·e − ‖e‖²: ½ left out") { t in
        t.number(t.ranked(type) { code in square(code) })
      },
      .mutant("largest z·e − ½‖e‖: the norm not squared") { t in
        t.number(t.ranked(type) { code in 0.5 * square(code).squareRoot() })
      },
      .mutant("smallest sum of absolute differences") { t in
        t.number(
          t.nearest { z, e in zip(z, e).reduce(0) { $0 + abs($1.0 - $1.1) } })
      },
    ]
    return Check.equality(
      "indices in \(precision) precision",
      on: { laboratory in
        laboratory.family(fixed: fixed, "code table of \(bits) bits") {
          CodeTable.random(bits: bits, exponents: exponents, using: &$0)
        }
      },
      routes: ("the model's quantiser", "all squared distances, in whole numbers"),
      states: { t in t.number(t.assigned(type)) },
      equals: { t in t.number(t.nearest) }, variants: variants)
  }

  private static func square(_ code: [Double]) -> Double {
    code.reduce(0.0) { $0 + $1 * $1 }
  }

  private static let modelChoice: Check = Check.equality(
    "indices that the model chooses for its images", on: { $0.quantizedAutoencoders },
    routes: ("the model", "plain loops over networks and distances"),
    states: { w in w.number(w.evaluated.codes) },
    equals: { w in w.number(PlainQuantized(w).indices.flatMap { $0 }) },
    variants: [
      .mutant("positions interleaved: the i-th number of every position first") { w in
        w.number(w.interleaved)
      },
      .mutant("largest inner product") { w in
        let plain = PlainQuantized(w)
        return w.number(
          plain.vectors.map { z in
            let scores = plain.codes.map { e in zip(z, e).reduce(0.0) { $0 + $1.0 * $1.1 } }
            return scores.indices.max { scores[$0] < scores[$1] } ?? 0
          })
      },
      .mutant("encoder's hidden nonlinearity left out") { w in
        w.number(w.readBy { $0.activation = .identity }.evaluated.codes)
      },
    ])

  private static let modelDistance: Check = Check.equality(
    "distance term, Σ‖z_e − z_q‖²", on: { $0.quantizedAutoencoders },
    routes: ("the model's term", "least of the plain squared distances, added up"),
    states: { w in Bounded(rounded: w.terms.distance, magnitude: w.scale) },
    equals: { w in
      Bounded(rounded: PlainQuantized(w).distances.reduce(0.0, +), magnitude: w.scale)
    },
    variants: [
      .mutant("distances not squared") { w in
        let lengths = PlainQuantized(w).distances.map { $0.squareRoot() }
        return Bounded(rounded: lengths.reduce(0.0, +), magnitude: w.scale)
      },
      .mutant("mean over the numbers of a latent") { w in
        Bounded(rounded: w.terms.distance, magnitude: w.scale)
          / Double(w.model.architecture.latent)
      },
      .mutant("½ of it") { w in
        0.5 * Bounded(rounded: w.terms.distance, magnitude: w.scale)
      },
      .mutant("one position an image") { w in
        let plain = PlainQuantized(w)
        let firsts = stride(from: 0, to: plain.distances.count, by: plain.positions)
        let sum: Double = firsts.reduce(0.0) { $0 + plain.distances[$1] }
        return Bounded(rounded: sum, magnitude: w.scale)
      },
    ])
}

extension CodeTable {
  /// Indices as one number, to the base of the number of codes.
  fileprivate func number(_ indices: [Int]) -> Bounded {
    Bounded(exactly: indices.reduce(0.0) { $0 * Double(codes.count) + Double($1) })
  }
}

extension QuantizedWitness {
  /// Indices as one number, to the base of the number of codes.
  fileprivate func number(_ indices: [Int]) -> Bounded {
    let base = Double(model.architecture.codes)
    return Bounded(exactly: indices.reduce(0.0) { $0 * base + Double($1) })
  }

  /// The codes nearest to vectors whose numbers lie `positions` apart in the encoder's output.
  fileprivate var interleaved: [Int] {
    let plain = PlainQuantized(self)
    return plain.encoded.flatMap { z in
      (0..<plain.positions).map { position in
        let places = stride(from: position, to: z.count, by: plain.positions)
        return PlainQuantized.nearest(places.map { z[$0] }, plain.codes)
      }
    }
  }
}
