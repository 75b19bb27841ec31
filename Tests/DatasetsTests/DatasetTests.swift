import Datasets
import Foundation
import Testing

@Suite struct DatasetTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func images(_ count: Int, side: Int = 2, level: UInt8 = 9) -> [UInt8] {
    Formats.idx([count, side, side], [UInt8](repeating: level, count: count * side * side))
  }

  @Test func findsFilesByTheirConventionalNames() throws {
    try scratch.write("train-images-idx3-ubyte.gz", Formats.gzip(images(3, level: 1)))
    try scratch.write("train-labels.idx1-ubyte", Formats.idx([3], [0, 1, 2]))
    try scratch.write("valid-images.idx3-ubyte", images(2, level: 2))
    try scratch.write("t10k-images-idx3-ubyte", images(1, level: 3))
    try scratch.write("notes.txt", [1, 2, 3])
    let data = try Dataset.load(scratch.path)
    #expect(data.name == URL(fileURLWithPath: scratch.path).lastPathComponent)
    #expect(data.parts.map(\.part) == [.train, .validation, .test])
    #expect(data.parts.map(\.images.count) == [3, 2, 1])
    #expect(data.parts.map(\.images.bytes[0]) == [1, 2, 3])
    #expect(data.train.labels == [0, 1, 2])
    #expect(data.test?.labels == nil)
    #expect(data.shape == ImageShape(height: 2, width: 2))
  }

  @Test func refusesSetsThatDoNotBelongTogether() throws {
    try scratch.write("train-images-idx3-ubyte", images(3))
    try scratch.write("test-images-idx3-ubyte", images(3, side: 4))
    let shapes = failure { () throws(DatasetError) in try Dataset.load(scratch.path) }
    #expect(shapes?.kind == .invalid)
    #expect(
      shapes?.finding
        == "holds images of 1 × 4 × 4, but train-images-idx3-ubyte images of 1 × 2 × 2")
    try scratch.write("t10k-images.idx3-ubyte", images(3))
    let twice = failure { () throws(DatasetError) in try Dataset.load(scratch.path) }
    #expect(twice?.finding == "holds both t10k-images.idx3-ubyte and test-images-idx3-ubyte")
  }

  @Test func tellsWhatIsMissing() throws {
    let nowhere = "\(scratch.path)/nowhere"
    let none = failure { () throws(DatasetError) in try Dataset.load(nowhere) }
    #expect(none?.kind == .missing && none?.place == nowhere)
    let empty = failure { () throws(DatasetError) in try Dataset.load(scratch.path) }
    #expect(empty?.kind == .missing)
    try scratch.write("t10k-images-idx3-ubyte", images(1))
    let untrained = failure { () throws(DatasetError) in try Dataset.load(scratch.path) }
    #expect(untrained?.kind == .missing)
    #expect(untrained?.finding.contains("t10k-images-idx3-ubyte, but no train-images") == true)
    let file = failure { () throws(DatasetError) in
      try Dataset.load("\(scratch.path)/t10k-images-idx3-ubyte")
    }
    #expect(file?.kind == .invalid && file?.finding == "is not a folder")
  }

  /// The check sum sees every bit, the shape, the labels and the division into sets.
  @Test func checksumSeesEverything() {
    let base = ImageSet(shape: ImageShape(height: 2, width: 3), bytes: [1, 2, 3, 4, 5, 6])
    let turned = ImageSet(shape: ImageShape(height: 3, width: 2), bytes: base.bytes)
    let altered = ImageSet(shape: base.shape, bytes: [1, 2, 3, 4, 5, 7])
    let labelled = ImageSet(shape: base.shape, bytes: base.bytes, labels: [0])
    let sets = [
      Dataset(name: "a", source: "a", train: base),
      Dataset(name: "a", source: "a", train: turned),
      Dataset(name: "a", source: "a", train: altered),
      Dataset(name: "a", source: "a", train: labelled),
      Dataset(name: "a", source: "a", train: base, validation: base),
      Dataset(name: "a", source: "a", train: base, test: base),
    ]
    #expect(Set(sets.map(\.checksum)).count == sets.count)
    #expect(sets[0].checksum == Dataset(name: "b", source: "b", train: base).checksum)
    #expect(sets[0].checksum.count == 64)
  }

  @Test(.enabled(if: SharedData.has("mnist/train-images-idx3-ubyte.gz"), "MNIST is not here"))
  func loadsMNIST() throws {
    let data = try Dataset.load(SharedData.path("mnist"))
    #expect(data.shape == ImageShape(height: 28, width: 28))
    #expect(data.train.count == 60_000 && data.test?.count == 10_000 && data.validation == nil)
    let summary = DatasetSummary(data.train)
    // The counts and the mean are those that the literature gives: 0.1307.
    #expect(
      summary.classCounts == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
    #expect((summary.mean - 0.1307).magnitude <= 0.00005)
    #expect(summary.minimum == 0 && summary.maximum == 255 && !summary.isBinary)
    #expect(data.train.labels?.prefix(5) == [5, 0, 4, 1, 9])
  }

  @Test(
    .enabled(
      if: SharedData.has("binarized_mnist/train-images-idx3-ubyte.gz"),
      "the fixed binarisation is not here"))
  func loadsBinarizedMNIST() throws {
    let data = try Dataset.load(SharedData.path("binarized_mnist"))
    #expect(data.parts.map(\.images.count) == [50_000, 10_000, 10_000])
    #expect(data.parts.allSatisfy { DatasetSummary($0.images).isBinary })
  }
}
