import Tensors

/// A number for every parameter of a model: its weights, or their gradient, or an optimiser's moments.
///
/// One vector in memory; a block is a window on it. The few numbers between blocks stay zero.
public struct Parameters<Element: Scalar>: Sendable {
  /// Where the blocks lie.
  public let layout: ParameterLayout
  /// The vector.
  public let buffer: Buffer<Element>

  /// Creates zeros.
  public init(_ layout: ParameterLayout) {
    self.layout = layout
    buffer = Buffer(count: layout.count)
  }

  /// The window on a block.
  public subscript(block: ParameterLayout.Block) -> Matrix<Element> {
    Matrix(buffer, offset: block.offset, rows: block.rows, columns: block.columns)
  }

  /// The window on the block of a name.
  ///
  /// - Precondition: There is such a block.
  public subscript(name: String) -> Matrix<Element> {
    guard let block = layout.blocks.first(where: { $0.name == name }) else {
      preconditionFailure(
        "no block \(name) among \(layout.blocks.map(\.name).joined(separator: ", "))")
    }
    return self[block]
  }

  /// The whole vector.
  public var values: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: buffer.start, count: buffer.count)
  }

  /// Numbers of their own, equal to these.
  public func copy() -> Parameters {
    let other = Parameters(layout)
    other.assign(self)
    return other
  }

  /// Overwrites these numbers with others of the same layout.
  public func assign(_ other: Parameters) {
    precondition(layout == other.layout, "parameters of another model")
    buffer.start.update(from: other.buffer.start, count: buffer.count)
  }

  /// The same numbers in another precision.
  public func converted<Other: Scalar>(to: Other.Type = Other.self) -> Parameters<Other> {
    let other = Parameters<Other>(layout)
    for index in 0..<buffer.count { other.buffer.start[index] = Other(buffer.start[index].double) }
    return other
  }
}
