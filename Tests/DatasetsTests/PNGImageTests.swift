import Datasets
import Testing

@Suite struct PNGImageTests {
  private func decode(_ bytes: [UInt8]) throws(DatasetError) -> PNGImage {
    try PNGImage(decoding: bytes, place: "picture")
  }

  @Test(arguments: [1, 3]) func returnsWhatWasWritten(channels: Int) throws {
    let pixels = (0..<7 * 5 * channels).map { UInt8(truncatingIfNeeded: $0 * 37 + 11) }
    let image = PNGImage(width: 7, height: 5, channels: channels, pixels: pixels)
    #expect(try decode(image.encoded()) == image)
    #expect(PNGImage(shape: image.shape, planes: image.planes) == image)
  }

  @Test func ordersChannelsAsImageSetsDo() {
    let image = PNGImage(width: 2, height: 1, channels: 3, pixels: [1, 2, 3, 4, 5, 6])
    #expect(image.planes == [1, 4, 2, 5, 3, 6])
  }

  @Test func convertsOtherKinds() throws {
    let grey = Formats.png(width: 2, height: 2, rows: [[0, 85], [170, 255]])
    #expect(try decode(grey).pixels == [0, 85, 170, 255])
    let bits = Formats.png(width: 8, height: 1, depth: 1, rows: [[0b0110_0101]])
    #expect(try decode(bits).pixels == [0, 255, 255, 0, 0, 255, 0, 255])
    let deep = Formats.png(width: 3, height: 1, depth: 16, rows: [[0, 0, 128, 128, 255, 255]])
    #expect(try decode(deep).pixels == [0, 128, 255])
    let palette = Formats.png(
      width: 2, height: 1, colour: 3, rows: [[1, 0]], extra: [("PLTE", [9, 8, 7, 1, 2, 3])])
    #expect(try decode(palette).pixels == [1, 2, 3, 9, 8, 7])
    #expect(try decode(palette).channels == 3)
    let veiled = Formats.png(width: 2, height: 1, colour: 4, rows: [[200, 0, 200, 255]])
    #expect(try decode(veiled).pixels == [0, 200])
  }

  /// No prefix and no altered byte of the pixels is taken for an image; libpng's errors come back.
  @Test func refusesDamage() throws {
    let file = Formats.png(width: 2, height: 2, rows: [[0, 85], [170, 255]])
    // Without its last chunk, which holds nothing, an image is complete.
    for length in 0..<file.count - 12 {
      let error = failure { () throws(DatasetError) in try decode(Array(file.prefix(length))) }
      #expect(error?.kind == .invalid && error?.place == "picture", "\(length) bytes")
    }
    for byte in 0..<file.count - 12 {
      var damaged = file
      damaged[byte] ^= 4
      let error = failure { () throws(DatasetError) in try decode(damaged) }
      #expect(error?.finding.hasPrefix("libpng refuses it (") == true, "byte \(byte)")
    }
  }

  @Test func refusesHugePromisesBeforeAllocating() {
    let huge = Formats.png(width: 1_000_000, height: 1_000_000, rows: [[0]])
    let error = failure { () throws(DatasetError) in try decode(huge) }
    #expect(error?.finding == "promises 1000000 × 1000000 pixels")
  }
}
