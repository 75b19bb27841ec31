import Foundation

/// The chapters of a course, in their order.
public struct Course: Sendable {
  /// The folder of the chapters.
  public let folder: URL
  /// The chapters, by number and then by name.
  public let chapters: [Chapter]

  /// Reads a course.
  ///
  /// - Parameters:
  ///   - folder: The folder of the chapters.
  ///   - names: Only these, by name, number or file name; all where empty.
  ///   - shown: The folder as messages name it.
  /// - Throws: `Fault` where there is no chapter, or one is spoiled.
  public init(folder: URL, names: [String] = [], shownAs shown: String) throws(Fault) {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let chapters = files.filter { $0.hasSuffix(".md") && $0 != "README.md" }.sorted()
    guard !chapters.isEmpty else {
      throw Fault(shown, line: 0, "there are no chapters here (files ending in .md)")
    }
    for name in names where !chapters.contains(where: { Self.isCalled(name, $0) }) {
      let known = chapters.map { Chapter.identity(of: $0).name }.joined(separator: ", ")
      throw Fault(shown, line: 0, "there is no chapter “\(name)”; there are \(known)")
    }
    var result: [Chapter] = []
    for file in chapters where names.isEmpty || names.contains(where: { Self.isCalled($0, file) }) {
      guard let text = try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      else { throw Fault("\(shown)/\(file)", line: 0, "the chapter cannot be read as UTF-8") }
      result.append(try Chapter(file: "\(shown)/\(file)", folder: folder, text: text))
    }
    self.folder = folder
    self.chapters = result
  }

  private static func isCalled(_ name: String, _ file: String) -> Bool {
    let identity = Chapter.identity(of: file)
    let last = URL(fileURLWithPath: name).lastPathComponent
    return name == identity.name || last == file || identity.number.map(String.init) == name
      || file == name + ".md"
  }

  /// Claims of the ledger that no chapter shows.
  public func missingClaims(in workshop: Workshop) throws(Fault) -> [String] {
    let shown = Set(chapters.flatMap(\.claims))
    do throws(DirectiveError) {
      return try workshop.claims().keys.filter { !shown.contains($0) }.sorted()
    } catch {
      throw Fault(folder.path, line: 0, error.description)
    }
  }
}
