/// The shells that a completion script can be written for.
public enum Shell: String, ArgumentValue, CaseIterable, Sendable {
  case bash, zsh, fish
}

/// A completion script, written from the declarations of a tree of commands.
struct CompletionScript {
  let root: CommandNode

  /// Returns the script for a shell.
  func text(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  /// The tool's name as part of a function's name.
  private var function: String { "_" + root.name.map { $0 == "-" ? "_" : String($0) }.joined() }

  /// What may follow a command: its options, its subcommands, the values of its first argument.
  private func words(after node: CommandNode) -> [String] {
    let declarations = node.declarations
    let options = declarations.filter { $0.details.kind != .positional }.map(\.spelling)
    let values = declarations.filter { $0.details.kind == .positional }
      .flatMap { $0.details.candidates() }
    let help = node.path.count == 1 ? ["help"] : []
    return node.subcommands.map(\.name) + help + values + options + ["--help", "--version"]
  }

  private func valued(_ node: CommandNode) -> [Declaration] {
    node.declarations.filter { $0.details.kind == .option }
  }

  // MARK: bash

  private var bash: String {
    var script = """
      # bash completion for \(root.name); load with: source <(\(root.name) completion bash)
      \(function)() {
        local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"
        local command="" word index
        for ((index = 1; index < COMP_CWORD; index++)); do
          word="${COMP_WORDS[index]}"
          case "$command $word" in
      """
    for node in root.all where node.path.count > 1 {
      let parent = node.path.dropFirst().dropLast().map { " " + $0 }.joined()
      script += "\n      \(quoted(parent + " " + node.name))) command+=\" $word\" ;;"
    }
    script += """

          esac
        done
        COMPREPLY=()
        case "$command $previous" in
      """
    for node in root.all {
      let path = node.path.dropFirst().map { " " + $0 }.joined()
      for option in valued(node) {
        script += "\n    \(quoted(path + " " + option.spelling))) "
        let reply: String
        if option.details.completion == .files {
          reply =
            "local IFS=$'\\n'; compopt -o filenames 2>/dev/null; "
            + "COMPREPLY=($(compgen -f -- \"$current\"))"
        } else {
          reply = bashReply(option.details.candidates())
        }
        script += reply + "; return ;;"
      }
    }
    script += """

          ' help') \(bashReply(root.subcommands.map(\.name))); return ;;
        esac
        case "$command" in
      """
    for node in root.all {
      let path = node.path.dropFirst().map { " " + $0 }.joined()
      script += "\n    \(quoted(path))) \(bashReply(words(after: node))) ;;"
    }
    return script + "\n  esac\n}\ncomplete -F \(function) \(root.name)\n"
  }

  private func bashReply(_ words: [String]) -> String {
    guard !words.isEmpty else { return ":" }
    let list = quoted(words.joined(separator: " "))
    return "COMPREPLY=($(compgen -W \(list) -- \"$current\"))"
  }

  // MARK: zsh

  private var zsh: String {
    """
    #compdef \(root.name)
    # zsh completion for \(root.name); save as _\(root.name) in a folder of $fpath

    \(root.all.map(zshFunction).joined(separator: "\n\n"))

    \(function) "$@"

    """
  }

  private func zshName(_ node: CommandNode) -> String {
    function + node.path.dropFirst().map { "_" + $0 }.joined()
  }

  private func zshFunction(_ node: CommandNode) -> String {
    var specifications = node.declarations.map { declaration in
      let details = declaration.details
      let action =
        details.completion == .files
        ? "_files" : "(" + details.candidates().joined(separator: " ") + ")"
      let help = zshEscaped(details.help)
      return switch details.kind {
      case .flag: quoted("\(declaration.spelling)[\(help)]")
      case .option:
        quoted(
          (details.isRepeatable ? "*" : "") + "\(declaration.spelling)=[\(help)]:"
            + "\(details.valueName):\(action)")
      case .positional:
        quoted((details.isRepeatable ? "*" : "1") + ":\(details.valueName):\(action)")
      }
    }
    specifications += [quoted("--version[Show the version.]"), quoted("--help[Show the help.]")]
    guard !node.subcommands.isEmpty else {
      return
        "\(zshName(node))() {\n  _arguments \\\n    "
        + specifications.joined(separator: " \\\n    ") + "\n}"
    }
    let described = node.subcommands.map {
      quoted("\($0.name):" + zshEscaped($0.type.configuration.abstract))
    }
    let cases = node.subcommands.map { "      \($0.name)) \(zshName($0)) ;;" }
    return """
      \(zshName(node))() {
        local state
        local -a commands=(
          \(described.joined(separator: "\n    "))
        )
        _arguments -C \\
          \(specifications.joined(separator: " \\\n    ")) \\
          '1: :->command' '*:: :->rest'
        case $state in
          command) _describe command commands ;;
          rest) case $words[1] in
      \(cases.joined(separator: "\n"))
            esac ;;
        esac
      }
      """
  }

  private func zshEscaped(_ text: String) -> String {
    text.map { "[]:\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }

  // MARK: fish

  private var fish: String {
    var lines = [
      "# fish completion for \(root.name); save as \(root.name).fish in ~/.config/fish/completions",
      "complete -c \(root.name) -f",
    ]
    for node in root.all {
      let condition = fishCondition(node)
      for child in node.subcommands {
        let help = quoted(child.type.configuration.abstract)
        lines.append("complete -c \(root.name) -n \(condition) -a \(child.name) -d \(help)")
      }
      for declaration in node.declarations {
        let details = declaration.details
        let values = quoted(details.candidates().joined(separator: " "))
        let value =
          switch (details.kind, details.completion) {
          case (.flag, _): ""
          case (_, .files): " -r -F"
          case (.option, .candidates): " -x -a \(values)"
          case (.positional, .candidates): " -a \(values)"
          }
        let name = details.kind == .positional ? "" : " -l \(declaration.name)"
        lines.append(
          "complete -c \(root.name) -n \(condition)\(name)\(value) -d \(quoted(details.help))")
      }
    }
    lines.append("complete -c \(root.name) -s h -l help -d 'Show the help.'")
    lines.append("complete -c \(root.name) -l version -d 'Show the version.'")
    return lines.joined(separator: "\n") + "\n"
  }

  /// The test whether the words typed so far lead to a command and to none of its subcommands.
  private func fishCondition(_ node: CommandNode) -> String {
    guard node.path.count > 1 else { return quoted("__fish_use_subcommand") }
    var tests = node.path.dropFirst().map { "__fish_seen_subcommand_from \($0)" }
    if !node.subcommands.isEmpty {
      let below = node.subcommands.map(\.name).joined(separator: " ")
      tests.append("not __fish_seen_subcommand_from \(below)")
    }
    return quoted(tests.joined(separator: "; and "))
  }

  /// A text between single quotes, which all three shells take as it stands.
  private func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }
}
