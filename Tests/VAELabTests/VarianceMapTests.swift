import Foundation
import Reporting
import Testing
import VAELab

private struct Curves: Decodable {
  struct Point: Decodable {
    let at: [String: Double]
    let parameter: String
    let variances: [String: Double]
    let exact: Bool
    let best: String
  }

  struct Crossover: Decodable {
    let parameter: String
    let at: [String: Double]
    let below, above: String
  }

  let problem: String
  let estimators: [String]
  let points: [Point]
  let crossovers: [Crossover]
}

private struct Grid: Decodable {
  struct Point: Decodable {
    let at: [String: Double]
    let parameter: String
    let ratio: Double
  }

  struct Segment: Decodable {
    let parameter: String
    let from, to: [String: Double]
  }

  let points: [Point]
  let crossovers: [Segment]
}

private struct Trend: Decodable {
  struct Fit: Decodable { let slope: Double }
  struct Point: Decodable {
    let value, variance, snr, evaluations: Double
    let exact: Bool
  }
  struct Row: Decodable {
    let estimator, parameter: String
    let points: [Point]
    let evaluationsSlope: Fit?
    let lastSlope: Double?

    enum CodingKeys: String, CodingKey {
      case estimator, parameter, points
      case evaluationsSlope = "evaluations_slope"
      case lastSlope = "last_snr_slope"
    }
  }
  let rows: [Row]
}

@Suite("vae-lab variance-map and variance-scaling")
struct VarianceMapTests {
  @Test(
    "Along the center of a quadratic the best estimator changes where the closed forms are equal")
  func crossovers() throws {
    let outcome = run(
      "variance-map --problem quadratic --over center --json --wrt mean "
        + "--estimators pathwise,measure-coupled")
    #expect(outcome.status == 0)
    let curves: Curves = try JSON.value(from: outcome.output)
    #expect(curves.points.count == 100 && curves.points.allSatisfy(\.exact))
    // 4σ² = 4d²(4/π − 1) at σ = 1.
    let gap = 1 / (4 / Double.pi - 1).squareRoot()
    #expect(curves.crossovers.map(\.below) == ["pathwise", "measure-coupled"])
    for (crossover, expected) in zip(curves.crossovers, [1 - gap, 1 + gap]) {
      #expect(((crossover.at["center"] ?? .nan) - expected).magnitude < 1e-7)
    }
  }

  @Test("The five curves of the figure, at the golden values of the cosine")
  func figure() throws {
    let outcome = run("variance-map --problem cosine --over k=1:2:2 --json")
    let curves: Curves = try JSON.value(from: outcome.output)
    #expect(
      curves.estimators == [
        "score", "score-mean-baseline", "score-optimal-baseline", "pathwise", "measure-coupled",
      ])
    let golden: [String: [(String, Double)]] = [
      "pathwise": [
        ("mean 1", 0.267674), ("deviation 1", 0.308127), ("mean 2", 1.939863),
        ("deviation 2", 1.942672),
      ],
      "score": [
        ("mean 1", 0.323993), ("deviation 1", 0.836287), ("mean 2", 0.441069),
        ("deviation 2", 0.927981),
      ],
    ]
    for (estimator, values) in golden {
      for (place, value) in values {
        let point = curves.points.first {
          "\($0.parameter) \(Int($0.at["k"] ?? 0))" == place
        }
        let found = try #require(point?.variances[estimator])
        #expect((found - value).magnitude <= 0.5e-6, "\(estimator) at \(place)")
      }
    }
  }

  @Test("A map's border lies where the two closed forms are equal")
  func border() throws {
    let outcome = run(
      "variance-map --problem quadratic --estimators measure-coupled,pathwise --wrt mean --json "
        + "--over mean=-3:3:13 --over deviation=0.5:3:6")
    let grid: Grid = try JSON.value(from: outcome.output)
    #expect(grid.points.count == 78)
    #expect(!grid.crossovers.isEmpty)
    for segment in grid.crossovers {
      for end in [segment.from, segment.to] {
        let (μ, σ) = (end["mean"] ?? .nan, end["deviation"] ?? .nan)
        let ratio = μ * μ * (4 / Double.pi - 1) / (σ * σ)
        #expect((ratio - 1).magnitude < 1e-6, "\(end)")
      }
    }
    for point in grid.points {
      let (μ, σ) = (point.at["mean"] ?? .nan, point.at["deviation"] ?? .nan)
      #expect((point.ratio - μ * μ * (4 / Double.pi - 1) / (σ * σ)).magnitude < 1e-9)
    }
  }

  @Test("Text, CSV and JSON tell the same points")
  func csv() throws {
    try withFolder { folder in
      let path = folder + "/curves.csv"
      let words = "variance-map --problem cosine --over k=1:3:5 --wrt mean --json --csv"
      let outcome = run(words.split(separator: " ").map(String.init) + [path])
      let curves: Curves = try JSON.value(from: outcome.output)
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      #expect(lines[0] == "k,parameter,\(curves.estimators.joined(separator: ",")),best")
      for (line, point) in zip(lines.dropFirst(), curves.points) {
        let fields = line.split(separator: ",").map(String.init)
        #expect(Double(fields[0]) == point.at["k"])
        for (field, name) in zip(fields.dropFirst(2), curves.estimators) {
          #expect(Double(field) == point.variances[name])
        }
      }
      let text = run("variance-map --problem cosine --over k=1:3:5 --wrt mean", width: 80).output
      #expect(text.contains("has the least variance"))
      #expect(text.split(separator: "\n").allSatisfy { $0.displayWidth <= 80 })
    }
  }

  @Test("The same grid on one thread and on two")
  func threads() {
    let line = "variance-map --over mean=-1:1:5 --over deviation=0.5:2:5 --json --threads"
    #expect(run(line + " 1").output == run(line + " 2").output)
  }

  @Test("More samples hurt the signal of the importance-weighted gradient of q, and help DReG's")
  func scaling() throws {
    let outcome = run(
      "variance-scaling --over samples=16:64 --estimators iwae,dreg --wrt mean --json")
    #expect(outcome.status == 0)
    let trend: Trend = try JSON.value(from: outcome.output)
    #expect(trend.rows.map(\.estimator) == ["iwae", "dreg"])
    #expect(trend.rows[0].points.map(\.value) == [16, 32, 64])
    #expect(trend.rows.allSatisfy { $0.points.allSatisfy(\.exact) })
    let slopes = try trend.rows.map { try #require($0.lastSlope) }
    #expect((slopes[0] + 0.5).magnitude < 0.03)
    #expect((slopes[1] - 0.5).magnitude < 0.05)
    #expect((trend.rows[0].evaluationsSlope?.slope ?? .nan) == 1)
  }

  @Test(
    "A wrong sweep is one line that says what is right, status 64",
    arguments: [
      ("variance-map --over frequency", "unknown parameter 'frequency' of cosine"),
      ("variance-map --over k=3:1", "'k=3:1' is no value of '--over"),
      ("variance-map --over k=0:1:5:log", "'k=0:1:5:log' is no value of '--over"),
      ("variance-map --over deviation=-1:1", "deviation=-1 is out of range for cosine"),
      ("variance-map --over k --over k", "--over takes one parameter or two different ones"),
      ("variance-map --estimators score", "a map compares two estimators, not 1"),
      ("variance-map --problem gamma", "name what to go along: --over shape=low:high:count"),
      ("variance-map --problem gamma --over shape", "'shape' of gamma has no range of its own"),
      ("variance-scaling --over samples=0:4", "samples=0:4:41 is out of range"),
      ("variance-scaling --over size", "unknown parameter 'size' of linear-gaussian"),
    ])
  func wrong(line: String, message: String) {
    let outcome = run(line)
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(outcome.errors.count { $0.isNewline } == 1)
  }
}

