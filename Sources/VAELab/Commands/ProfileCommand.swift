import Reporting

/// `vae-lab profile`.
struct ProfileCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "profile",
      abstract: "Follow the bound or a divergence along a parameter of q.",
      discussion: """
        q is a normal law whose mean or deviation moves. 'bound' and 'logistic' give the log \
        evidence of a witness model, the bound, its reconstruction term, the divergence of q from \
        the prior and from the posterior; 'divergence' and 'mixture' give KL(p‖q), forward, and \
        KL(q‖p), reverse, for the standard normal p and for a mixture of two normal laws.

        Nothing is sampled. Every number but the reconstruction term and the mixture's reverse \
        divergence is computed along two routes, quadrature and closed form or identity; status 1 \
        if two differ by more than their error bounds allow.
        """,
      examples: [
        "vae-lab profile bound",
        "vae-lab profile bound --over deviation=0.2:1.2:51 --plot bound.svg",
        "vae-lab profile mixture --csv mixture.csv",
        "vae-lab profile divergence --over deviation --json",
      ])
  }

  @Argument(help: "What to follow.", valueName: "subject")
  var subject: ProfileSubject

  @Option(
    help: "The parameter of q to go along, mean or deviation, with its range and number of values.",
    valueName: "name=low:high:count")
  var over: Sweep = Sweep(name: "mean", range: nil)

  @Flag(help: "Write JSON.")
  var json: Bool = false

  @Option(
    help: "Write all values as comma-separated values too.", valueName: "file", completion: .files)
  var csv: String? = nil

  @Option(
    help: "Draw the curves with gnuplot too, into a file ending in .svg, .png or .pdf.",
    valueName: "file", completion: .files)
  var plot: String? = nil

  @Option(help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  private static let name = configuration.name

  func validate() throws(Failure) {
    _ = try parameter()
    try SideFiles.validate(plot: plot, command: Self.name)
  }

  /// The parameter that moves.
  private func parameter() throws(Failure) -> ProfileParameter {
    guard let parameter = ProfileParameter(rawValue: over.name) else {
      throw Failure(
        .usage, "\(Self.name): q has a mean and a deviation, but no '\(over.name)' to go along")
    }
    if let range = over.range, parameter == .deviation, range.low <= 0 {
      throw Failure(
        .usage, "\(Self.name): a deviation is positive; let the range begin above 0")
    }
    return parameter
  }

  func run(in console: Console) throws -> ExitStatus {
    let destination = try Destination(path: output, console: console)
    let files = try SideFiles(csv: csv, plot: plot, command: Self.name)
    let parameter = try parameter()
    let profile = try Profile(
      subject, along: parameter, over: over.range ?? subject.range(of: parameter))
    try files.write(csv: profile.csv, plot: profile.plot, command: Self.name)
    try destination.write(
      json
        ? try JSON.text(profile)
        : profile.text(width: destination.width, palette: destination.palette))
    return profile.holds ? .holds : .refuted
  }
}
