/// A place in a text that moves on over the parts of a definition.
struct Cursor {
  let text: SourceText
  var index: Int
  /// The longest group that is looked for; definitions are shorter.
  private static let longest = 2_000

  /// Takes the next scalar.
  mutating func next() -> Unicode.Scalar? {
    guard index < text.scalars.count else { return nil }
    index += 1
    return text.scalars[index - 1]
  }

  /// The scalar at the place.
  var scalar: Unicode.Scalar? { index < text.scalars.count ? text.scalars[index] : nil }

  mutating func skipSpaces() {
    while let scalar, scalar.properties.isWhitespace { index += 1 }
  }

  /// Takes a sign and the spaces before it, if it stands here.
  mutating func skip(_ sign: Unicode.Scalar) {
    let start = index
    skipSpaces()
    if scalar == sign { index += 1 } else { index = start }
  }

  /// Takes letters of a command's name.
  mutating func word() -> String {
    let start = index
    while let scalar, scalar.isASCIILetter || scalar == "@" { index += 1 }
    return text.string(start..<index)
  }

  /// Takes `\name` or `{\name}` and returns the name.
  mutating func commandName() -> String? {
    let start = index
    skipSpaces()
    let isBraced = scalar == "{"
    if isBraced {
      index += 1
      skipSpaces()
    }
    guard next() == "\\" else {
      index = start
      return nil
    }
    var name = word()
    if name.isEmpty, let sign = next() { name = String(Character(sign)) }
    if isBraced {
      skipSpaces()
      guard next() == "}" else {
        index = start
        return nil
      }
    }
    return name.isEmpty ? nil : name
  }

  /// Takes `[…]` and returns what is in it.
  mutating func bracketed() -> Range<Int>? {
    let start = index
    skipSpaces()
    guard scalar == "[" else {
      index = start
      return nil
    }
    var depth = 0
    var end = index + 1
    while end < min(text.scalars.count, index + Self.longest) {
      switch text.scalars[end] {
      case "{": depth += 1
      case "}": depth -= 1
      case "]" where depth == 0:
        let content = index + 1..<end
        index = end + 1
        return content
      default: break
      }
      end += 1
    }
    index = start
    return nil
  }

  /// Takes a group and returns what is in it.
  mutating func group() -> Range<Int>? {
    let start = index
    skipSpaces()
    guard scalar == "{" else {
      index = start
      return nil
    }
    var depth = 0
    var end = index
    while end < min(text.scalars.count, start + Self.longest) {
      switch text.scalars[end] {
      case "\\": end += 1
      case "{": depth += 1
      case "}": depth -= 1
      default: break
      }
      if depth == 0 {
        let content = index + 1..<end
        index = end + 1
        return content
      }
      end += 1
    }
    index = start
    return nil
  }

  /// Takes everything up to the next `{` of the same line.
  mutating func upToGroup() -> Range<Int>? {
    let start = index
    while let scalar, scalar != "{", scalar != "\n" { index += 1 }
    return scalar == "{" ? start..<index : nil
  }
}
