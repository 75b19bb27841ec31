import Claims
import Distributions
import Estimators
import Numerics
import Testing

@Suite struct DiscreteSamplingTests {
  @Test(arguments: DiscreteCase.all)
  func drawsHaveTheExactMoments(_ subject: DiscreteCase) throws {
    for entry in subject.family.entries {
      let measured = try DiscreteSampling.measure(entry.estimator)
      for (moments, exact) in zip(measured.moments, try entry.exact()) {
        if let mean = exact.mean ?? (entry.estimator.contract.isBiased ? nil : exact.gradient) {
          let z = Statistics.zScore(of: moments, against: mean)
          #expect(z.magnitude <= DiscreteSampling.threshold, "mean of \(entry.name): z = \(z)")
        }
        if let variance = exact.variance {
          let z = Statistics.varianceZScore(of: moments, against: variance)
          #expect(z.magnitude <= DiscreteSampling.threshold, "variance of \(entry.name): z = \(z)")
        }
      }
    }
  }

  /// A bias that the sample sees, where one is promised.
  @Test(arguments: ["straight-through", "gumbel-softmax", "straight-through-gumbel"])
  func biasedEstimatorsMissTheGradient(_ name: String) throws {
    let family = DiscreteTruth.entries(for: SingleBernoulli(probability: 0.8))
    let entry = try #require(family.entry(name))
    let exact = try entry.exact()[0]
    let moments = try DiscreteSampling.measure(entry.estimator).moments[0]
    let z = Statistics.zScore(of: moments, against: exact.gradient)
    #expect(!(z.magnitude <= DiscreteSampling.threshold))
    let mean = try #require(exact.mean)
    #expect(Statistics.zScore(of: moments, against: mean).magnitude <= DiscreteSampling.threshold)
  }

  @Test func antitheticPairOfAFairCoinDoesNotVary() throws {
    let problem = SingleBernoulli(probability: 0.5)
    let moments = try DiscreteSampling.measure(DisARM(problem)).moments[0]
    #expect(moments.variance == 0)
    #expect(coincide(Bounded(rounded: moments.mean), DiscreteTruth.gradient(of: problem)[0]))
  }

  @Test func aLowTemperatureTakesTheBiasOfTheRelaxationAway() throws {
    let problem = SingleBernoulli(probability: 0.8)
    let gradient = DiscreteTruth.gradient(of: problem)[0].value
    let biases = try [1, 0.5, 0.25, 0.125].map { τ in
      let moments = try #require(
        try DiscreteTruth.moments(of: GumbelSoftmax(problem, temperature: τ)))
      return (bias: (moments[0].mean.value - gradient).magnitude, variance: moments[0].variance)
    }
    for (warm, cold) in zip(biases, biases.dropFirst()) {
      #expect(cold.bias < warm.bias)
      #expect(cold.variance.value > warm.variance.value)
    }
  }

  @Test func aBlockMustHoldWholeRows() async {
    await #expect(processExitsWith: .failure) {
      let block = UnsafeMutableBufferPointer<Double>.allocate(capacity: 7)
      var generator = Philox(seed: 1)
      MuProp(SeveralBernoulli()).fill(block, using: &generator)
    }
  }
}
