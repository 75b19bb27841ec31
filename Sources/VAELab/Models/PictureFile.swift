import Datasets
import Reporting
import VAE

/// A PNG picture's place on the disk: opened before the work, written after it, there whole or not at all.
struct PictureFile {
  /// The place.
  let path: String
  private let file: AtomicFile

  /// Opens the file.
  init(path: String) throws(OutputError) {
    self.path = path
    file = try AtomicFile(path: path)
  }

  /// Writes the picture; called once.
  func write(_ picture: PNGImage) throws {
    try file.commit(bytes: try picture.encoded())
  }

  /// Refuses a name that does not end in `.png`.
  static func validate(_ path: String, command: String) throws(Failure) {
    guard path.lowercased().hasSuffix(".png") else {
      throw Failure(
        .usage, "\(command): '\(path)' is no name of a picture: expected one that ends in .png")
    }
  }
}
