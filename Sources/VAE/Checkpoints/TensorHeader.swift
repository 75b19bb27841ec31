import Foundation

/// The header of a safetensors file: what the bytes after it mean.
struct TensorHeader {
  /// Where one array lies.
  struct Entry {
    let name: String
    let type: TensorType
    let shape: [Int]
    let range: Range<Int>
  }

  /// Bytes of the number that says how long the header is.
  static let prefixCount = 8
  /// The longest header that the format allows.
  static let limit = 100_000_000

  let metadata: [String: String]
  /// In the order of their data, which they cover without holes.
  let entries: [Entry]

  /// Returns the length of the header from the first bytes of a file.
  ///
  /// - Throws: `CheckpointError` if the file is shorter than that, or the length absurd.
  static func length(
    prefix: some Sequence<UInt8>, fileCount: Int, path: String
  ) throws(CheckpointError) -> Int {
    guard fileCount >= prefixCount + 2 else {
      throw .invalid(path, "\(fileCount) bytes are too few for a safetensors file")
    }
    let length = prefix.reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    guard length >= 2, length <= UInt64(limit) else {
      throw .invalid(
        path, "no safetensors file: its header would be \(length) bytes long",
        advice: "give a file that train wrote")
    }
    guard length <= UInt64(fileCount - prefixCount) else {
      throw .invalid(
        path, "truncated: the header is \(length) bytes long, the file \(fileCount)")
    }
    return Int(length)
  }

  /// Reads a header and checks everything that it says.
  ///
  /// - Parameters:
  ///   - text: The header's bytes.
  ///   - dataCount: The bytes that follow it.
  ///   - sealed: Whether a checksum must be there.
  /// - Throws: `CheckpointError` for text that is no such header and for arrays that do not cover the
  ///   data exactly.
  init(
    _ text: [UInt8], dataCount: Int, path: String, sealed: Bool
  ) throws(CheckpointError) {
    do throws(JSONCursor.Failure) {
      (metadata, entries) = try Self.parse(text)
    } catch {
      throw .invalid(
        path, "its header is wrong at byte \(error.position): \(error.problem)")
    }
    guard !sealed || metadata[TensorFile.checksumKey] != nil else {
      throw .invalid(
        path, "no checksum: no checkpoint of vae-lab", advice: "give a file that train wrote")
    }
    var end = 0
    for entry in entries {
      let name = quoted(entry.name)
      guard let count = entry.type.byteCount(of: entry.shape), count == entry.range.count else {
        throw .invalid(
          path,
          "\(name) of shape \(entry.shape) and type \(entry.type.rawValue) has \(entry.range.count) bytes"
        )
      }
      guard entry.range.lowerBound == end else {
        throw .invalid(
          path, "\(name) begins at byte \(entry.range.lowerBound) of the data instead of \(end)")
      }
      end = entry.range.upperBound
    }
    guard end == dataCount else {
      throw .invalid(
        path,
        end > dataCount
          ? "truncated: \(end) bytes of data are announced, \(dataCount) are there"
          : "\(dataCount - end) more bytes than its arrays hold")
    }
  }

  private static func parse(
    _ text: [UInt8]
  ) throws(JSONCursor.Failure) -> ([String: String], [Entry]) {
    var cursor = JSONCursor(text)
    guard text.first == UInt8(ascii: "{") else { throw cursor.failure("a “{” is missing") }
    var metadata: [String: String]?
    var entries: [Entry] = []
    var names: Set<String> = []
    try cursor.object { (cursor, name) throws(JSONCursor.Failure) in
      guard names.insert(name).inserted else {
        throw cursor.failure("\(quoted(name)) stands twice")
      }
      if name == "__metadata__" {
        metadata = try Self.metadata(&cursor)
      } else {
        entries.append(try Self.entry(name, &cursor))
      }
    }
    guard cursor.isAtEnd() else { throw cursor.failure("something follows the header's end") }
    // Arrays without numbers share their place with others: of those, the first named is the first.
    let sorted = entries.enumerated().sorted {
      ($0.element.range.lowerBound, $0.element.range.upperBound, $0.offset)
        < ($1.element.range.lowerBound, $1.element.range.upperBound, $1.offset)
    }
    return (metadata ?? [:], sorted.map(\.element))
  }

  private static func metadata(
    _ cursor: inout JSONCursor
  ) throws(JSONCursor.Failure) -> [String: String] {
    var metadata: [String: String] = [:]
    try cursor.object { (cursor, key) throws(JSONCursor.Failure) in
      guard metadata.updateValue(try cursor.string(), forKey: key) == nil else {
        throw cursor.failure("\(quoted(key)) stands twice in the metadata")
      }
    }
    return metadata
  }

  private static func entry(
    _ name: String, _ cursor: inout JSONCursor
  ) throws(JSONCursor.Failure) -> Entry {
    var type: TensorType?
    var shape: [Int]?
    var offsets: [Int]?
    try cursor.object { (cursor, key) throws(JSONCursor.Failure) in
      switch key {
      case "dtype" where type == nil:
        let word = try cursor.string()
        type = TensorType(rawValue: word)
        if type == nil {
          throw cursor.failure(
            "\(quoted(name)) is of type \(quoted(word)), not one of "
              + TensorType.allCases.map(\.rawValue).joined(separator: ", "))
        }
      case "shape" where shape == nil: shape = try cursor.naturals()
      case "data_offsets" where offsets == nil: offsets = try cursor.naturals()
      default: throw cursor.failure("\(quoted(key)) of \(quoted(name)) is unknown or stands twice")
      }
    }
    guard let type, let shape, let offsets, offsets.count == 2, offsets[0] <= offsets[1] else {
      throw cursor.failure("\(quoted(name)) lacks a dtype, a shape or a range of data_offsets")
    }
    return Entry(name: name, type: type, shape: shape, range: offsets[0]..<offsets[1])
  }
}
