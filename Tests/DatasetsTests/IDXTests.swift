import Datasets
import Foundation
import Testing

@Suite struct IDXTests {
  let scratch: Scratch
  /// Two images of 2 × 3.
  let numbers: [UInt8] = [0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255]

  init() throws { scratch = try Scratch() }

  @Test(arguments: [false, true]) func readsImages(isGzipped: Bool) throws {
    for dimensions in [[2, 2, 3], [2, 3, 2, 1], [1, 3, 2, 2]] {
      let file = Formats.idx(dimensions, numbers)
      // The name says nothing of the compression.
      let path = try scratch.write("images", isGzipped ? Formats.gzip(file) : file)
      let images = try IDX.images(path)
      #expect(images.bytes == numbers)
      #expect(images.count == dimensions[0])
      #expect(images.shape.channels == (dimensions.count == 4 ? 3 : 1))
      #expect([images.shape.height, images.shape.width] == dimensions.suffix(2))
      #expect(images.labels == nil)
    }
  }

  @Test func readsLabelsBesideImages() throws {
    let images = try scratch.write("images", Formats.idx([2, 2, 3], numbers))
    let labels = try scratch.write("labels", Formats.gzip(Formats.idx([2], [7, 3])))
    #expect(try IDX.images(images, labels: labels).labels == [7, 3])
    let three = try scratch.write("three", Formats.idx([3], [7, 3, 1]))
    let error = failure { () throws(DatasetError) in try IDX.images(images, labels: three) }
    #expect(error?.kind == .invalid)
    #expect(error?.description.contains("holds 3 labels for the 2 images of \(images)") == true)
  }

  @Test func readsSeveralGzipMembersAsOneFile() throws {
    let file = Formats.idx([2, 2, 3], numbers)
    let path = try scratch.write(
      "images", Formats.gzip(Array(file[..<9])) + Formats.gzip(Array(file[9...])))
    #expect(try IDX.images(path).bytes == numbers)
  }

  @Test func readsLevelsStoredAsFloatingPointNumbers() throws {
    let floats = numbers.flatMap { Formats.word((Float($0) / 255).bitPattern) }
    let single = try scratch.write("single", Formats.idx(type: 0x0D, [2, 2, 3], floats))
    #expect(try IDX.images(single).bytes == numbers)
    let doubles = numbers.flatMap { number in
      let bits = (Double(number) / 255).bitPattern
      return Formats.word(UInt32(bits >> 32)) + Formats.word(UInt32(truncatingIfNeeded: bits))
    }
    let double = try scratch.write("double", Formats.idx(type: 0x0E, [2, 2, 3], doubles))
    #expect(try IDX.images(double).bytes == numbers)
  }

  @Test(arguments: [
    (Float.nan, "there is a NaN in the data: number 7 (image 1)"),
    (Float.infinity, "there is an infinity in the data: number 7 (image 1)"),
    (1.5, "number 7 (image 1) is 1.5"), (-0.25, "number 7 (image 1) is -0.25"),
    (0.3, "number 7 (image 1) is 0.30"), (255, "number 7 (image 1) is 255.0"),
  ]) func refusesWhatIsNoLevel(value: Float, finding: String) throws {
    var values = [Float](repeating: 0, count: 12)
    values[7] = value
    let path = try scratch.write(
      "images",
      Formats.idx(type: 0x0D, [2, 2, 3], values.flatMap { Formats.word($0.bitPattern) }))
    let error = failure { () throws(DatasetError) in try IDX.images(path) }
    // 0.3 is 76.5 levels.
    #expect(error?.kind == .invalid)
    #expect(error?.finding.hasPrefix(finding) == true, "\(String(describing: error))")
  }

  /// Every prefix of a file is refused, and so is every file with something behind it.
  @Test func refusesTruncatedAndContinuedFiles() throws {
    let plain = Formats.idx([2, 2, 3], numbers)
    for file in [plain, Formats.gzip(plain)] {
      for length in 0..<file.count {
        let path = try scratch.write("images", Array(file.prefix(length)))
        let error = failure { () throws(DatasetError) in try IDX.images(path) }
        #expect(error?.kind == .invalid && error?.place == path, "\(length) of \(file.count) bytes")
      }
      for tail in [[0], [0x1F], Array("behind".utf8)] as [[UInt8]] {
        let path = try scratch.write("images", file + tail)
        #expect(failure { () throws(DatasetError) in try IDX.images(path) }?.kind == .invalid)
      }
    }
    let path = try scratch.write("images", Formats.gzip(plain + [0]))
    let error = failure { () throws(DatasetError) in try IDX.images(path) }
    #expect(error?.finding == "goes on beyond the 12 numbers that its header promises")
  }

