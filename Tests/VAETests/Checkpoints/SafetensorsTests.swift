import Foundation
import Tensors
import Testing
import VAE

@Suite("Safetensors") struct SafetensorsTests {
  /// Every type, a single number, no numbers, and text that has to be escaped.
  static let content = TensorFile(
    metadata: ["architecture": "{\"latent\": 2}", "a note": "line\nand \\ and é 🙂"],
    tensors: [
      .init(
        "encoder.0.weight", [1, -2.5, .pi, 0, -.infinity, .leastNonzeroMagnitude] as [Float],
        shape: [2, 3]),
      .init("empty", [Double](), shape: [0, 7]),
      .init("\"quoted\"", [5] as [UInt8]),
      .init("moments", [0.1, .nan, -0.0] as [Double]),
      .init("step", [-7, .max] as [Int64]),
      .init("β", [0.25] as [Double], shape: []),
    ])

  @Test("What is written is read back, bit for bit and in order")
  func roundTrip() throws {
    let read = try TensorFile(decoding: Self.content.encode(), path: "file")
    #expect(read == Self.content)
    #expect(
      read["moments"]?.values(as: Double.self)?.map(\.bitPattern)
        == [0.1, .nan, -0.0].map(\.bitPattern))
    #expect(read["moments"]?.values(as: Float.self) == nil)
    #expect(read["step"]?.values() == [-7, Int64.max])
    #expect(read["none"] == nil)
    #expect(try TensorFile(decoding: TensorFile().encode(), path: "file") == TensorFile())
  }

  @Test("Equal contents are equal bytes, in one form")
  func form() throws {
    let file = TensorFile(
      metadata: ["b": "2", "a": "1"], tensors: [.init("w", [1, 2] as [Float], shape: [1, 2])])
    let data = file.encode()
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = String(decoding: data.dropFirst(8).prefix(length), as: UTF8.self)
    // CRC-32 of the header without the checksum and the eight bytes of data, by Python's zlib.crc32.
    #expect(
      header.trimmingCharacters(in: [" "])
        == #"{"__metadata__":{"a":"1","b":"2","checksum":"crc32:a356b52c"},"#
        + #""w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"#)
    #expect(length.isMultiple(of: 8))
    #expect(Array(data.dropFirst(8 + length)) == [0, 0, 128, 63, 0, 0, 0, 64])
    #expect(Self.content.encode() == Self.content.encode())
  }

  /// One flip leaves the meaning: that of the digit in the line feed's escape, `\u000a` to `\u000A`.
  @Test("A file is refused when any bit with a meaning is flipped")
  func flippedBits() throws {
    let data = Self.content.encode()
    var harmless = 0
    for index in data.indices {
      for bit in 0..<8 {
        var altered = data
        altered[index] ^= 1 << bit
        guard let read = try? TensorFile(decoding: altered, path: "file") else { continue }
        #expect(read == Self.content, "bit \(bit) of byte \(index)")
        harmless += 1
      }
    }
    #expect(harmless == 1)
  }

  @Test("A file is refused when it is shorter or longer than it should be")
  func truncated() throws {
    let data = Self.content.encode()
    for count in 0..<data.count {
      #expect(throws: CheckpointError.self, "\(count) of \(data.count) bytes") {
        try TensorFile(decoding: data.prefix(count), path: "file")
      }
    }
    let error = try #require(throws: CheckpointError.self) {
      try TensorFile(decoding: data + [0], path: "file")
    }
    #expect(error.finding == "1 more bytes than its arrays hold")
  }

  /// Headers with what is wrong with them, each followed by eight bytes of data.
  static let wrongHeaders: [(header: String, finding: String)] = [
    ("[]", "a “{” is missing"),
    (" {}", "a “{” is missing"),
    ("{}", "8 more bytes than its arrays hold"),
    ("{} x", "something follows the header's end"),
    ("{\"w\":{}}", "\"w\" lacks a dtype"),
    (one(offsets: "[0,8"), "a “]” is missing"),
    (one(offsets: "[0,8,8]"), "lacks"),
    (one(offsets: "[8,0]"), "lacks"),
    (one(offsets: "[0,-8]"), "a whole number is missing"),
    (one(offsets: "[0,8.0]"), "a “]” is missing"),
    (one(offsets: "[00,8]"), "a whole number is missing"),
    (one(offsets: "[0,99999999999999999999]"), "too large"),
    (one(offsets: "[1,9]"), "begins at byte 1 of the data instead of 0"),
    (one(shape: "[4]", offsets: "[0,16]"), "truncated: 16 bytes of data"),
    (one(shape: "[3]"), "has 8 bytes"),
    (one(shape: "[4611686018427387904,8]"), "has 8 bytes"),
    (one(dtype: "F16", shape: "[4]"), "not one of F32, F64, U8, I64"),
    (one(more: ",\"dtype\":\"F32\""), "unknown or stands twice"),
    (one(more: ",\"strides\":[1]"), "unknown or stands twice"),
    ("{\(two("w", "[0,4]")),\(two("w", "[4,8]"))}", "\"w\" stands twice"),
    ("{\(two("v", "[0,4]")),\(two("w", "[0,4]"))}", "begins at byte 0 of the data instead of 4"),
    ("{\(two("v", "[0,4]")),\(two("w", "[5,9]"))}", "begins at byte 5 of the data instead of 4"),
    ("{\"__metadata__\":{\"a\":1},\(two("w", "[0,8]"))}", "a “\"” is missing"),
    ("{\"__metadata__\":{\"a\":\"\",\"a\":\"\"}}", "\"a\" stands twice in the metadata"),
    ("{\"__metadata__\":{},\"__metadata__\":{}}", "stands twice"),
    ("{\"\\ud800\":{}}", "half a character"),
    ("{\"\\ud800\\u0041\":{}}", "half a character"),
    ("{\"\\x\":{}}", "an escape is unknown"),
    ("{\"a\nb\":{}}", "a control character"),
    ("{\"w", "a “\"” is missing"),
  ]

  private static func one(
    dtype: String = "F32", shape: String = "[2]", offsets: String = "[0,8]", more: String = ""
  ) -> String {
    "{\"w\":{\"dtype\":\"\(dtype)\",\"shape\":\(shape),\"data_offsets\":\(offsets)\(more)}}"
  }

  private static func two(_ name: String, _ offsets: String) -> String {
    "\"\(name)\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":\(offsets)}"
  }

  private static func file(_ header: some Sequence<UInt8>, data: Int) -> Data {
    let header = Array(header)
    return withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + header
      + Data(count: data)
  }

  @Test("A wrong header is refused, in one line that says why")
  func wrongHeaders() throws {
    for (header, finding) in Self.wrongHeaders {
      let error = try #require(throws: CheckpointError.self, "\(header)") {
        try TensorFile(decoding: Self.file(header.utf8, data: 8), path: "file", sealed: false)
      }
      #expect(error.kind == .invalid)
      #expect(error.finding.contains(finding), "\(header): \(error)")
      #expect(error.description.hasPrefix("file: ") && !error.description.contains("\n"))
    }
    let notText = Self.file([0x7B, 0x22, 0xFF, 0x22, 0x7D], data: 0)
    let error = try #require(throws: CheckpointError.self) {
      try TensorFile(decoding: notText, path: "file", sealed: false)
    }
    #expect(error.finding.contains("not UTF-8"))
  }

  @Test("A header longer than the file or the format allows is refused")
  func headerLength() throws {
    for (length, finding) in [
      (UInt64.max, "no safetensors file"), (100_000_001, "no safetensors file"),
      (100_000_000, "truncated"), (9, "truncated"), (0, "no safetensors file"),
    ] {
      let data = withUnsafeBytes(of: length.littleEndian) { Data($0) } + Data("{}      ".utf8)
      let error = try #require(throws: CheckpointError.self) {
        try TensorFile(decoding: data, path: "file", sealed: false)
      }
      #expect(error.finding.contains(finding), "\(length): \(error)")
    }
  }

  @Test("A file of another program is read if it need not be sealed")
  func foreign() throws {
    let header =
      #" {"b":{"shape":[1],"dtype":"F32","data_offsets":[4,8]}, "\u0061":"#
      + #"{"dtype":"F32","shape":[],"data_offsets":[0,4]},"__metadata__":{"\ud83d\ude42":"\/"}}  "#
    let data = Self.file(header.dropFirst().utf8, data: 8)
    let file = try TensorFile(decoding: data, path: "file", sealed: false)
    #expect(file.tensors.map(\.name) == ["a", "b"])
    #expect(file.metadata == ["🙂": "/"])
    let error = try #require(throws: CheckpointError.self) {
      try TensorFile(decoding: data, path: "file")
    }
    #expect(error.finding.hasPrefix("no checksum"))
  }

  @Test("A matrix goes through a file unchanged; another shape or type is refused")
  func matrices() throws {
    let matrix = Matrix<Float>(rows: 2, columns: 3, [1, 2, 3, 4, 5, 6])
    let tensor = TensorFile.Tensor("w", matrix)
    #expect(tensor.shape == [2, 3])
    let copy = Matrix<Float>(rows: 2, columns: 3)
    #expect(tensor.copy(into: copy))
    #expect(Array(copy.values) == [1, 2, 3, 4, 5, 6])
    #expect(!tensor.copy(into: Matrix<Float>(rows: 3, columns: 2)))
    #expect(!tensor.copy(into: Matrix<Double>(rows: 2, columns: 3)))
  }
}
