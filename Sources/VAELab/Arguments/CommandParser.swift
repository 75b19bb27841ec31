/// Reads a command line against the declarations of a tree of commands.
struct CommandParser {
  /// What a command line asks for.
  enum Request {
    case run(any Command)
    case help(CommandNode)
    case version
  }

  let root: CommandNode

  /// Reads the arguments that follow the tool's name.
  ///
  /// - Throws: `Failure` with status 64 that says what is wrong, where, and what is nearest to it.
  func parse(_ arguments: [String]) throws(Failure) -> Request {
    var node = root
    var rest = arguments[...]
    while let word = rest.first, !node.subcommands.isEmpty, !word.hasPrefix("-") {
      if word == "help", node.path.count == 1 {
        return .help(try self.node(named: rest.dropFirst()))
      }
      node = try subcommand(word, of: node)
      rest = rest.dropFirst()
    }
    return try parse(rest, for: node)
  }

  /// Finds the command that `help` is asked about.
  private func node(named words: ArraySlice<String>) throws(Failure) -> CommandNode {
    var node = root
    for word in words where !["-h", "--help"].contains(word) {
      node = try subcommand(word, of: node)
    }
    return node
  }

  private func subcommand(_ word: String, of node: CommandNode) throws(Failure) -> CommandNode {
    if let found = node.subcommands.first(where: { $0.name == word }) { return found }
    let names = node.subcommands.map(\.name) + (node.path.count == 1 ? ["help"] : [])
    throw failure(node, "unknown command '\(word)'", nearest: word, among: names)
  }

  /// Reads options and positional arguments of the command that has been found.
  private func parse(
    _ arguments: ArraySlice<String>, for node: CommandNode
  ) throws(Failure) -> Request {
    let command = node.type.init()
    let declarations = command.declarations
    var positionals = declarations.filter { $0.details.kind == .positional }[...]
    var rest = arguments
    var optionsEnded = false
    while let word = rest.popFirst() {
      if !optionsEnded, word == "--" {
        optionsEnded = true
      } else if !optionsEnded, word == "-h" || word == "--help" {
        return .help(node)
      } else if !optionsEnded, word == "--version" {
        return .version
      } else if !optionsEnded, word.hasPrefix("-"), word != "-" {
        try takeOption(word, &rest, declarations, node)
      } else if let declaration = positionals.first {
        if !declaration.details.isRepeatable { positionals.removeFirst() }
        try take(word, for: declaration, node)
      } else {
        throw failure(node, "unexpected argument '\(word)'")
      }
    }
    if let missing = positionals.first(where: { !$0.argument.isGiven && !$0.details.isOptional }) {
      throw failure(
        node, "missing \(missing.spelling): expected \(missing.details.expectation)")
    }
    guard node.subcommands.isEmpty else { return .help(node) }
    try command.validate()
    return .run(command)
  }

  /// Reads one option with its value, which follows an equals sign or is the next argument.
  private func takeOption(
    _ word: String, _ rest: inout ArraySlice<String>, _ declarations: [Declaration],
    _ node: CommandNode
  ) throws(Failure) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let spelling = String(parts[0])
    let named = declarations.filter { $0.details.kind != .positional }
    guard let declaration = named.first(where: { $0.spelling == spelling }) else {
      throw failure(
        node, "unknown option '\(spelling)'", nearest: spelling,
        among: named.map(\.spelling) + ["--help", "--version"])
    }
    let attached = parts.count > 1 ? String(parts[1]) : nil
    guard declaration.details.kind == .option else {
      guard declaration.argument.take(attached) else {
        throw failure(node, "'\(spelling)' takes no value, but '\(attached ?? "")' was given")
      }
      return
    }
    if let attached { return try take(attached, for: declaration, node) }
    guard let value = rest.first, !value.hasPrefix("--") else {
      throw failure(
        node, "'\(declaration.synopsis)' has no value: expected \(declaration.details.expectation)")
    }
    rest.removeFirst()
    try take(value, for: declaration, node)
  }

  private func take(
    _ value: String, for declaration: Declaration, _ node: CommandNode
  ) throws(Failure) {
    let candidates = declaration.details.candidates()
    guard candidates.isEmpty || candidates.contains(value) else {
      throw failure(
        node, "unknown \(declaration.details.valueName) '\(value)'", nearest: value,
        among: candidates)
    }
    guard declaration.argument.take(value) else {
      throw failure(
        node,
        "'\(value)' is no value of '\(declaration.synopsis)': expected "
          + declaration.details.expectation)
    }
  }

  /// Makes the one line of a wrong command line.
  private func failure(
    _ node: CommandNode, _ problem: String, nearest text: String? = nil, among names: [String] = []
  ) -> Failure {
    let suggestion =
      text.flatMap { Suggestion.nearest(to: $0, among: names) }.map { "; did you mean '\($0)'?" }
    let words = node.path.dropFirst()
    let place = words.isEmpty ? "" : words.joined(separator: " ") + ": "
    let help = ([root.name, "help"] + words).joined(separator: " ")
    return Failure(.usage, "\(place)\(problem)\(suggestion ?? "") (see '\(help)')")
  }
}

/// A command with its place in the tree.
struct CommandNode {
  let type: any Command.Type
  let path: [String]

  init(_ type: any Command.Type, below parent: [String] = []) {
    self.type = type
    path = parent + [type.configuration.name]
  }

  var name: String { type.configuration.name }
  var subcommands: [CommandNode] {
    type.configuration.subcommands.map { CommandNode($0, below: path) }
  }
  var declarations: [Declaration] { type.init().declarations }

  /// This command and all below it, each before its own subcommands.
  var all: [CommandNode] { [self] + subcommands.flatMap(\.all) }
}
