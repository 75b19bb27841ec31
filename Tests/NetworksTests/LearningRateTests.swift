import Foundation
import Networks
import Testing

@Suite("Learning rates")
struct LearningRateTests {
  @Test("Burda's eight stages last 3280 epochs and fall from 10⁻³ to 10⁻⁴")
  func burda() {
    let rates = (0..<3280).map { LearningRate.burda.value(epoch: $0, of: 3280) }
    var stages: [(rate: Double, epochs: Int)] = []
    for rate in rates {
      if let last = stages.last, last.rate == rate {
        stages[stages.count - 1].epochs += 1
      } else {
        stages.append((rate, 1))
      }
    }
    #expect(stages.map(\.epochs) == [1, 3, 9, 27, 81, 243, 729, 2187])
    #expect(stages.map(\.epochs).reduce(0, +) == 3280)
    // 10^(1 − i/7) with one decimal.
    let wanted = [10, 7.2, 5.2, 3.7, 2.7, 1.9, 1.4, 1].map { $0 * 1e-4 }
    for (stage, rate) in zip(stages, wanted) {
      #expect((stage.rate - rate).magnitude <= 1e-15, "\(stage.rate)")
    }
    #expect(LearningRate.burda.value(epoch: 5000, of: 6000) == rates[3279])
  }

  @Test("Milestones multiply once when each begins")
  func milestones() {
    let rate = LearningRate.milestones(0.1, epochs: [2, 5], factor: 0.5)
    let found = (0..<7).map { rate.value(epoch: $0, of: 7) }
    #expect(found == [0.1, 0.1, 0.05, 0.05, 0.05, 0.025, 0.025])
  }

  @Test("The cosine starts at the rate, has half of it half-way and only falls")
  func cosine() {
    let rates = (0..<100).map { LearningRate.cosine(0.4).value(epoch: $0, of: 100) }
    #expect(rates[0] == 0.4)
    #expect((rates[50] - 0.2).magnitude <= 1e-15)
    #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 > $1 })
    #expect(rates[99] > 0 && rates[99] < 0.001)
    #expect(LearningRate.constant(0.3).value(epoch: 7, of: 9) == 0.3)
  }
}
