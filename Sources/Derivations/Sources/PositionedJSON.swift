/// Reads JSON without losing where its strings stand.
///
/// Strings stay ranges of the text until they are decoded, so that the pictures in a notebook cost nothing.
struct PositionedJSON {
  /// A value; numbers and words are not kept.
  indirect enum Value {
    /// A string by the indices between its quotation marks.
    case string(Range<Int>)
    case list([Value])
    case object([(key: Value, value: Value)], text: SourceText)
    case other

    /// The member of an object.
    subscript(_ name: String) -> Value? {
      guard case .object(let members, let text) = self else { return nil }
      return members.first { $0.key.string(in: text) == name }?.value
    }

    /// The elements of a list.
    var elements: [Value]? {
      if case .list(let elements) = self { elements } else { nil }
    }

    /// The strings of a list of strings, or of one string.
    var pieces: [Range<Int>] {
      switch self {
      case .string(let range): [range]
      case .list(let elements): elements.flatMap(\.pieces)
      default: []
      }
    }

    /// The decoded string.
    func string(in text: SourceText) -> String? {
      guard case .string(let range) = self else { return nil }
      var content = String.UnicodeScalarView()
      PositionedJSON.decode(range, of: text) { scalar, _ in content.append(scalar) }
      return String(content)
    }
  }

  private let text: SourceText
  private var index = 0
  private static let deepest = 64

  init(_ text: SourceText) { self.text = text }

  /// Reads the value that the text consists of.
  mutating func read() throws(ReadingError) -> Value {
    try value(depth: 0)
  }

  private var scalar: Unicode.Scalar? { index < text.scalars.count ? text.scalars[index] : nil }

  private func error(_ message: String) -> ReadingError {
    ReadingError(
      message, at: text.range(min(index, text.scalars.count)..<min(index + 1, text.scalars.count)))
  }

  private mutating func skipSpaces() {
    while let scalar, scalar.properties.isWhitespace { index += 1 }
  }

  private mutating func value(depth: Int) throws(ReadingError) -> Value {
    guard depth < Self.deepest else { throw error("the JSON is nested too deeply") }
    skipSpaces()
    switch scalar {
    case "\"": return .string(try string())
    case "[": return .list(try list(depth: depth))
    case "{": return .object(try members(depth: depth), text: text)
    case nil: throw error("the JSON ends too early")
    default:
      let start = index
      while let scalar, !",]}".unicodeScalars.contains(scalar), !scalar.properties.isWhitespace {
        index += 1
      }
      guard index > start else { throw error("a value is missing in the JSON") }
      return .other
    }
  }

  private mutating func string() throws(ReadingError) -> Range<Int> {
    index += 1
    let start = index
    while let scalar, scalar != "\"" { index += scalar == "\\" ? 2 : 1 }
    guard scalar != nil else { throw error("a string in the JSON is never closed") }
    index += 1
    return start..<index - 1
  }

  private mutating func list(depth: Int) throws(ReadingError) -> [Value] {
    index += 1
    var elements: [Value] = []
    skipSpaces()
    while scalar != "]" {
      elements.append(try value(depth: depth + 1))
      try separator(before: "]")
    }
    index += 1
    return elements
  }

  private mutating func members(depth: Int) throws(ReadingError) -> [(key: Value, value: Value)] {
    index += 1
    var members: [(key: Value, value: Value)] = []
    skipSpaces()
    while scalar != "}" {
      guard scalar == "\"" else { throw error("a name is missing in the JSON") }
      let key = Value.string(try string())
      skipSpaces()
      guard scalar == ":" else { throw error("a colon is missing in the JSON") }
      index += 1
      members.append((key, try value(depth: depth + 1)))
      try separator(before: "}")
    }
    index += 1
    return members
  }

  private mutating func separator(before end: Unicode.Scalar) throws(ReadingError) {
    skipSpaces()
    if scalar == "," {
      index += 1
      skipSpaces()
    } else if scalar != end {
      throw error("a comma is missing in the JSON")
    }
  }

  /// Hands out the scalars of a string, each with the index at which it is written.
  static func decode(
    _ range: Range<Int>, of text: SourceText, _ take: (Unicode.Scalar, Int) -> Void
  ) {
    var index = range.lowerBound
    while index < range.upperBound {
      let start = index
      guard text.scalars[index] == "\\", index + 1 < range.upperBound else {
        take(text.scalars[index], index)
        index += 1
        continue
      }
      index += 2
      switch text.scalars[start + 1] {
      case "n": take("\n", start)
      case "t": take("\t", start)
      case "r": take("\r", start)
      case "b", "f": take(" ", start)
      case "u":
        guard let high = unit(at: index, in: text) else { continue }
        index += 4
        if (0xD800..<0xDC00).contains(high), text.has("\\u", at: index),
          let low = unit(at: index + 2, in: text), (0xDC00..<0xE000).contains(low)
        {
          index += 6
          take(Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + low - 0xDC00) ?? "\u{FFFD}", start)
        } else {
          take(Unicode.Scalar(high) ?? "\u{FFFD}", start)
        }
      default: take(text.scalars[start + 1], start)
      }
    }
  }

  /// Reads four hexadecimal digits.
  private static func unit(at index: Int, in text: SourceText) -> UInt32? {
    guard index + 4 <= text.scalars.count else { return nil }
    return UInt32(text.string(index..<index + 4), radix: 16)
  }
}
