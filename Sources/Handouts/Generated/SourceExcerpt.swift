import Foundation

/// A declaration of the project's source, as it is compiled.
enum SourceExcerpt {
  /// Returns the lines of a declaration with its documentation, outer indentation taken off.
  ///
  /// - Parameters:
  ///   - text: The source file.
  ///   - declaration: What stands in the first line of the declaration, and in no other line that begins one.
  /// - Throws: `DirectiveError` where no line has it, several lines have it, or its brackets do not close.
  static func lines(of declaration: String, in text: String) throws(DirectiveError) -> [String] {
    let lines = text.lines
    let found = lines.indices.filter {
      lines[$0].contains(declaration) && !lines[$0].trimmed.hasPrefix("//")
    }
    guard let start = found.first, found.count == 1 else {
      let places = found.map { String($0 + 1) }.joined(separator: ", ")
      throw DirectiveError(
        found.isEmpty
          ? "no line of code has “\(declaration)”"
          : "“\(declaration)” stands in the lines \(places); quote more of the one that is meant")
    }
    var first = start
    while first > 0,
      lines[first - 1].trimmed.hasPrefix("//") || lines[first - 1].trimmed.hasPrefix("@")
    {
      first -= 1
    }
    guard let end = end(of: lines, from: start) else {
      throw DirectiveError("the brackets of “\(declaration)” do not close")
    }
    let indentation = lines[first].prefix { $0 == " " }
    return lines[first...end].map { line in
      line.hasPrefix(indentation) ? String(line.dropFirst(indentation.count)) : line
    }
  }

  /// The line on which the brackets that a declaration opens have all closed.
  private static func end(of lines: [String], from start: Int) -> Int? {
    var depth = 0
    for index in start..<lines.count {
      for character in code(of: lines[index]) {
        if "([{".contains(character) { depth += 1 }
        if ")]}".contains(character) { depth -= 1 }
      }
      guard depth <= 0 else { continue }
      // A signature may go on below its parameters before the body opens.
      let next = index + 1 < lines.count ? lines[index + 1].trimmed : ""
      let goesOn = ["{", "->", "throws", "where", "."].contains { next.hasPrefix($0) }
      if depth < 0 || !goesOn { return index }
    }
    return nil
  }

  /// A line without comments and without the contents of string literals.
  private static func code(of line: String) -> String {
    var result = ""
    var isQuoted = false
    var previous: Character = " "
    for character in line {
      if character == "\"", previous != "\\" { isQuoted.toggle() }
      if !isQuoted, character == "/", previous == "/" { break }
      if !isQuoted { result.append(character) }
      previous = character
    }
    return result
  }
}
