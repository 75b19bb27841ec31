import Foundation
import Reporting
import Testing
import VAELab

/// What the command's JSON says.
private struct Document: Decodable {
  struct Row: Decodable {
    struct Combination: Decodable { let objective, estimator, likelihood, activation: String }
    struct Control: Decodable { let fault: String }
    let combination: Combination
    let holds: Bool
    let maximumRelativeError: Double
    let slopes: [[Double?]]
    let controls: [Control]

    enum CodingKeys: String, CodingKey {
      case combination = "case"
      case holds
      case maximumRelativeError = "maximum_relative_error"
      case slopes, controls
    }
  }

  let holds: Bool
  let cases: [Row]
}

@Suite("vae-lab gradcheck")
struct GradientCheckTests {
  private static let one =
    "gradcheck --objective elbo --likelihood bernoulli --activation tanh --posterior-scale softplus"

  @Test("One combination is certified, block by block, with the same text on any number of threads")
  func certified() throws {
    let outcome = run(Self.one)
    #expect(outcome.status == 0, "\(outcome.errors)")
    for word in ["encoder.0.weight", "decoder.2.bias", "3 ± 0.1", "refuted, as it must be"] {
      #expect(outcome.output.contains(word), "\(word)")
    }
    #expect(run(Self.one + " --threads 1").output == outcome.output)
    let document = try JSON.value(Document.self, from: run(Self.one + " --json").output)
    #expect(document.holds && document.cases.count == 1)
    let row = document.cases[0]
    #expect(row.maximumRelativeError <= 1e-7 && row.controls.count == 5)
    for slopes in row.slopes {
      for (slope, wanted) in zip(slopes, [1.0, 2, 3]) {
        #expect(((slope ?? .nan) - wanted).magnitude <= 0.1)
      }
    }
  }

  @Test("What the options leave open is varied")
  func survey() throws {
    let line =
      "gradcheck --objective iwae --activation tanh --posterior-scale log-variance --hidden 3"
    let document = try JSON.value(Document.self, from: run(line + " --json").output)
    #expect(document.holds && document.cases.count == 12)
    #expect(
      Set(document.cases.map(\.combination.estimator)) == ["pathwise", "path-derivative", "dreg"])
    #expect(run(line).output.contains("All certified."))
  }

  @Test("A gradient made wrong on purpose is refuted with status 1")
  func faults() {
    for fault in [
      "half-divergence", "no-scale-slope", "transposed-block", "other-estimator", "lost-image",
    ] {
      let outcome = run(Self.one + " --fault \(fault)")
      #expect(outcome.status == 1, "\(fault): \(outcome.errors)")
      #expect(outcome.output.contains("refuted"))
    }
  }

  @Test("Parts that do not go together are told, status 64")
  func usage() {
    for (line, message) in [
      ("gradcheck --objective elbo --estimator dreg", "dreg needs a sampled bound"),
      (Self.one + " --beta 0 --fault half-divergence", "changes nothing"),
      ("gradcheck --activation swish", "swish"), ("gradcheck --plot v.jpg", "v.jpg"),
    ] {
      let outcome = run(line)
      #expect(outcome.status == 64, "\(line)")
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
    }
  }

  @Test("Help")
  func help() throws {
    try expectGolden(run("help gradcheck").output, "help-gradcheck.txt")
  }
}
