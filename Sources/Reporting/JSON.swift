import Foundation

/// Values as JSON text that is the same for the same values.
public enum JSON {
  /// Returns a value as JSON: keys sorted, indented, ended by a line feed.
  ///
  /// Numbers keep full precision (the shortest digits that read back as the same number). JSON has no
  /// numbers that are not finite: they are written as the strings `"nan"`, `"inf"` and `"-inf"`.
  ///
  /// - Throws: `EncodingError` where the value's own encoding throws.
  public static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }

  /// Returns the value that a text written by ``text(_:)`` stands for.
  ///
  /// - Throws: `DecodingError` where the text is not JSON or lacks a member.
  public static func value<Value: Decodable>(
    _ type: Value.Type = Value.self, from text: String
  ) throws -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: Data(text.utf8))
  }
}
