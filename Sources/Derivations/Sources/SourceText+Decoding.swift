extension SourceText {
  /// Decodes the bytes of a file.
  ///
  /// What is not UTF-8 becomes U+FFFD, one for each spoiled sequence, and is reported; formulas that hold
  /// one are not understood, the rest of the document is read.
  ///
  /// - Throws: ``ReadingError`` where the bytes are no text: UTF-16, or a file with zero bytes.
  static func decode(
    _ bytes: [UInt8], warnings: inout [ReadingError]
  ) throws(ReadingError) -> SourceText {
    let start = SourceRange(at: SourcePosition(line: 1, column: 1))
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw ReadingError("the text is UTF-16; save it as UTF-8", at: start)
    }
    let hasMark = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    let decoded = String(decoding: hasMark ? bytes[3...] : bytes[...], as: UTF8.self)
    let text = SourceText(decoded.unicodeScalars)
    if let zero = text.scalars.firstIndex(of: "\0") {
      throw ReadingError(
        "the file is not text: it holds a zero byte", at: text.range(zero..<zero + 1))
    }
    if let spoiled = text.scalars.firstIndex(of: "\u{FFFD}") {
      warnings.append(
        ReadingError(
          "the text is not UTF-8 here; what cannot be read is shown as \u{FFFD}",
          at: text.range(spoiled..<spoiled + 1)))
    }
    return text
  }
}
