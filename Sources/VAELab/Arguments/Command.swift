import Reporting

/// A command of the tool: its properties declare what it takes, its method does the work.
public protocol Command {
  /// Name, help and subcommands.
  static var configuration: CommandConfiguration { get }

  /// Creates the command with the defaults.
  init()

  /// Checks what only several arguments together can show to be wrong.
  func validate() throws(Failure)

  /// Does the work and writes the results.
  ///
  /// - Throws: `Failure` or `OutputError`; anything else is a defect.
  func run(in console: Console) throws -> ExitStatus
}

extension Command {
  /// Finds nothing wrong.
  public func validate() throws(Failure) {}

  /// Does nothing: a command that has subcommands is never run itself, its help is shown instead.
  public func run(in console: Console) throws -> ExitStatus {
    .usage
  }

  /// The arguments that the properties declare, in their order.
  var declarations: [Declaration] { Declaration.all(in: self) }
}

/// Arguments that several commands share: a command has them by a property of the group's type.
public protocol ArgumentGroup {
  /// Creates the group with the defaults.
  init()
}

extension ArgumentGroup {
  /// The arguments of the group that the command line gives, as they are written there, in the order of declaration.
  var given: [String] {
    Declaration.all(in: self).filter(\.argument.isGiven).map(\.spelling)
  }
}

/// Name, help and subcommands of a command.
public struct CommandConfiguration {
  /// The word that calls the command.
  public var name: String
  /// One sentence.
  public var abstract: String
  /// Further paragraphs.
  public var discussion: String
  /// Lines that show the command at work.
  public var examples: [String]
  /// Commands below this one.
  public var subcommands: [any Command.Type]

  /// Creates a configuration.
  public init(
    name: String, abstract: String, discussion: String = "", examples: [String] = [],
    subcommands: [any Command.Type] = []
  ) {
    self.name = name
    self.abstract = abstract
    self.discussion = discussion
    self.examples = examples
    self.subcommands = subcommands
  }
}

/// One declared argument together with the name that its property gives it.
struct Declaration {
  let name: String
  let argument: any DeclaredArgument

  /// Creates a declaration; `_varySeed`, the wrapper's property, becomes `vary-seed`.
  init(property: String, argument: any DeclaredArgument) {
    name = property.drop(while: { $0 == "_" }).reduce(into: "") { name, character in
      if character.isUppercase { name += "-" }
      name += character.lowercased()
    }
    self.argument = argument
  }

  /// The arguments that the properties of a value declare; a group of arguments stands for its own.
  static func all(in value: Any) -> [Declaration] {
    Mirror(reflecting: value).children.flatMap { label, value in
      if value is any ArgumentGroup { return all(in: value) }
      guard let argument = value as? any DeclaredArgument, let label else { return [] }
      return [Declaration(property: label, argument: argument)]
    }
  }

  var details: ArgumentDetails { argument.details }

  /// The argument as it is written on the command line, without its value.
  var spelling: String {
    details.kind == .positional ? "<\(details.valueName)>" : "--\(name)"
  }

  /// The argument as the help text lists it.
  var synopsis: String {
    details.kind == .option ? "\(spelling) <\(details.valueName)>" : spelling
  }

  /// The argument as the line of usage shows it.
  var usage: String {
    switch details.kind {
    case .positional:
      details.isOptional ? "[\(synopsis)…]" : synopsis + (details.isRepeatable ? "…" : "")
    case .flag: "[\(synopsis)]"
    case .option: "[\(synopsis)]" + (details.isRepeatable ? "…" : "")
    }
  }
}
