/// The files of the MNIST family: a magic number, the dimensions, then the numbers.
///
/// The magic number is two zero bytes, the type of the numbers and how many dimensions follow, each
/// a big-endian 32-bit integer. The files may be gzipped. What a file promises in its header is
/// what it must hold: neither less nor more.
/// - Note: LeCun, Cortes and Burges, "The MNIST database of handwritten digits".
public enum IDX {
  /// The most numbers that a file may promise, 2³³.
  public static let numberLimit = 1 << 33

  /// Reads images: `count × height × width`, or `count × channels × height × width`.
  ///
  /// Numbers are bytes, or floating-point numbers v in [0, 1] that stand for the bytes 255 v.
  /// - Throws: `DatasetError` naming the file, for whatever is not such a file.
  /// - Complexity: Every byte is inflated and stored once.
  public static func images(_ path: String) throws(DatasetError) -> ImageSet {
    let file = try InputFile(path)
    let header = try Header(file)
    guard header.dimensions.count == 3 || header.dimensions.count == 4 else {
      throw DatasetError(
        .invalid, path,
        "holds \(header.dimensions.count == 1 ? "labels" : "numbers") of rank \(header.dimensions.count)",
        advice: "images have rank 3 (count, height, width) or 4 (count, channels, height, width)")
    }
    let bytes = try header.numbers(of: file)
    let size = header.dimensions.suffix(2)
    let shape = ImageShape(
      channels: header.dimensions.count == 4 ? header.dimensions[1] : 1,
      height: size[size.startIndex], width: size[size.startIndex + 1])
    return ImageSet(shape: shape, bytes: bytes)
  }

  /// Reads labels: bytes of rank 1.
  ///
  /// - Throws: `DatasetError` naming the file, for whatever is not such a file.
  public static func labels(_ path: String) throws(DatasetError) -> [UInt8] {
    let file = try InputFile(path)
    let header = try Header(file)
    guard header.dimensions.count == 1, header.type == .byte else {
      throw DatasetError(
        .invalid, path,
        "holds \(header.type.rawValue == 8 ? "bytes" : "floating-point numbers") of rank \(header.dimensions.count)",
        advice: "labels are bytes of rank 1 (magic number 00 00 08 01)")
    }
    return try header.numbers(of: file)
  }

  /// Reads images and their labels.
  ///
  /// - Throws: `DatasetError`, also where the two counts differ.
  public static func images(
    _ path: String, labels labelPath: String
  ) throws(DatasetError) -> ImageSet {
    let labels = try labels(labelPath)
    let images = try images(path)
    guard labels.count == images.count else {
      throw DatasetError(
        .invalid, labelPath,
        "holds \(labels.count) labels for the \(images.count) images of \(path)",
        advice: "give the labels that belong to these images")
    }
    return ImageSet(shape: images.shape, bytes: images.bytes, labels: labels)
  }
}

extension IDX {
  /// What the numbers of a file are.
  fileprivate enum Element: UInt8 {
    case byte = 0x08
    case float = 0x0D
    case double = 0x0E

    var size: Int {
      switch self {
      case .byte: 1
      case .float: 4
      case .double: 8
      }
    }
  }

