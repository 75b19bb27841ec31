/// A folder of IDX files by their conventional names.
enum IDXFolder {
  /// Loads the sets of a folder; `nil` where it has no IDX file of images to train on.
  static func load(_ folder: FolderListing) throws(DatasetError) -> Dataset? {
    guard let train = try images(.train, in: folder) else {
      for part in [DatasetPart.validation, .test] {
        if let other = try file(part, "images", ranks: [3, 4], in: folder) {
          throw DatasetError(
            .missing, folder.path, "holds \(other), but no train-images-idx3-ubyte[.gz]",
            advice: "put the images to train on beside it")
        }
      }
      return nil
    }
    let validation = try images(.validation, in: folder)
    let test = try images(.test, in: folder)
    for other in [validation, test].compactMap(\.self) where other.1.shape != train.1.shape {
      throw DatasetError(
        .invalid, folder.path(of: other.0),
        "holds images of \(other.1.shape), but \(train.0) images of \(train.1.shape)",
        advice: "all images of a folder must have one shape")
    }
    return Dataset(
      name: folder.name, source: "IDX files in \(folder.path)", train: train.1,
      validation: validation?.1, test: test?.1)
  }

  private static func images(
    _ part: DatasetPart, in folder: FolderListing
  ) throws(DatasetError) -> (String, ImageSet)? {
    guard let images = try file(part, "images", ranks: [3, 4], in: folder) else { return nil }
    let path = folder.path(of: images)
    guard let labels = try file(part, "labels", ranks: [1], in: folder) else {
      return (images, try IDX.images(path))
    }
    return (images, try IDX.images(path, labels: folder.path(of: labels)))
  }

  /// The file of a part; a plain one goes before its gzipped twin.
  private static func file(
    _ part: DatasetPart, _ kind: String, ranks: [Int], in folder: FolderListing
  ) throws(DatasetError) -> String? {
    let stems = part.prefixes.flatMap { prefix in
      ranks.flatMap { ["\(prefix)-\(kind)-idx\($0)-ubyte", "\(prefix)-\(kind).idx\($0)-ubyte"] }
    }
    let found = stems.compactMap { stem in
      [stem, "\(stem).gz"].first { folder.files.contains($0) }
    }
    guard found.count < 2 else {
      throw DatasetError(
        .invalid, folder.path, "holds both \(found[0]) and \(found[1])", advice: "leave one of them"
      )
    }
    return found.first
  }
}
