import Reporting

extension VarianceDocument {
  /// The variances as a picture, a panel a parameter, at most four.
  var plot: Plot {
    var parameters: [String] = []
    for row in rows where !parameters.contains(row.parameter) { parameters.append(row.parameter) }
    let panels = parameters.prefix(4).map { parameter in
      let bars = rows.filter { $0.parameter == parameter }.map { row in
        Plot.Bar(
          row.biased ? row.estimator + " (biased)" : row.estimator,
          value: row.isConstant ? 0 : row.variance, low: row.varianceLow, high: row.varianceHigh,
          exact: row.isConstant ? nil : row.exactVariance)
      }
      return Plot.Panel(
        "∂/∂\(parameter)", x: Plot.Axis("variance of one draw", isLogarithmic: true),
        y: Plot.Axis(""), .bars(bars))
    }
    return Plot("\(problem), \(draws) draws, seed \(seed)", panels: Array(panels))
  }
}
