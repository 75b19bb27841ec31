import Foundation
import Handouts
import Reporting

/// `vae-lab handout build`.
struct HandoutBuild: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "build",
      abstract: "Build chapters as pages and as PDF, after checking all that they show.",
      discussion: """
        A page needs nothing but itself. Nothing is built while an equation is false or not understood or a \
        number stale; each is named by file and line, and the status is 1. Needs pandoc, for pictures \
        gnuplot and for PDF Chromium.
        """,
      examples: [
        "vae-lab handout build --out build/handouts",
        "vae-lab handout build two-gradients vq-vae --out build/students --student",
      ])
  }

  var arguments = CourseArguments()

  @Arguments(
    help: "Chapters by name, number or file; all if none is given.", valueName: "chapter",
    isOptional: true)
  var chapters: [String]

  @Option(
    help: "The folder of the pages, made where it is missing.", valueName: "folder",
    completion: .files)
  var out: String = "build/handouts"

  @Flag(help: "Leave the solutions out.")
  var student: Bool = false

  @Flag(help: "Open the solutions.")
  var teacher: Bool = false

  @Flag(help: "Make pages only, no PDF.")
  var noPdf: Bool = false

  func validate() throws(Failure) {
    if student, teacher {
      throw Failure(.usage, "handout build: --student and --teacher exclude each other; choose one")
    }
  }

  func run(in console: Console) throws -> ExitStatus {
    let course = try arguments.course(chapters)
    let workshop = arguments.workshop()
    let audience: Audience = student ? .student : teacher ? .teacher : .reader
    do {
      let builder = try HandoutBuilder(
        in: workshop, for: audience, out: URL(fileURLWithPath: out), prints: !noPdf)
      let (checked, faults) = try CourseCheck(
        course: course, workshop: workshop, isWhole: chapters.isEmpty, console: console
      ).result()
      try console.tell(faults)
      guard faults.isEmpty else { return .refuted }
      let progress = ProgressLine(of: "pages", total: checked.count, on: console.errors)
      defer { progress.finish() }
      try builder.write(checked, of: course) { progress.advance() }
      if chapters.isEmpty { try builder.writeIndex(of: checked) }
    } catch let failure as Program.Failure {
      throw Failure(.missingInput, failure.description)
    } catch let fault as Fault {
      throw Failure(.badData, "\(fault)")
    } catch let error as CocoaError {
      throw Failure(.inputOutput, "cannot write \(out): \(error.localizedDescription)")
    }
    let pages = chapters.isEmpty ? ["index"] : course.chapters.map(\.stem)
    try console.output.sink.write(pages.map { "\(out)/\($0).html\n" }.joined())
    return .holds
  }
}
