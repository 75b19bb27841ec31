import Claims
import Reporting

/// Variances along one parameter, and the places where the order of the estimators changes.
struct VarianceCurves: Encodable, Sendable {
  struct Point: Encodable, Sendable {
    let at: [String: Double]
    let parameter: String
    let variances: [String: Double]
    /// Whether every variance is an integral, none sampled.
    let exact: Bool
    /// The estimator of least variance.
    let best: String

    /// The variance of an estimator; NaN where it lacks the parameter.
    func variance(_ estimator: String) -> Double { variances[estimator] ?? .nan }
  }

  struct Crossover: Encodable, Sendable {
    let parameter: String
    let at: [String: Double]
    /// The estimators of least variance below and above.
    let below, above: String
  }

  let problem: String
  let over: [String]
  let estimators: [String]
  let points: [Point]
  let crossovers: [Crossover]

  /// The one parameter that moves.
  let axis: SweepAxis
  let parameters: [String]
  /// The problem without the parameter that moves.
  let title: String

  private enum CodingKeys: String, CodingKey {
    case problem, over, estimators, points, crossovers
  }

  /// Computes the curves.
  ///
  /// - Throws: `Failure` as the probe does, for the first value at which it does.
  init(
    along axis: SweepAxis, probe: VarianceProbe, threads: Int?, progress: ProgressLine
  ) throws(Failure) {
    let values = axis.range.values
    let grid = try Parallel.map(
      count: values.count, threads: threads, progress: { _ in progress.advance() }
    ) { (index) throws(Failure) in try probe.moments(at: [(axis.name, values[index])]) }
    var points: [Point] = []
    var crossovers: [Crossover] = []
    for (row, target) in probe.targets.enumerated() {
      let along = grid.enumerated().map { index, moments in
        Point(
          parameter: target.name, at: [axis.name: values[index]], probe.estimators, moments[row])
      }
      for (index, (low, high)) in zip(along, along.dropFirst()).enumerated()
      where low.best != high.best {
        guard
          let first = probe.estimators.firstIndex(of: low.best),
          let second = probe.estimators.firstIndex(of: high.best)
        else { continue }
        let place = try Self.crossing(
          between: axis.range.places[index], axis.range.places[index + 1],
          isExact: low.exact && high.exact,
          gaps: (
            low.variance(low.best) - low.variance(high.best),
            high.variance(low.best) - high.variance(high.best)
          )
        ) { (place) throws(Failure) in
          let moments = try probe.moments(at: [(axis.name, axis.range.value(at: place))])[row]
          return (moments[first]?.variance ?? .nan) - (moments[second]?.variance ?? .nan)
        }
        crossovers.append(
          Crossover(
            parameter: target.name, at: [axis.name: axis.range.value(at: place)],
            below: low.best, above: high.best))
      }
      points += along
    }
    problem = probe.problem.description
    title = probe.problem.description(without: [axis.name])
    over = ["\(axis.name)=\(axis.range)"]
    estimators = probe.estimators
    parameters = probe.targets.map(\.name)
    self.axis = axis
    self.points = points
    self.crossovers = crossovers
  }

  /// Finds where a difference changes its sign: by regula falsi (Illinois) where it is exact, else by one
  /// interpolation.
  static func crossing(
    between low: Double, _ high: Double, isExact: Bool, gaps: (Double, Double),
    _ gap: (Double) throws(Failure) -> Double
  ) throws(Failure) -> Double {
    var (a, b) = (low, high)
    var (fa, fb) = gaps
    func secant() -> Double { fa == fb ? (a + b) / 2 : (a * fb - b * fa) / (fb - fa) }
    guard isExact else { return secant() }
    for _ in 0..<30 where (b - a) > 1e-9 {
      let middle = secant()
      let value = try gap(middle)
      guard value.isFinite, value != 0 else { return middle }
      // The end that stays has its weight halved, so that both ends close in.
      if (value < 0) == (fb < 0) {
        (b, fb, fa) = (middle, value, fa / 2)
      } else {
        (a, fa, fb) = (middle, value, fb / 2)
      }
      if value.magnitude <= 1e-13 * max(gaps.0.magnitude, gaps.1.magnitude) { return middle }
    }
    return secant()
  }
}

