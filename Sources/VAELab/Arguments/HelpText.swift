import Reporting

/// The help text of a command, written from its declarations alone.
struct HelpText {
  let node: CommandNode

  /// Returns the text, wrapped.
  ///
  /// - Parameter width: Columns of a line, at least 40.
  func text(width: Int) -> String {
    let width = max(40, width)
    let configuration = node.type.configuration
    var sections = [paragraph("OVERVIEW: " + configuration.abstract, width)]
    if !configuration.discussion.isEmpty {
      sections.append(
        configuration.discussion.split(separator: "\n\n").map { paragraph(String($0), width) }
          .joined(separator: "\n"))
    }
    sections.append(usage(width: width))
    let positionals = node.declarations.filter { $0.details.kind == .positional }
    sections.append(list("ARGUMENTS", positionals.map { ($0.synopsis, help(of: $0)) }, width))
    let options = node.declarations.filter { $0.details.kind != .positional }
    let common = [("--version", "Show the version."), ("-h, --help", "Show this help.")]
    sections.append(list("OPTIONS", options.map { ($0.synopsis, help(of: $0)) } + common, width))
    var subcommands = node.subcommands.map { ($0.name, $0.type.configuration.abstract) }
    if node.path.count == 1 { subcommands.append(("help", "Show the help of a command.")) }
    sections.append(list("COMMANDS", subcommands, width))
    if !configuration.examples.isEmpty {
      sections.append(
        "EXAMPLES:\n" + configuration.examples.map { "  \($0)\n" }.joined())
    }
    sections.append(
      list("EXIT STATUS", ExitStatus.allCases.map { ("\($0.rawValue)", $0.meaning) }, width))
    return sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// The line of usage, continued below its first argument.
  private func usage(width: Int) -> String {
    var words = node.declarations.map(\.usage)
    if !node.subcommands.isEmpty { words.append("<command>") }
    let start = "USAGE: " + node.path.joined(separator: " ")
    var lines = [start]
    for word in words {
      if lines[lines.count - 1].displayWidth + 1 + word.displayWidth > width {
        lines.append(String(repeating: " ", count: 9))
      }
      lines[lines.count - 1] += " " + word
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The help of an argument with its choices and its default.
  private func help(of declaration: Declaration) -> String {
    let details = declaration.details
    let choices = details.choices
    var text = details.help
    if !choices.isEmpty {
      text += " One of: " + choices.joined(separator: ", ") + "."
    }
    if details.isRepeatable { text += " May be given several times." }
    if let value = details.defaultDescription { text += " (default: \(value))" }
    return text
  }

  private func paragraph(_ text: String, _ width: Int) -> String {
    text.wrapped(toColumns: width).map { $0 + "\n" }.joined()
  }

  /// A titled list of terms, each with its explanation beside it.
  private func list(_ title: String, _ entries: [(String, String)], _ width: Int) -> String {
    guard !entries.isEmpty else { return "" }
    let column = min(24, entries.map(\.0.displayWidth).max() ?? 0) + 4
    var text = title + ":\n"
    for (term, explanation) in entries {
      let lines = explanation.wrapped(toColumns: width - column)
      let head = "  " + term
      let fits = head.displayWidth + 2 <= column
      if !fits { text += head + "\n" }
      for (index, line) in lines.enumerated() {
        text += (index == 0 && fits ? head : "").padded(toColumns: column) + line + "\n"
      }
    }
    return text
  }
}
