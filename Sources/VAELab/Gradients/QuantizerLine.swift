import Reporting
import VAE

/// What differences see of the quantiser over some staircases, in one line and row by row.
struct QuantizerLine: Encodable {
  /// Directions of the encoder's parameters, each counted forwards and backwards.
  let directions: Int
  /// Lengths on first treads at which the loss was compared with that at θ.
  let differences: Int
  /// How many of the differences are 0 to the bit.
  let zero: Int
  /// The shortest and the longest way to a border.
  let borders: [Double]
  /// The least and the greatest jump of the loss there.
  let jumps: [Double]
  /// The least and the greatest slope of the straight-through gradient, in magnitude.
  let surrogateSlopes: [Double]
  /// Directions along which no border was met.
  let borderless: Int

  private enum CodingKeys: String, CodingKey {
    case directions, differences, zero, borders, jumps, borderless
    case surrogateSlopes = "surrogate_slopes"
  }

  init(_ staircases: [QuantizationStaircase]) {
    func ends(_ numbers: [Double]) -> [Double] {
      [numbers.min(), numbers.max()].compactMap(\.self)
    }
    directions = staircases.count
    differences = staircases.map(\.steps.count).reduce(0, +)
    zero = differences - staircases.map(\.deviations).reduce(0, +)
    let ended = staircases.filter { $0.border != nil }
    borders = ends(ended.compactMap(\.border))
    jumps = ends(ended.map(\.jump.magnitude))
    surrogateSlopes = ends(staircases.map(\.surrogateSlope.magnitude))
    borderless = directions - ended.count
  }

  /// The line.
  var text: String {
    var text =
      "Through the quantiser itself, codes assigned anew: \(zero) of \(differences) differences of the "
      + "reconstruction by the encoder's parameters are 0 to the bit, along \(directions) directions"
    if borders.isEmpty {
      text += "; no code changes up to a length of \(short(QuantizationStaircase.horizon))."
    } else {
      text +=
        " up to the first border between cells, at \(range(borders)), where the loss jumps by \(range(jumps))"
      text += borderless > 0 ? " (\(borderless) met none)." : "."
    }
    return text
      + " The true slope is 0 wherever there is one; the straight-through gradient, of slopes \(range(surrogateSlopes)), "
      + "is that of the surrogate."
  }

  /// One direction a row.
  static func table(_ staircases: [QuantizationStaircase]) -> Table {
    var table = Table(columns: [
      .init("encoder's direction"), .init("differences that are 0", alignment: .right),
      .init("first border", alignment: .right), .init("codes", alignment: .right),
      .init("jump", alignment: .right), .init("straight-through slope", alignment: .right),
    ])
    for (index, staircase) in staircases.enumerated() {
      let count = staircase.steps.count
      table.append([
        Table.Cell("\(index / 2 + 1) \(index.isMultiple(of: 2) ? "forwards" : "backwards")"),
        Table.Cell(
          "\(count - staircase.deviations)/\(count)",
          emphasis: staircase.deviations == 0 ? .plain : .bad),
        Table.Cell(staircase.border.map { short($0) } ?? "none"),
        Table.Cell("\(staircase.reassigned)"),
        Table.Cell(short(staircase.jump), emphasis: staircase.holds ? .plain : .bad),
        Table.Cell(short(staircase.surrogateSlope)),
      ])
    }
    return table
  }

  private func range(_ ends: [Double]) -> String {
    ends.map { short($0) }.joined(separator: " … ")
  }
}

private func short(_ value: Double) -> String { NumberFormat.significant(value, digits: 2) }
