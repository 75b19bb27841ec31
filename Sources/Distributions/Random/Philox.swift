/// The counter-based generator Philox 4x32-10.
///
/// A stream is named by `key` and `stream`; its word number `position` is a fixed function of the
/// three, so a generator can be saved, skipped, and split into sub-streams without being run.
/// Sub-streams depend on the names that lead to them and not on the position of their parent:
/// results do not depend on the order, or the thread, in which parts of a computation run.
///
/// - Complexity: Ten rounds of two multiplications for every two words.
/// - Note: Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".
public struct Philox: RandomNumberGenerator, Sendable {
  /// The 64-bit key of the bijection.
  public let key: UInt64
  /// The upper half of the 128-bit counter.
  public let stream: UInt64
  /// The number of 64-bit words drawn so far; half of it is the lower half of the counter.
  @inlinable public var position: UInt64 { place }

  @usableFromInline internal var place: UInt64
  @usableFromInline internal var spare: UInt64

  /// Creates the generator that stands at a given word of a given stream.
  ///
  /// - Parameters:
  ///   - key: The key of the bijection.
  ///   - stream: The upper half of the counter.
  ///   - position: The number of words already drawn.
  public init(key: UInt64, stream: UInt64, position: UInt64 = 0) {
    self.key = key
    self.stream = stream
    self.place = position
    self.spare =
      position & 1 == 0
      ? 0 : Philox.block(counter: (position &>> 1, stream), key: key).1
  }

  /// Creates the root generator of a seed.
  public init(seed: UInt64) {
    self.init(key: seed, stream: 0)
  }

  /// Returns the next 64 random bits.
  @inlinable
  public mutating func next() -> UInt64 {
    let here = place
    place = here &+ 1
    if here & 1 != 0 { return spare }
    let words = Philox.block(counter: (here &>> 1, stream), key: key)
    spare = words.1
    return words.0
  }

  /// Moves forward as if a number of words had been drawn, in constant time.
  public mutating func skip(_ words: UInt64) {
    self = Philox(key: key, stream: stream, position: position &+ words)
  }

  /// Returns the sub-stream of a number, at its beginning.
  ///
  /// Two numbers give streams that share no block: for a given parent the map from the number to
  /// key and counter is one-to-one.
  public func substream(_ index: Int) -> Philox {
    descend(UInt64(bitPattern: Int64(index)), domain: Philox.numbered)
  }

  /// Returns the sub-stream of a name, at its beginning.
  ///
  /// - Complexity: One block for every eight bytes of the name and one for its length.
  public func substream(_ name: String) -> Philox {
    var child = self
    var chunk: UInt64 = 0
    var count: UInt64 = 0
    for byte in name.utf8 {
      chunk |= UInt64(byte) &<< ((count & 7) &* 8)
      count &+= 1
      if count & 7 == 0 {
        child = child.descend(chunk, domain: Philox.named)
        chunk = 0
      }
    }
    if count & 7 != 0 { child = child.descend(chunk, domain: Philox.named) }
    return child.descend(count, domain: Philox.nameLength)
  }

  private func descend(_ label: UInt64, domain: UInt64) -> Philox {
    let words = Philox.block(counter: (label, stream), key: key ^ domain)
    return Philox(key: words.0, stream: words.1)
  }

  // Constants that keep the keys of derivation apart from those of drawing.
  private static let numbered: UInt64 = 0x6E75_6D62_6572_6564
  private static let named: UInt64 = 0x6E61_6D65_6420_2020
  private static let nameLength: UInt64 = 0x6C65_6E67_7468_2020
}

extension Philox {
  /// Returns the image of a counter under ten rounds of the bijection.
  ///
  /// - Parameters:
  ///   - counter: Lower and upper half; the lower 32 bits of each come first among the four words.
  ///   - key: The key, its lower 32 bits first.
  /// - Returns: The four output words as two pairs, the first word of a pair in the lower 32 bits.
  @inlinable
  public static func block(
    counter: (UInt64, UInt64), key: UInt64
  ) -> (UInt64, UInt64) {
    var c0 = UInt32(truncatingIfNeeded: counter.0)
    var c1 = UInt32(truncatingIfNeeded: counter.0 &>> 32)
    var c2 = UInt32(truncatingIfNeeded: counter.1)
    var c3 = UInt32(truncatingIfNeeded: counter.1 &>> 32)
    var k0 = UInt32(truncatingIfNeeded: key)
    var k1 = UInt32(truncatingIfNeeded: key &>> 32)
    var round = 0
    while round != 10 {
      let a = UInt64(c0) &* 0xD251_1F53
      let b = UInt64(c2) &* 0xCD9E_8D57
      c0 = UInt32(truncatingIfNeeded: b &>> 32) ^ c1 ^ k0
      c2 = UInt32(truncatingIfNeeded: a &>> 32) ^ c3 ^ k1
      c1 = UInt32(truncatingIfNeeded: b)
      c3 = UInt32(truncatingIfNeeded: a)
      k0 = k0 &+ 0x9E37_79B9
      k1 = k1 &+ 0xBB67_AE85
      round &+= 1
    }
    return (UInt64(c0) | (UInt64(c1) &<< 32), UInt64(c2) | (UInt64(c3) &<< 32))
  }
}

extension Philox: Equatable {
  /// Returns whether two generators will draw the same words from here on.
  public static func == (left: Philox, right: Philox) -> Bool {
    left.key == right.key && left.stream == right.stream && left.position == right.position
  }
}

extension Philox: Codable {
  private enum CodingKeys: String, CodingKey {
    case key, stream, position
  }

  /// Reads key, stream and position.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      key: try values.decode(UInt64.self, forKey: .key),
      stream: try values.decode(UInt64.self, forKey: .stream),
      position: try values.decode(UInt64.self, forKey: .position))
  }

  /// Writes key, stream and position.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(key, forKey: .key)
    try values.encode(stream, forKey: .stream)
    try values.encode(position, forKey: .position)
  }
}