  /// Every flipped bit of the compressed data, its check sum and its length is found.
  @Test func refusesDamagedCompression() throws {
    let file = Formats.gzip(Formats.idx([2, 2, 3], numbers))
    for byte in 10..<file.count {
      for bit in 0..<8 {
        var damaged = file
        damaged[byte] ^= 1 << bit
        let path = try scratch.write("images", damaged)
        // A flip in the padding of the last byte of the data is no damage.
        if let images = try? IDX.images(path) {
          #expect(images.bytes == numbers && byte == file.count - 9)
        }
      }
    }
    var damaged = file
    damaged[file.count - 8] ^= 1
    let path = try scratch.write("images", damaged)
    let error = failure { () throws(DatasetError) in try IDX.images(path) }
    #expect(error?.finding == "the compressed data is damaged (incorrect data check)")
  }

  /// A million zeros behind a header that promises one image: no more than the promise is kept.
  @Test func stopsAtThePromiseOfABomb() throws {
    let bomb = Formats.gzip(Formats.idx([1, 2, 2], [UInt8](repeating: 0, count: 1_000_000)))
    let path = try scratch.write("images", bomb)
    let error = failure { () throws(DatasetError) in try IDX.images(path) }
    #expect(error?.finding == "goes on beyond the 4 numbers that its header promises")
  }

  @Test(arguments: [
    [1_000_000, 28, 28], [0, 28, 28], [10, 0, 28], [10, 28, 0], [1 << 20, 1 << 20, 1 << 20],
    [0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], [1, 1 << 17, 1 << 17],
  ]) func refusesAbsurdPromises(dimensions: [Int]) throws {
    for file in [Formats.idx(dimensions, numbers), Formats.gzip(Formats.idx(dimensions, numbers))] {
      let path = try scratch.write("images", file)
      let error = failure { () throws(DatasetError) in try IDX.images(path) }
      #expect(error?.kind == .invalid)
      #expect(error?.finding.contains("header promises") == true, "\(String(describing: error))")
    }
  }

  @Test func refusesForeignFiles() throws {
    let cases: [([UInt8], String)] = [
      (Array("<!DOCTYPE html>".utf8), "begins with 3c 21 44 4f and is no IDX file"),
      (Formats.idx(type: 0x0C, [1, 1, 1], [0, 0, 0, 1]), "holds numbers of type 0c"),
      (Formats.idx([4], [0, 1, 2, 3]), "holds labels of rank 1"),
      (Formats.idx([2, 2], [0, 1, 2, 3]), "holds numbers of rank 2"),
      (Formats.idx([], []), "begins with 00 00 08 00 and is no IDX file"),
      ([], "ends in its header"),
    ]
    for (file, finding) in cases {
      let path = try scratch.write("images", file)
      let error = failure { () throws(DatasetError) in try IDX.images(path) }
      #expect(error?.kind == .invalid && error?.finding == finding, "\(String(describing: error))")
    }
    let images = try scratch.write("images", Formats.idx([2, 2, 3], numbers))
    let error = failure { () throws(DatasetError) in try IDX.labels(images) }
    #expect(error?.finding == "holds bytes of rank 3")
  }

  @Test func tellsMissingFilesFromUnreadableOnes() throws {
    let path = "\(scratch.path)/nothing"
    let missing = failure { () throws(DatasetError) in try IDX.images(path) }
    #expect(missing?.kind == .missing)
    #expect(missing?.description == "\(path): does not exist; check the path")
    let folder = failure { () throws(DatasetError) in try IDX.images(scratch.path) }
    #expect(folder?.kind == .invalid && folder?.finding == "is not a regular file")
    mkfifo("\(scratch.path)/pipe", 0o600)
    let pipe = failure { () throws(DatasetError) in try IDX.images("\(scratch.path)/pipe") }
    #expect(pipe?.finding == "is not a regular file")
    let loop = "\(scratch.path)/loop"
    symlink(loop, loop)
    #expect(failure { () throws(DatasetError) in try IDX.images(loop) }?.kind == .inputOutput)
  }
}
