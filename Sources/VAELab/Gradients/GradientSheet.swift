import Reporting
import VAE

/// One certificate, block by block.
struct GradientSheet {
  private let certificate: GradientCertificate
  private let combination: GradientCase
  private let staircases: [QuantizationStaircase]

  init(
    _ certificate: GradientCertificate, _ combination: GradientCase,
    _ staircases: [QuantizationStaircase]
  ) {
    (self.certificate, self.combination) = (certificate, combination)
    self.staircases = staircases
  }

  func text(width: Int?, palette: Palette) -> String {
    var text = blocks.rendered(width: width, palette: palette) + "\n"
    text += facts.rendered(width: width, palette: palette) + "\n"
    text += controls.rendered(width: width, palette: palette)
    if !certificate.isDerivativeOfBound {
      text += paragraph(
        """
        \(combination.omission): it is compared \
        with that of a function in which what it leaves out is held fixed. Its Jacobian need not be \
        symmetric, so the third slope takes the curvature of that function.
        """, width)
    }
    if !staircases.isEmpty {
      text += "\n" + QuantizerLine.table(staircases).rendered(width: width, palette: palette)
      text += paragraph(QuantizerLine(staircases).text, width)
    }
    return text
  }

  private func paragraph(_ text: String, _ width: Int?) -> String {
    "\n" + (width.map { text.wrapped(toColumns: max(40, $0)) } ?? [text]).map { $0 + "\n" }.joined()
  }

  private var blocks: Table {
    var table = Table(columns: [
      .init("block", fitting: .truncates(minimum: 10)), .init("shape", alignment: .right),
      .init("checked", alignment: .right), .init("largest", alignment: .right),
      .init("relative", alignment: .right), .init("RMS", alignment: .right),
      .init("dual", alignment: .right), .init("worst entry", alignment: .right),
    ])
    for block in certificate.blocks {
      table.append([
        Table.Cell(block.name), Table.Cell("\(block.rows) × \(block.columns)"),
        Table.Cell(
          block.checked == block.rows * block.columns ? "all" : "\(block.checked) drawn"),
        number(block.maximumError),
        GradientTable.error(block.maximumRelativeError, limit: BlockCheck.differenceLimit),
        number(block.meanRelativeError),
        GradientTable.error(block.maximumDualError, limit: BlockCheck.roundingLimit),
        Table.Cell("[\(block.worst[0]), \(block.worst[1])]"),
      ])
    }
    return table
  }

  private var facts: Table {
    var table = Table(columns: [
      .init("check"), .init("found"), .init("wanted", fitting: .wraps(minimum: 12)),
    ])
    for (index, name) in ["f(θ+tv) − f(θ)", "… − t gᵀv", "… − ½ t² vᵀHv"].enumerated() {
      let fits = certificate.taylor.map { $0.fits[index] }
      let slopes = fits.map { fit in
        fit.slope.map { NumberFormat.fixed($0, decimals: 3) } ?? "vanishes"
      }
      table.append([
        Table.Cell("slope of |\(name)|"),
        verdict(slopes.joined(separator: " "), fits.allSatisfy { $0.supports(Double(index + 1)) }),
        Table.Cell("\(index + 1) ± 0.1"),
      ])
    }
    let curve = certificate.curve
    table.append([
      "least error of (f(θ+hv) − f(θ−hv))/2h",
      verdict("\(short(curve.bestError)) at h = \(short(curve.bestStep))", curve.holds),
      Table.Cell("about \(short(curve.predictedError)) at \(short(curve.predictedStep))"),
    ])
    table.append([
      "slope of its truncation",
      verdict(
        curve.truncation.slope.map { NumberFormat.fixed($0, decimals: 3) } ?? "vanishes",
        curve.truncation.supports(2)), "2 ± 0.1",
    ])
    table.append([
      "the same again",
      verdict(certificate.isRepeatable ? "the same bits" : "other bits", certificate.isRepeatable),
      "the same bits",
    ])
    let limit = BlockCheck.roundingLimit
    if let gap = certificate.shardGap {
      table.append([
        "sum over two halves of the batch", verdict(short(gap), gap <= limit), "rounding",
      ])
    }
    if let gap = certificate.curvatureGap {
      table.append([
        "vᵀHv: gradient at θ + εv, twice dual f", verdict(short(gap), gap <= limit), "rounding",
      ])
    }
    let isDerivative = certificate.isDerivativeOfBound
    table.append([
      "asymmetry of the Jacobian",
      verdict(short(certificate.asymmetry), !isDerivative || certificate.asymmetry <= limit),
      Table.Cell(isDerivative ? "rounding" : "anything"),
    ])
    return table
  }

  private var controls: Table {
    var table = Table(columns: [
      .init("made wrong on purpose"), .init("relative", alignment: .right),
      .init("slope", alignment: .right), .init("verdict"),
    ])
    for control in certificate.controls {
      table.append([
        Table.Cell(control.fault.rawValue), number(control.maximumRelativeError),
        Table.Cell(control.slope.map { NumberFormat.fixed($0, decimals: 3) } ?? "–"),
        verdict(control.isCaught ? "refuted, as it must be" : "not refuted", control.isCaught),
      ])
    }
    return table
  }

  private func number(_ value: Double) -> Table.Cell { Table.Cell(short(value)) }

  private func short(_ value: Double) -> String { NumberFormat.significant(value, digits: 2) }

  private func verdict(_ text: String, _ holds: Bool) -> Table.Cell {
    Table.Cell(text, emphasis: holds ? .plain : .bad)
  }
}
