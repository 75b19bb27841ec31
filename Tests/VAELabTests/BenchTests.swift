import Foundation
import Reporting
import Testing

@Suite("Measurements")
struct BenchTests {
  // The names are those of the JSON.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  private struct Quadrature: Decodable {
    let per_second: Double
    let integrals, threads: Int
    let worst_error, worst_bound, tolerance: Double
    let rates: [Double]
  }

  @Test("The integrals meet their tolerance, and the JSON says at what rate")
  func quadrature() throws {
    let outcome = run("bench quadrature --json --repeats 2 --threads 2")
    #expect(outcome.status == 0 && outcome.errors == "")
    let result: Quadrature = try JSON.value(from: outcome.output)
    #expect(result.integrals == 10_000 && result.threads == 2 && result.rates.count == 2)
    #expect(result.tolerance == 1e-10)
    #expect(result.worst_error <= result.tolerance && result.worst_bound <= result.tolerance)
    #expect(result.per_second == (result.rates[0] + result.rates[1]) / 2)
    #expect(run("bench quadrature --repeats 1").output.contains("integrals a second"))
  }

  // The names are those of the JSON.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  private struct Estimators: Decodable {
    struct Row: Decodable {
      let estimator: String
      let draws_per_second, worst_bias_z, worst_variance_z: Double
      let rates: [Double]
    }
    let rows: [Row]
    let draws, dimension, threads: Int
  }

  @Test("The estimators agree with their exact moments, and the JSON says at what rate")
  func estimators() throws {
    let outcome = run("bench estimators --json --repeats 1 --threads 2")
    #expect(outcome.status == 0 && outcome.errors == "")
    let result: Estimators = try JSON.value(from: outcome.output)
    #expect(result.rows.map(\.estimator) == ["pathwise", "score"])
    #expect(result.draws == 1_000_000 && result.dimension == 10 && result.threads == 2)
    for row in result.rows {
      #expect(row.draws_per_second == row.rates[0] && row.rates.count == 1)
      #expect(row.worst_bias_z.magnitude <= 5 && row.worst_variance_z.magnitude <= 5)
    }
  }

  // The names are those of the JSON.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  private struct Evaluation: Decodable {
    let samples_per_second, log_evidence: Double
    let rates: [Double]
    let images, samples, threads, peak_memory_bytes: Int
  }

  @Test(
    "The importance samples of an untrained network are counted, and the JSON says at what rate")
  func evaluation() throws {
    let line = "bench evaluate --json --images 4 --samples 10 --repeats 2"
    let outcome = run(line + " --threads 2")
    #expect(outcome.status == 0 && outcome.errors == "")
    let result: Evaluation = try JSON.value(from: outcome.output)
    #expect(result.images == 4 && result.samples == 10 && result.threads == 2)
    #expect(result.samples_per_second == (result.rates[0] + result.rates[1]) / 2)
    #expect(result.log_evidence < 0 && result.peak_memory_bytes > 0)
    let other: Evaluation = try JSON.value(from: run(line + " --threads 1").output)
    #expect(other.log_evidence == result.log_evidence)
    #expect(run("bench evaluate --data no-such-folder").status == 66)
  }
}
