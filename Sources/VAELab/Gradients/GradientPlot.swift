import Reporting
import VAE

extension GradientSurvey {
  /// The V-curve and the Taylor remainders of the combination in detail.
  var plot: Plot {
    let certificate = certificates[detail]
    let (curve, taylor) = (certificate.curve, certificate.taylor[0])
    let floor = curve.steps.map { Plot.Point(x: $0, y: curve.predicted(at: $0)) }
    let difference = Plot.Panel(
      "Error of the central difference", x: Plot.Axis("step h", isLogarithmic: true),
      y: Plot.Axis("|difference − gᵀv|", isLogarithmic: true),
      .curves([
        Plot.Curve("δ/h + h²|f‴|/6", floor),
        Plot.Curve(
          "measured", zip(curve.steps, curve.errors).map { Plot.Point(x: $0, y: $1) },
          hasMarks: true),
      ]))
    let names = ["f(θ+tv) − f(θ), slope 1", "less t gᵀv, slope 2", "less ½ t² vᵀHv, slope 3"]
    var curves = zip(names, taylor.remainders).map { name, remainders in
      Plot.Curve(
        name, zip(taylor.lengths, remainders).map { Plot.Point(x: $0, y: $1) }, hasMarks: true)
    }
    curves.append(
      Plot.Curve(
        "rounding of f", taylor.lengths.map { Plot.Point(x: $0, y: taylor.noise) }))
    let remainders = Plot.Panel(
      "Taylor remainders", x: Plot.Axis("length t", isLogarithmic: true),
      y: Plot.Axis("|remainder|", isLogarithmic: true), .curves(curves))
    return Plot(
      "\(cases[detail].name), seed \(setting.seed)",
      panels: [difference, remainders] + staircases[detail].prefix(1).map(Self.panel))
  }

  /// The loss with codes assigned anew beside what the straight-through gradient is the slope of.
  private static func panel(_ staircase: QuantizationStaircase) -> Plot.Panel {
    func curve(_ title: String, _ values: [Double]) -> Plot.Curve {
      Plot.Curve(title, zip(staircase.lengths, values).map { Plot.Point(x: $0, y: $1) })
    }
    return Plot.Panel(
      "Reconstruction along a direction of the encoder", x: Plot.Axis("length t"),
      y: Plot.Axis("loss in nats"),
      .curves([
        curve("with codes assigned anew", staircase.losses),
        curve("straight-through surrogate", staircase.surrogates),
      ]))
  }
}
