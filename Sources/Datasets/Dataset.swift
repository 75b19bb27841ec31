/// Images to train on, and those to validate and to test with.
///
/// All of its sets have one shape.
public struct Dataset: Sendable, Equatable {
  /// What to call it: the folder's name, or `builtin`.
  public var name: String
  /// Where it came from, in words.
  public var source: String
  /// The images to train on; at least one.
  public var train: ImageSet
  /// The images to validate with, where the source sets them apart.
  public var validation: ImageSet?
  /// The images to test with, where the source sets them apart.
  public var test: ImageSet?

  /// Creates a data set.
  ///
  /// - Precondition: All sets have one shape.
  public init(
    name: String, source: String, train: ImageSet, validation: ImageSet? = nil,
    test: ImageSet? = nil
  ) {
    for other in [validation, test] {
      precondition(
        other.map { $0.shape == train.shape } ?? true,
        "images of \(train.shape) beside images of \(other?.shape.description ?? "none")")
    }
    self.name = name
    self.source = source
    self.train = train
    self.validation = validation
    self.test = test
  }

  /// The shape of every image.
  public var shape: ImageShape { train.shape }

  /// The sets that there are, in the order train, validation, test.
  public var parts: [(part: DatasetPart, images: ImageSet)] {
    [(.train, train), (.validation, validation), (.test, test)].compactMap { part, images in
      images.map { (part, $0) }
    }
  }

  /// The SHA-256 of shapes, counts, intensities and labels of all sets, in hexadecimal.
  ///
  /// - Complexity: Reads every byte on each call, some 0.3 GB/s.
  public var checksum: String {
    var digest = SHA256()
    for (part, images) in parts {
      digest.update(part.rawValue)
      images.feed(&digest)
    }
    return digest.finish()
  }

  /// Loads a folder: IDX files by their conventional names, or PNG images.
  ///
  /// IDX files are looked for as `train-images-idx3-ubyte` (or `…-images.idx3-ubyte`, or rank 4, and
  /// each with `.gz`), labels as `train-labels-idx1-ubyte`; the other sets begin with `valid`,
  /// `validation` or `val`, and with `t10k` or `test`. Only the images to train on are required.
  ///
  /// PNG images lie in the folder itself or, as classes, in folders of it; or the folder holds
  /// folders `train`, `valid` and `test` of that form. Classes are numbered in the order of their
  /// names, or by their names where all of these are numbers.
  ///
  /// - Throws: `DatasetError`: `.missing` where there is no such folder or nothing to train on in it.
  public static func load(_ folder: String) throws(DatasetError) -> Dataset {
    let listing = try FolderListing(folder)
    if let found = try IDXFolder.load(listing) { return found }
    if let found = try ImageFolder.load(listing) { return found }
    throw DatasetError(
      .missing, folder, "holds neither train-images-idx3-ubyte[.gz] nor PNG images",
      advice: "give a folder of IDX files or of PNG images, or fetch one: vae-lab data fetch mnist")
  }
}

/// The purpose of a set of images.
public enum DatasetPart: String, Sendable, Codable, CaseIterable {
  /// To train on.
  case train
  /// To validate with.
  case validation
  /// To test with.
  case test

  /// What files and folders of this part begin with, the first being the usual one.
  var prefixes: [String] {
    switch self {
    case .train: ["train"]
    case .validation: ["valid", "validation", "val"]
    case .test: ["t10k", "test"]
    }
  }
}
