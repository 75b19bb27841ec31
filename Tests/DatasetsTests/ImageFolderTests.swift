import Datasets
import Testing

@Suite struct ImageFolderTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func picture(_ level: UInt8, side: Int = 2) -> [UInt8] {
    Formats.png(
      width: side, height: side,
      rows: [[UInt8]](repeating: [UInt8](repeating: level, count: side), count: side))
  }

  @Test func readsImagesInTheOrderOfTheirNames() throws {
    for (name, level) in [("b.png", 2), ("a.PNG", 1), ("c.png", 3)] as [(String, UInt8)] {
      try scratch.write(name, picture(level))
    }
    try scratch.write("notes.txt", [0])
    try scratch.write(".hidden.png", [0])
    let data = try Dataset.load(scratch.path)
    #expect(data.train.bytes == [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3])
    #expect(data.train.labels == nil && data.parts.count == 1)
  }

  @Test func takesFoldersForPartsAndClasses() throws {
    for (name, level) in [
      ("train/cat/1.png", 1), ("train/dog/1.png", 2), ("train/ant/2.png", 3),
      ("valid/dog/x.png", 4),
      ("test/cat/y.png", 5),
    ] as [(String, UInt8)] {
      try scratch.write(name, picture(level, side: 1))
    }
    let data = try Dataset.load(scratch.path)
    #expect(data.train.bytes == [3, 1, 2] && data.train.labels == [0, 1, 2])
    #expect(data.validation?.bytes == [4] && data.validation?.labels == [2])
    #expect(data.test?.bytes == [5] && data.test?.labels == [1])
  }

  @Test func numbersClassesByNumericNames() throws {
    for name in ["10", "9", "0"] {
      try scratch.write("\(name)/image.png", picture(UInt8(name)!, side: 1))
    }
    let train = try Dataset.load(scratch.path).train
    #expect(train.labels == train.bytes && train.count == 3)
  }

  @Test func separatesChannels() throws {
    try scratch.write(
      "a.png", Formats.png(width: 2, height: 1, colour: 2, rows: [[1, 2, 3, 4, 5, 6]]))
    let data = try Dataset.load(scratch.path)
    #expect(data.shape == ImageShape(channels: 3, height: 1, width: 2))
    #expect(data.train.bytes == [1, 4, 2, 5, 3, 6])
  }

  @Test func refusesUnequalImagesNamingBoth() throws {
    let small = try scratch.write("a.png", picture(1))
    let large = try scratch.write("b.png", picture(1, side: 3))
    let error = failure { () throws(DatasetError) in try Dataset.load(scratch.path) }
    #expect(error?.kind == .invalid && error?.place == large)
    #expect(error?.finding == "is an image of 1 × 3 × 3, but \(small) is one of 1 × 2 × 2")
  }

  @Test func refusesUnequalChannelsAcrossParts() throws {
    let grey = try scratch.write("train/a.png", picture(1, side: 1))
    let colour = try scratch.write(
      "test/a.png", Formats.png(width: 1, height: 1, colour: 2, rows: [[1, 2, 3]]))
    let error = failure { () throws(DatasetError) in try Dataset.load(scratch.path) }
    #expect(error?.place == colour)
    #expect(error?.finding == "is an image of 3 × 1 × 1, but \(grey) is one of 1 × 1 × 1")
  }

  @Test func refusesDamagedAndMisplacedImages() throws {
    let damaged = try scratch.write("damaged.png", Array(picture(1).dropLast(20)))
    let error = failure { () throws(DatasetError) in try Dataset.load(scratch.path) }
    #expect(error?.kind == .invalid && error?.place == damaged)
    try scratch.write("class/a.png", picture(1))
    let mixed = failure { () throws(DatasetError) in try Dataset.load(scratch.path) }
    #expect(mixed?.kind == .invalid && mixed?.place == scratch.path)
    let other = try Scratch()
    try other.write("train/readme", [0])
    let empty = failure { () throws(DatasetError) in try Dataset.load(other.path) }
    #expect(empty?.kind == .missing && empty?.place == "\(other.path)/train")
  }
}
