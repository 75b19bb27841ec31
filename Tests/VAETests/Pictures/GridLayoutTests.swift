import Datasets
import Tensors
import Testing
import VAE

@Suite("Pictures of images")
struct GridLayoutTests {
  /// Images whose every number says which image and which number it is.
  private func images(_ count: Int, _ shape: ImageShape) -> ImageSet {
    ImageSet(shape: shape, bytes: (0..<count * shape.count).map { UInt8(100 + $0) })
  }

  @Test("Every pixel of every image stands at its place, magnified", arguments: [1, 2, 3, 4])
  func places(channels: Int) throws {
    let shape = ImageShape(channels: channels, height: 2, width: 3)
    let set = images(3, shape)
    let layout = try GridLayout(shape: shape, rows: 2, columns: 2, rowsTogether: 1, scale: 2)
    let picture = layout.picture(set)
    let spread = channels == 2 || channels == 4
    #expect(picture.channels == (spread ? 1 : channels))
    #expect(picture.width == layout.width && picture.height == layout.height)
    let tile = 3 * 2 * (spread ? channels : 1)
    // Gaps of 2, a wider one of 8 between rows.
    #expect(picture.width == 2 + tile + 2 + tile + 2)
    #expect(picture.height == 2 + 4 + 8 + 4 + 2)
    var seen = 0
    for image in 0..<3 {
      let (left, top) = (2 + image % 2 * (tile + 2), 2 + image / 2 * 12)
      for channel in 0..<channels {
        for y in 0..<4 {
          for x in 0..<6 {
            let shift = spread ? channel * 6 : 0
            let at = ((top + y) * picture.width + left + shift + x) * picture.channels
            let number = image * shape.count + channel * 6 + y / 2 * 3 + x / 2
            #expect(picture.pixels[at + (spread ? 0 : channel)] == set.bytes[number])
            seen += 1
          }
        }
      }
    }
    // All else is ground.
    #expect(picture.pixels.count { $0 == 72 } == picture.pixels.count - seen)
  }

  @Test("Places may be named; edges stand apart; a tight grid has no gaps")
  func arrangement() throws {
    let shape = ImageShape(height: 1, width: 1)
    let apart = try GridLayout(shape: shape, rows: 1, columns: 3, setsEdgesApart: true, scale: 1)
    let picture = apart.picture(images(2, shape), at: [2, 0])
    #expect(picture.width == 2 + 1 + 8 + 1 + 8 + 1 + 2)
    #expect(picture.pixels[2 * picture.width + 2] == 101)
    #expect(picture.pixels[2 * picture.width + picture.width - 3] == 100)
    let tight = try GridLayout(shape: shape, rows: 2, columns: 2, isTight: true, scale: 1)
    #expect(tight.picture(images(4, shape)).pixels == [100, 101, 102, 103])
  }

  @Test("Small images are magnified unless told otherwise; a picture has a largest size")
  func sizes() throws {
    for (side, scale) in [(28, 2), (8, 7), (64, 1), (1000, 1)] {
      let shape = ImageShape(height: side, width: side)
      let layout = try GridLayout(shape: shape, rows: 1, columns: 1)
      #expect(layout.scale == scale)
    }
    let digit = ImageShape(height: 28, width: 28)
    for (rows, columns, scale) in [(300, 300, 2), (1 << 26, 1 << 26, 4096), (1, 1, 1 << 40)] {
      #expect(throws: PictureError.self) {
        try GridLayout(shape: digit, rows: rows, columns: columns, scale: scale)
      }
    }
  }

  @Test("Intensities are rounded and cut; a number that is none is named")
  func intensities() throws {
    let shape = ImageShape(height: 1, width: 2)
    let set = try ImageSet(
      shape: shape, intensities: Matrix(rows: 2, columns: 2, [0, 1, -0.5, 2]))
    #expect(set.bytes == [0, 255, 0, 255])
    let half = try ImageSet(shape: shape, intensities: Matrix(rows: 1, columns: 2, [0.5, 0.2]))
    #expect(half.bytes == [128, 51])
    for bad in [Float.nan, .infinity, -.infinity] {
      #expect(throws: PictureError.notFinite(image: 1)) {
        try ImageSet(shape: shape, intensities: Matrix(rows: 2, columns: 2, [0, 1, 0, bad]))
      }
    }
  }

  @Test("A contact sheet has a row a class, in their order; without classes images in order")
  func contactSheet() throws {
    let shape = ImageShape(height: 1, width: 1)
    let labelled = ImageSet(
      shape: shape, bytes: [10, 20, 11, 21, 12, 22], labels: [7, 2, 7, 2, 7, 2])
    let sheet = try ContactSheet(labelled, examples: 2).picture(scale: 1)
    #expect(sheet.pixels.filter { $0 != 72 } == [20, 21, 10, 11])
    let plain = try ContactSheet(ImageSet(shape: shape, bytes: [1, 2, 3]), examples: 2)
      .picture(scale: 1)
    #expect(plain.pixels.filter { $0 != 72 } == [1, 2, 3])
  }
}
