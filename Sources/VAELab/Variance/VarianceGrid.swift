import Claims
import Foundation
import Reporting

/// The ratio of two estimators' variances over a grid of two parameters, and the line where it is 1.
struct VarianceGrid: Encodable, Sendable {
  struct Point: Encodable, Sendable {
    let at: [String: Double]
    let parameter: String
    let variances: [String: Double]
    /// The first estimator's variance over the second's.
    let ratio: Double
    /// Whether both variances are integrals, none sampled.
    let exact: Bool
  }

  /// A piece of the line of equal variances, straight between two points on the sides of a cell.
  struct Segment: Encodable, Sendable, Equatable {
    let parameter: String
    let from, to: [String: Double]
  }

  let problem: String
  let over: [String]
  let estimators: [String]
  let points: [Point]
  let crossovers: [Segment]

  let columns, rows: SweepAxis
  let parameters: [String]
  /// The problem without the parameters that move.
  let title: String

  private enum CodingKeys: String, CodingKey {
    case problem, over, estimators, points, crossovers
  }

  /// Computes the grid of two estimators.
  ///
  /// - Throws: `Failure` as the probe does, for the first point at which it does.
  /// - Precondition: The probe has two estimators.
  init(
    columns: SweepAxis, rows: SweepAxis, probe: VarianceProbe, threads: Int?,
    progress: ProgressLine
  ) throws(Failure) {
    precondition(probe.estimators.count == 2, "a ratio needs two estimators")
    let (xs, ys) = (columns.range.values, rows.range.values)
    let found = try Parallel.map(
      count: xs.count * ys.count, threads: threads, progress: { _ in progress.advance() }
    ) { (index) throws(Failure) in
      try probe.moments(
        at: [(columns.name, xs[index % xs.count]), (rows.name, ys[index / xs.count])])
    }
    var points: [Point] = []
    var segments: [Segment] = []
    for (layer, target) in probe.targets.enumerated() {
      let pairs = found.map { $0[layer] }
      for (index, pair) in pairs.enumerated() {
        let values = zip(probe.estimators, pair).map { ($0, $1?.variance ?? .nan) }
        points.append(
          Point(
            at: [columns.name: xs[index % xs.count], rows.name: ys[index / xs.count]],
            parameter: target.name, variances: Dictionary(uniqueKeysWithValues: values),
            ratio: values[0].1 / values[1].1, exact: pair.allSatisfy { $0?.isExact ?? true }))
      }
      let border = try Border(columns: columns, rows: rows, pairs: pairs, threads: threads) {
        (x, y) throws(Failure) in
        try probe.moments(at: [(columns.name, x), (rows.name, y)])[layer]
      }
      segments += border.pieces.map { piece in
        Segment(
          parameter: target.name, from: [columns.name: piece.0.x, rows.name: piece.0.y],
          to: [columns.name: piece.1.x, rows.name: piece.1.y])
      }
    }
    problem = probe.problem.description
    title = probe.problem.description(without: [columns.name, rows.name])
    over = ["\(columns.name)=\(columns.range)", "\(rows.name)=\(rows.range)"]
    estimators = probe.estimators
    (self.columns, self.rows) = (columns, rows)
    parameters = probe.targets.map(\.name)
    self.points = points
    crossovers = segments
  }
}

/// The line where two variances are equal, in pieces through the cells of a grid (marching squares).
private struct Border {
  let pieces: [(Plot.Point, Plot.Point)]

  /// A side of a cell: from the grid's point `(column, row)` to the right or upwards.
  private struct Side: Hashable, Sendable {
    let column, row: Int
    let isUpwards: Bool
  }

  /// Finds the line; each crossing of a side is refined where the variances are exact.
  init(
    columns: SweepAxis, rows: SweepAxis, pairs: [[VarianceProbe.Moments?]], threads: Int?,
    _ moments: @escaping @Sendable (Double, Double) throws(Failure) -> [VarianceProbe.Moments?]
  ) throws(Failure) {
    let (width, height) = (columns.range.count, rows.range.count)
    let gaps = pairs.map(Self.gap)
    func crosses(_ a: Int, _ b: Int) -> Bool {
      gaps[a].isFinite && gaps[b].isFinite && (gaps[a] < 0) != (gaps[b] < 0)
    }
    var sides: [Side] = []
    for row in 0..<height {
      for column in 0..<width {
        let index = row * width + column
        if column + 1 < width, crosses(index, index + 1) {
          sides.append(Side(column: column, row: row, isUpwards: false))
        }
        if row + 1 < height, crosses(index, index + width) {
          sides.append(Side(column: column, row: row, isUpwards: true))
        }
      }
    }
    let (xs, ys) = (columns.range.places, rows.range.places)
    let found = sides
    let places = try Parallel.map(count: found.count, threads: threads) {
      (index) throws(Failure) -> Plot.Point in
      let side = found[index]
      let low = side.row * width + side.column
      let high = low + (side.isUpwards ? width : 1)
      let isExact = (pairs[low] + pairs[high]).allSatisfy { $0?.isExact ?? false }
      let along = side.isUpwards ? ys : xs
      let start = side.isUpwards ? side.row : side.column
      let place = try VarianceCurves.crossing(
        between: along[start], along[start + 1], isExact: isExact, gaps: (gaps[low], gaps[high])
      ) { (place) throws(Failure) in
        Self.gap(
          try moments(
            columns.range.value(at: side.isUpwards ? xs[side.column] : place),
            rows.range.value(at: side.isUpwards ? place : ys[side.row])))
      }
      return Plot.Point(
        x: columns.range.value(at: side.isUpwards ? xs[side.column] : place),
        y: rows.range.value(at: side.isUpwards ? place : ys[side.row]))
    }
    let crossings = Dictionary(uniqueKeysWithValues: zip(sides, places))
    var pieces: [(Plot.Point, Plot.Point)] = []
    for row in 0..<(height - 1) {
      for column in 0..<(width - 1) {
        let around = [
          Side(column: column, row: row, isUpwards: false),
          Side(column: column + 1, row: row, isUpwards: true),
          Side(column: column, row: row + 1, isUpwards: false),
          Side(column: column, row: row, isUpwards: true),
        ].compactMap { crossings[$0] }
        // Four crossings are a saddle: either pairing is a picture of it.
        if around.count >= 2 { pieces.append((around[0], around[1])) }
        if around.count == 4 { pieces.append((around[2], around[3])) }
      }
    }
    self.pieces = pieces
  }

