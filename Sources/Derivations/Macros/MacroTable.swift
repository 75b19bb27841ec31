/// The macros of a document in the order of their definitions.
public struct MacroTable: Sendable, Hashable {
  private var definitions: [String: [Macro]] = [:]

  /// Creates an empty table.
  public init() {}

  /// The names of all macros, in alphabetical order.
  public var names: [String] { definitions.keys.sorted() }

  /// Adds a definition that stands behind all those that are in the table already.
  mutating func define(_ macro: Macro) {
    definitions[macro.name, default: []].append(macro)
  }

  /// Returns what a command means at a place: its last definition before the place.
  ///
  /// A command used before its first definition takes that one: the order of definitions in a page and of
  /// its formulas is not always that of the lines.
  public func macro(named name: String, at position: SourcePosition) -> Macro? {
    guard let known = definitions[name] else { return nil }
    var (low, high) = (0, known.count)
    while low < high {
      let middle = (low + high) / 2
      if known[middle].range.start < position { low = middle + 1 } else { high = middle }
    }
    return known[max(low - 1, 0)]
  }

  /// Whether the table is empty.
  public var isEmpty: Bool { definitions.isEmpty }
}
