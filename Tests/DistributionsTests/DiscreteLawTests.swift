import Distributions
import Foundation
import Numerics
import Testing

/// A law on 0, 1, 2, … with the number of outcomes that carry all its mass to rounding.
struct CountLaw: Sendable, CustomStringConvertible {
  let description: String
  let law: any Distribution<Int>
  let outcomes: Int
  let mean: Double
  let variance: Double

  /// Returns the exact sum of a function of outcome and log probability under the law.
  func expectation(of f: (_ value: Double, _ logProbability: Double) -> Double) -> Bounded {
    var terms: [Bounded] = []
    for outcome in 0..<outcomes {
      let logProbability = law.logDensity(at: outcome)
      if logProbability > -.infinity {
        let term = exp(logProbability) * f(Double(outcome), logProbability)
        terms.append(Bounded(rounded: term, ulps: 8 + 8 * logProbability.magnitude))
      }
    }
    return terms.sum()
  }

  static let all: [CountLaw] = {
    let coin = Bernoulli(logit: -1.3)
    let die = Categorical(logits: [0.2, -.infinity, 1.5, -2])
    let weights = Categorical(probabilities: [0.1, 0.2, 0.3, 0.4])
    let (few, some, many) = (Poisson(mean: 0.3), Poisson(mean: 7.5), Poisson(mean: 123.4))
    func ofDie(_ law: Categorical) -> (Double, Double) {
      let p = law.probabilities
      let mean = p[1] + 2 * p[2] + 3 * p[3]
      return (mean, p[1] + 4 * p[2] + 9 * p[3] - mean * mean)
    }
    return [
      CountLaw(
        description: "Bernoulli", law: coin, outcomes: 2, mean: coin.mean, variance: coin.variance),
      CountLaw(
        description: "categorical by logits", law: die, outcomes: 4,
        mean: ofDie(die).0, variance: ofDie(die).1),
      CountLaw(
        description: "categorical by probabilities", law: weights, outcomes: 4,
        mean: 2, variance: 1),
      CountLaw(
        description: "Poisson 0.3", law: few, outcomes: 60, mean: few.mean, variance: few.variance),
      CountLaw(
        description: "Poisson 7.5", law: some, outcomes: 120, mean: some.mean,
        variance: some.variance),
      CountLaw(
        description: "Poisson 123.4", law: many, outcomes: 500, mean: many.mean,
        variance: many.variance),
    ]
  }()
}

@Suite("Laws on counts")
struct DiscreteLawTests {
  static func agrees(_ closed: Double, _ sum: Bounded) -> Bool {
    (closed - sum.value).magnitude <= sum.error + Bounded(rounded: closed, magnitude: 1).error
  }

  @Test("Probabilities sum to 1; mean, variance and entropy are sums", arguments: CountLaw.all)
  func sums(_ count: CountLaw) {
    #expect(Self.agrees(1, count.expectation { _, _ in 1 }))
    #expect(Self.agrees(count.mean, count.expectation { value, _ in value }))
    let variance = count.expectation { value, _ in (value - count.mean) * (value - count.mean) }
    #expect(Self.agrees(count.variance, variance))
    let entropy = count.expectation { _, logProbability in -logProbability }
    #expect(Self.agrees(count.law.entropy, entropy))
    #expect(!Self.agrees(count.law.entropy / log(2), entropy))
    #expect(!Self.agrees(-count.law.entropy, entropy))
    #expect(count.law.logDensity(at: -1) == -.infinity)
  }

