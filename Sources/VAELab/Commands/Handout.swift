import Foundation
import Handouts
import Reporting

/// `vae-lab handout`.
struct HandoutCommand: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "handout",
      abstract: "Build the course's handouts, every equation checked and every number computed.",
      subcommands: [
        HandoutList.self, HandoutCheck.self, HandoutUpdate.self, HandoutBuild.self,
      ])
  }
}

/// What all commands on handouts share.
struct CourseArguments: ArgumentGroup {
  @Option(
    help: "The folder of the chapters.", valueName: "folder", completion: .files)
  var course: String = "docs/course"

  /// Reads the chapters.
  ///
  /// - Throws: `Failure` where the folder is missing or a chapter spoiled.
  func course(_ names: [String]) throws(Failure) -> Course {
    let folder = URL(fileURLWithPath: course)
    guard FileManager.default.fileExists(atPath: folder.path) else {
      throw Failure(
        .missingInput,
        "there is no folder \(course); run from the project's folder or name one by --course")
    }
    do {
      return try Course(folder: folder, names: names, shownAs: course)
    } catch {
      throw Failure(error.line == 0 ? .missingInput : .badData, "\(error)")
    }
  }

  /// The workshop in which the commands of the chapters run, in this process.
  func workshop() -> Workshop {
    Workshop(root: Self.package(above: URL(fileURLWithPath: course))) { arguments in
      let (output, errors) = (StringSink(), StringSink())
      let console = Console(output: .init(sink: output), errors: .init(sink: errors))
      let status = Tool.run(arguments, in: console)
      return .init(status: status, output: output.text, errors: errors.text)
    }
  }

  /// The nearest folder above that holds a package, from which source files are named.
  private static func package(above folder: URL) -> URL {
    var place = folder.standardizedFileURL
    while place.path != "/" {
      let manifest = place.appendingPathComponent("Package.swift").path
      if FileManager.default.fileExists(atPath: manifest) { return place }
      place = place.deletingLastPathComponent()
    }
    return folder
  }
}

/// Checks chapters, telling how far it has come.
struct CourseCheck {
  let course: Course
  let workshop: Workshop
  /// Whether every claim must be shown by one of the chapters.
  let isWhole: Bool
  let console: Console

  /// The checked chapters and all that is wrong with them.
  func result() throws(Failure) -> (chapters: [CheckedChapter], faults: [Fault]) {
    let progress = ProgressLine(
      of: "chapters", total: course.chapters.count, on: console.errors)
    defer { progress.finish() }
    var checked: [CheckedChapter] = []
    do {
      for chapter in course.chapters {
        checked.append(try CheckedChapter(chapter, in: workshop))
        progress.advance(chapter.title)
      }
      var faults = checked.flatMap(\.faults)
      if isWhole {
        faults += try course.missingClaims(in: workshop).map {
          Fault(course.folder.lastPathComponent, line: 0, "no chapter shows the claim \($0)")
        }
      }
      return (checked, faults)
    } catch {
      throw Failure(.badData, "\(error)")
    }
  }
}

extension Console {
  /// Writes every fault on a line of its own.
  func tell(_ faults: [Fault]) throws(OutputError) {
    for fault in faults { try errors.sink.write("vae-lab: error: \(fault)\n") }
  }
}

/// `vae-lab handout list`.
struct HandoutList: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(name: "list", abstract: "List the chapters with what they hold.")
  }

  var arguments = CourseArguments()

  @Flag(help: "Write JSON.")
  var json: Bool = false

  private struct Entry: Encodable {
    let number: Int?
    let name, title, file: String
    let claims, exercises: Int
  }

  func run(in console: Console) throws -> ExitStatus {
    let chapters = try arguments.course([]).chapters
    if json {
      let entries = chapters.map {
        Entry(
          number: $0.number, name: $0.name, title: $0.title, file: $0.file, claims: $0.claims.count,
          exercises: $0.exerciseCount)
      }
      try console.output.sink.write(try JSON.text(["chapters": entries]))
      return .holds
    }
    var table = Table(columns: [
      .init("chapter", alignment: .right), .init("name"), .init("title"),
      .init("claims", alignment: .right), .init("exercises", alignment: .right),
    ])
    for chapter in chapters {
      table.append([
        Table.Cell(chapter.number.map(String.init) ?? ""), Table.Cell(chapter.name),
        Table.Cell(chapter.title), Table.Cell(String(chapter.claims.count)),
        Table.Cell(String(chapter.exerciseCount)),
      ])
    }
    let stream = console.output
    try stream.sink.write(table.rendered(width: stream.width, palette: stream.palette))
    return .holds
  }
}

/// `vae-lab handout check`.
struct HandoutCheck: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "check",
      abstract: "Check the equations of chapters and find stale numbers, without building pages.",
      discussion: """
        Every equation goes through the reader of derivations, every generated piece is computed anew and \
        compared with what is stored. Status 1 if an equation is false or not understood, or a piece is stale.
        """,
      examples: ["vae-lab handout check", "vae-lab handout check two-gradients"])
  }

  var arguments = CourseArguments()

  @Arguments(
    help: "Chapters by name, number or file; all if none is given.", valueName: "chapter",
    isOptional: true)
  var chapters: [String]

  func run(in console: Console) throws -> ExitStatus {
    let course = try arguments.course(chapters)
    let (checked, faults) = try CourseCheck(
      course: course, workshop: arguments.workshop(), isWhole: chapters.isEmpty, console: console
    ).result()
    try console.tell(faults)
    let steps = checked.reduce(0) { $0 + $1.stepCount }
    let claims = Set(course.chapters.flatMap(\.claims)).count
    let outcome = faults.isEmpty ? "all in order" : "\(faults.count) faults"
    try console.output.sink.write(
      "\(checked.count) chapters, \(steps) steps, \(claims) claims: \(outcome)\n")
    return faults.isEmpty ? .holds : .refuted
  }
}

/// `vae-lab handout update`.
struct HandoutUpdate: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "update",
      abstract: "Compute the generated pieces of chapters anew and store them.",
      discussion: """
        Pictures are drawn anew too. What cannot be computed stays as it is and is named; the status is 1 then.
        """,
      examples: ["vae-lab handout update", "vae-lab handout update two-gradients"])
  }

  var arguments = CourseArguments()

  @Arguments(
    help: "Chapters by name, number or file; all if none is given.", valueName: "chapter",
    isOptional: true)
  var chapters: [String]

  func run(in console: Console) throws -> ExitStatus {
    let course = try arguments.course(chapters)
    let workshop = arguments.workshop()
    var changed = 0
    var faults: [Fault] = []
    for chapter in course.chapters {
      let (text, unknown) = chapter.updated(in: workshop)
      faults += unknown
      faults += try chapter.draw(in: workshop) { path, svg in
        let file = course.folder.appendingPathComponent(path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try AtomicFile(path: file.path).commit(svg)
      }
      guard text != chapter.text else { continue }
      try AtomicFile(path: chapter.file).commit(text)
      changed += 1
    }
    try console.tell(faults)
    try console.output.sink.write("\(changed) of \(course.chapters.count) chapters changed\n")
    return faults.isEmpty ? .holds : .refuted
  }
}
