import Foundation
import Reporting
import Testing
import VAELab

private struct Comparison: Decodable {
  struct Estimate: Decodable {
    let mean: Double
  }

  struct Point: Decodable {
    let model, kind: String
    let rate: Double
    let reconstruction: Estimate
  }

  let points: [Point]
}

private struct Evaluated: Decodable {
  struct Estimate: Decodable {
    let mean: Double
  }

  let reconstruction: Double
  let bits: Double
  let priorBits: Estimate
  let elbo: Estimate

  enum CodingKeys: String, CodingKey {
    case reconstruction, elbo
    case bits = "bits_per_image"
    case priorBits = "prior_bits_per_image"
  }
}

@Suite("Rate and distortion side by side")
struct CompareTests {
  @Test("The points are those of evaluate; means are stored where the bits can be shared out")
  func points() throws {
    try QuantizedFixture.use { fixture, folder in
      let data = ["--data", fixture.digits, "--threads", "1", "--json"]
      let outcome = run(
        ["compare", fixture.gaussian, fixture.withPrior, "--stored-bits", "6"] + data)
      try #require(outcome.status == 0, "\(outcome.errors)")
      let points = try JSON.value(Comparison.self, from: outcome.output).points
      #expect(
        points.map(\.kind) == ["gaussian", "gaussian-stored", "vq-uniform", "vq-learned"])
      #expect(points[1].rate == 6)
      let evaluation = run(["evaluate", fixture.withPrior] + data)
      let found = try JSON.value(Evaluated.self, from: evaluation.output)
      #expect(points[2].rate == found.bits && points[3].rate == found.priorBits.mean)
      #expect(points[2].reconstruction.mean == found.reconstruction)
      #expect(points[3].reconstruction.mean == found.reconstruction)

      // Seven bits are no whole number for each of two latents.
      let odd = run(["compare", fixture.gaussian, "--stored-bits", "7"] + data)
      #expect(
        try JSON.value(Comparison.self, from: odd.output).points.map(\.kind) == ["gaussian"])
      let stored = run(
        ["evaluate", fixture.gaussian, "--samples", "1", "--levels", "8"] + data)
      #expect(stored.output.contains("\"stored_means\""))
    }
  }

  @Test("What cannot be compared is refused in one line")
  func refuses() throws {
    try QuantizedFixture.use { fixture, folder in
      let none = run(["compare"])
      #expect(none.status == 64)
      let missing = run(["compare", folder + "/nothing", "--data", fixture.digits])
      #expect(missing.status == 66 && missing.errors.split(separator: "\n").count == 1)
      let levels = run([
        "evaluate", fixture.gaussian, "--levels", "65537", "--data", fixture.digits,
      ])
      #expect(levels.status == 64)
    }
  }
}
