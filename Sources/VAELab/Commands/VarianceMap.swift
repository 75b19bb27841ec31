import Claims
import Reporting

/// `vae-lab variance-map`.
struct VarianceMap: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "variance-map",
      abstract: "Map where one gradient estimator beats another, over a problem's parameters.",
      discussion: """
        Over two parameters: the ratio of two estimators' variances with the line where it is 1. \
        Over one: the variance of each estimator, with the places where the best one changes. The \
        variances are exact wherever the estimator has an exact route, otherwise sampled with one \
        stream for all points.

        The examples with --over center and --over k draw the five curves of figure 2 of Mohamed et \
        al. (2020) for their three functions, one picture each.
        """,
      examples: [
        "vae-lab variance-map",
        "vae-lab variance-map --problem quadratic --over center --plot quadratic.svg",
        "vae-lab variance-map --problem exponential --over k --plot exponential.svg",
        "vae-lab variance-map --problem cosine --over k --plot cosine.svg",
        "vae-lab variance-map --problem bernoulli --over theta --estimators rebar,arm,disarm",
        "vae-lab variance-map --problem cosine --over k=0.5:8:60:log --over mean=-3:3:41",
      ])
  }

  @Option(help: "The problem; see variance-report --list.", valueName: "name:param=value,…")
  var problem: String = ProblemSelection(ProblemRegistry.mapped).description

  @Option(
    help: """
      The parameter to go along, 41 values or the count given, in equal ratios with ':log'; its \
      usual range if none is given; twice for a map; mean and deviation if not given.
      """, valueName: "name=low:high:count")
  var over: [Sweep] = []

  @Option(
    help: """
      For a map two, the first over the second (default pathwise,score); for curves any number \
      (default the five of the figure, or all that apply).
      """, valueName: "names")
  var estimators: String? = nil

  @Option(
    help: "Only the derivative in this parameter, or all with the one in log-deviation.",
    valueName: "parameter")
  var wrt: String? = nil

  @Option(help: "Samples that one draw of a multi-sample estimator takes.", valueName: "k")
  var samples: SampleCount = 4

  @Option(help: "Draws at each point where a variance has no exact route.", valueName: "n")
  var draws: DrawCount = 20_000

  @Option(help: "The seed of those draws.", valueName: "n")
  var seed: UInt64 = 0

  @Option(help: "How many points are worked on at a time; one a core if not given.", valueName: "n")
  var threads: Count? = nil

  @Flag(help: "Write JSON.")
  var json: Bool = false

  @Option(
    help: "Write the points as comma-separated values too.", valueName: "file", completion: .files)
  var csv: String? = nil

  @Option(
    help: "Draw the map or the curves with gnuplot too, into a file ending in .svg, .png or .pdf.",
    valueName: "file", completion: .files)
  var plot: String? = nil

  @Option(help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  private static let name = configuration.name

  /// The curves of the figure that the help speaks of.
  private static let figure = [
    "score", "score-mean-baseline", "score-optimal-baseline", "pathwise", "measure-coupled",
  ]

  func validate() throws(Failure) {
    _ = try axes(of: try ProblemSelection(problem, for: Self.name))
    try SideFiles.validate(plot: plot, command: Self.name)
  }

  /// The one or two parameters that move.
  private func axes(of problem: ProblemSelection) throws(Failure) -> [SweepAxis] {
    var sweeps = over
    if sweeps.isEmpty {
      let names = problem.kind.parameters.map(\.name)
      guard names.contains("mean"), names.contains("deviation") else {
        throw Failure(
          .usage, "\(Self.name): name what to go along: --over \(names[0])=low:high:count")
      }
      sweeps = [Sweep(name: "mean", range: nil), Sweep(name: "deviation", range: nil)]
    }
    guard sweeps.count <= 2, Set(sweeps.map(\.name)).count == sweeps.count else {
      throw Failure(.usage, "\(Self.name): --over takes one parameter or two different ones")
    }
    var axes: [SweepAxis] = []
    for sweep in sweeps { axes.append(try SweepAxis(sweep, of: problem, for: Self.name)) }
    return axes
  }

  /// The estimators' names, as given or as usual.
  private func names(_ axes: [SweepAxis], _ problem: ProblemSelection) throws(Failure) -> String? {
    if let estimators { return estimators }
    let family = try EstimatorSelection.family(
      of: problem, samples: samples.value, for: Self.name)
    let usual = axes.count == 2 ? ["pathwise", "score"] : Self.figure
    if usual.allSatisfy({ family.entry($0) != nil }) { return usual.joined(separator: ",") }
    return axes.count == 2 ? family.entries.prefix(2).map(\.name).joined(separator: ",") : nil
  }

  func run(in console: Console) throws -> ExitStatus {
    let destination = try Destination(path: output, console: console)
    let problem = try ProblemSelection(problem, for: Self.name)
    let axes = try axes(of: problem)
    let selection = try EstimatorSelection(
      names: try names(axes, problem), wrt: wrt, problem: problem, samples: samples.value,
      for: Self.name)
    guard axes.count == 1 || selection.entries.count == 2 else {
      throw Failure(
        .usage,
        "\(Self.name): a map compares two estimators, not \(selection.entries.count); name two, "
          + "or go along one parameter only")
    }
    let files = try SideFiles(csv: csv, plot: plot, command: Self.name)
    let probe = VarianceProbe(
      problem: problem, estimators: selection.entries.map(\.name), targets: selection.targets,
      samples: samples.value, draws: draws.value, seed: seed, command: Self.name)
    let progress = ProgressLine(
      of: "points", total: axes.reduce(1) { $0 * $1.range.count }, on: console.errors)
    defer { progress.finish() }
    let (width, palette) = (destination.width, destination.palette)
    if axes.count == 1 {
      let curves = try VarianceCurves(
        along: axes[0], probe: probe, threads: threads?.value, progress: progress)
      progress.finish()
      try files.write(csv: curves.csv, plot: curves.plot, command: Self.name)
      try destination.write(
        json ? try JSON.text(curves) : curves.text(width: width, palette: palette))
    } else {
      let grid = try VarianceGrid(
        columns: axes[0], rows: axes[1], probe: probe, threads: threads?.value, progress: progress)
      progress.finish()
      try files.write(csv: grid.csv, plot: grid.plot, command: Self.name)
      try destination.write(json ? try JSON.text(grid) : grid.text(width: width, palette: palette))
    }
    return .holds
  }
}
