/// A folder of PNG images.
///
/// The images lie in the folder itself or, as classes, in folders of it; or else the folder holds
/// a folder `train` (and perhaps `valid` and `test`) of that form. Classes are numbered in the order
/// of their names, or by their names where all of these are numbers.
enum ImageFolder {
  /// Loads the sets of a folder; `nil` where there is no PNG image to train on.
  ///
  /// The order of images is that of classes, then of names.
  static func load(_ folder: FolderListing) throws(DatasetError) -> Dataset? {
    var parts: [DatasetPart: Part] = [:]
    for part in DatasetPart.allCases {
      let names = part.prefixes.filter { folder.folders.contains($0) }
      guard names.count < 2 else {
        throw DatasetError(
          .invalid, folder.path, "holds both \(names[0]) and \(names[1])",
          advice: "leave one of them")
      }
      if let name = names.first {
        parts[part] = try Part(try FolderListing(folder.path(of: name)))
      }
    }
    guard let train = parts[.train] else {
      let whole = try Part(folder)
      return whole.files.isEmpty ? nil : try dataset([.train: whole], of: folder)
    }
    guard !train.files.isEmpty else {
      throw DatasetError(
        .missing, train.path, "holds no PNG images", advice: "put the images to train on there")
    }
    return try dataset(parts.filter { !$0.value.files.isEmpty }, of: folder)
  }

  private static func dataset(
    _ parts: [DatasetPart: Part], of folder: FolderListing
  ) throws(DatasetError) -> Dataset {
    let numbers = try classNumbers(of: parts.values.map(\.self), in: folder)
    var first: (path: String, shape: ImageShape)?
    var sets: [DatasetPart: ImageSet] = [:]
    for part in DatasetPart.allCases {
      guard let found = parts[part] else { continue }
      sets[part] = try images(found, numbers: numbers, first: &first)
    }
    return Dataset(
      name: folder.name, source: "PNG images in \(folder.path)", train: sets[.train]!,
      validation: sets[.validation], test: sets[.test])
  }

  private static func images(
    _ part: Part, numbers: [String: UInt8], first: inout (path: String, shape: ImageShape)?
  ) throws(DatasetError) -> ImageSet {
    var bytes: [UInt8] = []
    for file in part.files {
      let image = try PNGImage(contentsOf: file.path)
      let expected = first ?? (file.path, image.shape)
      guard image.shape == expected.shape else {
        throw DatasetError(
          .invalid, file.path,
          "is an image of \(image.shape), but \(expected.path) is one of \(expected.shape)",
          advice: "all images of a folder must have one size and one number of channels")
      }
      first = expected
      if bytes.isEmpty {
        let (size, overflow) = part.files.count.multipliedReportingOverflow(by: image.shape.count)
        guard !overflow, size <= IDX.numberLimit else {
          throw DatasetError(
            .invalid, part.path, "holds \(part.files.count) images of \(image.shape)",
            advice: "at most \(IDX.numberLimit) numbers are admitted")
        }
        bytes.reserveCapacity(size)
      }
      bytes += image.planes
    }
    let labels = part.files.compactMap { $0.category.flatMap { numbers[$0] } }
    return ImageSet(
      shape: first!.shape, bytes: bytes, labels: labels.isEmpty ? nil : labels)
  }

  private static func classNumbers(
    of parts: [Part], in folder: FolderListing
  ) throws(DatasetError) -> [String: UInt8] {
    let names = Set(parts.flatMap { $0.files.compactMap(\.category) })
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let numbers = names.compactMap { UInt8($0) }
    if numbers.count == names.count, Set(numbers).count == names.count {
      return Dictionary(uniqueKeysWithValues: zip(names, numbers))
    }
    guard names.count <= 256 else {
      throw DatasetError(
        .invalid, folder.path, "holds \(names.count) classes", advice: "at most 256 are admitted")
    }
    return Dictionary(uniqueKeysWithValues: zip(names, 0...255))
  }
}

extension ImageFolder {
  /// The images of one purpose, not yet read.
  private struct Part {
    let path: String
    /// The files in order, each with its class if it lies in a folder of one.
    let files: [(path: String, category: String?)]

    init(_ folder: FolderListing) throws(DatasetError) {
      path = folder.path
      var files: [(path: String, category: String?)] = Part.images(of: folder).map { ($0, nil) }
      let loose = files.first?.path
      for category in folder.folders {
        let found = Part.images(of: try FolderListing(folder.path(of: category)))
        if let loose, let inside = found.first {
          throw DatasetError(
            .invalid, folder.path, "holds \(loose) beside the class image \(inside)",
            advice: "put all images into folders of classes, or none")
        }
        files += found.map { ($0, category) }
      }
      self.files = files
    }

    private static func images(of folder: FolderListing) -> [String] {
      folder.files.filter { $0.lowercased().hasSuffix(".png") }.map { folder.path(of: $0) }
    }
  }
}
