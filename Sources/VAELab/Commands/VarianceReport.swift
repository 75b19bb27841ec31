import Claims
import Reporting

/// `vae-lab variance-report`.
struct VarianceReport: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "variance-report",
      abstract: "Compare gradient estimators: measured variances beside the exact ones, and costs.",
      discussion: """
        Each row is one estimator's derivative of E f: mean of the draws, standard errors from the \
        exact gradient (z), variance of one draw with its 99 % interval, the exact variance and the \
        standard errors between the two, signal-to-noise ratio, evaluations of f, processor time of \
        one draw, and variance × time over the best's: how many times as long it takes to the same \
        error (0: it does not vary). Status 1 if an unbiased estimator is more than 5 standard \
        errors from its exact gradient or variance.

        The same seed gives the same numbers on any number of threads, times excepted.
        """,
      examples: [
        "vae-lab variance-report",
        "vae-lab variance-report --problem cosine:k=5 --wrt mean",
        "vae-lab variance-report --estimators score,rloo,pathwise --samples 16 --plot bars.svg",
        "vae-lab variance-report --target-relative-error 0.001 --json",
        "vae-lab variance-report --list",
      ])
  }

  @Option(
    help: "The problem, with values for its parameters; see --list.",
    valueName: "name:param=value,…")
  var problem: String = ProblemSelection(ProblemRegistry.standard).description

  @Option(
    help: "Only these, separated by commas; all that apply if not given.", valueName: "names")
  var estimators: String? = nil

  @Option(
    help: """
      Only the derivative in this parameter: mean, deviation, log-deviation or another of the \
      problem's, or all.
      """, valueName: "parameter")
  var wrt: String? = nil

  @Option(
    help: "Draws of each estimator, to 10^9; what takes about a second if not given.",
    valueName: "n")
  var draws: DrawCount? = nil

  @Option(
    help: """
      Draw until the standard error of every variance is this share of it, at most --draws times \
      (10^9 if not given).
      """, valueName: "share")
  var targetRelativeError: RelativeError? = nil

  @Option(help: "Samples that one draw of a multi-sample estimator takes.", valueName: "k")
  var samples: SampleCount = 4

  @Option(help: "The seed of the draws.", valueName: "n")
  var seed: UInt64 = 0

  @Option(help: "How many threads draw; one a core if not given.", valueName: "n")
  var threads: Count? = nil

  @Flag(help: "List problems and estimators without drawing anything.")
  var list: Bool = false

  @Flag(help: "Write JSON.")
  var json: Bool = false

  @Option(
    help: "Write the rows as comma-separated values too.", valueName: "file", completion: .files)
  var csv: String? = nil

  @Option(
    help: "Draw the variances with gnuplot too, into a file ending in .svg, .png or .pdf.",
    valueName: "file", completion: .files)
  var plot: String? = nil

  @Option(help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  private static let name = configuration.name

  func validate() throws(Failure) {
    _ = try ProblemSelection(problem, for: Self.name)
    try SideFiles.validate(plot: plot, command: Self.name)
  }

  func run(in console: Console) throws -> ExitStatus {
    let destination = try Destination(path: output, console: console)
    let problem = try ProblemSelection(problem, for: Self.name)
    if list {
      try destination.write(try VarianceListing(samples: samples.value).text(json, destination))
      return .holds
    }
    let selection = try EstimatorSelection(
      names: estimators, wrt: wrt, problem: problem, samples: samples.value, for: Self.name)
    let files = try SideFiles(csv: csv, plot: plot, command: Self.name)
    let document = try VarianceStudy(
      problem: problem, selection: selection, length: length(for: problem), seed: seed,
      threads: threads?.value, console: console, command: Self.name
    ).document()
    try files.write(csv: document.csv, plot: document.plot, command: Self.name)
    try destination.write(
      json
        ? try JSON.text(document)
        : VarianceTable(document).text(width: destination.width, palette: destination.palette))
    return document.holds ? .holds : .refuted
  }

  private func length(for problem: ProblemSelection) -> VarianceStudy.Length {
    if let target = targetRelativeError {
      return .relativeError(target.value, most: draws?.value ?? 1_000_000_000)
    }
    return .draws(draws?.value ?? problem.kind.draws)
  }
}
