import Distributions
import Foundation
import Networks
import Tensors
import Testing
import VAE

@Suite("Prior over codes: sampling")
struct PriorSamplingTests {
  private static let probe = PriorProbe<Float>(positions: 3, codes: 3, hidden: [8])

  private static func draws(_ count: Int, temperature: Double = 1, threads: Int = 2) -> [UInt32] {
    probe.model.samples(
      count, probe.parameters, temperature: temperature, threads: threads,
      using: Philox(seed: 23))
  }

  @Test("All codes come as often as their likelihood says", arguments: [1, 0.5])
  func frequencies(temperature: Double) {
    let (probe, count) = (Self.probe, 40_000)
    let drawn = Self.draws(count, temperature: temperature)
    let tuples = everyTuple(positions: 3, codes: 3)
    // The law at a temperature: every factor to the power 1/T, normalised over the codes of its position.
    let factors = Dictionary(
      uniqueKeysWithValues: tuples.map { tuple in
        (tuple, probe.factors(of: tuple).map { exp(Double($0) / temperature) })
      })
    var largest = 0.0
    for tuple in tuples {
      let p = (0..<3).reduce(1.0) { product, position in
        let total = (0..<UInt32(3)).reduce(0.0) { sum, code in
          var other = tuple
          other[position] = code
          return sum + (factors[other]?[position] ?? .nan)
        }
        return product * (factors[tuple]?[position] ?? .nan) / total
      }
      let hits = (0..<count).count { Array(drawn[3 * $0..<3 * $0 + 3]) == tuple }
      // Seen with 40 000 draws at five deviations: a share of p = 1/27 wrong by more than 0.005.
      let z = (Double(hits) - Double(count) * p) / (Double(count) * p * (1 - p)).squareRoot()
      #expect(z.magnitude <= 5, "\(tuple): \(hits) of \(count), p = \(p)")
      largest = max(largest, p)
    }
    // The law is far from uniform: uniform draws would not pass.
    #expect(largest > 0.1)
  }

  @Test("Samples are a function of the seed and of their number alone")
  func reproducible() {
    let drawn = Self.draws(250)
    for threads in [1, 3] { #expect(Self.draws(250, threads: threads) == drawn) }
    #expect(Self.draws(120) == Array(drawn[..<360]))
    let other = Self.probe.model.samples(
      250, Self.probe.parameters, threads: 1, using: Philox(seed: 24))
    #expect(other != drawn)
  }

  @Test("Likelihoods of a table are those of its images one by one, for any number of threads")
  func likelihoods() {
    let (model, parameters) = (Self.probe.model, Self.probe.parameters)
    let table = CodeTable(positions: 3, codes: 3, indices: Self.draws(230), model: "")
    let one = model.logLikelihoods(of: table, parameters, threads: 1)
    #expect(model.logLikelihoods(of: table, parameters, threads: 3) == one)
    for image in [0, 99, 100, 229] {
      let codes = Array(table.indices[3 * image..<3 * image + 3])
      let alone = Self.probe.factors(of: codes).reduce(0) { $0 + Double($1) }
      // Sums of nine or fewer numbers below 10, a few roundings each.
      #expect((alone - one[image]).magnitude <= 200 * Float.unitRoundoff)
    }
    #expect(one.allSatisfy { $0 < 0 })
  }
}
