import Foundation

/// What lies in a folder, in the order of the names' bytes, without what begins with a dot.
struct FolderListing {
  /// The path as it was given.
  let path: String
  /// Names of files.
  let files: [String]
  /// Names of folders.
  let folders: [String]

  /// Lists a folder; links count as what they lead to.
  init(_ path: String) throws(DatasetError) {
    guard let directory = opendir(path) else {
      let code = errno
      var status = stat()
      if code == ENOTDIR, stat(path, &status) == 0 {
        throw DatasetError(.invalid, path, "is not a folder", advice: "give the folder it lies in")
      }
      throw .system(code, path, doing: "opened")
    }
    defer { closedir(directory) }
    var files: [String] = []
    var folders: [String] = []
    errno = 0
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      var status = stat()
      if !name.hasPrefix("."), stat("\(path)/\(name)", &status) == 0 {
        if status.st_mode & S_IFMT == S_IFDIR { folders.append(name) } else { files.append(name) }
      }
      errno = 0
    }
    guard errno == 0 else { throw .system(errno, path, doing: "listed") }
    self.path = path
    self.files = files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    self.folders = folders.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The path of a file or folder in this one.
  func path(of name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

  /// The name of the folder itself.
  var name: String { URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent }
}
