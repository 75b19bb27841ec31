import CZlib
import Foundation

// A safetensors file: eight bytes with the length of a header, the header as JSON, the bytes of all arrays.
//
//   length (UInt64, little-endian)
//   {"__metadata__":{"key":"text",…},"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},…}
//   data
//
// What is written here is in one form only: metadata sorted by key, arrays in the order of their data, no
// blanks but those at the end that bring the data to a multiple of eight bytes. The checksum, CRC-32 of the
// header without it and of the data, covers every bit that has a meaning.

extension TensorFile {
  /// The content as bytes; equal contents give equal bytes.
  ///
  /// - Precondition: Names are unique, and the checksum's name is free.
  public func encode() -> Data {
    precondition(
      metadata[Self.checksumKey] == nil, "the metadata entry \(Self.checksumKey) is taken")
    precondition(
      Set(tensors.map(\.name)).count == tensors.count, "two arrays have the same name")
    var metadata = metadata
    metadata[Self.checksumKey] = checksum
    var header = Array(Self.header(metadata, tensors).utf8)
    header += Array(repeating: 0x20, count: (8 - header.count % 8) % 8)
    precondition(header.count <= TensorHeader.limit, "a header of \(header.count) bytes")
    var data = Data(
      capacity: 8 + header.count + tensors.reduce(0) { $0 + $1.bytes.count })
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { data.append(contentsOf: $0) }
    data.append(contentsOf: header)
    for tensor in tensors { data.append(contentsOf: tensor.bytes) }
    return data
  }

  /// Reads a file's bytes and checks all of them.
  ///
  /// - Parameters:
  ///   - data: The whole file.
  ///   - path: What errors call it.
  ///   - sealed: Whether a checksum must be there; files of other programs have none. One that is there
  ///     must be right in any case.
  /// - Throws: `CheckpointError` for a file that is truncated, altered or no safetensors file.
  public init(
    decoding data: Data, path: String, sealed: Bool = true
  ) throws(CheckpointError) {
    let length = try TensorHeader.length(
      prefix: data.prefix(TensorHeader.prefixCount), fileCount: data.count, path: path)
    let rest = data.dropFirst(TensorHeader.prefixCount)
    let header = try TensorHeader(
      Array(rest.prefix(length)), dataCount: rest.count - length, path: path, sealed: sealed)
    try self.init(header, data: rest.dropFirst(length), path: path)
  }

  /// Takes the arrays out of the data that follow a header, and checks the checksum if there is one.
  init(_ header: TensorHeader, data: Data, path: String) throws(CheckpointError) {
    tensors = header.entries.map { entry in
      let first = data.startIndex + entry.range.lowerBound
      return Tensor(
        name: entry.name, type: entry.type, shape: entry.shape,
        bytes: Array(data[first..<first + entry.range.count]))
    }
    metadata = header.metadata
    let stated = metadata.removeValue(forKey: Self.checksumKey)
    guard let stated else { return }
    guard stated == checksum else {
      throw .invalid(path, "altered: its checksum is \(checksum), not \(quoted(stated))")
    }
  }

  /// `crc32:` and eight digits, over the header as it is without the checksum, and the data.
  private var checksum: String {
    var sum = Array(Self.header(metadata, tensors).utf8).withUnsafeBytes { Self.crc(0, $0) }
    for tensor in tensors { sum = tensor.bytes.withUnsafeBytes { Self.crc(sum, $0) } }
    let digits = String(sum, radix: 16)
    return "crc32:" + String(repeating: "0", count: 8 - digits.count) + digits
  }

  private static func crc(_ sum: UInt, _ bytes: UnsafeRawBufferPointer) -> UInt {
    guard let start = bytes.baseAddress else { return sum }
    return crc32_z(sum, start.assumingMemoryBound(to: Bytef.self), bytes.count)
  }

  private static func header(_ metadata: [String: String], _ tensors: [Tensor]) -> String {
    var members: [String] = []
    if !metadata.isEmpty {
      let entries = metadata.sorted { $0.key < $1.key }
        .map { "\(jsonString($0.key)):\(jsonString($0.value))" }
      members.append("\"__metadata__\":{\(entries.joined(separator: ","))}")
    }
    var end = 0
    for tensor in tensors {
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      let begin = end
      end += tensor.bytes.count
      members.append(
        "\(jsonString(tensor.name)):{\"dtype\":\"\(tensor.type.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(begin),\(end)]}")
    }
    return "{\(members.joined(separator: ","))}"
  }
}
