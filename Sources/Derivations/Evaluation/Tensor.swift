/// The entries of a number, a vector or a matrix as terms, row by row.
///
/// A number is one by one, a vector a column; a transposed vector is a row. In one dimension everything is a number.
struct Tensor: Hashable, Sendable {
  var rows: Int
  var columns: Int
  /// The entries, row by row.
  var entries: [Term]

  /// Creates a number.
  init(_ term: Term) { (rows, columns, entries) = (1, 1, [term]) }

  /// Creates a matrix.
  init(rows: Int, columns: Int, _ entries: [Term]) {
    (self.rows, self.columns, self.entries) = (rows, columns, entries)
  }

  /// Creates a column.
  init(column entries: [Term]) { self.init(rows: entries.count, columns: 1, entries) }

  /// The diagonal matrix of some entries.
  static func diagonal(_ entries: [Term]) -> Tensor {
    var result = Tensor(
      rows: entries.count, columns: entries.count,
      Array(repeating: .zero, count: entries.count * entries.count))
    for (number, entry) in entries.enumerated() { result[number, number] = entry }
    return result
  }

  subscript(row: Int, column: Int) -> Term {
    get { entries[row * columns + column] }
    set { entries[row * columns + column] = newValue }
  }

  var isNumber: Bool { rows == 1 && columns == 1 }
  var isColumn: Bool { columns == 1 && rows > 1 }
  var isVector: Bool { !isNumber && (columns == 1 || rows == 1) }
  var isSquare: Bool { rows == columns && rows > 1 }
  /// Whether it is the number that is written 0, which stands for a vector or matrix of zeros as well.
  var isZero: Bool { isNumber && entries[0] == .zero }

  /// The shape in words, for messages.
  var words: String {
    if isNumber { return "a number" }
    if isVector { return rows == 1 ? "a transposed vector" : "a vector" }
    return rows == columns ? "a matrix" : "a \(rows) by \(columns) matrix"
  }

  /// Returns whether two have the same shape.
  func fits(_ other: Tensor) -> Bool { rows == other.rows && columns == other.columns }

  /// Returns the same with every entry changed.
  func map(_ transform: (Term) throws -> Term) rethrows -> Tensor {
    Tensor(rows: rows, columns: columns, try entries.map(transform))
  }

  var transposed: Tensor {
    var result = Tensor(rows: columns, columns: rows, entries)
    for row in 0..<rows { for column in 0..<columns { result[column, row] = self[row, column] } }
    return result
  }

  /// The entries on the diagonal.
  var diagonalEntries: [Term] { (0..<min(rows, columns)).map { self[$0, $0] } }

  /// The rows and columns but one of each.
  private func without(row: Int, column: Int) -> Tensor {
    var rest: [Term] = []
    for r in 0..<rows where r != row {
      for c in 0..<columns where c != column { rest.append(self[r, c]) }
    }
    return Tensor(rows: rows - 1, columns: columns - 1, rest)
  }

  /// The determinant of a square matrix, by its first row.
  var determinant: Term {
    if rows == 1 { return entries[0] }
    return .sum(
      (0..<columns).map { column in
        let part = Term.product([self[0, column], without(row: 0, column: column).determinant])
        return column % 2 == 0 ? part : -part
      })
  }

  /// The inverse of a square matrix: its cofactors over its determinant.
  var inverse: Tensor {
    if isNumber { return Tensor(.quotient(.one, entries[0])) }
    let determinant = determinant
    var result = self
    for row in 0..<rows {
      for column in 0..<columns {
        let minor = without(row: column, column: row).determinant
        result[row, column] = .quotient((row + column) % 2 == 0 ? minor : -minor, determinant)
      }
    }
    return result
  }

  /// The product of two matrices whose inner sizes agree.
  func times(_ other: Tensor) -> Tensor {
    var result: [Term] = []
    for row in 0..<rows {
      for column in 0..<other.columns {
        let terms = (0..<columns).compactMap { k in
          Term.combined(self[row, k], other[k, column])
        }
        result.append(terms.isEmpty ? .zero : terms.count == 1 ? terms[0] : .sum(terms))
      }
    }
    return Tensor(rows: rows, columns: other.columns, result)
  }

  /// The same with every entry multiplied by a number.
  func scaled(by factor: Term) -> Tensor {
    map { Term.combined(factor, $0) ?? .zero }
  }
}

extension Term {
  /// The product of two terms, nil where one of them is zero.
  fileprivate static func combined(_ a: Term, _ b: Term) -> Term? {
    if a == .zero || b == .zero { return nil }
    if a == .one { return b }
    return b == .one ? a : .product([a, b])
  }

  /// The density of a normal law of several variables at a point: each coordinate is normal given those before it,
  /// with the moments that elimination from the covariance leaves.
  static func normal(at point: [Term], mean: [Term], covariance: Tensor) -> Term {
    var rest = covariance
    var mean = mean
    var factors: [Term] = []
    for k in point.indices {
      let variance = rest[k, k]
      factors.append(.normal(point[k], mean: mean[k], variance: variance))
      for row in (k + 1)..<max(k + 1, point.count) where rest[row, k] != .zero {
        let slope = Term.quotient(rest[row, k], variance)
        mean[row] = .sum([mean[row], .product([slope, point[k] - mean[k]])])
      }
      var next = rest
      for row in (k + 1)..<max(k + 1, point.count) {
        for column in (k + 1)..<max(k + 1, point.count) {
          if let both = combined(rest[row, k], rest[k, column]) {
            next[row, column] = rest[row, column] - .quotient(both, variance)
          }
        }
      }
      rest = next
    }
    return .product(factors)
  }
}