  /// The logarithm of the ratio of the two variances; not finite where one is 0 or missing.
  private static func gap(_ pair: [VarianceProbe.Moments?]) -> Double {
    log((pair[0]?.variance ?? .nan) / (pair[1]?.variance ?? .nan))
  }
}

extension VarianceGrid {
  /// The ratio at a coarser grid of points, and what it says.
  func text(width: Int?, palette: Palette) -> String {
    let (first, second) = (estimators[0], estimators[1])
    let shownX = VarianceCurves.spread(
      min(width.map { max(3, ($0 - 12) / 9) } ?? 11, 11), of: columns.range.count)
    let shownY = VarianceCurves.spread(11, of: rows.range.count).reversed()
    let (xs, ys) = (columns.range.values, rows.range.values)
    var table = Table(
      columns: [.init("\(rows.name) \\ \(columns.name)", fitting: .truncates(minimum: 8))]
        + shownX.map { .init(NumberFormat.significant(xs[$0], digits: 3), alignment: .right) })
    for (layer, parameter) in parameters.enumerated() {
      table.appendSection("∂/∂\(parameter): variance of \(first) / variance of \(second)")
      for y in shownY {
        table.append(
          [Table.Cell(NumberFormat.significant(ys[y], digits: 3))]
            + shownX.map { x in
              let ratio = point(layer, x, y).ratio
              return Table.Cell(
                NumberFormat.significant(ratio, digits: 3), emphasis: ratio < 1 ? .good : .plain)
            })
      }
    }
    let heading = palette.apply(
      .bold,
      to: "\(title) · \(columns.name) from \(columns.range), \(rows.name) from \(rows.range)")
    return heading + "\n\n" + table.rendered(width: width, palette: palette) + "\n"
      + parameters.indices.flatMap { reading(of: $0).wrapped(toColumns: width ?? 100) }
      .map { $0 + "\n" }.joined()
  }

  private func point(_ layer: Int, _ x: Int, _ y: Int) -> Point {
    points[(layer * rows.range.count + y) * columns.range.count + x]
  }

  /// How much of the grid is whose, between which ratios, and where both are equal.
  private func reading(of layer: Int) -> String {
    let all = points.filter { $0.parameter == parameters[layer] }
    let finite = all.filter(\.ratio.isFinite)
    guard let least = finite.min(by: { $0.ratio < $1.ratio }),
      let most = finite.max(by: { $0.ratio < $1.ratio })
    else { return "∂/∂\(parameters[layer]): the ratio is nowhere finite." }
    let wins = all.count { $0.ratio < 1 }
    func place(_ at: [String: Double]) -> String {
      [columns.name, rows.name]
        .map { "\($0)=\(NumberFormat.significant(at[$0] ?? .nan, digits: 4))" }
        .joined(separator: ", ")
    }
    var text =
      "∂/∂\(parameters[layer]) (\(all.allSatisfy(\.exact) ? "exact" : "sampled")): \(estimators[0]) has "
      + "the smaller variance at \(NumberFormat.percent(wins, of: all.count)) of the points; the ratio "
      + "runs from \(NumberFormat.significant(least.ratio, digits: 3)) at \(place(least.at)) to "
      + "\(NumberFormat.significant(most.ratio, digits: 3)) at \(place(most.at))"
    let line = crossovers.filter { $0.parameter == parameters[layer] }
    if let middle = line.isEmpty ? nil : line[line.count / 2] {
      text += "; both are equal along a line through \(place(middle.from))"
    }
    return text + "."
  }

  /// The points as comma-separated values.
  var csv: String {
    var csv = CSV(columns: [columns.name, rows.name, "parameter"] + estimators + ["ratio"])
    for point in points {
      csv.append(
        [.number(point.at[columns.name]), .number(point.at[rows.name]), .text(point.parameter)]
          + estimators.map { .number(point.variances[$0]) } + [.number(point.ratio)])
    }
    return csv.text
  }

  /// A map for each parameter, at most four, with the line of equal variances.
  var plot: Plot {
    let panels = parameters.prefix(4).enumerated().map { layer, parameter in
      let values = (0..<rows.range.count).map { y in
        (0..<columns.range.count).map { x in log10(point(layer, x, y).ratio) }
      }
      let border = crossovers.filter { $0.parameter == parameter }.map { segment in
        (point(of: segment.from), point(of: segment.to))
      }
      let map = Plot.Map(
        columns: columns.range.values, rows: rows.range.values, values: values, border: border,
        label: "log10 of the ratio")
      return Plot.Panel(
        "∂/∂\(parameter): variance of \(estimators[0]) / \(estimators[1]), black line: equal",
        x: Plot.Axis(columns.name, isLogarithmic: columns.range.isLogarithmic),
        y: Plot.Axis(rows.name, isLogarithmic: rows.range.isLogarithmic), .map(map))
    }
    return Plot(title, panels: Array(panels))
  }

  private func point(of at: [String: Double]) -> Plot.Point {
    Plot.Point(x: at[columns.name] ?? .nan, y: at[rows.name] ?? .nan)
  }
}
