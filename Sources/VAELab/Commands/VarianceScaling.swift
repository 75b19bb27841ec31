import Claims
import Estimators
import Reporting

/// `vae-lab variance-scaling`.
struct VarianceScaling: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "variance-scaling",
      abstract: "Fit the powers by which variance and cost grow with samples or dimensions.",
      discussion: """
        For each value the variance of one draw (summed over a parameter's coordinates), the \
        signal-to-noise ratio, evaluations and time, and the slopes of their logarithms, fitted by \
        least squares. Exact wherever the estimator has an exact route, otherwise sampled. More \
        samples raise the ratio of the model's gradient by the power ½ and lower that of the \
        importance-weighted gradient of q by the power ½ (Rainforth et al. 2018).
        """,
      examples: [
        "vae-lab variance-scaling",
        "vae-lab variance-scaling --estimators iwae,dreg --over samples=1:256",
        "vae-lab variance-scaling --problem cosine --over k=1:16:5:log --plot cosine.svg",
      ])
  }

  @Option(help: "The problem; see variance-report --list.", valueName: "name:param=value,…")
  var problem: String = "linear-gaussian"

  @Option(
    help: """
      What grows: samples, or a parameter of the problem; powers of two between the ends, or the \
      count given. Not given: dimensions where the problem has them, else samples=1:64.
      """, valueName: "name=low:high:count")
  var over: Sweep? = nil

  @Option(
    help: "Only these, separated by commas; those that depend on the samples if not given.",
    valueName: "names")
  var estimators: String? = nil

  @Option(help: "Only the derivative in this parameter.", valueName: "parameter")
  var wrt: String? = nil

  @Option(help: "Samples of one draw while something else grows.", valueName: "k")
  var samples: SampleCount = 4

  @Option(help: "Draws where a variance has no exact route.", valueName: "n")
  var draws: DrawCount = 100_000

  @Option(help: "The seed of those draws.", valueName: "n")
  var seed: UInt64 = 0

  @Flag(help: "Write JSON.")
  var json: Bool = false

  @Option(
    help: "Write the points as comma-separated values too.", valueName: "file", completion: .files)
  var csv: String? = nil

  @Option(
    help: "Draw the curves with gnuplot too, into a file ending in .svg, .png or .pdf.",
    valueName: "file", completion: .files)
  var plot: String? = nil

  @Option(help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  private static let name = configuration.name

  func validate() throws(Failure) {
    _ = try growth(on: try ProblemSelection(problem, for: Self.name))
    try SideFiles.validate(plot: plot, command: Self.name)
  }

  /// What grows, and through which values.
  private func growth(on problem: ProblemSelection) throws(Failure) -> (String, [Double]) {
    let dimensions = problem.kind.parameters.first { $0.name == "dimensions" }
    let sweep =
      over ?? Sweep(name: dimensions?.name ?? "samples", range: nil)
    guard sweep.name == "samples" else {
      let axis = try SweepAxis(
        Sweep(name: sweep.name, range: sweep.range), of: problem, for: Self.name)
      let parameter = try problem.parameter(sweep.name, for: Self.name)
      return (sweep.name, values(axis.range, areWhole: parameter.domain.isWhole))
    }
    let range = sweep.range ?? Sweep.Range(low: 1, high: 64, count: 41, isLogarithmic: false)
    guard range.low >= 1, range.high <= 4096 else {
      throw Failure(
        .usage, "\(Self.name): samples=\(range) is out of range: expected numbers from 1 to 4096")
    }
    return ("samples", values(range, areWhole: true))
  }

  /// The values of a range: those asked for, or powers of two where only the ends are known.
  private func values(_ range: Sweep.Range, areWhole: Bool) -> [Double] {
    let isPlain = range.count == Sweep.usualCount && !range.isLogarithmic
    guard areWhole, isPlain else {
      let values = areWhole ? range.values.map { $0.rounded() } : range.values
      return values.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
    var values = [range.low.rounded(.up)]
    while let last = values.last, 2 * last <= range.high { values.append(2 * last) }
    return values
  }

  /// The estimators asked for; if none are, those whose cost depends on what grows.
  private func names(_ name: String, _ problem: ProblemSelection) throws(Failure) -> String {
    if let estimators { return estimators }
    func family(_ samples: Int) throws(Failure) -> EstimatorFamily {
      try EstimatorSelection.family(of: problem, samples: samples, for: Self.name)
    }
    guard name == "samples" else {
      return try family(samples.value).entries.map(\.name).joined(separator: ",")
    }
    let (one, few, many) = (try family(1), try family(2), try family(4))
    let growing = few.entries.filter { entry in
      many.entry(entry.name)?.evaluations != entry.evaluations && one.entry(entry.name) != nil
    }
    return (growing.isEmpty ? one.entries : growing).map(\.name).joined(separator: ",")
  }

  func run(in console: Console) throws -> ExitStatus {
    let destination = try Destination(path: output, console: console)
    let problem = try ProblemSelection(problem, for: Self.name)
    let (name, values) = try growth(on: problem)
    let selection = try EstimatorSelection(
      names: try names(name, problem), wrt: wrt, problem: problem,
      samples: name == "samples" ? Int(values[0]) : samples.value, for: Self.name)
    let files = try SideFiles(csv: csv, plot: plot, command: Self.name)
    let probe = VarianceProbe(
      problem: problem, estimators: selection.entries.map(\.name), targets: selection.targets,
      samples: samples.value, draws: draws.value, seed: seed, command: Self.name)
    let progress = ProgressLine(of: "values", total: values.count, on: console.errors)
    defer { progress.finish() }
    let trend = try VarianceTrend(
      of: name, values, probe: probe, wrt: wrt, progress: progress)
    progress.finish()
    try files.write(csv: trend.csv, plot: trend.plot, command: Self.name)
    try destination.write(
      json
        ? try JSON.text(trend)
        : trend.text(width: destination.width, palette: destination.palette))
    return .holds
  }
}

extension EstimatorEntry {
  /// Evaluations of f that one draw costs.
  fileprivate var evaluations: Double { estimator.contract.evaluations }
}
