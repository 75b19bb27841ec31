/// Where the parameter blocks of a model lie in one long vector.
public struct ParameterLayout: Sendable, Equatable {
  /// One weight matrix or bias.
  public struct Block: Sendable, Equatable {
    /// Its name, such as `encoder.0.weight`.
    public let name: String
    /// The first number's place in the vector.
    public let offset: Int
    /// Rows; 1 for a bias.
    public let rows: Int
    /// Columns.
    public let columns: Int

    /// `rows · columns`.
    public var count: Int { rows * columns }
    /// The places in the vector.
    public var range: Range<Int> { offset..<offset + count }
  }

  /// All blocks, in order.
  public private(set) var blocks: [Block] = []
  /// The length of the vector.
  public private(set) var count = 0

  /// Creates an empty layout.
  public init() {}

  /// Adds a block at the end.
  ///
  /// Blocks begin at multiples of 16 numbers, so that each begins at a cache line.
  public mutating func add(_ name: String, rows: Int, columns: Int) -> Block {
    let block = Block(name: name, offset: count, rows: rows, columns: columns)
    blocks.append(block)
    count += (block.count + 15) / 16 * 16
    return block
  }
}
