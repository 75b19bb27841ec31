extension Character {
  /// Columns that this character takes in a terminal: 0, 1 or 2.
  ///
  /// - Note: Combining marks and format characters take none; East Asian wide characters and emoji
  ///   take two; everything else, ambiguous width included, takes one.
  public var displayWidth: Int {
    unicodeScalars.reduce(0) { max($0, $1.displayWidth) }
  }
}

extension StringProtocol {
  /// Columns that this text takes in a terminal.
  ///
  /// - Complexity: O(*n*).
  public var displayWidth: Int {
    reduce(0) { $0 + $1.displayWidth }
  }

  /// Returns this text cut to a number of columns, the cut marked by an ellipsis.
  ///
  /// - Parameter columns: Columns that the result may take; with 0 the result is empty.
  public func truncated(toColumns columns: Int) -> String {
    guard displayWidth > columns else { return String(self) }
    guard columns > 0 else { return "" }
    return prefix(columns: columns - 1) + "…"
  }

  /// Returns this text broken into lines of at most a number of columns.
  ///
  /// - Parameter columns: Columns of a line, at least 2 (a wide character must fit).
  /// - Returns: At least one line; breaks stand at spaces, and inside a word only where the word
  ///   alone is wider than a line.
  public func wrapped(toColumns columns: Int) -> [String] {
    precondition(columns >= 2, "a line of \(columns) columns cannot hold a wide character")
    return split(separator: "\n", omittingEmptySubsequences: false).flatMap {
      paragraphLines($0, columns: columns)
    }
  }

  /// Returns this text followed or preceded by spaces up to a number of columns.
  public func padded(toColumns columns: Int, alignment: Table.Alignment = .left) -> String {
    let padding = String(repeating: " ", count: Swift.max(0, columns - displayWidth))
    return switch alignment {
    case .left: String(self) + padding
    case .right: padding + String(self)
    }
  }

  /// Returns the longest beginning that takes at most so many columns.
  private func prefix(columns: Int) -> String {
    var taken = ""
    var width = 0
    for character in self {
      width += character.displayWidth
      guard width <= columns else { break }
      taken.append(character)
    }
    return taken
  }
}

/// Breaks one paragraph at its spaces.
private func paragraphLines(_ paragraph: some StringProtocol, columns: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in paragraph.split(separator: " ") {
    if line.isEmpty {
      line = String(word)
    } else if line.displayWidth + 1 + word.displayWidth <= columns {
      line += " " + word
    } else {
      lines.append(line)
      line = String(word)
    }
    while line.displayWidth > columns {
      var head = ""
      while head.displayWidth + line[line.startIndex].displayWidth <= columns {
        head.append(line.removeFirst())
      }
      lines.append(head)
    }
  }
  return lines + [line]
}

extension Unicode.Scalar {
  /// Columns that this scalar takes by itself.
  fileprivate var displayWidth: Int {
    if value < 0x300 { return value < 0x20 || (0x7F..<0xA0).contains(value) ? 0 : 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return properties.isEmojiPresentation || isWide ? 2 : 1
    }
  }

  /// Whether this is one of the East Asian wide or full-width scalars (Unicode, annex 11).
  private var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
