import Foundation

/// Public data sets fetched once, verified and kept in a folder.
public struct DatasetDownload: Sendable {
  /// One file of a data set.
  public struct File: Sendable, Equatable {
    /// The name, on the server and in the folder.
    public let name: String
    /// The length in bytes.
    public let size: Int
    /// The SHA-256 in hexadecimal.
    public let sha256: String

    /// Describes a file.
    public init(name: String, size: Int, sha256: String) {
      self.name = name
      self.size = size
      self.sha256 = sha256
    }
  }

  /// How far it has come.
  public struct Progress: Sendable, Equatable {
    /// The file's name.
    public let file: String
    /// Bytes of it that are there.
    public let received: Int
    /// Bytes of it in all.
    public let expected: Int
    /// Whether it was there before and nothing was fetched.
    public let wasCached: Bool
  }

  /// What to call the data set; also the name of its folder.
  public let name: String
  /// Its files.
  public let files: [File]
  /// Addresses of folders that hold the files, tried one after another.
  public let mirrors: [String]
  /// Seconds without a byte after which a mirror is given up.
  public let patience: Double

  /// Describes a data set.
  public init(name: String, files: [File], mirrors: [String], patience: Double = 30) {
    self.name = name
    self.files = files
    self.mirrors = mirrors
    self.patience = patience
  }

  /// The handwritten digits of LeCun, Cortes and Burges.
  public static let mnist = DatasetDownload(
    name: "mnist",
    files: [
      File(
        name: "train-images-idx3-ubyte.gz", size: 9_912_422,
        sha256: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
      File(
        name: "train-labels-idx1-ubyte.gz", size: 28_881,
        sha256: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
      File(
        name: "t10k-images-idx3-ubyte.gz", size: 1_648_877,
        sha256: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
      File(
        name: "t10k-labels-idx1-ubyte.gz", size: 4_542,
        sha256: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
    ],
    mirrors: [
      "https://ossci-datasets.s3.amazonaws.com/mnist/",
      "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ])

  /// The same data set from another place.
  public func from(_ mirror: String) -> DatasetDownload {
    DatasetDownload(name: name, files: files, mirrors: [mirror], patience: patience)
  }

  /// The folder where the data set is kept unless another is named:
  /// `$XDG_CACHE_HOME/vae-lab/NAME`, or else `~/.cache/vae-lab/NAME`.
  public var defaultFolder: String {
    let environment = ProcessInfo.processInfo.environment
    // The specification has relative paths ignored.
    let cache =
      environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? "\(environment["HOME"] ?? NSHomeDirectory())/.cache"
    return "\(cache)/vae-lab/\(name)"
  }

  /// Fetches what is not there yet.
  ///
  /// A file that is there and has the right SHA-256 is left alone; any other is fetched beside,
  /// verified while it arrives, and renamed. Nothing half-written stays behind an error.
  /// - Parameters:
  ///   - folder: Where to keep the files; `nil` for `defaultFolder`.
  ///   - progress: Called as bytes arrive, from another thread, never twice at once.
  /// - Returns: The folder.
  /// - Throws: `DatasetError`: what each mirror had to offer instead.
  @discardableResult
  public func fetch(
    into folder: String? = nil, progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) throws(DatasetError) -> String {
    let folder = folder ?? defaultFolder
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw DatasetError(
        .inputOutput, folder, "cannot be made (\(error.localizedDescription))",
        advice: "check permissions, or name another folder")
    }
    try removeLeftovers(in: folder)
    for file in files {
      let path = "\(folder)/\(file.name)"
      if FileManager.default.fileExists(atPath: path), try SHA256.ofFile(path) == file.sha256 {
        progress(
          Progress(file: file.name, received: file.size, expected: file.size, wasCached: true))
      } else {
        try fetch(file, to: path, progress: progress)
      }
    }
    return folder
  }

  /// Removes what runs that were killed have left beside the files.
  private func removeLeftovers(in folder: String) throws(DatasetError) {
    for name in try FolderListing(folder).files where name.hasSuffix(".part") {
      guard let file = files.first(where: { name.hasPrefix($0.name + ".") }),
        let process = Int32(name.dropFirst(file.name.count + 1).prefix { $0 != "-" }), process > 0,
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      unlink("\(folder)/\(name)")
    }
  }

  private func fetch(
    _ file: File, to path: String, progress: @escaping @Sendable (Progress) -> Void
  ) throws(DatasetError) {
    var failures: [DatasetError] = []
    for mirror in mirrors {
      let address = mirror.hasSuffix("/") ? mirror + file.name : "\(mirror)/\(file.name)"
      do throws(DatasetError) {
        return try Transfer.run(
          file, from: address, to: path, patience: patience, progress: progress)
      } catch {
        // A full disk is full for every mirror.
        if error.place == path { throw error }
        failures.append(error)
      }
    }
    guard let last = failures.last else {
      throw DatasetError(.invalid, name, "has no mirror", advice: "name one")
    }
    if failures.count == 1 { throw last }
    throw DatasetError(
      last.kind, file.name,
      failures.map { "\($0.place): \($0.finding)" }.joined(separator: "; "), advice: last.advice)
  }
}
