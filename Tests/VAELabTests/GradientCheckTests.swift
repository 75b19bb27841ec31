import Foundation
import Reporting
import Testing
import VAELab

/// What the command's JSON says.
private struct Document: Decodable {
  struct Row: Decodable {
    struct Combination: Decodable {
      let objective, estimator, term: String?
      let likelihood, activation: String
    }

    struct Quantizer: Decodable {
      let directions, differences, zero, borderless: Int
      let borders, jumps: [Double]
    }

    struct Control: Decodable { let fault: String }
    let combination: Combination
    let holds: Bool
    let maximumRelativeError: Double
    let slopes: [[Double?]]
    let controls: [Control]
    let quantizer: Quantizer?

    enum CodingKeys: String, CodingKey {
      case combination = "case"
      case holds
      case maximumRelativeError = "maximum_relative_error"
      case slopes, controls, quantizer
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

  @Test("The terms of a VQ-VAE are certified, and its quantiser is flat until a code changes")
  func quantized() throws {
    let line = "gradcheck --model vq --activation tanh"
    let document = try JSON.value(Document.self, from: run(line + " --json").output)
    #expect(document.holds && document.cases.count == 32)
    for row in document.cases {
      let term = try #require(row.combination.term)
      #expect(row.holds && row.controls.count >= 5 && row.combination.objective == nil)
      #expect((row.quantizer != nil) == ["reconstruction", "all"].contains(term))
      guard let quantizer = row.quantizer else { continue }
      #expect(quantizer.zero == quantizer.differences && quantizer.directions == 6)
      #expect(quantizer.borders.count == 2 && quantizer.jumps.allSatisfy { $0 > 0 })
    }
    let text = run(line).output
    for word in ["All certified.", "straight-through", "are 0 to the bit", "codebook loss"] {
      #expect(text.contains(word), "\(word)")
    }
    let one = run(line + " --term all --likelihood gaussian-learned --quantizer product")
    #expect(one.status == 0 && one.output.contains("codebook.usage"))
    #expect(one.output.contains("encoder's direction") && one.output.contains("3 backwards"))
    for fault in [
      "beta-on-codebook", "free-codebook-loss", "free-commitment", "free-reconstruction",
      "reconstruction-to-code", "no-straight-through", "slope-at-encoding", "lost-factor-2",
    ] {
      #expect(one.output.contains(fault), "\(fault)")
    }
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
    let quantized = "gradcheck --model vq --likelihood bernoulli --activation tanh --term all"
    for fault in ["beta-on-codebook", "no-straight-through", "lost-factor-2", "free-residual"] {
      #expect(run(quantized + " --fault \(fault)").status == 1)
    }
    let product = run(quantized + " --quantizer product --fault free-residual")
    #expect(product.status == 64 && product.errors.contains("changes nothing"))
  }

  @Test("Parts that do not go together are told, status 64")
  func usage() {
    for (line, message) in [
      ("gradcheck --objective elbo --estimator dreg", "dreg needs a sampled bound"),
      (Self.one + " --beta 0 --fault half-divergence", "changes nothing"),
      ("gradcheck --model vq --fault half-divergence", "changes nothing"),
      ("gradcheck --fault beta-on-codebook --activation tanh --objective elbo", "changes nothing"),
      ("gradcheck --model vq --latent 3", "--latent belongs to --model gaussian"),
      ("gradcheck --term all", "--term belongs to --model vq"),
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