extension VarianceCurves.Point {
  fileprivate init(
    parameter: String, at: [String: Double], _ estimators: [String],
    _ moments: [VarianceProbe.Moments?]
  ) {
    var variances: [String: Double] = [:]
    for (name, moments) in zip(estimators, moments) { variances[name] = moments?.variance }
    self.at = at
    self.parameter = parameter
    exact = moments.allSatisfy { $0?.isExact ?? true }
    best =
      estimators.filter { variances[$0] != nil }
      .min { (variances[$0] ?? .nan) < (variances[$1] ?? .nan) } ?? ""
    self.variances = variances
  }
}

extension VarianceCurves {
  /// Points of one parameter.
  func points(of parameter: String) -> [Point] { points.filter { $0.parameter == parameter } }

  /// The variances at a few values, a row an estimator, and below each section what it says.
  func text(width: Int?, palette: Palette) -> String {
    let count = points(of: parameters.first ?? "").count
    let shown = Self.spread(min(width.map { max(3, ($0 - 24) / 9) } ?? 11, 11), of: count)
    let values = axis.range.values
    var table = Table(
      columns: [.init(axis.name, fitting: .truncates(minimum: 10))]
        + shown.map {
          .init(NumberFormat.significant(values[$0], digits: 3), alignment: .right)
        })
    for parameter in parameters {
      table.appendSection("variance of ∂/∂\(parameter)")
      let points = points(of: parameter)
      for name in estimators {
        table.append(
          [Table.Cell(name)]
            + shown.map { index in
              let value = points[index].variance(name)
              return Table.Cell(
                NumberFormat.significant(value, digits: 4),
                emphasis: points[index].best == name ? .good : .plain)
            })
      }
    }
    let heading = palette.apply(.bold, to: "\(title) · \(axis.name) from \(axis.range)")
    let lines = ([heading, ""] + [table.rendered(width: width, palette: palette)])
    return lines.joined(separator: "\n") + "\n"
      + parameters.flatMap { reading(of: $0).wrapped(toColumns: width ?? 100) }
      .map { $0 + "\n" }.joined()
  }

  /// Which estimator is best from where to where.
  private func reading(of parameter: String) -> String {
    let points = points(of: parameter)
    guard let first = points.first else { return "" }
    let kind = points.allSatisfy(\.exact) ? "exact" : "sampled"
    let changes = crossovers.filter { $0.parameter == parameter }
    var text = "∂/∂\(parameter) (\(kind)): \(first.best) has the least variance"
    if changes.isEmpty { return text + " all along." }
    for (index, change) in changes.enumerated() {
      let value = NumberFormat.significant(change.at[axis.name] ?? .nan, digits: 6)
      text +=
        index == 0
        ? " up to \(axis.name) = \(value), then \(change.above)"
        : " up to \(value), then \(change.above)"
    }
    return text + "."
  }

  /// So many indices, evenly spread, both ends included.
  static func spread(_ wanted: Int, of count: Int) -> [Int] {
    guard wanted < count else { return Array(0..<count) }
    guard wanted > 1 else { return [0] }
    return (0..<wanted).map { ($0 * (count - 1) + (wanted - 1) / 2) / (wanted - 1) }
  }

  /// The points as comma-separated values, one row a value and parameter.
  var csv: String {
    var csv = CSV(columns: [axis.name, "parameter"] + estimators + ["best"])
    for point in points {
      csv.append(
        [.number(point.at[axis.name]), .text(point.parameter)]
          + estimators.map { .number(point.variances[$0]) } + [.text(point.best)])
    }
    return csv.text
  }

  /// A panel of curves for each parameter, at most four.
  var plot: Plot {
    let panels = parameters.prefix(4).map { parameter in
      let points = points(of: parameter)
      let curves = estimators.map { name in
        Plot.Curve(
          name, points.map { Plot.Point(x: $0.at[axis.name] ?? .nan, y: $0.variance(name)) })
      }
      return Plot.Panel(
        "∂/∂\(parameter)", x: Plot.Axis(axis.name, isLogarithmic: axis.range.isLogarithmic),
        y: Plot.Axis("variance of one draw", isLogarithmic: true), .curves(curves))
    }
    return Plot(title, panels: Array(panels))
  }
}
