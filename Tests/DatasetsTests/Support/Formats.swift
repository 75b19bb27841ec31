import CZlib
import Foundation

/// Files made by the book, byte after byte.
enum Formats {
  /// An IDX file.
  static func idx(type: UInt8 = 8, _ dimensions: [Int], _ numbers: [UInt8]) -> [UInt8] {
    [0, 0, type, UInt8(dimensions.count)] + dimensions.flatMap { word(UInt32($0)) } + numbers
  }

  /// A 32-bit number, its largest byte first.
  static func word(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// A gzip member.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] { deflated(bytes, window: 31) }

  /// A PNG image.
  ///
  /// - Parameters:
  ///   - colour: 0 grey, 2 RGB, 3 palette, 4 grey and alpha.
  ///   - rows: The bytes of the rows, without the filter's.
  ///   - extra: Chunks that stand before the pixels.
  static func png(
    width: Int, height: Int, depth: UInt8 = 8, colour: UInt8 = 0, rows: [[UInt8]],
    extra: [(String, [UInt8])] = []
  ) -> [UInt8] {
    let header = word(UInt32(width)) + word(UInt32(height)) + [depth, colour, 0, 0, 0]
    let pixels = deflated(rows.flatMap { [0] + $0 }, window: 15)
    let chunks = [("IHDR", header)] + extra + [("IDAT", pixels), ("IEND", [])]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunks.flatMap { name, data in
        let body = Array(name.utf8) + data
        return word(UInt32(data.count)) + body
          + word(UInt32(crc32(0, body, uInt(body.count))))
      }
  }

  private static func deflated(_ bytes: [UInt8], window: Int32) -> [UInt8] {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    defer { stream.deallocate() }
    stream.initialize(to: z_stream())
    deflateInit2_(
      stream, 9, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(stream, uLong(bytes.count))))
    let written = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.pointee.next_in = source.baseAddress
        stream.pointee.avail_in = uInt(source.count)
        stream.pointee.next_out = target.baseAddress
        stream.pointee.avail_out = uInt(target.count)
        let status = deflate(stream, Z_FINISH)
        precondition(status == Z_STREAM_END, "deflate ends with \(status)")
        return Int(stream.pointee.total_out)
      }
    }
    deflateEnd(stream)
    return Array(output.prefix(written))
  }
}
