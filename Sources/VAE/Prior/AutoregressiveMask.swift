import Tensors

/// Which weights of a layer may be other than zero, so that a network reads only what comes before what it predicts;
/// Germain, Gregor, Murray and Larochelle (2015).
///
/// Every number has a degree: how many positions it may know of. An input at position *i* (from 0) has degree i + 1,
/// an output for position *i* has degree i, and a hidden number one between. A weight leads from a number to one of at
/// least its degree, so what reaches an output of position *i* comes from positions before *i*. Numbers stand in the
/// order of their degrees: each row of a weight begins with the zeros.
struct AutoregressiveMask: Sendable {
  /// The first column of every row that need not be zero.
  private let firstColumn: [Int]

  /// Creates the mask of a layer from the degrees of its inputs and outputs, both in ascending order.
  init(from inputs: [Int], to outputs: [Int]) {
    var first = 0
    firstColumn = inputs.map { degree in
      while first < outputs.count, outputs[first] < degree { first += 1 }
      return first
    }
  }

  /// Sets what must be zero to zero: in a weight, or in its gradient, after which an optimiser leaves it so.
  func apply<Element: Scalar>(to weight: Matrix<Element>) {
    for (row, first) in firstColumn.enumerated() {
      weight.row(row).update(repeating: .zero, count: first)
    }
  }

  /// The degrees of inputs: 1 … positions, each for some numbers.
  static func inputs(positions: Int, numbers: Int) -> [Int] {
    (0..<positions * numbers).map { $0 / numbers + 1 }
  }

  /// The degrees of outputs: 0 … positions − 1, each for some numbers.
  static func outputs(positions: Int, numbers: Int) -> [Int] {
    (0..<positions * numbers).map { $0 / numbers }
  }

  /// The degrees of a hidden layer: 1 … positions − 1 in equal shares.
  ///
  /// Degree 0 would make constants, which the biases are already, and degree *positions* would reach no output.
  static func hidden(positions: Int, width: Int) -> [Int] {
    (0..<width).map { 1 + $0 * max(positions - 1, 1) / width }
  }
}
