import Numerics

/// What stands for a function that a document names without saying what it is: a constant and three waves of a weighted
/// sum of the arguments, smooth and known by its name under the witness's seed.
struct UnknownFunction: Sendable {
  private struct Wave: Sendable {
    var phase: Double
    var slopes: [Double]
    var amplitude: Double
  }

  private let level: Double
  private let waves: [Wave]

  /// Draws the function of a name and a number of arguments.
  init(_ name: String, of count: Int, in witness: Witness) {
    var generator = WitnessGenerator(seed: witness.seed, name: "function \(name)")
    guard count > 0 else {
      level = generator.number(from: 0.25, to: 1.5)
      waves = []
      return
    }
    level = witness.family.isPositive ? 4 : generator.number(from: -1, to: 1)
    waves = (0..<3).map { _ in
      Wave(
        phase: generator.number(from: 0, to: 6),
        slopes: (0..<count).map { _ in generator.number(from: 0.5, to: 1.5) },
        amplitude: generator.number(from: 0.25, to: 1))
    }
  }

  /// Returns the value at as many arguments as the function was drawn for.
  func value(_ arguments: [Jet]) -> Jet {
    if arguments.allSatisfy({ $0.constant != nil }) {
      var total = Bounded(exactly: level)
      for wave in waves {
        var phase = Bounded(exactly: wave.phase)
        for (slope, argument) in zip(wave.slopes, arguments) {
          if let argument = argument.constant { phase += Bounded(exactly: slope) * argument }
        }
        total += Bounded(exactly: wave.amplitude) * phase.sine
      }
      return .constant(total)
    }
    var total = Jet(level)
    for wave in waves {
      var phase = Jet(wave.phase)
      for (slope, argument) in zip(wave.slopes, arguments) { phase += Jet(slope) * argument }
      total += Jet(wave.amplitude) * phase.sine
    }
    return total
  }
}
