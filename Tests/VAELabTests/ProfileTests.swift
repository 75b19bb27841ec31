import Foundation
import Reporting
import Testing
import VAELab

private struct Document: Decodable {
  let subject, over: String
  let rows: [[String: Double]]
  let share: Double
  let holds: Bool
}

@Suite("vae-lab profile")
struct ProfileTests {
  private func document(_ line: String) throws -> Document {
    let outcome = run(line + " --json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    return try JSON.value(from: outcome.output)
  }

  @Test("The bound on W-LG is a parabola in the mean of q, and its parts add up")
  func bound() throws {
    let document = try document("profile bound --over mean=-1:2:7")
    // w = 1.5, b = 0.3, s² = 0.49, x = 2, σ = 0.6.
    let evidence = -0.5 * log(2 * Double.pi * 2.74) - 1.7 * 1.7 / (2 * 2.74)
    #expect(document.rows.count == 7)
    for row in document.rows {
      let mean = try #require(row["mean"])
      let error = (1.7 - 1.5 * mean) * (1.7 - 1.5 * mean) + 2.25 * 0.36
      let reconstruction = -error / 0.98 - 0.5 * log(2 * Double.pi * 0.49)
      let prior = 0.5 * (mean * mean + 0.36 - 1 - log(0.36))
      let bound = try #require(row["bound"])
      let gap = try #require(row["gap"])
      #expect(abs(bound - (reconstruction - prior)) < 1e-10)
      #expect(abs(bound + gap - evidence) < 1e-10)
      #expect(gap > 0)
    }
  }

  @Test("Both directions between normal laws, in closed form")
  func divergence() throws {
    for row in try document("profile divergence --over deviation=0.25:4:4:log").rows {
      let deviation = try #require(row["deviation"])
      let (forward, reverse) = (try #require(row["forward"]), try #require(row["reverse"]))
      #expect(abs(reverse - (0.5 * (deviation * deviation - 1) - log(deviation))) < 1e-11)
      #expect(abs(forward - (0.5 / (deviation * deviation) - 0.5 + log(deviation))) < 1e-11)
    }
  }

  @Test("The forward divergence from two hills is least between them, the reverse one at each")
  func mixture() throws {
    let rows = try document("profile mixture --over mean=-3:3:61").rows
    func valleys(_ name: String) throws -> [Double] {
      let values = try rows.map { try #require($0[name]) }
      let means = try rows.map { try #require($0["mean"]) }
      return (1..<(rows.count - 1)).filter {
        values[$0] < values[$0 - 1] && values[$0] < values[$0 + 1]
      }.map { means[$0] }
    }
    let forward = try valleys("forward")
    #expect(forward.count == 1 && abs(forward[0]) < 1e-9)
    let reverse = try valleys("reverse")
    #expect(reverse.count == 2 && abs(reverse[0] + 2) < 1e-9 && abs(reverse[1] - 2) < 1e-9)
  }

  @Test("Values as text, as a file, and under the same names")
  func files() throws {
    try withFolder { folder in
      let outcome = run("profile logistic --over mean=0:1:3 --csv \(folder)/values.csv")
      #expect(outcome.status == 0)
      #expect(outcome.output.contains("Both routes agree at all 3 values"))
      let lines = try String(contentsOfFile: folder + "/values.csv", encoding: .utf8)
        .split(separator: "\n")
      #expect(lines[0] == "mean,log_evidence,bound,reconstruction,prior_divergence,gap")
      #expect(lines.count == 4)
      try expectGolden(run("help profile").output, "help-profile.txt")
    }
  }

  @Test(
    "What cannot be followed is refused in one line",
    arguments: [
      ("profile", "subject"), ("profile entropy", "bound"),
      ("profile bound --over weight=0:1:3", "no 'weight'"),
      ("profile bound --over deviation=0:1:3", "above 0"),
      ("profile bound --plot picture.txt", ".svg"),
    ])
  func refusals(line: String, part: String) {
    let outcome = run(line)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(part), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }
}
