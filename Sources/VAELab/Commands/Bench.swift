import Reporting

/// `vae-lab bench`: the group of measurements.
struct Bench: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "bench", abstract: "Measure how fast the tool works on this machine.",
      subcommands: [BenchQuadrature.self])
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
