import Claims
import Distributions
import Estimators
import Reporting

/// Variance, signal-to-noise ratio and cost as one number grows, with the powers that they follow.
struct VarianceTrend: Encodable, Sendable {
  struct Point: Encodable, Sendable {
    /// The number of samples or dimensions, or the parameter's value.
    let value: Double
    /// The variance of one draw, summed over the parameter's coordinates.
    let variance: Double
    /// The norm of the mean over the square root of that sum.
    let snr: Double
    let evaluations, nanoseconds: Double
    /// Whether mean and variance are integrals, none sampled.
    let exact: Bool
  }

  struct Row: Encodable, Sendable {
    let estimator, parameter: String
    let biased: Bool
    let points: [Point]
    /// The powers of the number that the quantities follow; `nil` where they vanish.
    let varianceSlope, snrSlope, evaluationsSlope, nanosecondsSlope: LogLogFit?
    /// The power of the signal-to-noise ratio between the last two points.
    let lastSNRSlope: Double?

    private enum CodingKeys: String, CodingKey {
      case estimator, parameter, biased, points
      case varianceSlope = "variance_slope"
      case snrSlope = "snr_slope"
      case evaluationsSlope = "evaluations_slope"
      case nanosecondsSlope = "nanoseconds_slope"
      case lastSNRSlope = "last_snr_slope"
    }

    init(estimator: String, parameter: String, biased: Bool, points: [Point]) {
      func fit(_ quantity: (Point) -> Double) -> LogLogFit? {
        LogLogFit(points.map { (x: $0.value, y: quantity($0)) })
      }
      (self.estimator, self.parameter, self.biased) = (estimator, parameter, biased)
      self.points = points
      varianceSlope = fit(\.variance)
      snrSlope = fit(\.snr)
      evaluationsSlope = fit(\.evaluations)
      nanosecondsSlope = fit(\.nanoseconds)
      lastSNRSlope = LogLogFit(points.suffix(2).map { (x: $0.value, y: $0.snr) })?.slope
    }
  }

  let problem, over: String
  let seed: UInt64
  let rows: [Row]
  /// What grows: `samples` or a parameter's name.
  let name: String
  let title: String

  private enum CodingKeys: String, CodingKey { case problem, over, seed, rows }

  /// Computes the trend.
  ///
  /// - Parameters:
  ///   - name: What grows: `samples` or a parameter of the problem.
  ///   - values: Its values, rising.
  ///   - probe: The problem and the estimators; its columns are not used.
  ///   - wrt: The parameter that is asked for.
  /// - Throws: `Failure` as the probe does.
  init(
    of name: String, _ values: [Double], probe: VarianceProbe, wrt: String?,
    progress: ProgressLine
  ) throws(Failure) {
    var order: [String] = []
    var found: [String: (estimator: String, parameter: String, biased: Bool, points: [Point])] = [:]
    for value in values {
      var problem = probe.problem
      var samples = probe.samples
      if name == "samples" {
        samples = Int(value)
      } else {
        try problem.set(name, to: value, for: probe.command)
      }
      let selection = try EstimatorSelection(
        names: probe.estimators.joined(separator: ","), wrt: wrt, problem: problem,
        samples: samples, for: probe.command)
      for entry in selection.entries {
        let moments = try probe.moments(of: entry, on: problem)
        let nanoseconds = DrawTimer.nanoseconds(
          of: entry.estimator, from: Philox(seed: probe.seed).substream("timing"))
        let groups = Dictionary(grouping: selection.targets) {
          EstimatorSelection.group(of: $0.name)
        }
        for target in selection.targets {
          let group = EstimatorSelection.group(of: target.name)
          guard let members = groups[group], members.first == target else { continue }
          let parts = members.compactMap { member in
            entry.estimator.parameters.firstIndex(of: member.column)
              .map { moments[$0].scaled(by: member.scale(on: problem)) }
          }
          guard !parts.isEmpty else { continue }
          let variance = parts.reduce(0) { $0 + $1.variance }
          let square = parts.reduce(0) { $0 + $1.mean * $1.mean }
          // What is left of a mean that cancels is the rounding of the quadrature.
          let ratio = (square / variance).squareRoot()
          let point = Point(
            value: value, variance: variance, snr: ratio > 64 * .ulpOfOne ? ratio : 0,
            evaluations: entry.estimator.contract.evaluations, nanoseconds: nanoseconds,
            exact: parts.allSatisfy(\.isExact))
          let key = "\(entry.name) \(group)"
          if found[key] == nil {
            order.append(key)
            found[key] = (entry.name, group, false, [])
          }
          if entry.estimator.contract.isBiased { found[key]?.biased = true }
          found[key]?.points.append(point)
        }
      }
      progress.advance("\(name) = \(shortest(value))")
    }
    self.problem = probe.problem.description
    title = name == "samples" ? problem : probe.problem.description(without: [name])
    over = "\(name)=" + values.map(shortest).joined(separator: ",")
    seed = probe.seed
    self.name = name
    rows = order.compactMap { key in
      found[key].map {
        Row(estimator: $0.estimator, parameter: $0.parameter, biased: $0.biased, points: $0.points)
      }
    }
  }
}

