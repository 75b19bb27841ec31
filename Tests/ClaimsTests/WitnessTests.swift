import Claims
import Distributions
import Foundation
import Numerics
import Testing

@Suite("Witness models")
struct WitnessTests {
  /// A number of the ledger as printed: half a unit in its last digit.
  static func agrees(_ value: Double, _ printed: Double, digits: Int) -> Bool {
    (value - printed).magnitude <= 0.5000001 * pow(10, -Double(digits))
  }

  @Test("W-D has the ledger's golden values")
  func discrete() throws {
    let w = DiscreteWitness.ledger
    #expect(WitnessTests.agrees(w.evidence, 0.33, digits: 12))
    #expect(WitnessTests.agrees(w.logEvidence.value, -1.1086626245, digits: 10))
    #expect(WitnessTests.agrees(w.posterior[1], 0.545455, digits: 6))
    #expect(WitnessTests.agrees(try w.evidenceLowerBound().value, -1.2976180867, digits: 10))
    try check(w, 0.1889554622, 0.1820507511, 0.0400782160, -1.2575398707)
  }

  @Test("W-LG has the ledger's golden values")
  func linearGaussian() throws {
    let w = LinearGaussianWitness.ledger
    #expect(WitnessTests.agrees(w.logEvidence.value, -1.9502897562, digits: 10))
    #expect(WitnessTests.agrees(w.posterior.mean, 0.9306569343, digits: 10))
    #expect(WitnessTests.agrees(w.posterior.variance, 0.1788321168, digits: 10))
    #expect(WitnessTests.agrees(try w.evidenceLowerBound().value, -2.8943137028, digits: 10))
    let reach = try w.divergence(from: .posterior, to: .prior).value
    #expect(WitnessTests.agrees(reach, 0.8831311272, digits: 10))
    try check(w, 0.9440239466, 0.4893128619, 0.2708256238, -2.6234880791)
  }

  @Test("W-BL has the ledger's golden values")
  func bernoulliLogistic() throws {
    let w = try BernoulliLogisticWitness.ledger()
    #expect(WitnessTests.agrees(exp(w.logEvidence.value), 0.4247574683, digits: 10))
    #expect(WitnessTests.agrees(try w.evidenceLowerBound().value, -0.8667813813, digits: 10))
    try check(w, 0.0105444454, nil, 0.2231435513, -0.6436378300)
  }

  @Test("W-ND has the ledger's golden values")
  func twoLatent() throws {
    let w = TwoLatentWitness.ledger
    #expect(WitnessTests.agrees(w.logEvidence.value, -4.4814269674, digits: 10))
    try check(w, 3.2629034289, nil, 0.4848221245, -7.2595082718)
  }

  @Test("W-VQ has the ledger's golden values")
  func vectorQuantization() {
    let w = VectorQuantizationWitness.ledger
    #expect(w.selected == 0)
    #expect(WitnessTests.agrees(w.lossGradient(w.quantized).x, 0.57, digits: 12))
    #expect(WitnessTests.agrees(w.lossGradient(w.quantized).y, 1.69, digits: 12))
    #expect(WitnessTests.agrees(w.lossGradient(w.encoded).x, 0.424, digits: 12))
    #expect(WitnessTests.agrees(w.lossGradient(w.encoded).y, -0.011, digits: 12))
  }

  private func check(
    _ w: some Witness, _ gap: Double, _ reverse: Double?, _ regularizer: Double,
    _ reconstruction: Double
  ) throws {
    #expect(
      WitnessTests.agrees(
        try w.divergence(from: .approximatePosterior, to: .posterior).value, gap, digits: 10))
    if let reverse {
      #expect(
        WitnessTests.agrees(
          try w.divergence(from: .posterior, to: .approximatePosterior).value, reverse, digits: 10))
    }
    #expect(
      WitnessTests.agrees(
        try w.divergence(from: .approximatePosterior, to: .prior).value, regularizer, digits: 10))
    #expect(WitnessTests.agrees(try w.reconstruction().value, reconstruction, digits: 10))
  }

  @Test("Prior, q and posterior are normalised, and the joint sums to the evidence")
  func normalization() throws {
    for subject in try Run.laboratory.get().witnesses.all {
      let w = subject.value
      for law in Law.allCases {
        let mass = try w.expectation(under: law) { _ in 1 }
        #expect((mass.value - 1).magnitude <= mass.error + 1e-10, "\(subject.name) \(law): \(mass)")
      }
      let evidence = try w.marginalized()
      #expect(
        Evidence.equality(left: evidence, right: w.logEvidence).holds,
        "\(subject.name): \(evidence) \(w.logEvidence)")
    }
  }

  @Test("Every score is the derivative of the log density that it belongs to")
  func scores() throws {
    for subject in try Run.laboratory.get().witnesses.all {
      try scores(subject.value, subject.name)
    }
  }

  private func scores(_ w: some Witness, _ name: String) throws {
    let z = Latent(1, w is DiscreteWitness ? 0 : -0.4)
    for parameter in w.parameters {
      let slope = try Differentiation.derivative(
        of: { value in
          let moved = try w.with(parameter, value)
          return parameter.side == .model ? moved.logJoint(z) : moved.logApproximatePosterior(z)
        }, at: w.value(of: parameter))
      let score = w.score(parameter, at: z)
      #expect(
        (slope.value - score).magnitude <= slope.error + 1e-9 * max(1, score.magnitude),
        "\(name) ∂\(parameter.name): \(slope) \(score)")
    }
  }

  @Test("Samples have the mean of their law")
  func samples() throws {
    for subject in try Run.laboratory.get().witnesses.all.prefix(4) {
      for law in Law.allCases {
        let w = subject.value
        var generator = try Run.laboratory.get().generator("witness samples \(subject.name) \(law)")
        var moments = RunningMoments()
        for _ in 0..<20_000 { moments.add(w.sample(law, using: &generator).x) }
        let mean = try w.expectation(under: law) { $0.x }
        let z = Statistics.zScore(of: moments, against: mean)
        #expect(z.magnitude <= Evidence.threshold, "\(subject.name) \(law): z = \(z)")
      }
    }
  }
}
