/// Reads the macros that a page hands to MathJax or KaTeX in a script.
///
/// Keys are words or strings, values are strings or lists of a string, the number of arguments and the
/// optional one's default. Reading stops at the first thing that is none of these.
struct MacroConfiguration {
  /// One macro of a configuration.
  struct Entry: Equatable {
    var name: String
    var latex: String
    var parameterCount = 0
    var optional: String?
  }

  private var cursor: Cursor
  var index: Int { cursor.index }

  /// Prepares the reading behind the word `macros`.
  init(text: SourceText, index: Int) {
    cursor = Cursor(text: text, index: index)
  }

  mutating func read() -> [Entry] {
    cursor.skip("\"")
    cursor.skip("'")
    cursor.skipSpaces()
    guard cursor.next() == ":" else { return [] }
    cursor.skipSpaces()
    guard cursor.next() == "{" else { return [] }
    var entries: [Entry] = []
    while let entry = readEntry() {
      entries.append(entry)
      skipBlank()
      guard cursor.scalar == "," else { break }
      cursor.index += 1
    }
    return entries
  }

  /// Skips white space and comments of JavaScript.
  private mutating func skipBlank() {
    while true {
      cursor.skipSpaces()
      guard cursor.text.has("//", at: cursor.index) else { return }
      cursor.index = cursor.text.lineEnd(from: cursor.index)
    }
  }

  private mutating func readEntry() -> Entry? {
    skipBlank()
    var key = ""
    if let quoted = readString() {
      key = quoted
    } else {
      while let scalar = cursor.scalar, scalar.isASCIILetter || ("0"..."9").contains(scalar) {
        key.unicodeScalars.append(scalar)
        cursor.index += 1
      }
    }
    if key.hasPrefix("\\") { key.removeFirst() }
    skipBlank()
    guard !key.isEmpty, cursor.next() == ":" else { return nil }
    skipBlank()
    if let latex = readString() {
      let count = (1...9).last { latex.contains("#\($0)") } ?? 0
      return Entry(name: key, latex: latex, parameterCount: count)
    }
    return readList(named: key)
  }

  private mutating func readList(named key: String) -> Entry? {
    guard cursor.scalar == "[" else { return nil }
    cursor.index += 1
    skipBlank()
    guard let latex = readString() else { return nil }
    var entry = Entry(name: key, latex: latex)
    skipBlank()
    if cursor.scalar == "," {
      cursor.index += 1
      skipBlank()
      guard let digit = cursor.next(), ("0"..."9").contains(digit) else { return nil }
      entry.parameterCount = Int(digit.value - 48)
      skipBlank()
      if cursor.scalar == "," {
        cursor.index += 1
        skipBlank()
        entry.optional = readString()
        skipBlank()
      }
    }
    return cursor.next() == "]" ? entry : nil
  }

  /// Reads a string of JavaScript in its quotation marks.
  private mutating func readString() -> String? {
    guard let quote = cursor.scalar, quote == "\"" || quote == "'" || quote == "`" else {
      return nil
    }
    let start = cursor.index
    cursor.index += 1
    var content = String.UnicodeScalarView()
    while let scalar = cursor.next() {
      if scalar == quote { return String(content) }
      if scalar == "\\", let escaped = cursor.next() {
        content.append(escaped)
      } else {
        content.append(scalar)
      }
    }
    cursor.index = start
    return nil
  }
}