extension VarianceTrend {
  private var parameters: [String] {
    rows.reduce(into: []) { names, row in
      if !names.contains(row.parameter) { names.append(row.parameter) }
    }
  }

  /// The signal-to-noise ratios, the fitted powers, and what they say.
  func text(width: Int?, palette: Palette) -> String {
    let values = rows.map(\.points).max { $0.count < $1.count }?.map(\.value) ?? []
    let shown = VarianceCurves.spread(
      min(width.map { max(2, ($0 - 62) / 9) } ?? 8, 8), of: values.count)
    var table = Table(
      columns: [.init("estimator", fitting: .truncates(minimum: 12))]
        + shown.map { .init("SNR, \(shortest(values[$0]))", alignment: .right) } + [
          .init("variance ∝", alignment: .right), .init("SNR ∝", alignment: .right),
          .init("f ∝", alignment: .right), .init("time ∝", alignment: .right),
        ])
    for parameter in parameters {
      table.appendSection("∂/∂\(parameter), powers of \(name)")
      for row in rows where row.parameter == parameter {
        let ratios = shown.map { index -> Table.Cell in
          let point = row.points.first { $0.value == values[index] }
          return point.map { Table.Cell(NumberFormat.significant($0.snr, digits: 3)) } ?? "–"
        }
        table.append(
          [Table.Cell(row.biased ? row.estimator + " (biased)" : row.estimator)] + ratios
            + [row.varianceSlope, row.snrSlope, row.evaluationsSlope, row.nanosecondsSlope]
            .map { Table.Cell(Self.power($0)) })
      }
    }
    let heading = palette.apply(.bold, to: "\(title) · \(over)")
    return heading + "\n\n" + table.rendered(width: width, palette: palette) + "\n"
      + reading.flatMap { $0.wrapped(toColumns: width ?? 100) }.map { $0 + "\n" }.joined()
  }

  private static func power(_ fit: LogLogFit?) -> String {
    guard let fit else { return "–" }
    let slope = NumberFormat.fixed(fit.slope, decimals: 2)
    // An error that the two decimals do not show is left out.
    guard let error = fit.error, error >= 0.005 else { return slope }
    return "\(slope) ± \(NumberFormat.significant(error, digits: 1))"
  }

  /// One sentence a parameter, for the first six estimators at most.
  private var reading: [String] {
    parameters.compactMap { parameter in
      let own = rows.filter { $0.parameter == parameter }
      let parts = own.prefix(6).compactMap { row -> String? in
        guard let slope = row.lastSNRSlope else { return nil }
        let way = slope > 0.05 ? "rises" : slope < -0.05 ? "falls" : "stays"
        let power = way == "stays" ? "" : " as \(name)^\(NumberFormat.fixed(slope, decimals: 2))"
        return "\(row.estimator) \(way)\(power)"
      }
      guard !parts.isEmpty else { return nil }
      let kind = own.allSatisfy { $0.points.allSatisfy(\.exact) } ? "exact" : "partly sampled"
      return "∂/∂\(parameter) (\(kind)): between the last two values the signal-to-noise ratio of "
        + parts.joined(separator: ", of ") + "."
    }
  }

  /// The points as comma-separated values.
  var csv: String {
    var csv = CSV(columns: [
      "estimator", "parameter", name, "variance", "snr", "evaluations", "nanoseconds", "exact",
    ])
    for row in rows {
      for point in row.points {
        csv.append([
          .text(row.estimator), .text(row.parameter), .number(point.value),
          .number(point.variance), .number(point.snr), .number(point.evaluations),
          .number(point.nanoseconds), .text("\(point.exact)"),
        ])
      }
    }
    return csv.text
  }

  /// Two panels for each parameter, at most two parameters: variance and signal-to-noise ratio.
  var plot: Plot {
    let panels = parameters.prefix(2).flatMap { parameter in
      let own = rows.filter { $0.parameter == parameter }
      let quantities: [(String, (Point) -> Double)] = [
        ("variance of one draw", \.variance), ("signal-to-noise ratio", \.snr),
      ]
      return quantities.map { label, quantity in
        let curves = own.map { row in
          Plot.Curve(
            row.estimator, row.points.map { Plot.Point(x: $0.value, y: quantity($0)) },
            hasMarks: true)
        }
        return Plot.Panel(
          "∂/∂\(parameter)", x: Plot.Axis(name, isLogarithmic: true),
          y: Plot.Axis(label, isLogarithmic: true), .curves(curves))
      }
    }
    return Plot(title, panels: panels)
  }
}
