extension Activation {
  /// The name, as on the command line and in checkpoints.
  public var name: String { "\(self)" }

  /// Reads a name; also the number that the first checkpoints had in its place.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let name = try? container.decode(String.self)
    let number = try? container.decode(Int32.self)
    let activation =
      Self.allCases.first { $0.name == name } ?? number.flatMap { Self(rawValue: $0) }
    guard let activation else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription:
          "no activation; there are \(Self.allCases.map(\.name).joined(separator: ", "))"
      )
    }
    self = activation
  }

  /// Writes the name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(name)
  }
}
