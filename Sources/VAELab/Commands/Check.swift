import Derivations
import Foundation
import Reporting

/// `vae-lab check`.
struct Check: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      name: "check",
      abstract: "Read derivations in documents and name their false steps.",
      discussion: """
        Reads Markdown, LaTeX, notebooks and reStructuredText, and gives every step of every derivation \
        a verdict: proved, holds, false, conditional, definition, or not understood with the reason. \
        "holds" means equal on every random model tried; "false" shows a model on which the sides \
        differ. Status 1 if a step is false, with --strict also if one is not understood.

        The same seed gives the same verdicts.
        """,
      examples: [
        "vae-lab check note.md",
        "vae-lab check --explain 31 note.md",
        "vae-lab check --json thesis.tex notebook.ipynb",
        "vae-lab check --html note.html note.md",
        "pandoc draft.docx -t markdown | vae-lab check -",
      ])
  }

  @Arguments(
    help: "Documents; - stands for standard input.", valueName: "file", completion: .files)
  var files: [String]

  @Flag(help: "Show every step with its rules, its witness and how it was read.")
  var verbose: Bool = false

  @Option(help: "Only the steps on this line, with all evidence.", valueName: "line")
  var explain: Count? = nil

  @Option(help: "Only steps with this verdict.", valueName: "verdict")
  var only: [CheckVerdict] = []

  @Flag(help: "Show the laws, names and macros that each document declares, above its messages.")
  var roles: Bool = false

  @Flag(help: "Count a step that is not understood as a failure.")
  var strict: Bool = false

  @Flag(help: "Write JSON: an object for one document, a list for several.")
  var json: Bool = false

  @Option(
    help: "Write a page with the formulas of one document, coloured by verdict.", valueName: "file",
    completion: .files)
  var html: String? = nil

  @Option(help: "The seed of the random models.", valueName: "n")
  var seed: UInt64 = 1

  @Option(
    help: "How the documents are written; by their names, or else by their content, if not given.",
    valueName: "kind")
  var format: DocumentFormat? = nil

  @Option(help: "Write to a file instead of the output.", valueName: "file", completion: .files)
  var output: String? = nil

  func validate() throws(Failure) {
    if html != nil, files.count > 1 {
      throw Failure(.usage, "check: --html shows one document, but \(files.count) are given")
    }
    if files.count(where: { $0 == "-" }) > 1 {
      throw Failure(.usage, "check: standard input can be read only once")
    }
    let views = [
      (json, "--json"), (verbose, "--verbose"), (explain != nil, "--explain"), (roles, "--roles"),
      (!only.isEmpty, "--only"),
    ]
    .filter(\.0).map(\.1)
    if json, views.count > 1 {
      throw Failure(
        .usage, "check: \(views.joined(separator: " and ")) exclude each other; choose one")
    }
  }

  func run(in console: Console) throws -> ExitStatus {
    let documents = try files.map(document)
    let destination = try Destination(path: output, console: console)
    let page = try html.map { try AtomicFile(path: $0) }
    let reports = documents.map { Report(checking: $0, seed: seed) }
    if let page, let report = reports.first { try page.commit(report.page) }
    try destination.write(try text(of: reports))
    let fails = reports.contains {
      $0.count(.refuted) > 0 || (strict && $0.count(.notUnderstood) > 0)
    }
    return fails ? .refuted : .holds
  }

  private func text(of reports: [Report]) throws -> String {
    if json {
      let records = reports.map(ReportRecord.init)
      return records.count == 1 ? try JSON.text(records[0]) : try JSON.text(records)
    }
    let verdicts = only.isEmpty ? nil : Set(only.compactMap(\.verdict))
    let view = Report.View(verdicts: verdicts, line: explain?.value, isVerbose: verbose)
    return reports.map { (roles ? $0.declarations : "") + $0.messages(view) }
      .joined(separator: "\n")
  }

  /// Reads one document.
  private func document(_ path: String) throws(Failure) -> Document {
    let bytes = try bytes(of: path)
    do {
      return try Document(
        name: path == "-" ? "standard input" : path, bytes: bytes, kind: format?.kind)
    } catch {
      throw Failure(.badData, "\(path):\(error)")
    }
  }

  private func bytes(of path: String) throws(Failure) -> [UInt8] {
    do {
      if path == "-" { return [UInt8](try FileHandle.standardInput.readToEnd() ?? Data()) }
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw Failure(.missingInput, "cannot read '\(path)'; check its name and permissions")
    }
  }
}

/// A verdict as an argument.
enum CheckVerdict: String, ArgumentValue, CaseIterable {
  case proved, holds, refuted = "false", conditional, definition
  case notUnderstood = "not-understood"

  var verdict: Verdict? { Verdict(rawValue: rawValue) }
}

/// A way of writing documents as an argument.
enum DocumentFormat: String, ArgumentValue, CaseIterable {
  case markdown, latex, notebook, restructuredText = "rst"

  var kind: DocumentKind {
    switch self {
    case .markdown: .markdown
    case .latex: .latex
    case .notebook: .notebook
    case .restructuredText: .restructuredText
    }
  }
}