  /// The type and the dimensions, all of them positive.
  fileprivate struct Header {
    let type: Element
    let dimensions: [Int]

    init(_ file: InputFile) throws(DatasetError) {
      let magic = try Header.bytes(4, of: file)
      guard magic[0] == 0, magic[1] == 0, (1...4).contains(magic[3]) else {
        throw DatasetError(
          .invalid, file.path, "begins with \(hex(magic)) and is no IDX file",
          advice: "images begin with 00 00 08 03, labels with 00 00 08 01")
      }
      guard let type = Element(rawValue: magic[2]) else {
        throw DatasetError(
          .invalid, file.path, "holds numbers of type \(hex([magic[2]]))",
          advice: "convert them to bytes (type 08)")
      }
      let sizes = try Header.bytes(4 * Int(magic[3]), of: file)
      let dimensions = stride(from: 0, to: sizes.count, by: 4).map { at in
        sizes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
      }
      self.type = type
      self.dimensions = dimensions
      try check(file)
    }

    /// Numbers that the file promises.
    var count: Int { dimensions.reduce(1, *) }

    private func check(_ file: InputFile) throws(DatasetError) {
      let shape = dimensions.map(String.init).joined(separator: " × ")
      var count = 1
      for dimension in dimensions {
        let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
        guard dimension > 0, !overflow, product <= IDX.numberLimit else {
          throw DatasetError(
            .invalid, file.path, "its header promises \(shape) numbers",
            advice: "every dimension must be positive and their product at most \(IDX.numberLimit)")
        }
        count = product
      }
      let promised = 4 + 4 * dimensions.count + count * type.size
      if !file.isCompressed, file.size != promised {
        throw DatasetError(
          .invalid, file.path,
          "has \(file.size) bytes, but its header promises \(promised) (\(shape) numbers)",
          advice: "fetch the file again")
      }
      // Deflate makes at most 258 bytes of two bits, 1032 of one byte.
      if file.isCompressed, promised / 1032 > file.size {
        throw DatasetError(
          .invalid, file.path,
          "its header promises \(promised) bytes, more than \(file.size) compressed bytes can hold",
          advice: "fetch the file again")
      }
    }

    /// Reads what the header promises, and makes sure that it is all there is.
    func numbers(of file: InputFile) throws(DatasetError) -> [UInt8] {
      var failure: DatasetError?
      let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
        do throws(DatasetError) {
          let raw = UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(target)[..<count])
          switch type {
          case .byte: try read(file, into: raw, from: 0)
          case .float, .double: try readReals(file, into: raw)
          }
          filled = count
        } catch { failure = error }
      }
      if let failure { throw failure }
      guard try !file.hasMore() else {
        throw DatasetError(
          .invalid, file.path, "goes on beyond the \(count) numbers that its header promises",
          advice: "fetch the file again")
      }
      return bytes
    }

    /// Fills a target with bytes that begin at a given place among those promised.
    private func read(
      _ file: InputFile, into target: UnsafeMutableRawBufferPointer, from start: Int
    ) throws(DatasetError) {
      let found = try file.read(into: target)
      guard found == target.count else {
        throw DatasetError(
          .invalid, file.path,
          "ends after \(start + found) of the \(count * type.size) bytes that its header promises",
          advice: "fetch the file again")
      }
    }

    private func readReals(
      _ file: InputFile, into target: UnsafeMutableRawBufferPointer
    ) throws(DatasetError) {
      let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
      defer { chunk.deallocate() }
      var done = 0
      while done < count {
        let numbers = min(chunk.count / type.size, count - done)
        let part = UnsafeMutableRawBufferPointer(rebasing: chunk[..<(numbers * type.size)])
        try read(file, into: part, from: done * type.size)
        for index in 0..<numbers {
          let value: Double
          if type == .float {
            let bits = part.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
            value = Double(Float(bitPattern: UInt32(bigEndian: bits)))
          } else {
            let bits = part.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self)
            value = Double(bitPattern: UInt64(bigEndian: bits))
          }
          target[done + index] = try level(value, at: done + index, of: file)
        }
        done += numbers
      }
    }

    /// The byte 255 v, for a v that is one of the 256 levels k / 255 within four roundings to `Float`.
    private func level(
      _ value: Double, at index: Int, of file: InputFile
    ) throws(DatasetError) -> UInt8 {
      let scaled = value * 255
      let rounded = scaled.rounded()
      guard rounded >= 0, rounded <= 255, (scaled - rounded).magnitude <= 255 * 0x1p-22 else {
        let image = index / (count / dimensions[0])
        let finding =
          value.isFinite
          ? "number \(index) (image \(image)) is \(value)"
          : "there is \(value.isNaN ? "a NaN" : "an infinity") in the data: number \(index) (image \(image))"
        throw DatasetError(
          .invalid, file.path, finding,
          advice: "floating-point intensities must be levels k / 255 in [0, 1]; store bytes instead"
        )
      }
      return UInt8(rounded)
    }

    private static func bytes(_ count: Int, of file: InputFile) throws(DatasetError) -> [UInt8] {
      var failure: DatasetError?
      let bytes = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
        do throws(DatasetError) {
          filled = try file.read(
            into: UnsafeMutableRawBufferPointer(
              rebasing: UnsafeMutableRawBufferPointer(target)[..<count]))
        } catch { failure = error }
      }
      if let failure { throw failure }
      guard bytes.count == count else {
        throw DatasetError(
          .invalid, file.path, "ends in its header", advice: "fetch the file again")
      }
      return bytes
    }
  }
}

/// Bytes as hexadecimal digits, two a byte.
func hex(_ bytes: some Sequence<UInt8>, separator: String = " ") -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: separator)
}
