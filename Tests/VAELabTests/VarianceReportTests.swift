import Claims
import Distributions
import Estimators
import Foundation
import Numerics
import Reporting
import Testing
import VAELab

/// A report as JSON gives it.
private struct Report: Decodable {
  struct Row: Decodable, Equatable {
    let estimator, parameter: String
    let gradient, exactGradient, biasZ, variance, varianceLow, varianceHigh: Double
    let exactVariance, varianceZ: Double?
    let snr, evaluations, nanoseconds, efficiency: Double
    let biased: Bool

    enum CodingKeys: String, CodingKey {
      case estimator, parameter, gradient
      case exactGradient = "exact_gradient"
      case biasZ = "bias_z"
      case variance
      case varianceLow = "variance_low"
      case varianceHigh = "variance_high"
      case exactVariance = "exact_variance"
      case varianceZ = "variance_z"
      case snr, evaluations, nanoseconds, efficiency, biased
    }
  }

  let problem: String
  let seed: UInt64
  let draws: Int
  let rows: [Row]
}

@Suite("vae-lab variance-report")
struct VarianceReportTests {
  private static let quick = "variance-report --draws 20000 --estimators"

  @Test("The help texts of the variance commands")
  func help() throws {
    for name in ["variance-report", "variance-map", "variance-scaling"] {
      try expectGolden(run("help \(name)").output, "help-\(name).txt")
    }
  }

  @Test(
    "A wrong name, value or combination is one line that says what is right, status 64",
    arguments: [
      ("--problem quadratc", "unknown problem 'quadratc'; did you mean 'quadratic'?"),
      (
        "--problem quadratic:centre=1",
        "unknown parameter 'centre' of quadratic; did you mean 'center'?"
      ),
      (
        "--problem quadratic:deviation=0",
        "deviation=0 is out of range for quadratic: expected a number above 0"
      ),
      (
        "--problem bernoulli:theta=1",
        "theta=1 is out of range for bernoulli: expected a number strictly between 0 and 1"
      ),
      (
        "--problem quadratic:deviation=nan",
        "deviation=nan is out of range for quadratic: expected a number above 0"
      ),
      (
        "--problem cosine:k",
        "'k' in --problem sets nothing: expected mean=NUMBER"
      ),
      ("--estimators score,patwise", "unknown estimator 'patwise'; did you mean 'pathwise'?"),
      ("--estimators score,score", "'score' is named twice in --estimators"),
      ("--estimators implicit", "'implicit' does not apply to quadratic:"),
      ("--estimators disarm", "'disarm' does not apply to quadratic: it is for bernoulli,"),
      (
        "--estimators rloo --samples 1",
        "'rloo' does not apply to quadratic:mean=1,deviation=1,center=0: one sample"
      ),
      ("--wrt deviaton", "unknown parameter 'deviaton' of quadratic; did you mean 'deviation'?"),
      ("--draws 1", "'1' is no value of '--draws <n>': expected a whole number from 2 to 10^9"),
      ("--draws 1e10", "'1e10' is no value of '--draws <n>'"),
      ("--target-relative-error 0", "'0' is no value of '--target-relative-error <share>'"),
      ("--plot figure.gif", "'figure.gif' does not say what picture to draw"),
    ])
  func wrong(options: String, message: String) {
    let outcome = run("variance-report \(options)")
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(
      outcome.errors.hasPrefix("vae-lab: error: variance-report: \(message)"), "\(outcome.errors)")
    #expect(outcome.errors.count { $0.isNewline } == 1)
  }

