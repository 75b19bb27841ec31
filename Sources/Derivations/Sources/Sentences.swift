/// Tells prose from mathematics where delimiters alone do not.
enum Sentences {
  /// Whether a part of a text can be a formula although its delimiters may mean something else.
  ///
  /// It has a sign of mathematics in it, or it is one short word such as `x` or `q(z)`.
  static func looksLikeFormula(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    if hasSign(scalars) { return true }
    let words = scalars.split(whereSeparator: \.properties.isWhitespace)
    guard words.count == 1, let word = words.first, word.count < 12 else { return false }
    let letters = word.split { !$0.properties.isAlphabetic }
    let isPlainWord = letters.first?.count == word.count && word.count > 2
    return !letters.isEmpty && letters.allSatisfy { $0.count < 4 } && !isPlainWord
      && !hasForeignWords(word)
  }

  /// Whether a part of a text between tight dollars is words all the same: `$和$`, or sums of money.
  static func isText(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    if hasForeignWords(scalars) { return true }
    guard let first = scalars.first, first.properties.numericType != nil, !hasSign(scalars) else {
      return false
    }
    return scalars.split(separator: " ").contains { word in
      word.count > 1 && word.allSatisfy(\.isASCIILetter)
    }
  }

  private static func hasForeignWords(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    // The ideographs and syllables of East Asia, and their punctuation.
    !hasSign(scalars) && scalars.contains { (0x2E80...0xFFEF).contains($0.value) }
  }

  private static func hasSign(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    scalars.contains { $0 == "\\" || $0 == "_" || $0 == "^" || $0 == "=" }
  }

  /// Whether a line begins as a sentence does: three words, or four letters of a script without spaces.
  static func isProse(_ line: ArraySlice<Unicode.Scalar>) -> Bool {
    var words = 0
    var letters = 0
    var foreignLetters = 0
    for scalar in line {
      if scalar.isASCIILetter {
        letters += 1
      } else if !scalar.isASCII, scalar.properties.isAlphabetic {
        foreignLetters += 1
        if foreignLetters == 4 { return true }
      } else if scalar == " " || scalar == "," || scalar == "." {
        if letters >= 2 { words += 1 }
        if words == 3 { return true }
        letters = 0
      } else {
        return false
      }
    }
    return words == 2 && letters >= 2
  }
}
