import Foundation
import Reporting
import VAE

/// `vae-lab bench quantise`.
struct BenchQuantise: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "quantise", abstract: "Find the nearest code of a million vectors.",
      discussion: """
        Vectors and codes are standard normal. The search is exact: it ranks the codes by matrix products, a tile \
        of vectors at a time, and decides what is nearer than their rounding by the distances themselves. Every \
        repeat also times the products of the same tiles alone and large products, one a thread; a share is the \
        median over the repeats of the time of the products over that of the search, so 100 % would be a search \
        that costs nothing beside its products. A repeat that is not counted comes first.
        """)
  }

  @Option(help: "How many vectors.", valueName: "n")
  var vectors: Count = 1_000_000

  @Option(help: "Numbers of a vector.", valueName: "n")
  var dimension: Count = 64

  @Option(help: "Codes in the codebook, at most 65536.", valueName: "n")
  var codes: Count = 1024

  @Flag(help: "Write JSON.")
  var json: Bool = false

  @Option(help: "How often the whole run is repeated.", valueName: "n")
  var repeats: Count = 5

  @Option(help: "How many threads work; one a core if not given.", valueName: "n")
  var threads: Count? = nil

  @Option(help: "The seed of vectors and codes.", valueName: "n")
  var seed: UInt64 = 0

  @Option(
    help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  /// The most numbers of all vectors, or of the codebook: a gigabyte.
  private static let limit = 1 << 28

  func validate() throws(Failure) {
    guard codes.value <= QuantizedArchitecture.codeLimit else {
      throw Failure(
        .usage,
        "bench quantise: \(codes.value) codes are more than \(QuantizedArchitecture.codeLimit); take fewer with --codes"
      )
    }
    guard max(vectors.value, codes.value) <= Self.limit / dimension.value else {
      throw Failure(
        .usage,
        "bench quantise: \(vectors.value) vectors and \(codes.value) codes of \(dimension.value) numbers are more than \(Self.limit) numbers; take fewer"
      )
    }
  }

  func run(in console: Console) throws -> ExitStatus {
    let destination = try Destination(path: output, console: console)
    let result = QuantizationBenchmark.run(
      vectors: vectors.value, dimension: dimension.value, codes: codes.value, seed: seed,
      repeats: repeats.value,
      threads: threads?.value ?? ProcessInfo.processInfo.activeProcessorCount)
    try destination.write(json ? try JSON.text(result) : result.text)
    return .holds
  }
}