  @Test("The JSON has the agreed members, and the exact numbers of the table of closed forms")
  func document() throws {
    let outcome = run(
      Self.quick + " score,pathwise,delta --json --seed 3 --problem quadratic:center=-3")
    #expect(outcome.status == 0)
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let members = try #require(object as? [String: Any])
    #expect(Set(members.keys) == ["problem", "seed", "draws", "rows"])
    let rows = try #require(members["rows"] as? [[String: Any]])
    for row in rows {
      #expect(
        Set(row.keys) == [
          "estimator", "parameter", "gradient", "exact_gradient", "bias_z", "variance",
          "variance_low", "variance_high", "exact_variance", "variance_z", "snr", "evaluations",
          "nanoseconds", "efficiency", "biased",
        ])
    }
    let report: Report = try JSON.value(from: outcome.output)
    #expect(report.problem == "quadratic:mean=1,deviation=1,center=-3")
    #expect(report.seed == 3 && report.draws == 20_000)
    #expect(report.rows.map(\.parameter).prefix(3) == ["mean", "mean", "mean"])
    let exact = report.rows.filter { $0.estimator != "delta" }.map { $0.exactVariance ?? .nan }
    for (found, expected) in zip(exact, [495.0, 4, 1546, 72]) {
      #expect((found - expected).magnitude <= 1e-9 * expected)
    }
    for row in report.rows {
      #expect((row.exactGradient - (row.parameter == "mean" ? 8 : 2)).magnitude <= 1e-12)
      #expect(row.biasZ.magnitude <= 5 && (row.varianceZ ?? 0).magnitude <= 5)
      #expect(row.nanoseconds > 0)
      #expect(row.efficiency == 0 || row.efficiency >= 1)
    }
  }

  @Test("Where no exact route exists, the exact variance and its score are null")
  func withoutExactVariance() throws {
    let line = "--problem linear-gaussian --samples 3 --estimators vimco --draws 5000"
    let outcome = run("variance-report \(line) --json --wrt mean")
    #expect(outcome.output.contains("\"exact_variance\" : null"))
    #expect(outcome.output.contains("\"variance_z\" : null"))
    let table = run("variance-report \(line)")
    #expect(table.output.contains("the largest of"))
  }

  @Test("The derivative in log σ is σ times the one in σ; the same draws give it")
  func logDeviation() throws {
    let line = Self.quick + " pathwise --problem quadratic:deviation=2 --json --wrt"
    let plain: Report = try JSON.value(from: run(line + " deviation").output)
    let scaled: Report = try JSON.value(from: run(line + " log-deviation").output)
    let (one, other) = (plain.rows[0], scaled.rows[0])
    #expect(other.parameter == "log-deviation")
    #expect(other.gradient == 2 * one.gradient && other.exactGradient == 2 * one.exactGradient)
    #expect(other.variance == 4 * one.variance && other.biasZ == one.biasZ)
    let all: Report = try JSON.value(from: run(line + " all").output)
    #expect(all.rows.map(\.parameter) == ["mean", "deviation", "log-deviation"])
  }

  @Test("The same seed gives the same bits on one thread and on two, times excepted")
  func threads() throws {
    func rows(_ threads: Int) throws -> [[String: String]] {
      let outcome = run("variance-report --draws 60000 --json --threads \(threads)")
      let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      let rows = try #require((object as? [String: Any])?["rows"] as? [[String: Any]])
      return rows.map { row in
        row.filter { !["nanoseconds", "efficiency"].contains($0.key) }.mapValues { "\($0)" }
      }
    }
    let one = try rows(1)
    #expect(one.count >= 20)
    #expect(try rows(2) == one)
  }

  @Test("An estimator's draws do not depend on which others run")
  func independence() throws {
    let alone: Report = try JSON.value(from: run(Self.quick + " pathwise --json").output)
    let among: Report = try JSON.value(from: run(Self.quick + " score,pathwise --json").output)
    let same = among.rows.filter { $0.estimator == "pathwise" }
    #expect(same.map(\.gradient) == alone.rows.map(\.gradient))
    #expect(same.map(\.variance) == alone.rows.map(\.variance))
  }

  @Test("The CSV reads back as the numbers of the JSON")
  func csv() throws {
    try withFolder { folder in
      let path = folder + "/rows.csv"
      let outcome = run(
        (Self.quick + " score,pathwise --json --csv").split(separator: " ").map(String.init)
          + [path])
      let report: Report = try JSON.value(from: outcome.output)
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      let columns = lines[0].split(separator: ",").map(String.init)
      #expect(lines.count == report.rows.count + 1)
      for (line, row) in zip(lines.dropFirst(), report.rows) {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        let field = Dictionary(uniqueKeysWithValues: zip(columns, fields.map(String.init)))
        #expect(field["estimator"] == row.estimator && field["parameter"] == row.parameter)
        #expect(field["biased"] == "\(row.biased)")
        let numbers: [(String, Double?)] = [
          ("gradient", row.gradient), ("exact_gradient", row.exactGradient),
          ("bias_z", row.biasZ), ("variance", row.variance), ("variance_low", row.varianceLow),
          ("variance_high", row.varianceHigh), ("exact_variance", row.exactVariance),
          ("variance_z", row.varianceZ), ("snr", row.snr), ("evaluations", row.evaluations),
          ("nanoseconds", row.nanoseconds), ("efficiency", row.efficiency),
        ]
        for (name, number) in numbers { #expect(Double(field[name] ?? "") == number, "\(name)") }
      }
    }
  }

  @Test("A draw that is not finite ends the run with the draw and its value, status 65")
  func notFinite() {
    for problem in ["quadratic:mean=1e200", "linear-gaussian:observation=1e300"] {
      let outcome = run("variance-report --draws 5000 --problem \(problem)")
      #expect(outcome.status == 65)
      #expect(outcome.output == "")
      #expect(outcome.errors.contains("draw 0 of "), "\(outcome.errors)")
      #expect(outcome.errors.contains("inf") || outcome.errors.contains("nan"))
    }
  }

  @Test("A relative error is reached with as many draws as it takes, at most --draws")
  func targetRelativeError() throws {
    func report(_ options: String) throws -> Report {
      try JSON.value(
        from: run("variance-report --estimators pathwise --wrt mean --json \(options)").output)
    }
    // Var of the sample variance of a normal is 2σ⁴/n: a relative error of 1/500 takes 500 000 draws.
    let reached = try report("--target-relative-error 0.002")
    #expect((500_000...700_000).contains(reached.draws))
    #expect(try report("--target-relative-error 0.002 --draws 100000").draws == 100_000)
    #expect(try report("--target-relative-error 0.5").draws == 1 << 16)
  }

  @Test(
    "An unbiased estimator off its gradient or its variance refutes the report; a biased one does not"
  )
  func contradiction() throws {
    let problem = Quadratic(law: Gaussian(mean: 1, standardDeviation: 1), center: 0)
    func holds(gradient: Double, variance: Double, isBiased: Bool = false) throws -> Bool {
      let contract = Contract("mutant", "a test", isBiased: isBiased)
      let entry = EstimatorEntry(ScoreFunction(problem, contract: contract)) { [] }
      let moments = try Measurement.run(
        entry.estimator, draws: 100_000, from: Philox(seed: 0), threads: 1
      ).moments[0]
      let row = VarianceRow(
        entry: entry, parameter: "mean", scale: 1, moments: moments,
        exact: ExactMoments(
          gradient: Bounded(exactly: gradient), variance: Bounded(exactly: variance)),
        nanoseconds: 1)
      let document = VarianceDocument(problem: "test", seed: 0, draws: 100_000, rows: [row])
      let text = VarianceTable(document).text(width: nil, palette: Palette(isColoured: false))
      #expect(text.contains("Contradicted") == !document.holds)
      return document.holds
    }
    #expect(try holds(gradient: 2, variance: 30))
    #expect(try !holds(gradient: 2.2, variance: 30))
    #expect(try !holds(gradient: 2, variance: 34))
    #expect(try !holds(gradient: .nan, variance: 30))
    #expect(try holds(gradient: 2.2, variance: 34, isBiased: true))
  }

  @Test("The table fits its terminal and names what does not vary")
  func table() {
    for width in [80, 100, 130] {
      let outcome = run("variance-report --draws 5000", width: width)
      for line in outcome.output.split(separator: "\n") {
        #expect(line.displayWidth <= width, "\(line)")
      }
      #expect(outcome.output.contains("score-optimal-baseline"))
      #expect(outcome.output.contains("do not vary at all"))
    }
  }

  @Test("--list shows every problem and every estimator, as a table and as JSON")
  func list() throws {
    let text = run("variance-report --list").output
    let json = run("variance-report --list --json").output
    for name in [
      "quadratic", "exponential", "cosine", "sine", "step", "linear-gaussian",
      "bernoulli-logistic", "bernoulli", "bernoulli-several", "categorical", "gamma", "mixture",
      "score", "rloo", "pathwise", "measure-coupled", "implicit", "elbo-path", "dreg", "vimco",
      "rws", "reinforce", "rebar", "relax", "muprop", "arm", "disarm", "gumbel-softmax",
    ] {
      #expect(text.contains("\n\(name) "), "\(name)")
      #expect(json.contains("\"name\" : \"\(name)\""), "\(name)")
    }
  }

  @Test("Every problem's report holds with few draws, and its estimators all have a time")
  func allProblems() throws {
    let listing = run("variance-report --list --json").output
    let object = try JSONSerialization.jsonObject(with: Data(listing.utf8)) as? [String: Any]
    let problems = try #require(object?["problems"] as? [[String: Any]])
    for name in problems.compactMap({ $0["name"] as? String }) {
      let outcome = run("variance-report --problem \(name) --draws 5000 --samples 2 --json")
      #expect(outcome.status == 0, "\(name): \(outcome.errors)")
    }
  }
}
