import Claims
import Estimators
import Reporting

/// The estimators of a problem that were asked for, and the derivatives that were.
struct EstimatorSelection: Sendable {
  /// One derivative that is reported.
  struct Target: Sendable, Equatable {
    /// The name in the report: `log-deviation`.
    let name: String
    /// The column of the estimator that it comes from: `deviation`.
    let column: String
    /// Whether the derivative is one in log σ: σ times the column.
    var isLogarithmic = false

    /// What the column is multiplied by.
    func scale(on problem: ProblemSelection) -> Double {
      isLogarithmic ? problem.deviation ?? .nan : 1
    }
  }

  let entries: [EstimatorEntry]
  let targets: [Target]

  /// Chooses.
  ///
  /// - Parameters:
  ///   - names: The estimators by name, separated by commas; `nil` for all that apply.
  ///   - wrt: A parameter or `all`; `nil` for the columns that the estimators have.
  ///   - problem: The problem.
  ///   - samples: Samples a draw.
  ///   - command: The command, for error messages.
  /// - Throws: `Failure` with status 64 for a name that is not known or does not apply.
  init(
    names: String?, wrt: String?, problem: ProblemSelection, samples: Int, for command: String
  ) throws(Failure) {
    let family = try Self.family(of: problem, samples: samples, for: command)
    entries = try Self.entries(names, family, problem, command)
    targets = try Self.targets(wrt, entries, problem, command)
  }

  /// The estimators of a problem.
  ///
  /// - Throws: `Failure` with status 65 if an exact quantity that one of them holds cannot be computed.
  static func family(
    of problem: ProblemSelection, samples: Int, for command: String
  ) throws(Failure) -> EstimatorFamily {
    do {
      return try problem.family(samples: samples)
    } catch {
      throw Failure(
        .badData,
        "\(command): \(problem.description) cannot be set up: \(error); "
          + "choose other parameters")
    }
  }

  private static func entries(
    _ names: String?, _ family: EstimatorFamily, _ problem: ProblemSelection, _ command: String
  ) throws(Failure) -> [EstimatorEntry] {
    guard let names else { return family.entries }
    var entries: [EstimatorEntry] = []
    for name in names.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
      if let entry = family.entry(name) {
        guard !entries.contains(where: { $0.name == name }) else {
          throw Failure(.usage, "\(command): '\(name)' is named twice in --estimators")
        }
        entries.append(entry)
      } else if let reason = family.inapplicable[name] {
        throw Failure(
          .usage, "\(command): '\(name)' does not apply to \(problem.description): \(reason)")
      } else {
        throw elsewhere(name, family, problem, command)
      }
    }
    return entries
  }

  /// The failure for a name that the problem's own families do not know.
  private static func elsewhere(
    _ name: String, _ family: EstimatorFamily, _ problem: ProblemSelection, _ command: String
  ) -> Failure {
    let all = EstimatorListing.all(samples: 2)
    if let listing = all.first(where: { $0.name == name }) {
      return Failure(
        .usage,
        "\(command): '\(name)' does not apply to \(problem.kind.name): "
          + "it is for \(listing.problems.joined(separator: ", "))")
    }
    let names = family.entries.map(\.name) + family.inapplicable.keys.sorted() + all.map(\.name)
    return unknown("estimator", name, among: names, command)
  }

  private static func targets(
    _ wrt: String?, _ entries: [EstimatorEntry], _ problem: ProblemSelection, _ command: String
  ) throws(Failure) -> [Target] {
    var columns: [String] = []
    for entry in entries {
      for name in entry.estimator.parameters where !columns.contains(name) { columns.append(name) }
    }
    let own = columns.map { Target(name: $0, column: $0) }
    guard let wrt else { return own }
    let logarithmic = problem.deviation.map { _ in
      own.filter { isNamed($0.name, "deviation") }
        .map { Target(name: "log-" + $0.name, column: $0.column, isLogarithmic: true) }
    }
    let all = own + (logarithmic ?? []).filter { target in !columns.contains(target.name) }
    if wrt == "all" { return all }
    let chosen = all.filter { isNamed($0.name, wrt) }
    guard !chosen.isEmpty else {
      throw unknown(
        "parameter", wrt, of: problem.kind.name, among: all.map(\.name) + ["all"], command)
    }
    return chosen
  }

  /// Whether a column is the parameter itself or one of its coordinates: `mean-3` is `mean`.
  static func isNamed(_ column: String, _ name: String) -> Bool {
    column == name || group(of: column) == name
  }

  /// The parameter that a column is a coordinate of: `mean` for `mean-3`.
  static func group(of column: String) -> String {
    guard let dash = column.lastIndex(of: "-") else { return column }
    let number = column[column.index(after: dash)...]
    return !number.isEmpty && number.allSatisfy(\.isWholeNumber) ? String(column[..<dash]) : column
  }
}

/// An estimator as `--list` shows it.
struct EstimatorListing: Encodable, Sendable {
  let name, summary: String
  let biased: Bool
  let evaluations: Double
  /// The problems that it applies to.
  let problems: [String]

  /// Every estimator of every problem with its defaults, in the order in which they are met.
  static func all(samples: Int) -> [EstimatorListing] {
    var order: [String] = []
    var contracts: [String: (summary: String, biased: Bool, evaluations: Double)] = [:]
    var problems: [String: [String]] = [:]
    for kind in ProblemRegistry.problems {
      let entries = (try? ProblemSelection(kind).family(samples: samples))?.entries ?? []
      for entry in entries {
        let contract = entry.estimator.contract
        if contracts[entry.name] == nil {
          order.append(entry.name)
          contracts[entry.name] = (contract.summary, contract.isBiased, contract.evaluations)
        }
        problems[entry.name, default: []].append(kind.name)
      }
    }
    return order.map { name in
      let contract = contracts[name] ?? ("", false, 0)
      return EstimatorListing(
        name: name, summary: contract.summary, biased: contract.biased,
        evaluations: contract.evaluations, problems: problems[name] ?? [])
    }
  }
}
