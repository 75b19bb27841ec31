import Dispatch
import Foundation
import Reporting
import Synchronization

/// Writes the pages of a course.
public struct HandoutBuilder: Sendable {
  let workshop: Workshop
  let audience: Audience
  private let typesetter: Typesetter
  private let printer: Printer?
  private let out: URL

  /// Finds the programs that are needed and makes the folder of the pages.
  ///
  /// - Parameters:
  ///   - workshop: Where commands run.
  ///   - audience: Whom the pages are for.
  ///   - out: The folder of the pages, made where it is missing.
  ///   - prints: Whether PDF is made too.
  /// - Throws: `Program.Failure` where a program is missing; an error of the file system.
  public init(in workshop: Workshop, for audience: Audience, out: URL, prints: Bool) throws {
    (self.workshop, self.audience, self.out) = (workshop, audience, out)
    typesetter = Typesetter(pandoc: try .pandoc())
    printer = prints ? Printer(chromium: try .chromium()) : nil
    try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
  }

  /// Writes the pages of chapters, several at a time.
  ///
  /// - Parameters:
  ///   - checked: The chapters, checked and without faults.
  ///   - course: All chapters, for the way on from each.
  ///   - progress: Called after each chapter, from any thread.
  /// - Throws: `Fault` where one cannot be set, `OutputError` where it cannot be written.
  public func write(
    _ checked: [CheckedChapter], of course: Course, progress: @escaping @Sendable () -> Void
  ) throws {
    let failures = Mutex<[Int: any Error]>([:])
    DispatchQueue.concurrentPerform(iterations: checked.count) { index in
      do {
        try write(checked[index], of: course)
        progress()
      } catch {
        failures.withLock { $0[index] = error }
      }
    }
    let first = failures.withLock { $0.min { $0.key < $1.key } }
    if let first { throw first.value }
  }

  private func write(_ checked: CheckedChapter, of course: Course) throws {
    let chapter = checked.chapter
    let hasInterfaces = FileManager.default.fileExists(
      atPath: out.appendingPathComponent("api/documentation").path)
    let source = PageSource(
      checked: checked, workshop: workshop, audience: audience, hasInterfaces: hasInterfaces)
    let markdown = try source.markdown()
    do {
      let body = try typesetter.body(of: markdown)
      let page = Typesetter.page(
        title: chapter.title,
        navigation: Self.navigation(from: chapter, in: course, prints: printer != nil),
        body: Self.withScrollingTables(body))
      try write(page, as: chapter.stem)
    } catch let failure as Program.Failure {
      throw Fault(chapter.file, line: 0, failure.description)
    }
  }

  /// Writes the index.
  public func writeIndex(of checked: [CheckedChapter]) throws {
    var text = "# The mathematics of variational autoencoders, checked\n\n"
    text += "Every equation of these chapters was computed or proved when the pages were built; "
    text += "the mark beside it opens to the evidence. "
    switch audience {
    case .reader: text += "Solutions are folded below their exercises.\n\n"
    case .student: text += "This is the student's edition, without solutions.\n\n"
    case .teacher: text += "This is the teacher's edition, with solutions.\n\n"
    }
    text += "<ol class=\"index\">\n"
    for chapter in checked {
      let (stem, aim) = (chapter.chapter.stem, chapter.chapter.aim)
      let counts =
        "\(chapter.stepCount) steps checked · \(chapter.chapter.claims.count) claims · "
        + "\(chapter.chapter.exerciseCount) exercises"
      let pdf = printer == nil ? "" : " · [PDF](\(stem).pdf)"
      text += "<li>\n\n**[\(chapter.chapter.title)](\(stem).html)**\(pdf)\n\n\(aim)\n\n"
      text += "<span class=\"links\">\(counts)</span>\n\n</li>\n"
    }
    text += "</ol>\n"
    let hasInterfaces = FileManager.default.fileExists(
      atPath: out.appendingPathComponent("api/documentation").path)
    if hasInterfaces { text += "\n[The interfaces of the code](api/index.html)\n" }
    try write(
      Typesetter.page(
        title: "vae-lab: course", navigation: "", body: try typesetter.body(of: text)),
      as: "index")
  }

  /// Puts every table into a box that scrolls where the page is narrow.
  private static func withScrollingTables(_ body: String) -> String {
    body.replacing(#/<table[^>]*>/#) { "<div class=\"scroll\">\($0.output)" }
      .replacing("</table>", with: "</table></div>")
  }

  private func write(_ page: String, as stem: String) throws {
    let file = out.appendingPathComponent(stem + ".html")
    try AtomicFile(path: file.path).commit(page)
    guard let printer else { return }
    let print = try AtomicFile(path: out.appendingPathComponent(stem + ".pdf").path)
    try print.commit(bytes: try printer.pdf(of: file))
  }

  /// The links at the top of a page.
  private static func navigation(from chapter: Chapter, in course: Course, prints: Bool) -> String {
    var links = ["<a href=\"index.html\">All chapters</a>"]
    if let place = course.chapters.firstIndex(where: { $0.file == chapter.file }) {
      if place > 0 {
        let before = course.chapters[place - 1]
        links.append("<a href=\"\(before.stem).html\">← \(before.title.escapedForHTML)</a>")
      }
      if place + 1 < course.chapters.count {
        let after = course.chapters[place + 1]
        links.append("<a href=\"\(after.stem).html\">\(after.title.escapedForHTML) →</a>")
      }
    }
    if prints { links.append("<a href=\"\(chapter.stem).pdf\">PDF</a>") }
    return links.joined(separator: "\n")
  }
}