@Suite("Pictures")
struct VariancePlotTests {
  private static let hasProgram =
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    .contains { access("\($0)/gnuplot", X_OK) == 0 }

  @Test("Gnuplot draws all three formats, whole or not at all", .enabled(if: hasProgram))
  func formats() throws {
    try withFolder { folder in
      let lines = [
        ("a.svg", "<?xml", "variance-report --draws 5000 --estimators score,pathwise --plot"),
        ("b.png", "\u{89}PNG", "variance-map --problem cosine --over k=1:2:5:log --plot"),
        (
          "c.pdf", "%PDF",
          "variance-map --over mean=-1:1:5 --over deviation=0.5:2:5:log --plot"
        ),
        ("d.svg", "<?xml", "variance-scaling --over samples=1:4 --estimators iwae --plot"),
      ]
      for (name, start, words) in lines {
        let outcome = run(words.split(separator: " ").map(String.init) + [folder + "/" + name])
        #expect(outcome.status == 0 && outcome.errors == "", "\(name): \(outcome.errors)")
        let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
        #expect(data.starts(with: start.unicodeScalars.map { UInt8($0.value) }), "\(name)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == lines.count)
    }
  }

  @Test("Without gnuplot there is one clear line, and no file")
  func missing() throws {
    try withFolder { folder in
      let path = folder + "/figure.svg"
      #expect(throws: PlotError.programMissing) {
        try PlotFile(path: path, format: .svg, searchPath: folder)
      }
      #expect(PlotError.programMissing.description.contains("apt-get install gnuplot-nox"))
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left.isEmpty)
    }
  }

  @Test("A picture that cannot be written is refused before any work, status 74")
  func unwritable() throws {
    try withFolder { folder in
      let outcome = run(["variance-report", "--csv", folder + "/missing/rows.csv"])
      #expect(outcome.status == 74)
      #expect(outcome.errors.contains("cannot write \(folder)/missing/rows.csv"))
    }
  }

  @Test("Names that gnuplot could read as commands stay names")
  func quoting() {
    let panel = Plot.Panel(
      "it's '; system \"x\"", x: Plot.Axis("a\nb"), y: Plot.Axis("c", isLogarithmic: true),
      .curves([Plot.Curve("one", [Plot.Point(x: 1, y: 2), Plot.Point(x: 2, y: -1)])]))
    let script = PlotScript(Plot("title", panels: [panel]), format: .svg).text
    #expect(script.contains("set title 'it''s ''; system \"x\"'"))
    #expect(script.contains("set xlabel 'a b'"))
    // The point that a logarithmic axis cannot show breaks the line.
    #expect(script.contains("1.0 2.0\n\nEND_OF_DATA"))
  }

  @Test("The format comes from the name's end")
  func formatNames() {
    #expect(PlotFormat(path: "a/b.SVG") == .svg && PlotFormat(path: "x.pdf") == .pdf)
    #expect(PlotFormat(path: "png") == nil && PlotFormat(path: "a.jpg") == nil)
  }
}