  @Test("Probabilities are the independent library's")
  func reference() {
    for value in 0..<40 {
      let mass = exp(Poisson(mean: 7.5).logDensity(at: value))
      let reference = Reference.poissonMass(value, mean: 7.5)
      #expect((mass - reference).magnitude <= 256 * 0x1p-52 * reference)
      #expect(
        !((exp(Poisson(mean: 7.6).logDensity(at: value)) - reference).magnitude
          <= 256 * 0x1p-52 * reference))
    }
    // Far out, and for large means, the logarithm is compared: neither may cancel.
    for (value, mean) in [(16, 0.5), (300, 123.4), (1_000_000, 1e6), (1_003_000, 1e6)] {
      let logMass = Poisson(mean: mean).logDensity(at: value)
      let reference = log(Reference.poissonMass(value, mean: mean))
      // The library cancels terms of the size of log x!, which limits it and not us.
      let terms = Double(value) * log(Double(value) + mean)
      #expect((logMass - reference).magnitude <= 4 * 0x1p-52 * terms)
    }
    let coin = Bernoulli(probability: 0.3)
    for value in 0...1 {
      let reference = Reference.bernoulliMass(value, probability: 0.3)
      #expect((exp(coin.logDensity(at: value)) - reference).magnitude <= 8 * 0x1p-52)
    }
    #expect(Bernoulli(logit: 1).logDensity(at: 2) == -.infinity)
    #expect(Categorical(logits: [0, 0]).logDensity(at: 2) == -.infinity)
  }

  @Test("Divergences and cross-entropies are exact sums")
  func divergences() {
    func check(
      _ q: CountLaw, _ p: any Distribution<Int>, _ divergence: Double, _ cross: Double,
      exchanged: Double
    ) {
      let gap = q.expectation { value, logProbability in
        logProbability - p.logDensity(at: Int(value))
      }
      #expect(Self.agrees(divergence, gap))
      #expect(Self.agrees(cross, q.expectation { value, _ in -p.logDensity(at: Int(value)) }))
      #expect(!Self.agrees(exchanged, gap))
      #expect(!Self.agrees(cross, gap))
    }
    let all = CountLaw.all
    let (coin, otherCoin) = (Bernoulli(logit: -1.3), Bernoulli(logit: 0.4))
    check(
      all[0], otherCoin, klDivergence(from: coin, to: otherCoin),
      crossEntropy(of: coin, relativeTo: otherCoin),
      exchanged: klDivergence(from: otherCoin, to: coin))
    let die = Categorical(logits: [0.2, -.infinity, 1.5, -2])
    let weights = Categorical(probabilities: [0.1, 0.2, 0.3, 0.4])
    check(
      all[1], weights, klDivergence(from: die, to: weights),
      crossEntropy(of: die, relativeTo: weights),
      exchanged: klDivergence(from: weights, to: Categorical(logits: [1, 2, 3, 4])))
    // The die excludes a category that the weights admit.
    #expect(klDivergence(from: weights, to: die) == .infinity)
    #expect(crossEntropy(of: weights, relativeTo: die) == .infinity)
    let (some, other) = (Poisson(mean: 7.5), Poisson(mean: 9.1))
    check(
      all[4], other, klDivergence(from: some, to: other),
      crossEntropy(of: some, relativeTo: other), exchanged: klDivergence(from: other, to: some))
  }

  @Test("A coin with logit ±800 is handled to the last bit")
  func extremeCoins() {
    let (always, never) = (Bernoulli(logit: 800), Bernoulli(logit: -800))
    #expect(always.logDensity(at: 1) == 0)
    #expect(always.logDensity(at: 0) == -800)
    #expect(never.logDensity(at: 1) == -800)
    #expect(always.entropy == 0)
    #expect(Bernoulli(logit: 700).entropy > 0)
    #expect(klDivergence(from: never, to: always) == 800)
    #expect(crossEntropy(of: never, relativeTo: always) == 800)
    #expect(klDivergence(from: always, to: Bernoulli(logit: 801)) == 0)
    #expect(FunctionTests.close(klDivergence(from: Bernoulli(logit: 0), to: always), 400 - log(2)))
    let certain = Bernoulli(probability: 1)
    #expect(certain.logit == .infinity)
    #expect(certain.logDensity(at: 1) == 0)
    #expect(certain.logDensity(at: 0) == -.infinity)
    #expect(certain.entropy == 0)
    #expect(klDivergence(from: certain, to: certain) == 0)
    #expect(klDivergence(from: certain, to: Bernoulli(probability: 0)) == .infinity)
    #expect(klDivergence(from: Bernoulli(logit: 0), to: certain) == .infinity)
  }

  @Test("Logits far apart or far off, and excluded categories, keep their probabilities")
  func extremeCategories() {
    let law = Categorical(logits: [1e4, 1e4 + log(3)])
    #expect((law.probabilities[0] - 0.25).magnitude <= 0x1p-38)
    let apart = Categorical(logits: [0, -800])
    #expect(apart.logDensity(at: 1) == -800)
    #expect(apart.entropy == 0)
    let single = Categorical(probabilities: [0, 5, 0])
    #expect(single.probabilities == [0, 1, 0])
    #expect(single.entropy == 0)
    #expect(klDivergence(from: single, to: single) == 0)
    for word in [0, .max, 1 << 63] as [UInt64] {
      var generator = Constant(word: word)
      #expect(single.sample(using: &generator) == 1)
      #expect(Bernoulli(logit: 800).sample(using: &generator) == 1)
      #expect(Bernoulli(logit: -800).sample(using: &generator) == 0)
    }
  }
}
