/// Just enough JSON for the header of a safetensors file, read strictly.
///
/// Foundation's reader keeps neither the order of members nor a sign of a member that stands twice, and both
/// matter here. Strings, whole numbers, arrays and objects; positions are bytes from the beginning.
struct JSONCursor {
  /// What was expected, and where.
  struct Failure: Error {
    /// What stands there instead of what was expected, as a sentence.
    let problem: String
    /// The byte of the text, from 0.
    let position: Int
  }

  private let text: [UInt8]
  private(set) var position = 0

  init(_ text: [UInt8]) { self.text = text }

  func failure(_ problem: String) -> Failure { Failure(problem: problem, position: position) }

  /// Whether nothing but blanks is left.
  mutating func isAtEnd() -> Bool {
    skipBlanks()
    return position == text.count
  }

  private mutating func skipBlanks() {
    while position < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[position]) {
      position += 1
    }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard position < text.count, text[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func expect(_ character: Unicode.Scalar) throws(Failure) {
    guard skip(character) else { throw failure("a “\(character)” is missing") }
  }

  /// Reads `{ "name": …, … }`; the closure reads each member's value.
  mutating func object(
    _ member: (inout JSONCursor, String) throws(Failure) -> Void
  ) throws(Failure) {
    try expect("{")
    if skip("}") { return }
    repeat {
      let name = try string()
      try expect(":")
      try member(&self, name)
    } while skip(",")
    try expect("}")
  }

  /// Reads `[ …, … ]` of whole numbers.
  mutating func naturals() throws(Failure) -> [Int] {
    try expect("[")
    if skip("]") { return [] }
    var numbers: [Int] = []
    repeat { numbers.append(try natural()) } while skip(",")
    try expect("]")
    return numbers
  }

  private mutating func natural() throws(Failure) -> Int {
    skipBlanks()
    let start = position
    var value = 0
    while position < text.count, 0x30...0x39 ~= text[position] {
      let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tenfold.addingReportingOverflow(Int(text[position]) - 0x30)
      guard !overflow, !carry else { throw failure("a number is too large") }
      value = sum
      position += 1
    }
    guard position > start, text[start] != 0x30 || position == start + 1 else {
      position = start
      throw failure("a whole number is missing")
    }
    return value
  }

  mutating func string() throws(Failure) -> String {
    try expect("\"")
    var bytes: [UInt8] = []
    while position < text.count, text[position] != UInt8(ascii: "\"") {
      let byte = text[position]
      guard byte >= 0x20 else { throw failure("a control character stands in a string") }
      position += 1
      if byte == UInt8(ascii: "\\") {
        bytes += Array(String(try escape()).utf8)
      } else {
        bytes.append(byte)
      }
    }
    guard let string = String(validating: bytes, as: UTF8.self) else {
      throw failure("a string is not UTF-8")
    }
    try expect("\"")
    return string
  }

  /// Reads what follows a backslash.
  private mutating func escape() throws(Failure) -> Unicode.Scalar {
    guard position < text.count else { throw failure("a string has no end") }
    position += 1
    switch Unicode.Scalar(text[position - 1]) {
    case "\"": return "\""
    case "\\": return "\\"
    case "/": return "/"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u":
      let unit = try codeUnit()
      if let scalar = Unicode.Scalar(unit) { return scalar }
      // A surrogate: the first of a pair, or nothing.
      guard position + 1 < text.count, text[position] == UInt8(ascii: "\\"),
        text[position + 1] == UInt8(ascii: "u")
      else { throw failure("half a character stands in a string") }
      position += 2
      let second = try codeUnit()
      guard UTF16.isLeadSurrogate(unit), UTF16.isTrailSurrogate(second) else {
        throw failure("half a character stands in a string")
      }
      return String(decoding: [unit, second], as: UTF16.self).unicodeScalars.first!
    default: throw failure("an escape is unknown")
    }
  }

  private mutating func codeUnit() throws(Failure) -> UInt16 {
    guard position + 4 <= text.count else { throw failure("a string has no end") }
    let digits = text[position..<position + 4].compactMap { Character(.init($0)).hexDigitValue }
    guard digits.count == 4 else { throw failure("an escape is unknown") }
    position += 4
    return digits.reduce(0) { $0 << 4 | UInt16($1) }
  }
}

extension Unicode.Scalar {
  /// The character inside a JSON string: escaped where JSON demands it, and beyond ASCII if asked for.
  func escaped(asASCII: Bool = false) -> String {
    switch self {
    case "\"": "\\\""
    case "\\": "\\\\"
    case _ where value < 0x20 || value == 0x7F || asASCII && value > 0x7F:
      UTF16.encode(self)!.map { unit in
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }.joined()
    default: String(self)
    }
  }
}

/// A text as a JSON string.
func jsonString(_ text: String) -> String {
  "\"" + text.unicodeScalars.map { $0.escaped() }.joined() + "\""
}
