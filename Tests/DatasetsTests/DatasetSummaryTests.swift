import Datasets
import Testing

@Suite struct DatasetSummaryTests {
  @Test func countsByHand() {
    let images = ImageSet(
      shape: ImageShape(height: 1, width: 2), bytes: [0, 255, 51, 0, 102, 0], labels: [3, 0, 3])
    let summary = DatasetSummary(images)
    #expect(summary.count == 3)
    #expect(summary.mean == 408.0 / 255 / 6)
    #expect(summary.minimum == 0 && summary.maximum == 255)
    #expect(summary.shareOfZeros == 0.5)
    #expect(summary.shareOfFull == 1.0 / 6)
    #expect(summary.classCounts == [1, 0, 0, 2])
    #expect(!summary.isBinary)
    #expect(DatasetSummary(images[0..<1]).isBinary)
  }

  /// The digest is SHA-256 of what the documentation says, as another program finds it.
  @Test func checksumIsThatOfAnotherProgram() {
    let images = ImageSet(shape: ImageShape(height: 1, width: 3), bytes: [97, 98, 99])
    // printf '1 × 1 × 1 × 3, no labels\0abc' | sha256sum
    #expect(
      DatasetSummary(images).checksum
        == "894c174b0c959f59746ac73d59fcdb569a13d8f102143087aa704e2e3556c60a")
  }

  @Test func givesImagesWithoutACopy() {
    let images = ImageSet(
      shape: ImageShape(height: 1, width: 2), bytes: [1, 2, 3, 4, 5, 6], labels: [0, 1, 2])
    #expect(images.withImage(1) { Array($0) } == [3, 4])
    #expect(images[1..<3].bytes == [3, 4, 5, 6])
    #expect(images[1..<3].labels == [1, 2])
    let whole = images.withBytes(\.baseAddress)
    let second = images.withImage(1, \.baseAddress)
    #expect(whole.map { $0 + 2 } == second)
  }
}
