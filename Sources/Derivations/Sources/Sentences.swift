/// Tells prose from mathematics where delimiters alone do not.
enum Sentences {
  /// Whether a part of a text can be a formula although its delimiters may mean something else.
  static func looksLikeFormula(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    var words = 0
    var letters = 0
    var visible = 0
    for scalar in scalars {
      switch scalar {
      case "\\", "_", "^", "=": return true
      case _ where scalar.properties.isWhitespace:
        if letters > 0 { words += 1 }
        letters = 0
      default:
        visible += 1
        if scalar.isASCIILetter { letters += 1 }
      }
    }
    return visible > 0 && words == 0 && letters < 4 && visible < 12
      && scalars.contains { $0.properties.isAlphabetic }
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
