import Reporting

/// `vae-lab bench`: the group of measurements.
struct Bench: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "bench", abstract: "Measure how fast the tool works on this machine.",
      subcommands: [
        BenchQuadrature.self, BenchEstimators.self, BenchTrain.self, BenchEvaluate.self,
        BenchQuantise.self,
      ])
  }
}

/// `vae-lab bench quadrature`.
struct BenchQuadrature: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "quadrature", abstract: "Integrate 10000 divergences over the real line.",
      discussion: """
        Each is KL(N(m, s²) ‖ N(0, 1)) with m uniform in [-2, 2] and s in [0.3, 2], integrated \
        adaptively to 1e-10 absolute and compared with its closed form. The rate is the median over \
        the repeats. Status 1 if an error exceeds the tolerance.
        """)
  }

  @Flag(help: "Write JSON.")
  var json: Bool = false

  @Option(help: "How often the whole run is repeated.", valueName: "n")
  var repeats: Count = 5

  @Option(
    help: "How many integrals are worked on at a time; one a core if not given.", valueName: "n")
  var threads: Count? = nil

  @Option(help: "The seed of the pairs (m, s).", valueName: "n")
  var seed: UInt64 = 0

  @Option(
    help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  func run(in console: Console) throws -> ExitStatus {
    let destination = try Destination(path: output, console: console)
    let result = try QuadratureBenchmark.run(
      seed: seed, repeats: repeats.value, threads: threads?.value)
    try destination.write(json ? try JSON.text(result) : result.text)
    return result.holds ? .holds : .refuted
  }
}

/// `vae-lab bench estimators`.
struct BenchEstimators: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "estimators", abstract: "Draw gradients a million times in ten dimensions.",
      discussion: """
        The law is N(0, I) and f(z) = Σ (z - 1)²; the mean and the variance of every coordinate's \
        gradient, in the means and in the logarithms of the deviations, are estimated in double \
        precision by the pathwise estimator and by the score function, and compared with the exact \
        ones. The rate is the median over the repeats. Status 1 if a gap exceeds five standard errors.
        """)
  }

  @Flag(help: "Write JSON.")
  var json: Bool = false

  @Option(help: "How often the million draws are repeated.", valueName: "n")
  var repeats: Count = 5

  @Option(help: "How many threads draw; one a core if not given.", valueName: "n")
  var threads: Count? = nil

  @Option(help: "The seed of the draws.", valueName: "n")
  var seed: UInt64 = 0

  @Option(
    help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  func run(in console: Console) throws -> ExitStatus {
    let destination = try Destination(path: output, console: console)
    let result = try EstimatorBenchmark.run(
      seed: seed, repeats: repeats.value, threads: threads?.value)
    try destination.write(json ? try JSON.text(result) : result.text)
    return result.holds ? .holds : .refuted
  }
}
